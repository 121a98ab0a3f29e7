"""The loop of its own: work beside the server's loop, in its context, and ended when cancelled."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from bot.failure import TurnAborted, abort
from bot.own_loop import OwnLoop

word: ContextVar[str] = ContextVar("word", default="")


async def test_it_keeps_nobody_waiting() -> None:
    inside, may_end = threading.Event(), threading.Event()

    async def holds_its_thread() -> None:
        inside.set()
        may_end.wait(5)

    work = asyncio.ensure_future(OwnLoop("test")(holds_its_thread()))
    # If the two loops were one, it would have ended before this one goes on.
    assert await asyncio.to_thread(inside.wait, 5)
    assert not work.done()
    may_end.set()
    await work


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
    may_end, has_ended = threading.Event(), threading.Event()

    async def hangs() -> None:
        may_end.wait(5)
        has_ended.set()

    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(OwnLoop("test")(hangs()), 0.05)
    assert not has_ended.is_set()
    may_end.set()


async def test_what_ends_by_itself_ends_the_turn_and_no_more() -> None:
    async def gives_up() -> None:
        raise asyncio.CancelledError

    with pytest.raises(TurnAborted, match="cancelled"):
        await OwnLoop("test")(gives_up())


async def test_what_is_cancelled_before_it_begins_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.own_loop.GRACE", 60)
    beside = OwnLoop("test")
    work = asyncio.ensure_future(beside(asyncio.sleep(60)))
    asyncio.get_running_loop().call_soon(work.cancel)
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(work, 5)


async def test_a_turn_that_is_aborted_there_is_aborted_here() -> None:
    async def aborts() -> None:
        abort("no_reply")

    with pytest.raises(TurnAborted, match="no_reply"):
        await OwnLoop("test")(aborts())
