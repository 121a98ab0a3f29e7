"""What a messenger's channel must know of somebody beside what was said."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.schema import contacts


class Contacts:
    """One row for each sender; it goes when the conversation is erased."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def has_agreed(self, sender_id: str) -> bool:
        """Whether the person has agreed to what is kept."""
        return self._value(sender_id, contacts.c.agreed) is not None

    def agree(self, sender_id: str) -> None:
        """Note that the person has agreed."""
        self._set(sender_id, agreed=self._now())

    def controls(self, sender_id: str) -> Any:
        """What `keep_controls` was given last; ``None`` if there is nothing."""
        kept = self._value(sender_id, contacts.c.controls)
        return None if kept is None else self._database.unseal(kept)

    def keep_controls(self, sender_id: str, controls: Any) -> None:
        """Keep which messages have buttons that can still be tapped, as JSON of the channel."""
        if controls is None:
            # No row is made for it: one that was erased stays away.
            with self._database.transaction(writes=True) as connection:
                connection.execute(_row(sender_id).values(controls=None))
            return
        self._set(sender_id, controls=self._database.seal(controls))

    def _value(self, sender_id: str, column: Any) -> Any:
        query = sa.select(column).where(contacts.c.sender_id == sender_id)
        with self._database.transaction() as connection:
            return connection.execute(query).scalar()

    def _set(self, sender_id: str, **values: Any) -> None:
        values["changed"] = self._now()
        with self._database.transaction(writes=True) as connection:
            if not connection.execute(_row(sender_id).values(**values)).rowcount:
                connection.execute(contacts.insert(), {"sender_id": sender_id, **values})


def _row(sender_id: str) -> Any:
    return contacts.update().where(contacts.c.sender_id == sender_id)
