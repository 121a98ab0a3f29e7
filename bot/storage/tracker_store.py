"""The conversation store: a turn is written whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection

from bot.exchange import StoredTurn
from bot.failure import abort
from bot.settings import load_settings
from bot.storage.database import Database, StoreError, open_database
from bot.storage.draft import Draft, current_draft
from bot.storage.failure import OtherVersion
from bot.storage.schema import CONVERSATION, contacts, events, turns
from bot.storage.state import WINDOW, carried_on, state_of

log = logging.getLogger("patella.store")


class StrictTrackerStore(TrackerStore):
    """Rasa's tracker store, without its ways of losing messages.

    Rasa saves by counting events, falls back to memory when the database is gone, and does
    not keep what it answered. Here a turn opens a draft, Rasa reads and saves that draft, and
    the turn commits events and reply together, if nobody else has written in between.
    Named in endpoints.yml as the ``type`` of the tracker store; ``database`` is by default the
    one that the settings name. An SQLite file is to be claimed for this server before
    (`bot.storage.alone`): not even its tables are changed under another one.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: Any = None,
        database: Database | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.database = database or _database_of_the_server()

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
        with self.database.transaction() as connection:
            return list(connection.execute(sa.select(turns.c.sender_id).distinct()).scalars())

    # -- what a turn calls ----------------------------------------------------------------

    def check(self) -> None:
        """Make sure that the store answers, with tables and keys that fit.

        Raises:
            StoreError: if it does not.
        """
        self.database.prepare()
        with self.database.transaction() as connection:
            kept = connection.execute(sa.select(turns.c.person).limit(1)).scalar()
        if kept is not None:
            self.database.unseal(kept)

    def turns_since_restart(self, sender_id: str) -> int:
        """How many turns a conversation has had since it was last started over."""
        restarted = sa.select(sa.func.max(events.c.turn)).where(
            events.c.sender_id == sender_id, events.c.type_name == "restart"
        )
        with self.database.transaction() as connection:
            return _last_number(connection, sender_id) - (connection.scalar(restarted) or 0)

    def open_for(self, sender_id: str, message_id: str) -> tuple[StoredTurn | None, Draft]:
        """The turn that a message has led to already, if it has, and the conversation for one."""
        with self.database.transaction() as connection:
            row = connection.execute(_TURN_OF, _of(sender_id, message=message_id)).first()
            draft = self._opened(connection, sender_id)
        return (self._stored_turn(row) if row else None), draft

    def open(self, sender_id: str) -> Draft:
        """Read a conversation for a turn, as far as a turn needs it; a new one is empty."""
        with self.database.transaction() as connection:
            return self._opened(connection, sender_id)

    def _opened(self, connection: Connection, sender_id: str) -> Draft:
        last = connection.execute(_LAST_TURN, _of(sender_id)).first()
        if last is None:
            return Draft(sender_id=sender_id, tracker=self.init_tracker(sender_id))
        since = _of(sender_id, number=last.number - WINDOW)
        recent = connection.execute(_EVENTS_AFTER, since).scalars().all()
        before = connection.execute(_STATE_AFTER, since).first()
        carried = carried_on(
            self.database.unseal(before.state) if before and before.state else None,
            [self.database.unseal(data) for data in recent],
            before.created if before else 0.0,
        )
        if carried is None:
            return self._opened_whole(connection, sender_id, last)
        return self._draft(sender_id, last, carried)

    def open_whole(self, sender_id: str) -> Draft:
        """Read a conversation from the beginning of its session."""
        with self.database.transaction() as connection:
            last = connection.execute(_LAST_TURN, _of(sender_id)).first()
            return self._opened_whole(connection, sender_id, last)

    def _opened_whole(self, connection: Connection, sender_id: str, last: Any) -> Draft:
        stored = connection.execute(_session_events(sender_id)).scalars().all()
        return self._draft(sender_id, last, [self.database.unseal(data) for data in stored])

    def _draft(self, sender_id: str, last: Any, events: Sequence[Mapping[str, Any]]) -> Draft:
        tracker = self.init_tracker(sender_id)
        if events:
            tracker = DialogueStateTracker.from_dict(sender_id, list(events), self.domain.slots)
        return Draft(
            sender_id=sender_id,
            tracker=tracker,
            loaded=len(tracker.events),
            turns=last.number if last else 0,
            offered=self.database.unseal(last.reply) if last else [],
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
                "data": self.database.seal(event.as_dict()),
            }
            for event in added
        ]
        row = {
            "sender_id": draft.sender_id,
            "number": number,
            "message_id": turn.message_id,
            "person": self.database.seal(turn.person),
            "reply": self.database.seal(turn.reply),
            "created": turn.created,
            "state": self.database.seal(state_of(draft.staged)),
        }
        with self.database.transaction(True, draft.sender_id) as connection:
            if _last_number(connection, draft.sender_id) != draft.turns:
                abort("conflict")
            connection.execute(_INSERT_TURN, row)
            if rows:
                connection.execute(_INSERT_EVENTS, rows)

    def delete(self, sender_id: str) -> None:
        """Erase a conversation; the caller holds its lock."""
        with self.database.transaction(True, sender_id) as connection:
            for table in CONVERSATION:
                connection.execute(table.delete().where(table.c.sender_id == sender_id))
        self.database.forget_log()

    def idle_since(self, moment: float) -> list[str]:
        """The senders of the conversations whose last turn was before `moment`.

        Asked for at the start and then by the hour, it prepares the database where nobody looks
        whether the server is ready.
        """
        self.database.prepare()
        last = sa.func.max(turns.c.created)
        with self.database.transaction() as connection:
            query = sa.select(turns.c.sender_id).group_by(turns.c.sender_id)
            old = list(connection.execute(query.having(last < moment)).scalars())
            # Who agreed and then said nothing has left no turn. (With "not in" PostgreSQL goes
            # through all turns for each of them, once there are too many for its memory.)
            silent = sa.select(contacts.c.sender_id).where(
                contacts.c.changed < moment,
                ~sa.exists().where(turns.c.sender_id == contacts.c.sender_id),
            )
            return old + list(connection.execute(silent).scalars())

    def is_idle_since(self, sender_id: str, moment: float) -> bool:
        """Whether nothing was said or agreed to in a conversation from `moment` on."""
        said = sa.select(sa.func.max(turns.c.created)).where(turns.c.sender_id == sender_id)
        changed = sa.select(contacts.c.changed).where(contacts.c.sender_id == sender_id)
        with self.database.transaction() as connection:
            last = connection.execute(said).scalar()
            if last is None:
                last = connection.execute(changed).scalar()
        return last is None or last < moment

    def history(self, sender_id: str) -> list[StoredTurn]:
        """All turns of a conversation, oldest first."""
        with self.database.transaction() as connection:
            rows = connection.execute(_turns_of(sender_id).order_by(turns.c.number)).all()
        return [self._stored_turn(row) for row in rows]

    def export(self, sender_id: str) -> dict[str, Any]:
        """Everything that is kept about a sender, as JSON-ready data."""
        with self.database.transaction() as connection:
            rows = connection.execute(_turns_of(sender_id).order_by(turns.c.number)).all()
            data = connection.execute(
                sa.select(events.c.data)
                .where(events.c.sender_id == sender_id)
                .order_by(events.c.id)
            ).scalars()
            kept = [self.database.unseal(item) for item in data]
        conversation = [self._stored_turn(row).__dict__ for row in rows]
        return {"sender_id": sender_id, "conversation": conversation, "events": kept}

    def _stored_turn(self, row: Any) -> StoredTurn:
        return StoredTurn(
            message_id=row.message_id,
            person=self.database.unseal(row.person),
            reply=self.database.unseal(row.reply),
            created=row.created,
        )


