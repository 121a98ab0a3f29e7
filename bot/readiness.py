"""Whether the server can do its work, found out by doing it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

from bot.failure import TurnAborted, whereabouts

log = logging.getLogger("patella.readiness")

#: Returns ``None`` if all is well, else the reason.
Check = Callable[[], Awaitable["str | None"]]


class Readiness:
    """Runs the checks when asked, but not more often than every ``keep`` seconds."""

    def __init__(
        self,
        checks: Mapping[str, Check],
        keep: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._checks = checks
        self._keep = keep
        self._clock = clock
        self._lock = asyncio.Lock()
        self._results: dict[str, bool] = {}
        self._looked = float("-inf")

    async def report(self) -> dict[str, bool]:
        """The name of each check and whether it passed."""
        async with self._lock:
            if self._clock() - self._looked >= self._keep:
                results = {name: await _passes(name, c) for name, c in self._checks.items()}
                self._tell_changes(results)
                self._results, self._looked = results, self._clock()
        return dict(self._results)

    async def wait(self, seconds: float, pause: float = 0.5) -> None:
        """Return once every check passes, or after so many seconds."""
        until = self._clock() + seconds
        while not all((await self.report()).values()) and self._clock() < until:
            await asyncio.sleep(pause)

    def _tell_changes(self, results: dict[str, bool]) -> None:
        before = [name for name, fine in self._results.items() if not fine]
        now = [name for name, fine in results.items() if not fine]
        if not self._results or before != now:
            log.info("not ready: %s" if now else "ready%s", ", ".join(now))


async def _passes(name: str, check: Check) -> bool:
    try:
        reason = await check()
    except (TurnAborted, Exception) as error:
        reason = whereabouts(error)
    if reason is not None:
        log.debug("check %s: %s", name, reason)
    return reason is None
