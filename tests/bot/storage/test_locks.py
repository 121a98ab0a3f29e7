from __future__ import annotations

import asyncio

import pytest

from bot.failure import TurnAborted
from bot.storage.locks import MOST_IN_LINE, ConversationLocks


async def test_one_at_a_time_in_the_order_of_asking() -> None:
    locks, order = ConversationLocks(), []

    async def work(number: int) -> None:
        async with locks.hold("a", 1):
            order.append(number)
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(work(number) for number in range(3)))
    assert order == [0, 0, 1, 1, 2, 2]


async def test_others_are_not_kept_waiting() -> None:
    locks = ConversationLocks()
    async with locks.hold("a", 1), locks.hold("b", 0.01):
        assert locks.in_use == 2
    assert locks.in_use == 0


async def test_patience_ends() -> None:
    locks = ConversationLocks()
    async with locks.hold("a", 1):
        with pytest.raises(TurnAborted) as aborted:
            async with locks.hold("a", 0.01):
                pass
    assert aborted.value.reason == "busy"
    assert locks.in_use == 0


async def test_a_conversation_has_no_long_line() -> None:
    locks = ConversationLocks()

    async def work() -> None:
        async with locks.hold("a", 1):
            await asyncio.sleep(0)

    outcomes = await asyncio.gather(
        *(work() for _ in range(MOST_IN_LINE + 3)), return_exceptions=True
    )
    told = [each.reason for each in outcomes if isinstance(each, TurnAborted)]
    assert told == ["busy"] * 3
    await work()


@pytest.mark.parametrize("error", [ValueError(), TurnAborted("x"), asyncio.CancelledError()])
async def test_a_failure_gives_the_lock_back(error: BaseException) -> None:
    locks = ConversationLocks()
    with pytest.raises(type(error)):
        async with locks.hold("a", 1):
            raise error
    async with locks.hold("a", 0.01):
        pass
    assert locks.in_use == 0
