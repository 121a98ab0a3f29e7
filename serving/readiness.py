"""Whether a server can do its work, found out by doing it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

from knowledge.failure import whereabouts

log = logging.getLogger("patella.readiness")

#: Returns ``None`` if all is well, else the reason: codes and types, nothing that was said.
Check = Callable[[], Awaitable["str | None"]]

#: Seconds that a check has, and that what was found is good for. Together less than five: so soon
#: a server is to say that something does not answer any more.
LIMIT = 3.5
KEPT = 1.2

#: Seconds until it is looked again where something was missing.
SOON = 0.5


class Readiness:
    """Runs the checks when asked, side by side, but not more often than every ``keep`` seconds.

    One that has not come to its end after ``limit`` seconds has failed. It is left to go on,
    because a thread cannot be stopped, and not begun again before it has ended.
    """

    def __init__(
        self,
        checks: Mapping[str, Check],
        keep: float = KEPT,
        clock: Callable[[], float] = time.monotonic,
        limit: float = LIMIT,
    ) -> None:
        self._checks = checks
        self._keep = keep
        self._clock = clock
        self._limit = limit
        self._lock = asyncio.Lock()
        self._running: dict[str, asyncio.Task[str | None]] = {}
        self._results: dict[str, bool] = {}
        self._reasons: dict[str, str] = {}
        self._looked = float("-inf")
        # Kept, because a task that nobody holds may be thrown away.
        self._looking: asyncio.Future[dict[str, bool]] | None = None

    def latest(self) -> Mapping[str, bool]:
        """What was found last, at once; it is looked again meanwhile, for whoever asks next."""
        self._looking = asyncio.ensure_future(self.report())
        return dict(self._results)

    async def report(self) -> dict[str, bool]:
        """The name of each check and whether it passed."""
        async with self._lock:
            fine = all(self._results.values())
            if self._clock() - self._looked >= (self._keep if fine else min(self._keep, SOON)):
                results = await self._look()
                self._tell_changes(results)
                self._results, self._looked = results, self._clock()
        return dict(self._results)

    async def wait(self, seconds: float, pause: float = 0.5) -> None:
        """Return once every check passes, or after so many seconds."""
        until = self._clock() + seconds
        while not all((await self.report()).values()) and self._clock() < until:
            await asyncio.sleep(pause)

    async def _look(self) -> dict[str, bool]:
        for name, check in self._checks.items():
            if name not in self._running:
                self._running[name] = asyncio.ensure_future(_reason(check))
        if self._running:
            await asyncio.wait(self._running.values(), timeout=self._limit)
        return {name: self._passes(name) for name in self._checks}

    def _passes(self, name: str) -> bool:
        if not self._running[name].done():
            reason: str | None = "no end in time"
        else:
            reason = self._running.pop(name).result()
        self._reasons[name] = reason or ""
        return reason is None

    def _tell_changes(self, results: dict[str, bool]) -> None:
        before = [name for name, fine in self._results.items() if not fine]
        now = [name for name, fine in results.items() if not fine]
        if self._results and before == now:
            return
        if now:
            told = [f"{name} ({self._reasons[name]})" for name in now]
            log.warning("not ready: %s", ", ".join(told))
        else:
            log.info("ready")


async def _reason(check: Check) -> str | None:
    try:
        return await check()
    except asyncio.CancelledError:
        raise
    except BaseException as error:  # the end of a turn is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return whereabouts(error)
