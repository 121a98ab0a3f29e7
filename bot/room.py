"""How many turns are under way at once: so many that each is still answered soon."""

from __future__ import annotations

import asyncio
from collections import deque

#: A turn should not take longer than this, in seconds, or fewer are let in.
SOON = 0.8
#: So many are let in however long they take.
LEAST = 4


class Room:
    """Room for turns: ``most`` at a time, and fewer while they take longer than ``soon``.

    The limit is lowered by a tenth with each turn that took too long, and rises by one with
    about as many good ones as there is room for: what a machine can carry is found by trying.
    """

    def __init__(self, most: int, soon: float = SOON) -> None:
        self._most = float(most)
        self._least = float(min(LEAST, most))
        self._soon = soon
        self._limit = self._most
        self._inside = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def limit(self) -> int:
        """How many are let in at the moment."""
        return int(self._limit)

    @property
    def is_full(self) -> bool:
        """Whether whoever comes now has to wait."""
        return self._inside >= self.limit or bool(self._waiting)

    async def enter(self) -> None:
        """Return once there is room, in the order of those who wait."""
        if not self.is_full:
            self._inside += 1
            return
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._inside -= 1
                self._let_in()
            raise

    def leave(self, seconds: float) -> None:
        """Make room, after a turn that took so long."""
        if seconds > self._soon:
            self._limit = max(self._least, self._limit * 0.9)
        else:
            self._limit = min(self._most, self._limit + 1 / self._limit)
        self._inside -= 1
        self._let_in()

    def _let_in(self) -> None:
        while self._waiting and self._inside < self.limit:
            place = self._waiting.popleft()
            if not place.done():
                self._inside += 1
                place.set_result(None)
