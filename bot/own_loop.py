"""An event loop in a thread of its own, for work that would keep the server's loop from others."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from bot.failure import TurnAborted

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
        """What the coroutine returns or raises.

        Raises:
            TurnAborted: if the work was cancelled, and nobody had asked for that.
        """
        there, here = self._begun(), asyncio.get_running_loop()
        result: asyncio.Future[T] = here.create_future()
        tasks: list[asyncio.Task[T]] = []

        def hand_over(task: asyncio.Task[T]) -> None:
            # Whoever asked may be gone with their loop.
            with suppress(RuntimeError):
                here.call_soon_threadsafe(_settle, result, task)

        def begin() -> None:
            tasks.append(there.create_task(work))
            tasks[0].add_done_callback(hand_over)

        there.call_soon_threadsafe(begin)
        try:
            return await asyncio.shield(result)
        except asyncio.CancelledError:
            result.add_done_callback(lambda done: done.exception())
            there.call_soon_threadsafe(lambda: tasks[0].cancel())
            await asyncio.wait({result}, timeout=GRACE)
            raise

    def beat(self, come_back: Callable[[], object]) -> None:
        """Have something called in the thread, as soon as it gets round to it."""
        self._begun().call_soon_threadsafe(come_back)

    def _begun(self) -> asyncio.AbstractEventLoop:
        with self._beginning:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                run = self._loop.run_forever
                threading.Thread(target=run, name=self._name, daemon=True).start()
            return self._loop


def _settle(result: asyncio.Future[T], task: asyncio.Task[T]) -> None:
    if task.cancelled():
        # A cancellation would pass by everybody who sees to it that a person gets an answer.
        result.set_exception(TurnAborted("cancelled"))
        return
    problem = task.exception()
    if problem is not None:
        result.set_exception(problem)
    else:
        result.set_result(task.result())
