"""Words that mean nothing of the kind where they stand, and those that do."""

from __future__ import annotations

import pytest

from bot.nlu.extract.message import pending_question
from bot.nlu.extract.understanding import read_text
from bot.nlu.reading import read_message
from knowledge.red_flags import screen


@pytest.mark.parametrize(
    "text",
    [
        "eyes red & gritty and knee sore",
        "eyes red & gritty, knee not hot, no temp",
        "my eyes are red and gritty but my knee is not hot",
        "red eyes, sore knee",
        "my hands go red and hot",
        "my cheeks are red",
        "eyes are gritty and red, no redness of the knee",
    ],
)
def test_what_is_red_elsewhere(text: str) -> None:
    assert "redness_heat" not in read_text(text).findings["present"]


@pytest.mark.parametrize(
    "text",
    [
        "knee is red and hot",
        "it's red & hot",
        "skin over the knee is red",
        "eyes are red and knee is red too",
        "the knee is hot to touch with my hand",
        "my knee is hot and my face is red",
    ],
)
def test_what_is_red_here(text: str) -> None:
    assert "redness_heat" in read_text(text).findings["present"]


@pytest.mark.parametrize(
    "text",
    [
        "the bump under the kneecap",
        "there's a bump below my kneecap",
        "the bony bump below the knee is sore",
        "my son has a bump on his shin under the kneecap",
        "that bony bump below the kneecap hurts when I kneel",
    ],
)
def test_the_bump_of_every_shin_is_asked_about_and_not_taken_for_a_lump(text: str) -> None:
    found = read_text(text).findings
    assert "lump" in found["uncertain"]
    assert "lump" not in found["present"]


@pytest.mark.parametrize(
    "text",
    [
        "there is a lump under the kneecap that is growing",
        "new bump under my kneecap",
        "a hard bump came up under the kneecap",
        "I have a lump in my thigh",
        "I've a bump behind the knee",
    ],
)
def test_a_lump_is_one(text: str) -> None:
    assert "lump" in read_text(text).findings["present"]


@pytest.mark.parametrize("asked", [None, "location"])
@pytest.mark.parametrize(
    "text",
    ["the chest pain is back and my arm hurts", "my knee pain is back", "the pain came back again"],
)
def test_a_pain_that_is_back_is_not_at_the_back(text: str, asked: str | None) -> None:
    assert read_text(text, asked, pending_question(asked)).findings.get("location") is None


@pytest.mark.parametrize("text", ["at the back", "pain is back of knee", "the back"])
def test_a_pain_at_the_back_is(text: str) -> None:
    found = read_text(text, "location", pending_question("location")).findings
    assert found["location"] == ["knee_back"]


@pytest.mark.parametrize(
    "text",
    [
        "the foot go outside when he walk",
        "His foot turn to outside",
        "his foot is turning outside",
        "foot turned to outside since two week",
        "his foot goes out to the side",
        "foot outside yes",
        "one foot looks to the outside",
        "he walk with foot outside",
        "since fall his foot is turned to the outside",
        "my leg is turning to outside after I fell",
    ],
)
def test_a_foot_that_turns_out(text: str) -> None:
    assert "leg_shorter_or_turned" in read_text(text).findings["present"]


@pytest.mark.parametrize(
    "text",
    [
        "it hurts when i go outside",
        "haven't set foot outside for a week",
        "I put my foot outside the bed",
        "pain on the outside of the foot",
        "I twisted my foot outside",
        "when I go outside my leg hurts",
    ],
)
def test_the_outside_is_not_turned(text: str) -> None:
    assert "leg_shorter_or_turned" not in read_text(text).findings["present"]


@pytest.mark.parametrize(
    "text",
    [
        "groin pain bringing knee towards chest",
        "hurts lifting the knee to my chest",
        "it is sore when i hug my knees up to my chest",
        "pain on pulling my left leg right up to the chest",
    ],
)
def test_a_knee_that_is_drawn_to_the_chest_is_no_chest_pain(text: str) -> None:
    assert "chest_pain" not in read_text(text).findings["present"]


@pytest.mark.parametrize(
    "text",
    [
        "the pain goes from my leg to my chest",
        "pain shoots up my leg to my chest",
        "i lift my leg and get a pain in my chest",
        "when i pull my knee to my chest my chest hurts",
    ],
)
def test_a_chest_that_hurts_does(text: str) -> None:
    assert "chest_pain" in read_text(text).findings["present"]


def test_a_knee_drawn_to_the_chest_raises_no_alarm() -> None:
    for text in ("groin pain bringing knee towards chest", "sore when i lift the knee to my chest"):
        findings, words = read_message(text)
        hit = screen(findings, words)
        # What the hip may have is asked about; nobody is sent to an emergency.
        assert hit is None or (hit.suspected and hit.level != "emergency"), text
    findings, words = read_message("pain when i lift the knee to my chest, and i am out of breath")
    hit = screen(findings, words)
    assert hit is not None and hit.level == "emergency"
