"""How soon to be seen, and why: pure functions of the answers."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.answers import Answers
from knowledge.conditions import holds, left_open_names, undecided
from knowledge.grounds import grounds
from knowledge.questions import load_questions
from knowledge.red_flags import fired, fired_level, flagged_level, left_open
from knowledge.urgency import (
    ROUTINE,
    SELF_CARE,
    Cited,
    Lift,
    at_least,
    load_urgency,
    most_urgent,
)
from knowledge.vocabulary import load_vocabulary


@dataclass(frozen=True)
class Reason(Cited):
    """Why it is that urgent, and the answers that this rests on, in words."""

    answers: tuple[str, ...] = ()


def urgency(answers: Answers) -> str:
    """The most urgent level that anything in the answers asks for."""
    everyday = ROUTINE if _lifts(answers) or _open_lifts(answers) else SELF_CARE
    return most_urgent([flagged_level(answers), everyday])


def reasons(answers: Answers) -> list[Reason]:
    """Why that level, and no less: what asks for it, and what was left open.

    Where a red flag asks for more, that the pain is also worth an appointment is no reason.
    """
    flags = fired(answers)
    given = [
        Reason(flag.say, flag.source, tuple(grounds(flag.when, answers)))
        for flag in flags
        if flag.level == flags[0].level
    ]
    given += _open_reason(answers)
    given += [
        Reason(lift.reason.text, lift.reason.source, tuple(grounds(lift.when, answers)))
        for lift in _lifts(answers)
        if urgency(answers) == ROUTINE
    ]
    calm = load_urgency().self_care_reason
    return given or [Reason(calm.text, calm.source)]


def _lifts(answers: Answers) -> list[Lift]:
    return [lift for lift in load_urgency().routine_when if holds(lift.when, answers) is True]


def _open_lifts(answers: Answers) -> list[Lift]:
    return [lift for lift in load_urgency().routine_when if undecided(lift.when, answers)]


def _open_reason(answers: Answers) -> list[Reason]:
    """One sentence for everything that was left open and would matter."""
    flags, lifts = left_open(answers), _open_lifts(answers)
    conditions = [flag.when for flag in flags] + [lift.when for lift in lifts]
    names = [name for when in conditions for name in left_open_names(when, answers)]
    if not names:
        return []
    source = flags[0].source if flags else lifts[0].reason.source
    listed = ", ".join(dict.fromkeys(_told(name) for name in names))
    words = load_urgency()
    is_lifted = bool(fired(answers)) and not at_least(fired_level(answers), urgency(answers))
    reason = words.left_open_lifts if is_lifted else words.left_open_reason
    return [Reason(reason.format(names=listed), source)]


def _told(name: str) -> str:
    """What was left open, in words."""
    term = load_vocabulary().find(name)
    if term is not None:
        return term.label[:1].lower() + term.label[1:]
    question = load_questions().get("onset" if name == "injury" else name)
    return (question.about if question else None) or name
