"""The two tables of the conversation store.

``turns`` holds what was said and answered, ``events`` what Rasa needs to carry on. Both are
written in one transaction, and both go when a conversation is erased.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

turns = sa.Table(
    "turns",
    metadata,
    # Numbering the turns of a conversation makes two processes that both believe to write
    # the next one collide, instead of losing one of the two.
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("message_id", sa.String(255), nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("reply", sa.Text, nullable=False),
    sa.Column("created", sa.Float, nullable=False),
    sa.UniqueConstraint("sender_id", "message_id"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("data", sa.Text, nullable=False),
)
