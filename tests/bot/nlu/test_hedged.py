"""A "maybe" that softens, a question mark that doubts, a yes with a question behind it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.arbitration import Case, decide
from bot.nlu.extract.message import read_by_rules

STAIRS = ["stairs_up", "stairs_down"]


def read(text: str, asked: str | None = None) -> dict[str, Any]:
    return read_by_rules(text, asked).findings


def moves(text: str, asked: str) -> tuple[str, ...]:
    return decide(Case(text, (("inform", 0.3),), read(text, asked), asked), 0.35).moves


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("stairs, I think", STAIRS),
        ("running maybe", ["running"]),
        ("walking and getting out of her chair I guess", ["walking", "standing_up"]),
        ("stairs possibly", STAIRS),
        ("maybe stairs?", STAIRS),
        ("hmm stairs?", STAIRS),
        ("running? maybe", ["running"]),
        ("I guess running", ["running"]),
        ("not sure, maybe stairs", STAIRS),
        ("it's probably walking, not sure", ["walking"]),
        ("could be kneeling", ["kneeling"]),
        ("might be worse at night", ["night"]),
        ("stairs but not running i think", STAIRS),
    ],
)
def test_a_softened_trigger_is_one(text: str, triggers: list[str]) -> None:
    found = read(text, "triggers")
    assert found["triggers"] == triggers
    assert found["answer"]["outcome"] == "value"
    assert moves(text, "triggers") == ("inform",)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("maybe", "not_sure"),
        ("I guess", "not_sure"),
        ("it depends", "not_sure"),
        ("stairs? not sure", "not_sure"),
        ("not so much on the stairs", None),
        ("rarely when running", None),
        ("nothing special", "none"),
    ],
)
def test_a_doubt_that_is_one(text: str, outcome: str | None) -> None:
    found = read(text, "triggers")
    assert "triggers" not in found
    assert (found.get("answer") or {}).get("outcome") == outcome


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("walking, and getting out of the chair I guess", ["walking", "standing_up"]),
        ("and getting out of the chair I guess", ["standing_up"]),
        ("kneeling maybe", ["kneeling"]),
        ("it hurts when walking I guess", ["walking"]),
    ],
)
def test_a_softened_trigger_doubts_no_emergency_sign(text: str, triggers: list[str]) -> None:
    found = read(text, "emergency_signs")
    assert found["triggers"] == triggers
    assert "answer" not in found


@pytest.mark.parametrize("text", ["3 weeks I guess", "left knee I think", "swelling maybe"])
def test_nor_does_anything_else_that_is_not_asked(text: str) -> None:
    assert "answer" not in read(text, "emergency_signs")


@pytest.mark.parametrize("text", ["maybe", "i guess", "i don't know", "not sure"])
def test_not_sure_of_all_is_said_without_more(text: str) -> None:
    assert read(text, "emergency_signs")["answer"]["outcome"] == "not_sure"


def test_a_sign_in_doubt_stays_one() -> None:
    assert read("fever maybe", "emergency_signs")["uncertain"] == ["fever"]


@pytest.mark.parametrize(
    ("text", "uncertain"),
    [
        (
            "osteoporosis I think, she gets an injection every 6 months. and warfarin?",
            ["osteoporosis", "blood_thinners"],
        ),
        ("arthritis, I think. and a clot?", ["arthritis", "blood_clot"]),
        ("arthritis maybe, and blood thinners?", ["arthritis", "blood_thinners"]),
        ("warfarin?", ["blood_thinners"]),
        ("and warfarin?", ["blood_thinners"]),
    ],
)
def test_a_question_mark_doubts_an_illness(text: str, uncertain: list[str]) -> None:
    found = read(text, "history")
    assert (found["uncertain"], found["answer"]["outcome"]) == (uncertain, "value")
    assert moves(text, "history") == ("inform",)


@pytest.mark.parametrize(
    "text", ["what is osteoporosis?", "is aspirin a blood thinner?", "does steroid cream count?"]
)
def test_a_question_about_one_doubts_nothing(text: str) -> None:
    found = read(text, "history")
    assert found["uncertain"] == found["history"] == []
    assert moves(text, "history")[0].startswith("ask_")


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("none, can I still run?", "emergency_signs", ("ask_question", "deny")),
        ("nope, and can i swim", "emergency_signs", ("ask_question", "deny")),
        ("no, but is it serious?", "emergency_signs", ("ask_question", "deny")),
        ("none, why do you ask", "knee_signs", ("ask_why", "deny")),
        ("yes but whats wrong with me", "summary_confirmed", ("ask_question", "affirm")),
        ("yes, what's wrong with me", "summary_confirmed", ("ask_question", "affirm")),
        ("yes, but is it serious?", "summary_confirmed", ("ask_question", "affirm")),
        ("correct. what now?", "summary_confirmed", ("ask_question", "affirm")),
        ("that's right but how long will it take", "summary_confirmed", ("ask_question", "affirm")),
        ("yes but the age is wrong", "summary_confirmed", ("deny",)),
        ("yes but it is the left", "summary_confirmed", ("change_answer",)),
        ("all right apart from the stairs", "summary_confirmed", ("deny",)),
    ],
)
def test_an_answer_and_a_question_are_two_moves(
    text: str, asked: str, expected: tuple[str, ...]
) -> None:
    assert moves(text, asked) == expected


@pytest.mark.parametrize(
    "text",
    [
        "nothing of that",
        "nothing of those",
        "nothing of it",
        "nothing from these",
        "no nothing of this",
        "nothing on there",
        "nothing like this",
        "I have nothing of that",
        "he has nothing of it",
        "zero of those",
        "nothing that I know of",
    ],
)
@pytest.mark.parametrize("asked", ["emergency_signs", "triggers", "history"])
def test_nothing_of_that_is_none(text: str, asked: str) -> None:
    assert read(text, asked)["answer"] == {"question": asked, "outcome": "none"}


@pytest.mark.parametrize("text", ["nothing helps", "nothing of that but a fever"])
def test_nothing_and_more_is_not(text: str) -> None:
    assert (read(text, "emergency_signs").get("answer") or {}).get("outcome") != "none"
