"""The loop of its own: work beside the server's loop, in its context, and ended when cancelled."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from bot.own_loop import OwnLoop

word: ContextVar[str] = ContextVar("word", default="")


async def test_it_keeps_nobody_waiting() -> None:
    there = threading.Event()

    async def holds_its_thread() -> str:
        await asyncio.sleep(0)
        # Ends once this loop has gone on, and never if the two were one.
        return "went on" if there.wait(5) else "nobody"

    work = asyncio.ensure_future(OwnLoop("test")(holds_its_thread()))
    await asyncio.sleep(0)
    there.set()
    assert await work == "went on"


async def test_it_works_for_several_at_once() -> None:
    both = OwnLoop("test")
    met = asyncio.Queue[str]()

    async def give() -> None:
        await met.put("here")

    async def take() -> str:
        return await met.get()

    taken, _ = await asyncio.gather(both(take()), both(give()))
    assert taken == "here"


async def test_it_raises_what_the_work_raises() -> None:
    async def fails() -> None:
        raise LookupError("nothing")

    with pytest.raises(LookupError, match="nothing"):
        await OwnLoop("test")(fails())


async def test_it_works_in_the_context_of_who_asks() -> None:
    async def tells() -> str:
        return word.get()

    word.set("asked")
    assert await OwnLoop("test")(tells()) == "asked"


async def test_what_takes_too_long_has_ended_when_that_is_told() -> None:
    told: list[str] = []

    async def lingers() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            told.append("ended")

    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(OwnLoop("test")(lingers()), 0.05)
    assert told == ["ended"]


async def test_who_holds_the_thread_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.own_loop.GRACE", 0.05)
    there = threading.Event()

    async def hangs() -> None:
        there.wait(5)

    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(OwnLoop("test")(hangs()), 0.05)
    there.set()
