"""What is said about a message before the next question, so that a misunderstanding shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from knowledge.address import address_of, forms
from knowledge.answers import (
    ABSENT,
    MANY_VALUED,
    PRESENT,
    SINGLE_VALUED,
    STATUSES,
    Answers,
)
from knowledge.asking import next_question
from knowledge.conditions import names_in
from knowledge.facts import with_facts
from knowledge.going_back import OF_A_PERSON
from knowledge.hip_part import HIP, LOCATION
from knowledge.outcomes import answer_to
from knowledge.questions import SUMMARY, YES, is_put_again, load_questions
from knowledge.red_flags import confirmed_level, fired, is_confirmed
from knowledge.steps import ASK_CORRECTION, Heard, Interview, Notice
from knowledge.summary import emptied_line, line_for, summarise_briefly
from knowledge.urgency import at_least
from knowledge.vocabulary import load_vocabulary

#: Said where a message states nothing but what is known.
KNOWN_ALREADY = "utter_known_already"
#: Said where another message in a row does so: it goes on to what is asked.
KNOWN_AGAIN = "utter_known_already_again"
#: Said the first time that an answer is not clear: what about it is not.
_UNCLEAR = {
    "age": "utter_unclear_age",
    "duration_days": "utter_unclear_duration_days",
    "severity": "utter_unclear_severity",
    "location": "utter_unclear_location",
    "side": "utter_unclear_side",
    "onset": "utter_unclear_onset",
}
#: Said the second time that a question with nothing to choose from was not answered.
_CHOICES = {
    "age": "utter_choose_age",
    "duration_days": "utter_choose_duration_days",
    "severity": "utter_choose_severity",
}


def not_understood(misses: int, interview: Interview, heard: Heard) -> Notice:
    """What to say to so many messages in a row that answered nothing: each time otherwise."""
    pending = interview.pending
    if misses == 1 and pending == "duration_days" and heard.findings.get("since_event"):
        return Notice("utter_when_was_that")
    if misses == 1 and pending in _UNCLEAR:
        return _unclear(pending, interview.answers)
    if misses == 2 and pending in _CHOICES:
        return Notice(_CHOICES[pending])
    return Notice(f"utter_not_understood_{min(misses, 3)}")


def _unclear(pending: str, answers: Answers) -> Notice:
    if pending == LOCATION and answers.asked.get(LOCATION) == HIP:
        return Notice("utter_unclear_hip")
    return Notice(_UNCLEAR[pending])


def notices(interview: Interview, after: Answers, heard: Heard) -> tuple[Notice, ...]:
    """Say what was changed, what of the opening was understood, or what is not clear yet."""
    before, pending = interview.answers, interview.pending
    told = _lines_of_changes(before, after, pending, heard)
    if told:
        return (Notice("utter_changed", {"changes": "; ".join(told)}),)
    if before == Answers() and pending is None and next_question(after):
        return noted(summarise_briefly(after))
    if pending == SUMMARY and after == before and _finds_fault(heard):
        return (Notice(ASK_CORRECTION),)
    if pending == SUMMARY and after == before and heard.moves[:1] == ("dont_know",):
        return (Notice("utter_unsure_of_summary"),)
    question = load_questions().get(pending or "")
    said_yes = question is not None and answer_to(question, heard) == YES
    if question and question.kind == "multi" and said_yes and after == before:
        return (Notice("utter_which_of_them"),)
    if pending in _UNCLEAR and heard.moves[:1] == ("affirm",) and after == before:
        # A "yes" to "how bad?" asks for nothing and answers nothing.
        return (_unclear(pending, before),)
    # Whose complaint it is goes without saying, where it is the writer's.
    is_same = after.changed(who=before.who) == before and after.who in (before.who, "self")
    is_repeated = is_same and not heard.is_aside
    known = known_already(before, heard.findings) if is_repeated else []
    return (Notice(KNOWN_ALREADY, {"known": "; ".join(known)}),) if known else ()


def _finds_fault(heard: Heard) -> bool:
    """Whether somebody says of the summary that it is not right."""
    return heard.findings.get(SUMMARY) is False or heard.moves[:1] == ("deny",)


def noted(lines: list[str]) -> tuple[Notice, ...]:
    """Say what was taken in: one thing in the line, several as a list."""
    if not lines:
        return ()
    told = f" {lines[0]}" if len(lines) == 1 else "".join(f"\n• {line}" for line in lines)
    return (Notice("utter_noted", {"noted": told}),)


def added(before: Answers, after: Answers) -> list[str]:
    """In words, what the later answers hold that the earlier ones do not, or hold otherwise."""
    return _lines(_named(before, after), after)


def _named(before: Answers, after: Answers) -> list[str]:
    """What the later answers hold that the earlier ones do not, or hold otherwise."""
    names = [n for n in (*SINGLE_VALUED, *MANY_VALUED) if getattr(before, n) != getattr(after, n)]
    return names + [
        name
        for group in STATUSES
        for name, status in getattr(after, group).items()
        if getattr(before, group).get(name) != status
    ]


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
    """In words, what a message states and what was stated just so before."""
    names = [name for name, is_same in _compared(answers, findings) if is_same]
    # "Not at night", of which nothing was noted: what is noted shows it.
    names += [load_vocabulary().term(value).group for value in findings.get("removed") or ()]
    return _lines(names, answers)


def known_otherwise(answers: Answers, findings: Mapping[str, Any]) -> list[str]:
    """In words, what was stated before and a message states in another way."""
    return _lines((name for name, is_same in _compared(answers, findings) if not is_same), answers)


def _compared(answers: Answers, findings: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """What a message states of what is known, and whether it states the same."""
    alone = with_facts(Answers(), findings)
    for name in SINGLE_VALUED:
        known, said = getattr(answers, name), getattr(alone, name)
        if name != "who" and None not in (known, said):
            yield name, said == known
    for name in MANY_VALUED:
        if said := getattr(alone, name):
            yield name, set(said) <= set(getattr(answers, name))
    for group in STATUSES:
        for name, status in getattr(alone, group).items():
            if answers.status(name) is not None:
                yield name, status == answers.status(name)


def less_urgent(before: Answers, after: Answers, corrects: Iterable[str]) -> tuple[Notice, ...]:
    """Say that it is less urgent now, and by which answer, where nothing was corrected for that.

    A rule may hold only as long as something else is not known: "unless it came on gradually".
    """
    if at_least(confirmed_level(after), confirmed_level(before)):
        return ()
    still = {flag.id for flag in fired(after)}
    ended = [f for f in fired(before) if f.id not in still and is_confirmed(f, before)]
    parts = {
        name if group == "finding" else group for f in ended for group, name in names_in(f.when)
    }
    if parts & set(corrects):
        return ()
    because = _lines((name for name in _named(before, after) if name in parts), after)
    told = "; ".join(because or added(before, after))
    return (Notice("utter_less_urgent", {"because": told}),)


def now_about_another(before: Answers, after: Answers) -> tuple[Notice, ...]:
    """Say whom it is about from now on, what stays, and what is asked anew for them."""
    is_another = before.relation is not None and before.relation != after.relation
    if before.who is None or (before.who == after.who and not is_another):
        return ()
    whom = {"whom": forms(address_of(after))["person_object"]}
    if any(is_put_again(after.asked.get(name)) for name in OF_A_PERSON):
        return (Notice("utter_now_about_again", whom),)
    # Anybody else than the writer is named among the changes.
    is_told = after.is_about_self or before.who == after.who
    return (Notice("utter_now_about", whom),) if is_told else ()


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
