"""How many turns are under way at once: so many that each is still answered soon."""

from __future__ import annotations

import asyncio
from collections import deque

#: A turn should not take longer than this, in seconds, with its time in line, or fewer are let in.
SOON = 1.2
#: So many may stand in line for each that is inside. They are answered in their order; who is told
#: to come again waits for longer, and may then find the line as long as before. A longer line makes
#: p99 under five times the load the two seconds that are promised (docs/reliability.md, R14).
LINE = 2
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
        # Half at first: what the machine can carry is not known, and a rush may come at once.
        self._limit = max(self._least, self._most / 2)
        self._inside = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._patient: deque[asyncio.Future[None]] = deque()

    @property
    def limit(self) -> int:
        """How many are let in at the moment."""
        return int(self._limit)

    @property
    def is_full(self) -> bool:
        """Whether somebody who comes now and cannot wait for long has to."""
        return self._inside >= self.limit or bool(self._waiting)

    @property
    def has_no_more_in_line(self) -> bool:
        """Whether as many wait already as may: who comes now is better told to come again."""
        return self.is_full and len(self._waiting) >= LINE * self.limit

    async def enter(self, patient: bool = False) -> None:
        """Return once there is room, in the order of those who wait.

        Who is ``patient`` lets the others go first, and leaves them a fourth of the room: a
        messenger's backlog may wait, and must not shut those out who look at an open page.
        """
        if self._has_room(patient):
            self._inside += 1
            return
        place = asyncio.get_running_loop().create_future()
        (self._patient if patient else self._waiting).append(place)
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

    def _has_room(self, patient: bool) -> bool:
        if not patient:
            return not self.is_full
        return not (self._waiting or self._patient) and self._inside < self._for_patient

    @property
    def _for_patient(self) -> int:
        return max(1, self.limit * 3 // 4)

    def _let_in(self) -> None:
        self._take_from(self._waiting, self.limit)
        if not self._waiting:
            self._take_from(self._patient, self._for_patient)

    def _take_from(self, queue: deque[asyncio.Future[None]], limit: int) -> None:
        while queue and self._inside < limit:
            place = queue.popleft()
            if not place.done():
                self._inside += 1
                place.set_result(None)
