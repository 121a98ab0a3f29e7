"""A thread of its own for what keeps the processor busy, so that the event loop stays free."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

T = TypeVar("T")


class OneThread:
    """Runs one call after the other in one thread, each in the context of who asks for it.

    More threads would make nothing sooner, since Python runs one of them at a time, and
    understanding was written for one.
    """

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def beat(self, come_back: Callable[[], object]) -> None:
        """Have something called in the thread, as soon as it gets round to it."""
        self._pool.submit(come_back)

    async def __call__(self, call: Callable[..., T], *arguments: object) -> T:
        """What the call returns or raises."""
        work = copy_context().run
        return await asyncio.get_running_loop().run_in_executor(
            self._pool, lambda: work(call, *arguments)
        )


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine returns that waits for nothing; a loop would cost more than some of them.

    Raises:
        RuntimeError: if it waits after all.
    """
    try:
        work.send(None)
    except StopIteration as ended:
        result: T = ended.value
        return result
    work.close()
    raise RuntimeError("what was to be done at once waits for something")
