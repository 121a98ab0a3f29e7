"""How soon to be seen, and why: pure functions of the answers."""

from __future__ import annotations

from knowledge.answers import Answers
from knowledge.conditions import holds, left_open_names, undecided
from knowledge.questions import load_questions
from knowledge.red_flags import fired, flagged_level, left_open
from knowledge.urgency import ROUTINE, SELF_CARE, Cited, Lift, load_urgency, most_urgent
from knowledge.vocabulary import load_vocabulary


def urgency(answers: Answers) -> str:
    """The most urgent level that anything in the answers asks for."""
    everyday = ROUTINE if _lifts(answers) or _open_lifts(answers) else SELF_CARE
    return most_urgent([flagged_level(answers), everyday])


def reasons(answers: Answers) -> list[Cited]:
    """Why that level: the red flags, what was left open, and what makes it worth an appointment."""
    given = [Cited(flag.say, flag.source) for flag in fired(answers)]
    given += _open_reason(answers)
    given += [lift.reason for lift in _lifts(answers)]
    return given or [load_urgency().self_care_reason]


def _lifts(answers: Answers) -> list[Lift]:
    return [lift for lift in load_urgency().routine_when if holds(lift.when, answers) is True]


def _open_lifts(answers: Answers) -> list[Lift]:
    return [lift for lift in load_urgency().routine_when if undecided(lift.when, answers)]


def _open_reason(answers: Answers) -> list[Cited]:
    """One sentence for everything that was left open and would matter."""
    flags, lifts = left_open(answers), _open_lifts(answers)
    conditions = [flag.when for flag in flags] + [lift.when for lift in lifts]
    names = [name for when in conditions for name in left_open_names(when, answers)]
    if not names:
        return []
    source = flags[0].source if flags else lifts[0].reason.source
    listed = ", ".join(dict.fromkeys(_told(name) for name in names))
    return [Cited(load_urgency().left_open_reason.format(names=listed), source)]


def _told(name: str) -> str:
    """What was left open, in words."""
    term = load_vocabulary().find(name)
    if term is not None:
        return term.label[:1].lower() + term.label[1:]
    question = load_questions().get("onset" if name == "injury" else name)
    return (question.about if question else None) or name
