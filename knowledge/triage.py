"""How soon to be seen, and why: pure functions of the answers."""

from __future__ import annotations

from knowledge.answers import Answers
from knowledge.conditions import holds
from knowledge.red_flags import fired, flagged_level, left_open
from knowledge.urgency import ROUTINE, SELF_CARE, Cited, load_urgency, most_urgent


def urgency(answers: Answers) -> str:
    """The most urgent level that anything in the answers asks for."""
    everyday = ROUTINE if _lifts(answers) else SELF_CARE
    return most_urgent([flagged_level(answers), everyday])


def reasons(answers: Answers) -> list[Cited]:
    """Why that level: the red flags, what was left open, and what makes it worth an appointment."""
    given = [Cited(flag.say, flag.source) for flag in fired(answers)]
    given += [
        Cited(f"You were not sure of something that would matter: {flag.say}", flag.source)
        for flag in left_open(answers)
    ]
    given += _lifts(answers)
    return given or [load_urgency().self_care_reason]


def _lifts(answers: Answers) -> list[Cited]:
    return [
        lift.reason for lift in load_urgency().routine_when if holds(lift.when, answers) is True
    ]