def _database_of_the_server() -> Database:
    settings = load_settings()
    database = open_database(settings)
    try:
        database.prepare()
    except OtherVersion:
        raise
    except StoreError as error:
        # Servers start in any order: `check` tries it again.
        log.warning("the database cannot be used yet: %s", error)
    return database


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
    return connection.execute(_LAST_NUMBER, _of(sender_id)).scalar() or 0


def _of(sender_id: str, **values: object) -> dict[str, object]:
    """The values of the statements below."""
    return {"sender": sender_id, **values}


# What each turn asks, put together once: SQLAlchemy takes longer for that than SQLite to answer.
_SENDER, _NUMBER = sa.bindparam("sender"), sa.bindparam("number")
_TURN_OF = sa.select(turns).where(
    turns.c.sender_id == _SENDER, turns.c.message_id == sa.bindparam("message")
)
_LAST_TURN = (
    sa.select(turns.c.number, turns.c.reply)
    .where(turns.c.sender_id == _SENDER)
    .order_by(turns.c.number.desc())
    .limit(1)
)
_STATE_AFTER = sa.select(turns.c.state, turns.c.created).where(
    turns.c.sender_id == _SENDER, turns.c.number == _NUMBER
)
_EVENTS_AFTER = (
    sa.select(events.c.data)
    .where(events.c.sender_id == _SENDER, events.c.turn > _NUMBER)
    .order_by(events.c.id)
)
_LAST_NUMBER = sa.select(sa.func.max(turns.c.number)).where(turns.c.sender_id == _SENDER)
_INSERT_TURN, _INSERT_EVENTS = turns.insert(), events.insert()
