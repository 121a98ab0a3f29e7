"""Which part of the hip: open in "my hip hurts", and told by "the side" where it is asked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.reading import read_message

TODAY = date(2026, 11, 20)
PARTS = ("hip_groin", "hip_side", "buttock")
WHOLE = ["hip_groin", "hip_side"]


def read(text, asked=None, offered=()):
    return read_message(text, asked, today=TODAY, offered=offered)[0]


@pytest.mark.parametrize(
    ("text", "joints"),
    [
        ("my hip hurts", ["hip"]),
        ("pain in my hip", ["hip"]),
        ("her hip is bad, she is 80", ["hip"]),
        ("my hip hurts but the knee is fine", ["hip"]),
        ("my hip hurts, not my knee", ["hip"]),
        ("front of my knee and my hip hurt", ["hip"]),
        ("hip and knee", ["hip", "knee"]),
        ("R knee, left hip a bit", ["hip", "knee"]),
        ("R knee, left hip a bit, since june", ["hip", "knee"]),
        ("r knee, l hip too, for a month", ["hip", "knee"]),
        ("my right knee hurts and the left hip a bit", ["hip", "knee"]),
        ("she fell onto her hip today", ["hip"]),
    ],
)
def test_a_joint_without_a_part_is_told_of(text, joints):
    findings = read(text)
    assert findings["unplaced"] == joints
    assert set(WHOLE) <= set(findings["location"])


@pytest.mark.parametrize(
    "text",
    [
        "side of my hip hurts",
        "hip pain, the side of it",
        "hip, front and side",
        "pain in my groin",
        "my wife has pain in her hip, round the outside, and can't sleep on that side",
        "my hip aches, mostly round the side where I lie",
        "knee hurts at the front and hip hurts at the side",
        "outer knee pain since the marathon, hip feels tight",
        "front of my left knee",
        "had my hip replaced and now my knee hurts",
        "knee pain, could it come from the hip?",
        "broke that hip in 2003. my knee aches",
        "fell off a shed onto the hip when I was a lad. my knee aches",
    ],
)
def test_a_part_that_is_told_or_a_hip_that_is_not_sore_leaves_nothing_open(text):
    assert "unplaced" not in read(text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the side", ["hip_side"]),
        ("front", ["hip_groin"]),
        ("more the outside", ["hip_side"]),
        ("it's more on the outside of it really", ["hip_side"]),
        ("the outside of it", ["hip_side"]),
        ("in the groin", ["hip_groin"]),
        ("deep inside", ["hip_groin"]),
        ("at the back", ["buttock"]),
        ("all over", list(PARTS)),
        ("the hip itself, more to the side", ["hip_side"]),
        ("groin and the side", WHOLE),
        ("not the groin, the side", ["hip_side"]),
        ("2", ["hip_side"]),
        ("the buttock mostly", ["buttock"]),
        ("lower back", ["lower_back"]),
        ("front of my knee", ["knee_front"]),
    ],
)
def test_an_answer_about_the_hip_is_of_the_hip(text, places):
    findings = read(text, "location", PARTS)
    assert set(findings["location"]) == set(places)
    assert findings["answer"] == {"question": "location", "outcome": "value"}


def test_a_side_is_no_part():
    findings = read("on the left side", "location", PARTS)
    assert "location" not in findings
    assert findings["side"] == "left"


def test_without_that_question_the_front_is_that_of_the_knee():
    assert read("the front", "location")["location"] == ["knee_front"]


def test_who_is_not_sure_says_no_part():
    findings = read("not sure", "location", PARTS)
    assert findings["answer"]["outcome"] == "not_sure"
    assert "location" not in findings


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("it hurts in the ass when I sit", ["buttock"]),
        ("these questions are a pain in the ass", None),
        ("ITBS last year other leg", None),
    ],
)
def test_the_seat_is_a_place_and_a_nuisance_is_none(text, places):
    assert read(text).get("location") == places
