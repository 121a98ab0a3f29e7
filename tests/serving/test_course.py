from __future__ import annotations

import asyncio
import re

import pytest

from serving.course import Course, beginning, current_course, follow, stage, turn_id


def test_a_stage_within_another_interrupts_it() -> None:
    now = iter([0.0, 1.0, 4.0, 9.0, 10.0, 20.0])
    course = Course("a", clock=lambda: next(now))
    with course.stage("dialogue"), course.stage("understanding"):
        pass
    with course.stage("dialogue"):
        pass
    assert course.spent == {"dialogue": 1.0 + 5.0 + 10.0, "understanding": 3.0}


def test_a_stage_that_fails_is_counted_too() -> None:
    now = iter([0.0, 2.0])
    course = Course("a", clock=lambda: next(now))
    with pytest.raises(ValueError), course.stage("store_read"):
        raise ValueError
    assert course.spent == {"store_read": 2.0}


async def test_a_turn_is_that_of_its_task_and_of_the_threads_it_uses() -> None:
    def seen() -> str | None:
        course = current_course()
        return course.turn if course else None

    async def turn(name: str) -> list[str | None]:
        with beginning(name):
            await asyncio.sleep(0)
            return [seen(), await asyncio.to_thread(seen)]

    assert await asyncio.gather(turn("a"), turn("b")) == [["a", "a"], ["b", "b"]]
    assert seen() is None
    follow("c")
    assert seen() == "c"


def test_without_a_turn_nothing_is_counted() -> None:
    with stage("understanding"):
        assert current_course() is None


@pytest.mark.parametrize("told", [None, "", "a" * 17, "x" * 16, "A" * 16, "0123456789abcde\n"])
def test_only_an_id_of_ours_is_followed(told: str | None) -> None:
    made = turn_id(told)
    assert made != told
    assert re.fullmatch("[0-9a-f]{16}", made)


def test_an_id_that_was_handed_on_is_kept() -> None:
    assert turn_id("0123456789abcdef") == "0123456789abcdef"
