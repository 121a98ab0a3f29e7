"""Whether a thread still does what it is asked to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

#: Nothing that a thread of ours does takes this long, in seconds, also where many wait for it.
PATIENCE = 30.0


class Pulse:
    """Sends a thread a beat each time it is felt, and misses it when it has not come back.

    ``send`` has what it is given called in that thread.
    """

    def __init__(
        self,
        send: Callable[[Callable[[], object]], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send = send
        self._clock = clock
        self._sent: float | None = None

    def is_there(self) -> bool:
        """Whether no beat has been under way for longer than ``PATIENCE``."""
        sent = self._sent
        if sent is not None:
            return self._clock() - sent <= PATIENCE
        self._sent = self._clock()
        self._send(self._come_back)
        return True

    def _come_back(self) -> None:
        self._sent = None


async def keep_beating(
    pulses: Sequence[Pulse],
    well: Callable[[], object],
    hangs: Callable[[], object],
    seconds: float = 1.0,
) -> None:
    """Call ``well`` every so many seconds as long as every thread is there, and else ``hangs``."""
    while True:
        # Each is asked, also where one is missed already.
        are_there = [pulse.is_there() for pulse in pulses]
        (well if all(are_there) else hangs)()
        await asyncio.sleep(seconds)
