"""An event loop in a thread of its own, for work that would keep the server's loop from others."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

#: For so many seconds the end of what was cancelled is waited for.
GRACE = 1.0


class OwnLoop:
    """Runs coroutines beside the loop that asks for them, each in the context of who asks.

    The thread begins with the first of them and ends with the process. What is cancelled has
    ended when that is told, unless it holds the thread for longer than ``GRACE``.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._beginning = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, work: Coroutine[Any, Any, T]) -> T:
        """What the coroutine returns or raises."""
        here = asyncio.get_running_loop()
        ended = asyncio.Event()

        async def whole() -> T:
            try:
                return await work
            finally:
                here.call_soon_threadsafe(ended.set)

        there = asyncio.run_coroutine_threadsafe(whole(), self._begun())
        try:
            return await asyncio.wrap_future(there)
        except asyncio.CancelledError:
            await _no_longer_than(ended, GRACE)
            raise

    def _begun(self) -> asyncio.AbstractEventLoop:
        with self._beginning:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                run = self._loop.run_forever
                threading.Thread(target=run, name=self._name, daemon=True).start()
            return self._loop


async def _no_longer_than(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except asyncio.TimeoutError:
        return
