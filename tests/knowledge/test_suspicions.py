"""What a message only looked like counts until an answer settles it; hazard H16."""

import pytest

from knowledge.answers import Answers
from knowledge.asking import describe_question
from knowledge.assessment import IncompleteInterview, assess
from knowledge.conditions import holds
from knowledge.facts import with_facts
from knowledge.interview import hear
from knowledge.questions import NONE, NOT_SURE
from knowledge.red_flags import fired, load_red_flags, signs_of, suspected_emergencies
from knowledge.triage import urgency
from tests.knowledge.conftest import answered, finish, said


def suspect(reference, flag: str = "cauda_equina"):
    """The interview after a message that only looks like a red flag."""
    return hear(reference.interview, said("report_red_flag", suspected=[flag]))


@pytest.mark.parametrize(
    "moves", [("skip",), ("dont_know", "dont_know")], ids=["left out", "not sure"]
)
def test_leaving_the_signs_open_does_not_end_a_suspicion(reference, moves):
    step = suspect(reference)
    for move in moves:
        step = hear(step.interview, said(move))
    assert step.question != "suspected_signs"
    assert [f.id for f in suspected_emergencies(step.interview.answers)] == ["cauda_equina"]
    assert urgency(step.interview.answers) == "emergency"


def test_denying_the_signs_ends_it(reference):
    step = hear(suspect(reference).interview, answered("suspected_signs", "none"))
    assert suspected_emergencies(step.interview.answers) == []
    assert urgency(step.interview.answers) == "self_care"


def test_a_suspicion_that_was_left_open_ends_as_an_emergency(reference):
    step, put = finish(suspect(reference), suspected_signs=said("skip"))
    assert put[0] == "suspected_signs" and put[-1] == "summary_confirmed"
    ending = assess(step.interview.answers)
    assert ending.urgency == "emergency"
    assert [flag.id for flag in ending.red_flags] == ["cauda_equina"]


def test_the_signs_of_it_are_asked_for_at_once_and_no_others(reference):
    step = suspect(reference)
    assert step.question == "suspected_signs"
    described = describe_question(step.question, step.interview.answers.to_slots())
    offered = [option["value"] for option in described["options"]]
    assert set(offered) == {
        "saddle_numbness",
        "bladder_bowel_trouble",
        "both_legs_weak",
        NONE,
        NOT_SURE,
    }


def test_what_looks_like_a_sign_that_was_denied_before_is_asked_about_once_more(reference):
    denied = hear(reference.interview, answered("emergency_signs", "none"))
    step = hear(denied.interview, said("inform", suspected=["cauda_equina"]))
    assert step.question == "suspected_signs"
    assert [notice.response for notice in step.notices] == ["utter_if_emergency"]
    assert step.interview.answers.status("saddle_numbness") is None


def test_a_sign_that_a_suspicion_finds_ends_the_interview(reference):
    there = answered("suspected_signs", present=["saddle_numbness"])
    assert hear(suspect(reference).interview, there).question is None


def test_an_unfinished_check_is_not_assessed_for_a_mere_suspicion(reference):
    with pytest.raises(IncompleteInterview):
        assess(suspect(reference).interview.answers)


@pytest.mark.parametrize("flag", load_red_flags().values(), ids=lambda flag: flag.id)
def test_a_suspicion_ends_when_every_sign_was_denied_and_not_before(flag):
    answers = Answers(suspected=(flag.id,))
    *others, last = signs_of(flag) or [None]
    if last is None:
        return
    but_one = with_facts(answers, {"absent": others})
    assert flag.id in [each.id for each in fired(but_one)] or holds(flag.when, but_one) is False
    every = with_facts(answers, {"absent": [*others, last]})
    assert flag.id not in [each.id for each in fired(every)]
