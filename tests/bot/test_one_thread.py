from __future__ import annotations

import asyncio
import threading
import time
from contextvars import ContextVar

import pytest

from bot.failure import TurnAborted
from bot.one_thread import OneThread, at_once

name: ContextVar[str] = ContextVar("name", default="nobody")


async def test_one_call_after_the_other_each_in_its_own_context() -> None:
    think, busy = OneThread("thinking"), []

    def call(value: int) -> tuple[int, str, str]:
        busy.append(1)
        assert len(busy) == 1
        time.sleep(0.005)
        busy.pop()
        return value, name.get(), threading.current_thread().name

    async def ask(value: int) -> tuple[int, str, str]:
        name.set(f"n{value}")
        return await think(call, value)

    told = await asyncio.gather(*(ask(value) for value in range(5)))
    assert [each[:2] for each in told] == [(value, f"n{value}") for value in range(5)]
    assert len({each[2] for each in told}) == 1
    assert told[0][2].startswith("thinking")


async def test_the_end_of_a_turn_comes_through() -> None:
    def ends() -> None:
        raise TurnAborted("understanding")

    with pytest.raises(TurnAborted):
        await OneThread("thinking")(ends)


async def returns(value: int) -> int:
    return value


async def waits() -> None:
    await asyncio.sleep(0)


async def test_what_waits_for_nothing_is_done_at_once() -> None:
    async def asks() -> int:
        return await returns(1) + await returns(2)

    assert at_once(asks()) == 3


def test_what_waits_is_not_done_at_once() -> None:
    with pytest.raises(RuntimeError, match="waits"):
        at_once(waits())


def test_what_fails_at_once_fails_as_it_does() -> None:
    async def fails() -> None:
        raise LookupError("nothing")

    with pytest.raises(LookupError, match="nothing"):
        at_once(fails())
