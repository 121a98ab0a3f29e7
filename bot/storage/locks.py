"""One turn at a time in each conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.failure import abort


@dataclass
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class ConversationLocks:
    """A lock for each conversation of this process, kept only while somebody needs it.

    Rasa's own lock store is not used: its tickets expire while a slow turn still runs, and it
    looks for its turn only once a second.
    """

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}

    def __len__(self) -> int:
        return len(self._queues)

    @asynccontextmanager
    async def hold(self, sender_id: str, patience: float) -> AsyncIterator[None]:
        """Hold the conversation's lock, after waiting for it up to `patience` seconds.

        Raises:
            TurnAborted: if the turns before this one take longer than that.
        """
        queue = self._queues.setdefault(sender_id, _Queue())
        queue.users += 1
        try:
            try:
                await asyncio.wait_for(queue.lock.acquire(), patience)
            except asyncio.TimeoutError:
                abort("busy")
            try:
                yield
            finally:
                queue.lock.release()
        finally:
            queue.users -= 1
            if not queue.users:
                del self._queues[sender_id]
