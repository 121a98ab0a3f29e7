"""What is said about a message before the next question, so that a misunderstanding shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.answering import answer_to, names_only_some, outcome_of
from knowledge.answers import (
    ABSENT,
    MANY_VALUED,
    PRESENT,
    SINGLE_VALUED,
    STATUSES,
    Answers,
)
from knowledge.asking import next_question
from knowledge.questions import SUMMARY, YES, load_questions
from knowledge.steps import Heard, Interview, Notice
from knowledge.summary import emptied_line, line_for, summarise_briefly
from knowledge.vocabulary import load_vocabulary

#: Said the second time that a question with nothing to choose from was not answered.
_CHOICES = {
    "age": "utter_choose_age",
    "duration_days": "utter_choose_duration_days",
    "severity": "utter_choose_severity",
}


def not_understood(misses: int, pending: str | None) -> Notice:
    """What to say to so many messages in a row that answered nothing: each time otherwise."""
    if misses == 2 and pending in _CHOICES:
        return Notice(_CHOICES[pending])
    return Notice(f"utter_not_understood_{min(misses, 3)}")


def notices(interview: Interview, after: Answers, heard: Heard) -> tuple[Notice, ...]:
    """Say what was changed, what of the opening was understood, or what is not clear yet."""
    before, pending = interview.answers, interview.pending
    told = _lines_of_changes(before, after, pending, heard)
    if told:
        return (Notice("utter_changed", {"changes": "; ".join(told)}),)
    if before == Answers() and pending is None and next_question(after):
        return noted(summarise_briefly(after))
    if pending == SUMMARY and after == before and _finds_fault(heard):
        return (Notice("utter_ask_correction"),)
    question = load_questions().get(pending or "")
    said_yes = question is not None and answer_to(question, heard) == YES
    if question and question.kind == "multi" and said_yes and after == before:
        return (Notice("utter_which_of_them"),)
    outcome = outcome_of(question, heard) if question else None
    names_some = question and outcome and names_only_some(question, after, outcome, heard)
    if names_some and next_question(after) == question and after != before:
        return (Notice("utter_any_others", {"noted": "; ".join(added(before, after))}),)
    is_repeated = after == before and not heard.is_aside
    known = known_already(before, heard.findings) if is_repeated else []
    return (Notice("utter_known_already", {"known": "; ".join(known)}),) if known else ()


def _finds_fault(heard: Heard) -> bool:
    """Whether somebody says of the summary that it is not right, or not known to be."""
    return heard.findings.get(SUMMARY) is False or heard.moves[:1] in (("deny",), ("dont_know",))


def noted(lines: list[str]) -> tuple[Notice, ...]:
    """Say what was taken in: one thing in the line, several as a list."""
    if not lines:
        return ()
    told = f" {lines[0]}" if len(lines) == 1 else "".join(f"\n• {line}" for line in lines)
    return (Notice("utter_noted", {"noted": told}),)


def added(before: Answers, after: Answers) -> list[str]:
    """In words, what the later answers hold that the earlier ones do not, or hold otherwise."""
    names = [n for n in (*SINGLE_VALUED, *MANY_VALUED) if getattr(before, n) != getattr(after, n)]
    names += [
        name
        for group in STATUSES
        for name, status in getattr(after, group).items()
        if getattr(before, group).get(name) != status
    ]
    return _lines(names, after)


def replaced(before: Answers, after: Answers) -> list[str]:
    """In words, what the later answers hold in the place of something else."""
    slots = [
        name
        for name in (*SINGLE_VALUED, *MANY_VALUED)
        if getattr(before, name) not in (None, (), getattr(after, name))
    ]
    signs = [name for group in STATUSES for name in getattr(before, group)]
    return _lines((*slots, *(n for n in signs if before.status(n) != after.status(n))), after)


def known_already(answers: Answers, findings: Mapping[str, Any]) -> list[str]:
    """In words, what a message states, all of which was stated before."""
    names = [
        n for n in (*SINGLE_VALUED, *MANY_VALUED) if n != "who" and findings.get(n) is not None
    ]
    for group in ("present", "history"):
        names += findings.get(group) or ()
    # What is denied and was kept all the same is told as kept.
    names += [name for name in findings.get("absent") or () if answers.status(name) == ABSENT]
    # "Not at night", of which nothing was noted: what is noted shows it.
    names += [load_vocabulary().term(value).group for value in findings.get("removed") or ()]
    return _lines(names, answers)


def _lines_of_changes(
    before: Answers, after: Answers, pending: str | None, heard: Heard
) -> list[str]:
    changed = [
        name
        for name in (*SINGLE_VALUED, *MANY_VALUED)
        if name != pending
        and getattr(before, name) not in (None, ())
        and getattr(after, name) != getattr(before, name)
        and (
            name in SINGLE_VALUED
            or name in (heard.findings.get("corrects") or ())
            or not set(getattr(before, name)) <= set(getattr(after, name))
        )
    ]
    flipped = [
        name
        for group in STATUSES
        for name, status in getattr(after, group).items()
        if {status, getattr(before, group).get(name)} == {PRESENT, ABSENT}
    ]
    emptied = [emptied_line(name) for name in changed if getattr(after, name) == ()]
    return [*_lines((*changed, *flipped), after), *emptied]


def _lines(names: Iterable[str], answers: Answers) -> list[str]:
    return list(dict.fromkeys(line for name in names if (line := line_for(name, answers))))
