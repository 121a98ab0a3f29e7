"""The signs of a list that an answer in words passed over: whether to ask about them. Pure.

Who names one thing in words has said nothing of the others. To ask "and any of the others?" is
worth an answer only where it could still change how soon to be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.answers import ABSENT, PRESENT, STATUSES, Answers
from knowledge.asking import offered, open_questions
from knowledge.conditions import Condition, holds, names_in
from knowledge.questions import PARTLY, VALUE, Question
from knowledge.red_flags import fired_level, load_red_flags
from knowledge.triage import urgency
from knowledge.urgency import ROUTINE, SELF_CARE, WITHIN_DAYS, at_least, load_urgency
from knowledge.vocabulary import load_vocabulary


def could_matter(question: Question, answers: Answers, rest: Sequence[str]) -> bool:
    """Whether one of the rest could still make it more urgent.

    Where one of the list was named, the others were read and passed over: then what would only make
    it one for an ordinary appointment is not worth asking. What is to be seen within days is, such
    as a lump or lost weight. Where none was named ("I've tried painkillers"), all that could count
    is.

    Args:
        question: the list.
        answers: what is known, the message taken in.
        rest: its options of which nothing is known.
    """
    was_named = any(answers.status(value) == PRESENT for value in question.options)
    least = WITHIN_DAYS if was_named else ROUTINE
    supposed = _supposed(question, answers, rest)
    return any(
        holds(when, supposed) is not False
        for level, when in _rules_above(answers)
        if at_least(level, least) and set(rest) & _signs_in(when)
    )


def asks_anyway(question: Question, before: Answers, rest: Sequence[str]) -> bool:
    """Whether one of the rest is asked for whatever was named, as nobody was asked for it yet.

    Args:
        question: the list.
        before: what was known before the answer.
        rest: its options of which nothing is known.
    """
    is_asked_for = before.asked.get(question.id) == PARTLY
    return not is_asked_for and not set(rest).isdisjoint(question.ask_anyway)


def _rules_above(answers: Answers) -> Iterator[tuple[str, Condition]]:
    """The level and the condition of every rule that would make it more urgent than it is."""
    now = fired_level(answers)
    for flag in load_red_flags().values():
        if not at_least(now, flag.level):
            yield flag.level, flag.when
    if urgency(answers) == SELF_CARE:
        for lift in load_urgency().routine_when:
            yield ROUTINE, lift.when


def _supposed(question: Question, answers: Answers, rest: Sequence[str]) -> Answers:
    """The answers if all the rest were so, and nothing were that nobody will be asked about."""
    put = answers.changed(asked={**answers.asked, question.id: VALUE})
    to_come = {value for later in open_questions(put) for value in offered(later, put)}
    named = set(rest).union(*(_signs_in(when) for _, when in _rules_above(answers)))
    unknown = [name for name in named - (to_come - set(rest)) if answers.status(name) is None]
    changes: dict[str, dict[str, str]] = {group: {} for group in STATUSES}
    for name in unknown:
        term = load_vocabulary().find(name)
        if term is not None and term.group in changes:
            changes[term.group][name] = PRESENT if name in rest else ABSENT
    return answers.changed(
        findings={**answers.findings, **changes["findings"]},
        history={**answers.history, **changes["history"]},
    )


def _signs_in(condition: Condition) -> set[str]:
    """The findings and items of history that a condition names."""
    return {name for group, name in names_in(condition) if group == "finding"}
