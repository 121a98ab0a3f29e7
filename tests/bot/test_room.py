from __future__ import annotations

import asyncio

import pytest

from bot.room import LEAST, LINE, Room


async def fill(room: Room, count: int) -> None:
    for _ in range(count):
        await asyncio.wait_for(room.enter(), 1)


async def settled() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def test_no_more_than_the_most_are_inside() -> None:
    room = Room(2)
    await fill(room, 2)
    assert room.is_full
    late = asyncio.ensure_future(room.enter())
    await settled()
    assert not late.done()
    room.leave(0.1)
    await asyncio.wait_for(late, 1)
    assert room.is_full
    room.leave(0.1)
    assert not room.is_full


async def test_who_waits_is_let_in_in_order_and_nobody_pushes_in() -> None:
    room, order = Room(1), []
    await fill(room, 1)

    async def come(name: str) -> None:
        await room.enter()
        order.append(name)

    waiting = [asyncio.ensure_future(come(name)) for name in "abc"]
    await settled()
    for _ in "abc":
        room.leave(0.1)
        assert room.is_full
        await settled()
    await asyncio.gather(*waiting)
    assert order == ["a", "b", "c"]


async def test_some_may_stand_in_line_for_each_that_is_inside() -> None:
    room = Room(2)
    await fill(room, 2)
    line = []
    for _ in range(2 * LINE):
        assert not room.has_no_more_in_line
        line.append(asyncio.ensure_future(room.enter()))
        await settled()
    assert room.has_no_more_in_line
    room.leave(0.1)
    await settled()
    assert not room.has_no_more_in_line
    for _ in line:
        room.leave(0.1)
        await settled()
    await asyncio.gather(*line)


async def test_slow_turns_lower_the_limit_and_quick_ones_raise_it_again() -> None:
    room = Room(20, soon=1.0)
    for _ in range(100):
        await fill(room, 1)
        room.leave(1.1)
    assert room.limit == LEAST
    for _ in range(LEAST + 1):
        await fill(room, 1)
        room.leave(0.9)
    assert room.limit == LEAST + 1
    for _ in range(1000):
        await fill(room, 1)
        room.leave(0.9)
    assert room.limit == 20


@pytest.mark.parametrize("most", [1, 2])
async def test_a_limit_below_the_least_is_kept(most: int) -> None:
    room = Room(most)
    await fill(room, 1)
    room.leave(99)
    assert room.limit == most


async def test_who_gives_up_waiting_leaves_no_hole() -> None:
    room = Room(1)
    await fill(room, 1)
    given_up, next_one = (asyncio.ensure_future(room.enter()) for _ in range(2))
    await settled()
    given_up.cancel()
    await settled()
    room.leave(0.1)
    await asyncio.wait_for(next_one, 1)
    assert room.is_full
    room.leave(0.1)
    assert not room.is_full


async def test_who_gives_up_just_when_let_in_makes_room_again() -> None:
    room = Room(1)
    await fill(room, 1)
    given_up = asyncio.ensure_future(room.enter())
    await settled()
    room.leave(0.1)
    given_up.cancel()
    await settled()
    assert not room.is_full


async def test_a_backlog_that_can_wait_shuts_nobody_out() -> None:
    room = Room(16)
    assert room.limit == 8
    backlog = [asyncio.ensure_future(room.enter(patient=True)) for _ in range(20)]
    await settled()
    assert sum(each.done() for each in backlog) == 6
    assert not room.is_full
    await fill(room, 2)
    assert room.is_full
    late = asyncio.ensure_future(room.enter())
    await settled()
    room.leave(0.1)
    await asyncio.wait_for(late, 1)
    assert sum(each.done() for each in backlog) == 6, "who looks at a page goes first"
    for each in backlog:
        each.cancel()
    await asyncio.gather(*backlog, return_exceptions=True)


async def test_those_who_can_wait_are_all_let_in_in_the_end() -> None:
    room = Room(4)
    backlog = [asyncio.ensure_future(room.enter(patient=True)) for _ in range(9)]
    for _ in backlog:
        await settled()
        room.leave(0.1)
    await asyncio.wait_for(asyncio.gather(*backlog), 1)
