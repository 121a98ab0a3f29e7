"""The conversations' locks across servers, on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from bot.failure import TurnAborted
from bot.settings import Settings
from bot.storage.database import Database, StoreError, open_database
from bot.storage.locks import AT_ONCE, AdvisoryLocks, ConversationLocks


@pytest.fixture
def servers(postgres_url: str) -> Iterator[list[Database]]:
    """The same database, as two servers see it."""
    both = [open_database(Settings(database_url=postgres_url)) for _ in range(2)]
    for database in both:
        database.prepare()
    yield both
    for database in both:
        database.engine.dispose()


@pytest.fixture
def locks(servers: list[Database]) -> list[ConversationLocks]:
    return [ConversationLocks(AdvisoryLocks(database)) for database in servers]


async def test_one_server_at_a_time(locks: list[ConversationLocks]) -> None:
    order: list[str] = []

    async def work(server: int, name: str) -> None:
        async with locks[server].hold("web:a", 5):
            order.append(f"{name} begins")
            await asyncio.sleep(0.05)
            order.append(f"{name} ends")

    await asyncio.gather(*(work(number % 2, str(number)) for number in range(6)))
    begun = [line.split()[0] for line in order[::2]]
    assert order == [f"{name} {what}" for name in begun for what in ("begins", "ends")]


async def test_other_conversations_are_not_kept_waiting(locks: list[ConversationLocks]) -> None:
    async with locks[0].hold("web:a", 1), locks[1].hold("web:b", 0.01):
        pass


async def test_patience_ends(locks: list[ConversationLocks]) -> None:
    async with locks[0].hold("web:a", 1):
        with pytest.raises(TurnAborted) as aborted:
            async with locks[1].hold("web:a", 0.05):
                pass
    assert aborted.value.reason == "busy"
    async with locks[1].hold("web:a", 0.05):
        pass


async def test_a_lock_goes_with_the_server_that_died(servers: list[Database]) -> None:
    dead = AdvisoryLocks(servers[0])
    assert dead.take("web:a")
    _end_connections(servers[1])
    assert AdvisoryLocks(servers[1]).take("web:a")


async def test_a_server_that_lost_its_connection_takes_locks_again(
    servers: list[Database],
) -> None:
    locks = AdvisoryLocks(servers[0])
    assert locks.take("web:a")
    _end_connections(servers[1])
    assert locks.take("web:b")
    assert not AdvisoryLocks(servers[1]).take("web:b")


async def test_giving_back_what_was_lost_is_no_failure(servers: list[Database]) -> None:
    locks = ConversationLocks(AdvisoryLocks(servers[0]))
    async with locks.hold("web:a", 1):
        _end_connections(servers[1])
    async with locks.hold("web:a", 1):
        pass


async def test_a_database_that_is_away_is_told() -> None:
    away = open_database(Settings(database_url="postgresql://nobody@127.0.0.1:1/none"))
    with pytest.raises(StoreError):
        async with ConversationLocks(AdvisoryLocks(away)).hold("web:a", 1):
            pass


PEOPLE = 5


class Frozen:
    """A database that is there and takes its time to answer nothing."""

    def __init__(self) -> None:
        self.asked = 0
        self._now = 0.0
        self._looked = 0
        self._changed = threading.Condition()

    def clock(self) -> float:
        with self._changed:
            self._looked += 1
            self._changed.notify_all()
            return self._now

    def connection_of_its_own(self) -> sa.engine.Connection:
        self.asked += 1
        with self._changed:
            # Each looks at the clock as they come, and whoever asks once more.
            assert self._changed.wait_for(lambda: self._looked > PEOPLE, timeout=5)
            self._now += AT_ONCE + 0.1
        raise StoreError("no answer")


async def test_a_frozen_database_is_waited_for_once_and_not_by_each_in_turn() -> None:
    frozen = Frozen()
    locks = ConversationLocks(AdvisoryLocks(frozen, frozen.clock))  # type: ignore[arg-type]

    async def told(name: str) -> bool:
        with pytest.raises(StoreError):
            async with locks.hold(name, 20):
                pass
        return True

    assert all(await asyncio.gather(*(told(f"web:{number}") for number in range(PEOPLE))))
    assert frozen.asked == 1


def _end_connections(database: Database) -> None:
    """End everybody's connection but the one that asks for it, and wait until each is gone.

    PostgreSQL only sends a signal otherwise, and what the connection holds goes a moment later.
    """
    end = sa.text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    with database.transaction() as connection:
        connection.execute(end).all()
