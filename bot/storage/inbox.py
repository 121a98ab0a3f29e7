"""The inbox of the messengers' channels: what has been acknowledged is not lost any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.storage.database import AlreadyThere, Database
from bot.storage.schema import deliveries


@dataclass(frozen=True)
class Delivery:
    """Something that a service has handed over.

    ``id`` is the service's own, the same again when it is handed over once more. Those of one
    ``sender_id`` are carried out one after the other, by ``place``. ``body`` is whatever the
    channel needs for that, ``steps`` what the steps already taken have brought; both are JSON.
    """

    channel: str
    id: str
    sender_id: str
    place: float
    body: Mapping[str, Any]
    steps: list[Any] = field(default_factory=list)


class Inbox:
    """Keeps deliveries from their acknowledgement until they are carried out."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def accept(self, delivery: Delivery) -> bool:
        """Keep a delivery; False if it has been here before, which changes nothing.

        Raises:
            StoreError: if the store fails; then it must not be acknowledged.
        """
        row = {
            "channel": delivery.channel,
            "id": delivery.id,
            "sender_id": delivery.sender_id,
            "place": delivery.place,
            "body": self._database.seal(delivery.body),
            "steps": self._database.seal(delivery.steps),
            "arrived": self._now(),
        }
        try:
            with self._database.transaction(writes=True) as connection:
                connection.execute(deliveries.insert(), row)
        except AlreadyThere:
            return False
        return True

    def senders(self, channel: str) -> list[str]:
        """Whose deliveries wait to be carried out."""
        query = sa.select(deliveries.c.sender_id).distinct()
        query = query.where(deliveries.c.channel == channel, deliveries.c.body.is_not(None))
        with self._database.transaction() as connection:
            return list(connection.execute(query).scalars())

    def waiting(self) -> dict[str, int]:
        """How many deliveries of each channel wait to be carried out."""
        query = sa.select(deliveries.c.channel, sa.func.count())
        query = query.where(deliveries.c.body.is_not(None)).group_by(deliveries.c.channel)
        with self._database.transaction() as connection:
            return {channel: count for channel, count in connection.execute(query)}

    def next(self, channel: str, sender_id: str) -> Delivery | None:
        """The sender's delivery that comes first of those that wait."""
        query = (
            sa.select(deliveries)
            .where(
                deliveries.c.channel == channel,
                deliveries.c.sender_id == sender_id,
                deliveries.c.body.is_not(None),
            )
            .order_by(deliveries.c.place, deliveries.c.arrived)
            .limit(1)
        )
        with self._database.transaction() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Delivery(
            channel=row.channel,
            id=row.id,
            sender_id=row.sender_id,
            place=row.place,
            body=self._database.unseal(row.body),
            steps=self._database.unseal(row.steps),
        )

    def keep_steps(self, delivery: Delivery) -> None:
        """Note the steps that were taken so far."""
        self._update(delivery, {"steps": self._database.seal(delivery.steps)})

    def done(self, delivery: Delivery) -> None:
        """A delivery was carried out: only that it has been here is still kept.

        What was in it leaves the database's log within some seconds: it may be of somebody who
        has not agreed to anything.
        """
        self._update(delivery, {"sender_id": None, "place": None, "body": None, "steps": None})
        self._database.forget_log_soon()

    def close(self) -> None:
        """Leave nothing in the database's log of what was carried out, as a server that ends.

        Raises:
            StoreError: if the store fails.
        """
        self._database.forget_log()

    def forget(self, days: float, unfinished_days: float) -> None:
        """Forget the ids of deliveries that were carried out, and those that never were."""
        day = 24 * 60 * 60
        arrived, is_done = deliveries.c.arrived, deliveries.c.body.is_(None)
        old = deliveries.delete().where(
            sa.or_(
                sa.and_(is_done, arrived < self._now() - days * day),
                arrived < self._now() - max(days, unfinished_days) * day,
            )
        )
        with self._database.transaction(writes=True) as connection:
            connection.execute(old)
        self._database.forget_log_soon()

    def _update(self, delivery: Delivery, values: Mapping[str, Any]) -> None:
        change = deliveries.update().where(
            deliveries.c.channel == delivery.channel, deliveries.c.id == delivery.id
        )
        with self._database.transaction(writes=True) as connection:
            connection.execute(change.values(**values))
