"""How long it has hurt, as people put it who count nothing: "on and off for ages"."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.extract.message import read_by_rules

YEAR, YEARS = 365, 1825


def days(text: str, asked: str | None = None) -> Any:
    return read_by_rules(text, asked).findings.get("duration_days")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my knee has hurt on and off for ages", YEAR),
        ("my mum has had bad knees for ages", YEAR),
        ("my knee has been playing up for ages", YEAR),
        ("had it for yonks", YEAR),
        ("had it donkeys years", YEARS),
        ("knee pain for donkey's years", YEARS),
        # A while may be weeks or years, and is asked about.
        ("my knee's been sore a while", None),
        ("knee has been bad for a long time", None),
        ("been sore for a good long while", None),
        ("my knee has been playing up for quite a while", None),
        ("been like this forever", None),
        # So long lasts something else.
        ("my knee hurts when I sit for a long time", None),
        ("hurts after standing for ages", None),
        ("I haven't run for ages", None),
        ("I've been a nurse for a long time and my hip aches", None),
        ("I've been waiting for ages for a scan", None),
        ("it takes ages to warm up", None),
    ],
)
def test_long_standing_in_an_opening(text: str, expected: int | None) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on and off for ages", YEAR),
        ("ages", YEAR),
        ("donkey's years", YEARS),
        ("too long", YEAR),
        ("a fair while", YEAR),
        ("a long time ago", YEAR),
        ("been a while", None),
        ("for a while now", None),
        ("a bit", None),
        ("not long", None),
    ],
)
def test_long_standing_where_that_is_asked(text: str, expected: int | None) -> None:
    assert days(text, "duration_days") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it's been aching for a month after gardening", 30),
        ("been sore for 3 weeks after a run", 21),
        ("I've had this pain for two months after a long hike", 60),
        # A spell after each time, and what an operation leaves behind.
        ("it aches for 2 days after gardening", None),
        ("it was sore for a month after the op", None),
    ],
)
def test_a_time_after_what_set_it_off(text: str, expected: int | None) -> None:
    assert days(text) == expected


@pytest.mark.parametrize("text", ["it takes ages to warm up", "slow to warm up in the morning"])
def test_a_joint_that_warms_up_is_not_hot(text: str) -> None:
    assert "redness_heat" not in read_by_rules(text).findings["present"]
