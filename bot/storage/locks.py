"""One turn at a time in each conversation, in this process and across all servers."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.failure import abort
from bot.storage.database import Database, as_store_error
from bot.storage.failure import StoreError

#: Seconds before a lock that another server holds is asked for again.
PAUSES = (0.02, 0.05, 0.1, 0.2)

#: A failure that comes sooner is worth another try: a connection that the server has ended.
AT_ONCE = 0.5

#: So many of one conversation, with the one whose turn it is. More would keep everybody else's
#: from having room.
MOST_IN_LINE = 4

#: Runs a call that may take a while, such as `asyncio.to_thread`.
Aside = Callable[..., Awaitable[Any]]


class SharedLocks(Protocol):
    """Locks that no two servers hold at the same time."""

    def take(self, name: str) -> bool:
        """Take a lock if nobody has it; raises `StoreError`."""

    def give_back(self, name: str) -> None:
        """Give back a lock that was taken; raises `StoreError`."""


class AdvisoryLocks:
    """PostgreSQL's own locks, all those of this process held by one connection of its own.

    They go with the connection, so that nobody waits for a server that died. A turn that has
    lost its lock in this way finds, if it matters, that the conversation has changed when it is
    written (`StrictTrackerStore.commit`).
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._connection: Connection | None = None
        self._one_at_a_time = threading.Lock()
        self._failed = float("-inf")

    def take(self, name: str) -> bool:
        """Take a lock if nobody has it; raises `StoreError`.

        Those who wait for somebody whose try fails have failed with them: a server that is frozen
        is waited for once, not by each in turn.
        """
        asked = self._clock()
        with self._one_at_a_time:
            if self._failed > asked:
                raise StoreError("the locks could not be asked for")
            begun = self._clock()
            try:
                return self._ask("pg_try_advisory_lock", name)
            except StoreError:
                if self._clock() - begun > AT_ONCE:
                    self._failed = self._clock()
                    raise
            try:
                # The server was perhaps only restarted since.
                return self._ask("pg_try_advisory_lock", name)
            except StoreError:
                self._failed = self._clock()
                raise

    def give_back(self, name: str) -> None:
        """Give back a lock that was taken; raises `StoreError`."""
        with self._one_at_a_time:
            if self._connection is not None:
                self._ask("pg_advisory_unlock", name)

    def _ask(self, function: str, name: str) -> bool:
        query = sa.text(f"SELECT {function}(hashtextextended(:name, 0))")
        try:
            with as_store_error():
                if self._connection is None:
                    self._connection = self._database.connection_of_its_own()
                return bool(self._connection.execute(query, {"name": name}).scalar())
        except StoreError:
            self._drop()
            raise

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sa.exc.SQLAlchemyError):
                connection.invalidate()
                connection.close()


@dataclass
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class ConversationLocks:
    """A lock for each conversation, kept only while somebody needs it.

    Rasa's own lock store is not used: its tickets expire while a slow turn still runs, and it
    looks for its turn only once a second. ``shared`` are the locks of all servers, if there may
    be others.
    """

    def __init__(self, shared: SharedLocks | None = None, aside: Aside = asyncio.to_thread) -> None:
        self._shared = shared
        self._aside = aside
        self._queues: dict[str, _Queue] = {}

    @property
    def in_use(self) -> int:
        """How many conversations are locked or waited for in this process."""
        return len(self._queues)

    @asynccontextmanager
    async def hold(self, name: str, patience: float) -> AsyncIterator[None]:
        """Hold a conversation's lock, after waiting for it up to `patience` seconds.

        Raises:
            TurnAborted: if the turns before this one take longer than that, or are too many.
            StoreError: if the other servers' locks cannot be asked for.
        """
        until = asyncio.get_running_loop().time() + patience
        queue = self._queues.setdefault(name, _Queue())
        if queue.users >= MOST_IN_LINE:
            abort("busy", "too many in line")
        queue.users += 1
        try:
            try:
                await asyncio.wait_for(queue.lock.acquire(), patience)
            except asyncio.TimeoutError:
                abort("busy")
            try:
                async with self._across_servers(name, until):
                    yield
            finally:
                queue.lock.release()
        finally:
            queue.users -= 1
            if not queue.users:
                del self._queues[name]

    @asynccontextmanager
    async def _across_servers(self, name: str, until: float) -> AsyncIterator[None]:
        if self._shared is None:
            yield
            return
        tries = 0
        while not await self._aside(self._shared.take, name):
            pause = PAUSES[min(tries, len(PAUSES) - 1)]
            tries += 1
            if asyncio.get_running_loop().time() + pause > until:
                abort("busy")
            await asyncio.sleep(pause)
        try:
            yield
        finally:
            # What cannot be given back went with its connection.
            with suppress(StoreError):
                await self._aside(self._shared.give_back, name)
