"""A part of the hip is that part: what sounds like it is not added."""

from __future__ import annotations

import pytest

from bot.nlu.extract.message import read_by_rules
from bot.nlu.reading import read_message


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("my right hip hurts when i lift my leg, at the front of the hip", ["hip_groin"]),
        ("pain at the front of my hip", ["hip_groin"]),
        ("hip pain when i walk, front of the hip", ["hip_groin"]),
        ("my hip hurts when i walk, mostly at the side of the hip", ["hip_side"]),
        ("hip, front and side", ["hip_groin", "hip_side"]),
        ("side of hip and groin", ["hip_side", "hip_groin"]),
        ("sore at the front of the hip and front of the knee", ["hip_groin", "knee_front"]),
    ],
)
def test_only_the_parts_that_are_told(text: str, places: list[str]) -> None:
    findings, _ = read_message(text)
    assert sorted(findings["location"]) == sorted(places)


@pytest.mark.parametrize("text", ["the buttocks", "my buttocks hurt", "pain in the buttocks"])
def test_the_seat_has_no_two_sides(text: str) -> None:
    findings, _ = read_message(text, "hip_signs")
    assert findings["location"] == ["buttock"]
    assert "side" not in findings


def test_both_buttocks_are_both_sides() -> None:
    findings, _ = read_message("both buttocks")
    assert findings["side"] == "both"


@pytest.mark.parametrize("text", ["right", "Right.", "left"])
def test_a_side_alone_is_no_yes_to_a_list_of_signs(text: str) -> None:
    findings, _ = read_message(text, "emergency_signs")
    assert findings["side"] == text.lower().rstrip(".")
    assert "answer" not in findings


def test_right_agrees_to_the_summary() -> None:
    findings, _ = read_message("right", "summary_confirmed")
    assert findings["answer"]["outcome"] == "yes"
    assert "side" not in findings


@pytest.mark.parametrize(
    "text", ["he is 11", "she's 9 years old", "my son is 12", "i am 60 female"]
)
def test_an_age_tells_of_no_sign(text: str) -> None:
    findings, _ = read_message(text)
    assert findings["age"]
    assert not findings["present"]
    assert not findings.get("suspected")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("right leg's been half an inch short since I broke it. Hip's stiff and sore", "right"),
        ("my right leg is half an inch shorter. my hip hurts", None),
    ],
)
def test_a_leg_that_is_short_since_it_broke_is_the_one_that_hurts(
    text: str, side: str | None
) -> None:
    assert read_by_rules(text).findings.get("side") == side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("my knees bad", None),
        ("me knees been sore for weeks", None),
        ("my knees really killing me", None),
        ("my knees are bad", "both"),
        ("my knees hurt", "both"),
        ("my knees really hurt", "both"),
        ("both my knees sore", "both"),
    ],
)
def test_a_knee_without_its_apostrophe_is_asked_for_its_side(text: str, side: str | None) -> None:
    assert read_by_rules(text).findings.get("side") == side
