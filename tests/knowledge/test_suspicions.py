"""What a message only looked like counts until an answer settles it; hazard H16."""

import pytest

from knowledge.assessment import assess
from knowledge.interview import hear
from knowledge.red_flags import suspected_emergencies
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
    assert step.question != "emergency_signs"
    assert [f.id for f in suspected_emergencies(step.interview.answers)] == ["cauda_equina"]
    assert urgency(step.interview.answers) == "emergency"


def test_denying_the_signs_ends_it(reference):
    step = hear(suspect(reference).interview, answered("emergency_signs", "none"))
    assert suspected_emergencies(step.interview.answers) == []
    assert urgency(step.interview.answers) == "self_care"


def test_a_suspicion_that_was_left_open_ends_as_an_emergency(reference):
    step, put = finish(suspect(reference), emergency_signs=said("skip"))
    assert put[0] == "emergency_signs" and put[-1] == "summary_confirmed"
    ending = assess(step.interview.answers)
    assert ending.urgency == "emergency"
    assert [flag.id for flag in ending.red_flags] == ["cauda_equina"]
