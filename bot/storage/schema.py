"""The tables of the conversation store. A change here needs a step in migrations/versions.

``turns`` holds what was said and answered, ``events`` what Rasa needs to carry on. Both are
written in one transaction, and both go when a conversation is erased, as does the row in
``contacts``: what a messenger's channel must know of somebody beside what was said.
``deliveries`` is the inbox of those channels: what a service has handed over and was told that
it arrived. Its content goes as soon as it is answered; the ids stay for a while, so that the
same delivery is known again.
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
    # Sealed, as is everything below that comes from what somebody said (`bot.storage.sealing`).
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("reply", sa.Text, nullable=False),
    sa.Column("created", sa.Float, nullable=False),
    # Sealed: what the dialogue carries on with (`bot.storage.state`); null in old turns.
    sa.Column("state", sa.Text),
    sa.UniqueConstraint("sender_id", "message_id"),
    # Who has not gone on for how long is told from this alone, not from all that was said.
    sa.Index("ix_turns_sender_id_created", "sender_id", "created"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("type_name", sa.String(255), nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Index("ix_events_sender_id_turn", "sender_id", "turn"),
)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    # When the person agreed to what is kept (unix seconds); null as long as they have not.
    sa.Column("agreed", sa.Float),
    # Sealed, of the channel's own: the messages whose buttons can still be tapped.
    sa.Column("controls", sa.Text),
    sa.Column("changed", sa.Float, nullable=False),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("channel", sa.String(32), primary_key=True),
    sa.Column("id", sa.String(255), primary_key=True),
    # The four below are null once it was carried out.
    sa.Column("sender_id", sa.String(255), index=True),
    sa.Column("place", sa.Float),
    sa.Column("body", sa.Text),
    # Sealed: what each step that is already taken has brought (`bot.channels.worker.Steps`).
    sa.Column("steps", sa.Text),
    sa.Column("arrived", sa.Float, nullable=False),
)

#: What goes when a conversation is erased.
CONVERSATION = (turns, events, contacts)
