"""A sign that may mean an emergency is denied in words, or it is asked about."""

from __future__ import annotations

import pytest

from bot.nlu.extract.urgent_signs import urgent_signs
from bot.nlu.reading import read_message
from knowledge.red_flags import screen


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("my breathing is a bit odd", "breathless"),
        ("my breathing is strange", "breathless"),
        ("breathing feels not quite right", "breathless"),
        ("breathing is so so today", "breathless"),
        ("my foot feels funny", "foot_numb"),
        ("the scar looks funny", "wound_leak"),
        ("the scar looks a bit off", "wound_leak"),
    ],
)
def test_what_is_odd_is_not_denied(text: str, sign: str) -> None:
    findings, _ = read_message(text)
    assert sign in urgent_signs()
    assert sign not in findings["absent"]


@pytest.mark.parametrize(
    "text",
    ["my breathing is fine", "no trouble breathing", "i can breathe ok", "i don't feel breathless"],
)
def test_what_is_denied_in_words_is(text: str) -> None:
    findings, _ = read_message(text)
    assert "breathless" in findings["absent"]


@pytest.mark.parametrize("text", ["no fall", "no fall.", "there was no accident", "no knock"])
def test_who_did_not_fall_raises_no_alarm(text: str) -> None:
    findings, words = read_message(text)
    assert screen(findings, words) is None
    assert "injury" in findings["absent"] or findings.get("injury") is not True


@pytest.mark.parametrize(
    "text",
    [
        "2 days",
        "3 days ago",
        "two days ago",
        "about 6 weeks now",
        "for a couple of months",
        "since last week",
    ],
)
def test_how_long_it_has_lasted_sounds_like_no_sign(text: str) -> None:
    findings, _ = read_message(text)
    assert findings.get("duration_days")
    assert screen(findings) is None


def test_a_time_beside_a_sign_is_heard_with_it() -> None:
    findings, _ = read_message("2 days of fever")
    assert "fever" in findings["present"]


@pytest.mark.parametrize(
    ("text", "denied", "graver"),
    [
        ("it never catches on me", "locking", "locked_now"),
        ("my legs aren't numb", "numbness", "both_legs_weak"),
        ("no stiffness after sitting", "stiffness", "morning_stiffness_long"),
        ("no numb patch on the foot", "foot_numb", "saddle_numbness"),
    ],
)
def test_who_denies_something_milder_has_not_denied_the_graver(
    text: str, denied: str, graver: str
) -> None:
    findings, _ = read_message(text)
    assert denied in findings["absent"]
    assert graver not in findings["absent"]


@pytest.mark.parametrize(
    "text", ["no fall, no twist", "I wasn't hit by anything", "she had no tumble, no knock"]
)
def test_an_accident_that_was_none_is_no_absent_sign(text: str) -> None:
    findings, _ = read_message(text)
    assert "injury" not in findings["absent"]
    assert findings["injury"] is False
