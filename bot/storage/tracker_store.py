"""The conversation store: a turn is written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection

from bot.exchange import StoredTurn
from bot.failure import abort
from bot.settings import load_settings
from bot.storage.database import (
    StoreError,
    as_store_error,
    forget_log,
    sqlite_engine,
    transaction,
)
from bot.storage.draft import Draft, current_draft
from bot.storage.schema import CONVERSATION, contacts, events, metadata, turns


class StrictTrackerStore(TrackerStore):
    """Rasa's tracker store, without its ways of losing messages.

    Rasa saves by counting events, falls back to memory when the database is gone, and does
    not keep what it answered. Here a turn opens a draft, Rasa reads and saves that draft, and
    the turn commits events and reply together, if nobody else has written in between.
    Named in endpoints.yml as the ``type`` of the tracker store.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: Any = None,
        path: str | Path | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.path = Path(path) if path else load_settings().database
        try:
            self.engine = sqlite_engine(self.path)
            with transaction(self.engine, writes=True) as connection:
                metadata.create_all(connection)
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror}") from None

    # -- what Rasa calls ------------------------------------------------------------------

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of the running turn's draft."""
        draft = current_draft()
        if draft is None or draft.sender_id != sender_id:
            return self.open(sender_id).tracker
        return draft.tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Put the tracker into the running turn's draft; `commit` writes it."""
        draft = current_draft()
        if draft is None or draft.sender_id != tracker.sender_id:
            raise StoreError("a conversation can only be saved by a turn")
        draft.staged = tracker

    async def keys(self) -> Iterable[str]:
        """The senders of all stored conversations."""
        with transaction(self.engine) as connection:
            return list(connection.execute(sa.select(turns.c.sender_id).distinct()).scalars())

    # -- what a turn calls ----------------------------------------------------------------

    def check(self) -> None:
        """Make sure that the store answers.

        Raises:
            StoreError: if it does not.
        """
        with transaction(self.engine) as connection:
            connection.execute(sa.select(turns.c.number).limit(1)).all()

    def find(self, sender_id: str, message_id: str) -> StoredTurn | None:
        """The turn that this message has led to, if it has been through."""
        with transaction(self.engine) as connection:
            row = connection.execute(
                _turns_of(sender_id).where(turns.c.message_id == message_id)
            ).first()
        return _stored_turn(row) if row else None

    def open(self, sender_id: str) -> Draft:
        """Read a conversation for a turn; one that is not there yet is empty."""
        with transaction(self.engine) as connection:
            last = connection.execute(
                _turns_of(sender_id).order_by(turns.c.number.desc()).limit(1)
            ).first()
            stored = list(connection.execute(_session_events(sender_id)).scalars())
        tracker = self.init_tracker(sender_id)
        if stored:
            tracker = DialogueStateTracker.from_dict(
                sender_id, [json.loads(data) for data in stored], self.domain.slots
            )
        return Draft(
            sender_id=sender_id,
            tracker=tracker,
            loaded=len(stored),
            turns=last.number if last else 0,
            offered=json.loads(last.reply) if last else [],
        )

    def commit(self, draft: Draft, turn: StoredTurn) -> None:
        """Write what the turn added, events and reply, in one transaction.

        Raises:
            StoreError: if the store fails; nothing is written then.
            TurnAborted: if the conversation has changed since the draft was opened.
        """
        if draft.staged is None:
            raise StoreError("the turn has nothing to save")
        number = draft.turns + 1
        added = list(draft.staged.events)[draft.loaded :]
        rows = [
            {
                "sender_id": draft.sender_id,
                "turn": number,
                "type_name": event.type_name,
                "data": json.dumps(event.as_dict()),
            }
            for event in added
        ]
        with transaction(self.engine, writes=True) as connection:
            if _last_number(connection, draft.sender_id) != draft.turns:
                abort("conflict")
            connection.execute(
                turns.insert(),
                {
                    "sender_id": draft.sender_id,
                    "number": number,
                    "message_id": turn.message_id,
                    "person": json.dumps(turn.person),
                    "reply": json.dumps(turn.reply),
                    "created": turn.created,
                },
            )
            if rows:
                connection.execute(events.insert(), rows)

    def delete(self, sender_id: str) -> None:
        """Erase a conversation; the caller holds its lock."""
        with transaction(self.engine, writes=True) as connection:
            for table in CONVERSATION:
                connection.execute(table.delete().where(table.c.sender_id == sender_id))
        with as_store_error():
            forget_log(self.engine)

    def delete_before(self, moment: float) -> int:
        """Erase the conversations whose last turn was before `moment`, whole; how many."""
        last = sa.func.max(turns.c.created)
        with transaction(self.engine) as connection:
            query = sa.select(turns.c.sender_id).group_by(turns.c.sender_id)
            old = list(connection.execute(query.having(last < moment)).scalars())
            # Who agreed and then said nothing has left no turn.
            silent = sa.select(contacts.c.sender_id).where(
                contacts.c.changed < moment,
                contacts.c.sender_id.not_in(sa.select(turns.c.sender_id)),
            )
            old += connection.execute(silent).scalars()
        for sender_id in old:
            self.delete(sender_id)
        return len(old)

    def history(self, sender_id: str) -> list[StoredTurn]:
        """All turns of a conversation, oldest first."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_turns_of(sender_id).order_by(turns.c.number)).all()
        return [_stored_turn(row) for row in rows]

    def export(self, sender_id: str) -> dict[str, Any]:
        """Everything that is kept about a sender, as JSON-ready data."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_turns_of(sender_id).order_by(turns.c.number)).all()
            data = connection.execute(
                sa.select(events.c.data)
                .where(events.c.sender_id == sender_id)
                .order_by(events.c.id)
            ).scalars()
            kept = [json.loads(item) for item in data]
        conversation = [_stored_turn(row).__dict__ for row in rows]
        return {"sender_id": sender_id, "conversation": conversation, "events": kept}


def _turns_of(sender_id: str) -> sa.sql.Select:
    return sa.select(turns).where(turns.c.sender_id == sender_id)


def _session_events(sender_id: str) -> sa.sql.Select:
    # By row, not by time as in Rasa: a clock that is set back would hide events.
    start = (
        sa.select(sa.func.max(events.c.id))
        .where(events.c.sender_id == sender_id, events.c.type_name == "session_started")
        .scalar_subquery()
    )
    return (
        sa.select(events.c.data)
        .where(events.c.sender_id == sender_id, events.c.id >= sa.func.coalesce(start, 0))
        .order_by(events.c.id)
    )


def _last_number(connection: Connection, sender_id: str) -> int:
    query = sa.select(sa.func.max(turns.c.number)).where(turns.c.sender_id == sender_id)
    return connection.execute(query).scalar() or 0


def _stored_turn(row: Any) -> StoredTurn:
    return StoredTurn(
        message_id=row.message_id,
        person=json.loads(row.person),
        reply=json.loads(row.reply),
        created=row.created,
    )
