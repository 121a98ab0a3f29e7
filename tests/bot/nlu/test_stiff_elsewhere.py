"""Stiffness is that of a leg: not of a door or a neck, nor of a morning that nobody spoke of."""

from __future__ import annotations

import pytest

from bot.nlu.reading import read_message


@pytest.mark.parametrize(
    "text",
    [
        "the front door is stiff and I twisted my knee pulling it",
        "My neck is stiff as well but it's my knee I'm asking about, it clicks",
        "new boots are stiff as boards and my knee hurts walking in them",
        "bike chain's rusty and my knee hurts every ride",
        "I work with stiff gears, the knee is sore",
        "calf like concrete, terrible pain",
        "my hip doesn't care for concrete",
        "I was starting the car when my knee popped",
        "hips just tight",
        "stood with my boots stuck in tar, the knee is sore",
    ],
)
def test_what_is_stiff_is_no_leg(text: str) -> None:
    assert "stiffness" not in read_message(text)[0]["present"]


@pytest.mark.parametrize(
    "text",
    [
        "fingers and knees are stiff",
        "like a rusty gate, my knee",
        "feels like the hinge wants WD40",
        "my hip is stiff and so is the door",
        "knee's gone dead stiff",
        "the joint is full of glue",
        "my knee has set hard",
        "it doesn't want to get going",
        "rigid at first, then my knee loosens up",
        "knees seize up after church",
    ],
)
def test_what_is_stiff_is_a_leg(text: str) -> None:
    assert "stiffness" in read_message(text)[0]["present"]


@pytest.mark.parametrize(
    ("text", "hurts"),
    [
        ("stiff when I get up off the sofa", False),
        ("getting up from the chair he is very stiff", False),
        ("stiff when I get off the couch, hurts cycling", False),
        ("stiff and sore when I get up off the sofa", True),
    ],
)
def test_rising_stiff_is_no_pain_on_rising(text: str, hurts: bool) -> None:
    assert ("standing_up" in read_message(text)[0].get("triggers", ())) is hurts


def test_no_morning_is_made_of_a_long_ride() -> None:
    said = read_message("Saddle time over an hour and the outside of my hip is on fire")[0]
    assert "morning_stiffness_long" not in said["present"]
    for text in (
        "stiff for over an hour every morning",
        "it doesn't bend well for the first hour of the day",
        "an hour under the hot shower before the puffy knee will move",
    ):
        assert "morning_stiffness_long" in read_message(text)[0]["present"]
