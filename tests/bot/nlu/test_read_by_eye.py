"""What was misread in conversations between patients and doctors, in words of our own."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import read_text, understand


@pytest.mark.parametrize(
    "text",
    [
        "there's talk of it, something about resurfacing the hip, or a hip replacement",
        "something about a knee replacement",
        "i'd like your opinion on a hip replacement",
    ],
)
def test_an_operation_that_is_only_spoken_of_was_not_had(text: str) -> None:
    assert not {"joint_replacement", "hip_surgery"} & set(understand(text)["history"])


def test_an_operation_that_was_had_stays_one() -> None:
    assert "joint_replacement" in understand("i had a hip replacement or two")["history"]


@pytest.mark.parametrize(
    "text",
    [
        "my legs feel wobbly, like at the knees, and i can't totally lift the left one",
        "my knees are jelly on the way down",
    ],
)
def test_wobbly_legs_are_no_shivers(text: str) -> None:
    assert "shivering_unwell" in read_text(text).ruled_out


@pytest.mark.parametrize(
    "text",
    ["my legs are wobbly and i feel hot and ill", "wobbly knees, shivering since last night"],
)
def test_wobbly_legs_with_an_illness_may_be(text: str) -> None:
    assert "shivering_unwell" not in read_text(text).ruled_out


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("it goes into my bum and then down into the knee", False),
        ("they put cortisone into my hip last week", True),
        ("had a jab in the knee on monday", True),
    ],
)
def test_what_goes_into_the_knee_is_an_injection_only_by_its_words(text: str, may_be: bool) -> None:
    assert ("recent_joint_injection" in read_text(text).ruled_out) is not may_be


@pytest.mark.parametrize(
    "text", ["it feels like my knee is giving away", "the leg keeps giving away"]
)
def test_a_knee_that_gives_away_gives_way(text: str) -> None:
    reading = read_text(text)
    assert "giving_way" in reading.findings["present"]
    assert "giving_way" in reading.sure


@pytest.mark.parametrize(
    ("text", "is_quality"),
    [
        ("i don't want to use up the tablets i have for my toothache", False),
        ("my hip is like toothache at night", True),
    ],
)
def test_a_toothache_is_of_the_tooth_unless_the_knee_is_like_one(
    text: str, is_quality: bool
) -> None:
    assert ("aching" in understand(text).get("quality", [])) is is_quality
