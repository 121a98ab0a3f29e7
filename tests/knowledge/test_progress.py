"""The progress that is shown, measured on every patient card (tests/cases)."""

from itertools import pairwise
from typing import Any

import pytest

from knowledge.asking import MOST_QUESTIONS, describe_question
from knowledge.interview import Heard, Interview, hear
from knowledge.questions import SUMMARY, load_questions
from tests.knowledge.conftest import answered
from tests.knowledge.test_cases import CARDS

OPENINGS = {"says nothing": (), "says a lot": ("who", "side", "location", "duration_days")}


def from_the_card(facts: dict[str, Any], question_id: str, options: list[str]) -> Heard:
    """What the person of a card answers by the buttons: what is true, else none or not sure."""
    question = load_questions()[question_id]
    if question_id == SUMMARY:
        return answered(SUMMARY, "yes", summary_confirmed=True)
    if question_id == "onset":
        how = "injury" if facts.get("injury") else facts.get("onset", "gradual")
        return answered("onset", **question.choice(how).sets)
    if not question.takes_several:
        known = facts.get(question_id) is not None
        findings = {question_id: facts[question_id]} if known else {}
        return answered(question_id, "value" if known else "not_sure", **findings)
    true = [
        v for name in ("present", "history", "location", "triggers") for v in facts.get(name, ())
    ]
    findings = {}
    for value in [option for option in options if option in true]:
        for slot, meant in question.choice(value).sets.items():
            slot = "present" if slot == "findings" else slot
            findings[slot] = [*findings.get(slot, []), *meant]
    none = "none" if question.kind == "multi" else "not_sure"
    return answered(question_id, "value" if findings else none, **findings)


def progress_of(facts: dict[str, Any], opening: tuple[str, ...]) -> list[dict[str, int]]:
    """The progress with every question of an interview."""
    said = {name: facts[name] for name in opening if facts.get(name)}
    step, told = hear(Interview(), Heard(("inform",), said)), []
    while step.question:
        described = describe_question(step.question, step.interview.answers.to_slots())
        told.append(described["progress"])
        values = [option["value"] for option in described["options"]]
        step = hear(step.interview, from_the_card(facts, step.question, values))
    return told


@pytest.mark.parametrize("opening", list(OPENINGS))
def test_progress_moves_on_by_one_and_the_end_stays_about_where_it_was(opening):
    for card in CARDS:
        told = progress_of(card["facts"], OPENINGS[opening])
        assert [row["answered"] for row in told] == list(range(len(told))), card["id"]
        ends = [row["expected"] for row in told]
        assert all(row["answered"] < row["expected"] <= MOST_QUESTIONS for row in told), card["id"]
        assert all(abs(b - a) <= 1 for a, b in pairwise(ends)), card["id"]
        assert not ends or max(ends) - min(ends) <= 3, card["id"]
