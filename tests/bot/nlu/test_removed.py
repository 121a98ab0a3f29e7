"""What a message takes out again: "not worse at night", "both, no just the right"."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.arbitration import Case, decide
from bot.nlu.extract.message import read_by_rules
from bot.nlu.extract.spelling import load_lexicon
from bot.nlu.reading import read_message

SUMMARY = "summary_confirmed"
STAIRS = ["stairs_up", "stairs_down"]


def read(text: str, asked: str | None = None) -> dict[str, Any]:
    return read_by_rules(text, asked).findings


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        ("It is not worse at night nor going up stairs", ["night", "stairs_up"]),
        ("Remove night and going up stairs please", ["night", "stairs_up"]),
        ("not worse at night", ["night"]),
        ("not going up the stairs", ["stairs_up"]),
        ("no, not running", ["running"]),
        ("no pain when kneeling", ["kneeling"]),
        ("delete squatting", ["squatting"]),
        ("take night off", ["night"]),
        ("please leave out the stairs", STAIRS),
        ("I never said night", ["night"]),
        ("night is wrong", ["night"]),
        ("the groin should not be on the list", ["hip_groin"]),
        ("all correct except night", ["night"]),
        ("yes but not at night", ["night"]),
        ("not in the groin", ["hip_groin"]),
        ("i have no pain in the groin", ["hip_groin"]),
        ("it's not burning", ["burning"]),
        ("the stairs are fine", STAIRS),
        ("I don't have pain going up stairs", ["stairs_up"]),
    ],
)
def test_what_the_summary_has_too_much_is_taken_out(text: str, removed: list[str]) -> None:
    found = read(text, SUMMARY)
    assert found.get("removed") == removed
    assert found.get("corrects")
    assert found.get(SUMMARY) is not True
    assert not any(found.get(name) for name in ("triggers", "location", "quality"))


@pytest.mark.parametrize(
    ("text", "name", "instead", "removed"),
    [
        ("not the front, the inside", "location", ["knee_inner"], ["knee_front"]),
        ("it's the outer side not the front", "location", ["knee_outer"], ["knee_front"]),
        ("not sharp, dull", "quality", ["dull"], ["sharp"]),
        ("not at night, only on stairs", "triggers", STAIRS, ["night"]),
        ("it's only stairs, not running", "triggers", STAIRS, ["running"]),
    ],
)
def test_one_thing_in_the_place_of_another(
    text: str, name: str, instead: list[str], removed: list[str]
) -> None:
    found = read(text, SUMMARY)
    assert (found.get(name), found.get("removed")) == (instead, removed)
    assert found["corrects"] == [name]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("no swelling at the back of the knee", "emergency_signs"),
        ("no lump in the groin", "emergency_signs"),
        ("it does not swell after running", "knee_signs"),
        ("no numbness in the thigh", "nerve_signs"),
        ("is it bad not to walk?", None),
        ("not only on the stairs", SUMMARY),
        ("worse on the stairs", SUMMARY),
        ("not in the groin", "history"),
        ("can't jump or kneel without pain", "severity"),
        ("it doesn't hurt when i run, only after", "severity"),
        ("i haven't used any pills for the pain at the side of my hip", "history"),
        ("half squat's ok, all the way down is agony", "severity"),
    ],
)
def test_what_denies_a_sign_or_nothing_takes_out_no_place(text: str, asked: str | None) -> None:
    assert "removed" not in read(text, asked)


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        ("it doesn't hurt in the groin", ["hip_groin"]),
        ("7 but not at night", ["night"]),
        ("actually not running", ["running"]),
        ("I didn't say stairs", STAIRS),
        ("In night he don't have pain", ["night"]),
        ("at night I have no problem", ["night"]),
        ("the knee hurts when running but walking is fine", ["walking"]),
    ],
)
def test_so_it_is_at_another_question(text: str, removed: list[str]) -> None:
    assert read(text, "severity").get("removed") == removed


def test_only_an_outright_correction_lowers_a_level() -> None:
    assert "corrects" not in read("it doesn't hurt in the groin", "severity")
    assert read("actually it doesn't hurt in the groin", "severity")["corrects"] == ["location"]


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("stairs. actually not stairs", None),
        ("stairs and running, no wait not running", STAIRS),
        ("running, scratch that, just kneeling", ["kneeling"]),
        ("squatting. oh wait, not squatting, kneeling", ["kneeling"]),
        ("not running, walking", ["walking"]),
    ],
)
def test_a_trigger_taken_back_at_once(text: str, triggers: list[str] | None) -> None:
    assert read(text, "triggers").get("triggers") == triggers


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("both, no just the right", "right"),
        ("both. no wait, just the left", "left"),
        ("left, no the right", "right"),
        ("both knees, sorry only the left one", "left"),
        ("right, well both actually", "both"),
        ("the left. no, the right. no, both", "both"),
        ("not both, only right", "right"),
        ("no both", "both"),
        ("the left actually no its the right", "right"),
        ("left knee no sorry the right", "right"),
    ],
)
def test_a_side_taken_back_at_once(text: str, side: str) -> None:
    assert read(text, "side")["side"] == side


@pytest.mark.parametrize(
    ("text", "location"),
    [
        ("inner side no sorry its the front", ["knee_front"]),
        ("the outside, no wait, the inside", ["knee_inner"]),
        ("ootside o the knee, naw sorry the front", ["knee_front"]),
        ("inner side. no sorry i don't know", ["knee_inner"]),
    ],
)
def test_a_place_taken_back_at_once_is_not_heard_by_the_recogniser_either(
    text: str, location: list[str]
) -> None:
    assert read_message(text, "location")[0]["location"] == location
    assert read_message(text)[0]["location"] == location


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("i have a fever, actually no i don't", ["fever"]),
        ("fever. no wait I don't have a fever", ["fever"]),
        ("it swelled. no wait it didn't", ["swelling"]),
    ],
)
def test_a_sign_taken_back_at_once(text: str, absent: list[str]) -> None:
    found = read(text)
    assert (found["present"], found["absent"]) == ([], absent)


def moves(text: str, asked: str) -> tuple[str, ...]:
    return decide(Case(text, (("erase_my_data", 0.99),), read(text, asked), asked), 0.35).moves


def test_to_delete_a_trigger_erases_no_data() -> None:
    assert moves("delete squatting", SUMMARY) == ("change_answer",)


@pytest.mark.skipif(not load_lexicon().common, reason="the recogniser is not trained")
@pytest.mark.parametrize(
    "text",
    [
        "he sleeps well at night",
        "In night he don't have pain",
        "my knee hurts, nights are fine",
        "I go to the toilet a lot at night",
        "he play football, knee hurts",
        "I'm a postman, walking every day, knee hurts",
        "can I run",
        "what does the groin have to do with it",
    ],
)
def test_the_recogniser_does_not_add_what_the_rules_deny(text: str) -> None:
    found, _ = read_message(text)
    assert not {"triggers", "location"} & set(found)
    assert found["history"] == []


@pytest.mark.skipif(not load_lexicon().common, reason="the recogniser is not trained")
def test_the_recogniser_takes_away_nothing_that_was_picked() -> None:
    assert read_message("2 and 3 I think", "triggers")[0]["triggers"] == ["stairs_up", "running"]
