"""${message}"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Only ever add: the version before works on these tables until the last server changed."""
    ${upgrades if upgrades else "pass"}
