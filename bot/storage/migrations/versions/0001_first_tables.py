"""The first tables, as they were made before there were migrations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables that are not there yet."""
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for make in (_turns, _events, _contacts, _deliveries):
        if make.__name__.strip("_") not in there:
            make()


def _turns() -> None:
    op.create_table(
        "turns",
        sa.Column("sender_id", sa.String(255), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.String(255), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.UniqueConstraint("sender_id", "message_id"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("sender_id", sa.String(255), nullable=False, index=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("type_name", sa.String(255), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("sender_id", sa.String(255), primary_key=True),
        sa.Column("agreed", sa.Float),
        sa.Column("controls", sa.Text),
        sa.Column("changed", sa.Float, nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("channel", sa.String(32), primary_key=True),
        sa.Column("id", sa.String(255), primary_key=True),
        sa.Column("sender_id", sa.String(255), index=True),
        sa.Column("place", sa.Float),
        sa.Column("body", sa.Text),
        sa.Column("steps", sa.Text),
        sa.Column("arrived", sa.Float, nullable=False),
    )
