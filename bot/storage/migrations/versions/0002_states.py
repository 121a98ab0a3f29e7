"""The state after each turn, so that the next one need not read the whole conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column, and an index that finds the events of the last turns."""
    op.add_column("turns", sa.Column("state", sa.Text))
    op.create_index("ix_events_sender_id_turn", "events", ["sender_id", "turn"])
