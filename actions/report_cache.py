"""Keeps rendered reports for a short while: people fetch the same one again, or press twice."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

# A report tells of somebody's health, so it stays in memory no longer than it takes to save one.
KEEP_SECONDS = 120.0
MOST = 32


class ReportCache:
    """Bytes by key; the oldest go first, and each after `KEEP_SECONDS`. For one thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[Hashable, tuple[float, bytes]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """What is kept under the key, or what `make` makes now; its errors are not kept."""
        self.forget_old()
        if key not in self._kept:
            body = make()
            self._kept[key] = (self._clock(), body)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return self._kept[key][1]

    def forget_old(self) -> None:
        """Drop what was made too long ago."""
        now = self._clock()
        for key, (made, _) in list(self._kept.items()):
            if now - made >= KEEP_SECONDS:
                del self._kept[key]
