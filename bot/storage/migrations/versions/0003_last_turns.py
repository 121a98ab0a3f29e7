"""When somebody said something last, without reading what was said."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add an index from which the hourly look for old conversations is answered."""
    op.create_index("ix_turns_sender_id_created", "turns", ["sender_id", "created"])
