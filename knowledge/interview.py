"""The interview: what a message changes, and which question comes next. Pure functions.

The next question depends on nothing but what is known, so that the interview can be picked
up, corrected and walked back at any point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.answers import (
    ABSENT,
    MANY_VALUED,
    PRESENT,
    SINGLE_VALUED,
    STATUSES,
    UNCERTAIN,
    Answers,
)
from knowledge.asking import is_known, next_question, offered
from knowledge.facts import with_facts
from knowledge.questions import (
    NONE,
    NOT_SURE,
    SKIP,
    SUMMARY,
    VALUE,
    YES,
    Question,
    load_questions,
)
from knowledge.red_flags import flagged_level
from knowledge.summary import line_for, summarise_briefly
from knowledge.urgency import SELF_CARE, at_least


@dataclass(frozen=True)
class Heard:
    """What understanding made of one message; ``findings`` has the shape of the contract.

    ``is_aside`` says that the message was answered elsewhere and need not answer the question,
    ``is_tap`` that it came from a button or a list and not from words.
    """

    moves: tuple[str, ...] = ()
    findings: Mapping[str, Any] = field(default_factory=dict)
    is_aside: bool = False
    is_tap: bool = False


@dataclass(frozen=True)
class Interview:
    """Where an interview stands: the answers, the pending question and the way back.

    ``trail`` holds, oldest first, each question answered and the slots as they were before.
    ``misses`` counts the messages in a row that answered nothing.
    """

    answers: Answers = field(default_factory=Answers)
    pending: str | None = None
    trail: tuple[Mapping[str, Any], ...] = ()
    misses: int = 0


@dataclass(frozen=True)
class Notice:
    """Something to say before the next question: a response of domain.yml and its values."""

    response: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What one message led to; ``question`` is the next one, or ``None`` when there is none."""

    interview: Interview
    question: str | None
    notices: tuple[Notice, ...] = ()


def hear(interview: Interview, heard: Heard) -> Step:
    """Take one message into the interview."""
    if "go_back" in heard.moves:
        return _go_back(interview)
    before, pending = interview.answers, interview.pending
    stated = _take_in(before, pending, heard)
    after = stated if _may_replace(interview, stated, heard) else _additions(before, stated)
    notices = _notices(interview, after, heard)
    if heard.moves[:1] == ("report_red_flag",) and flagged_level(after) == SELF_CARE:
        # It sounds like an emergency, but no sign was recognised: never pass that over.
        notices = (Notice("utter_if_emergency"),)
    if after != stated:
        notices = (*notices, Notice("utter_kept", {"kept": "; ".join(_added(stated, after))}))
    answered = after != before
    trail = interview.trail
    if _answers(pending, before, after):
        trail = (*trail, {"question": pending, "before": _difference(before, after)})
    misses = _misses(interview, heard, answered or bool(notices))
    if misses:
        notices = (Notice(f"utter_not_understood_{min(misses, 3)}"),)
    step = _step(Interview(after, pending, trail, misses), notices)
    if answered and not notices and step.question == pending:
        # Something was taken in that does not answer the question, which now comes again.
        noted = _added(before, after)
        return replace(step, notices=_noted(noted))
    return step


def _answers(pending: str | None, before: Answers, after: Answers) -> bool:
    """Whether the pending question was open before a message and is not open after it."""
    question = load_questions().get(pending or "")
    return question is not None and is_known(question, after) and not is_known(question, before)


def _misses(interview: Interview, heard: Heard, was_understood: bool) -> int:
    """How many messages in a row have answered nothing, this one included."""
    states_nothing = heard.moves[:1] in ((), ("repeat",), ("start_check",), ("restart",))
    if heard.is_aside or states_nothing or was_understood or interview.pending is None:
        return 0
    return interview.misses + 1


def _step(interview: Interview, notices: tuple[Notice, ...]) -> Step:
    question = next_question(interview.answers)
    pending = question.id if question else None
    return Step(replace(interview, pending=pending), pending, notices)


def _go_back(interview: Interview) -> Step:
    """Undo the last answer to a question and put it again.

    What the same message said beyond the answer stays: going back is no way to lose a sign
    that cannot wait without a word.
    """
    if not interview.trail:
        return _step(interview, (Notice("utter_cannot_go_back"),))
    *trail, last = interview.trail
    question = load_questions()[last["question"]]
    answers = _without_answer(interview.answers, question, last["before"])
    back = Interview(answers, question.id, tuple(trail), 0)
    return Step(back, question.id, (Notice("utter_went_back"),))


def _without_answer(answers: Answers, question: Question, before: Mapping[str, Any]) -> Answers:
    """The answers as they were before this question, in everything that it brings."""
    brings = {question.id, "asked", *(slot for choice in question.choices for slot in choice.sets)}
    slots = answers.to_slots()
    slots.update({name: value for name, value in before.items() if name in brings})
    for group in STATUSES:
        now, then = getattr(answers, group), before.get(group, slots[group]) or {}
        slots[group] = {
            name: status for name, status in now.items() if name not in question.options
        }
        slots[group].update({name: then[name] for name in then if name in question.options})
    return Answers.from_slots({**slots, "summary_confirmed": None})


def _may_replace(interview: Interview, stated: Answers, heard: Heard) -> bool:
    """Whether a message may put new answers in the place of old ones.

    A level of urgency falls only when the answer that raised it is corrected: by saying so, or
    by a tap.
    """
    if at_least(flagged_level(stated), flagged_level(interview.answers)):
        return True
    return heard.is_tap or bool(heard.findings.get("corrects"))


def _additions(before: Answers, after: Answers) -> Answers:
    """The earlier answers with what is new in the later ones; nothing but a doubt is replaced."""
    old, new = before.to_slots(), after.to_slots()
    slots = {name: new[name] if old[name] is None else old[name] for name in old}
    for name in (*STATUSES, "asked"):
        settled = {key: value for key, value in (old[name] or {}).items() if value != UNCERTAIN}
        slots[name] = {**(new[name] or {}), **settled}
    return Answers.from_slots(slots)


def _noted(lines: list[str]) -> tuple[Notice, ...]:
    """Say what was taken in: one thing in the line, several as a list."""
    if not lines:
        return ()
    noted = f" {lines[0]}" if len(lines) == 1 else "".join(f"\n• {line}" for line in lines)
    return (Notice("utter_noted", {"noted": noted}),)


def _added(before: Answers, after: Answers) -> list[str]:
    """In words, what the later answers hold that the earlier ones do not, or hold otherwise."""
    names = [n for n in (*SINGLE_VALUED, *MANY_VALUED) if getattr(before, n) != getattr(after, n)]
    names += [
        name
        for group in STATUSES
        for name, status in getattr(after, group).items()
        if getattr(before, group).get(name) != status
    ]
    return list(dict.fromkeys(line for name in names if (line := line_for(name, after))))


def _difference(before: Answers, after: Answers) -> dict[str, Any]:
    """The slots that changed, with the values that they had before."""
    old, new = before.to_slots(), after.to_slots()
    return {name: old[name] for name in old if old[name] != new[name]}


def _take_in(answers: Answers, pending: str | None, heard: Heard) -> Answers:
    """The answers after a message: what it states, then how it answers the pending question."""
    stated = with_facts(answers, heard.findings)
    if stated != answers:
        # A summary that was confirmed, or is being read, is no longer what was said.
        stated = stated.changed(summary_confirmed=None)
    question = load_questions().get(pending or "")
    if question is None:
        return stated
    if question.id == SUMMARY:
        passed = heard.findings.get(SUMMARY) is True or heard.moves[:1] == ("skip",)
        return stated.changed(summary_confirmed=True) if passed and stated == answers else stated
    outcome = _outcome(question, heard)
    if outcome is None or _names_only_some(question, stated, outcome, heard):
        return stated
    unsaid = UNCERTAIN if outcome in (NOT_SURE, SKIP) else ABSENT
    settled = _rest(stated, question, unsaid) if question.takes_several else stated
    return settled.changed(asked={**settled.asked, question.id: outcome})


def _names_only_some(question: Question, stated: Answers, outcome: str, heard: Heard) -> bool:
    """Whether somebody named one sign in words and so said nothing of the others on the list."""
    is_list_of_signs = question.kind == "multi" and question.mandatory
    return (
        is_list_of_signs
        and outcome == VALUE
        and not heard.is_tap
        and bool(offered(question, stated))
    )


def _outcome(question: Question, heard: Heard) -> str | None:
    """How the message answers the pending question: value, none, not_sure, skip or not at all."""
    outcome = _answer_to(question, heard)
    if outcome is not None:
        # "No" says nothing to "where does it hurt?", and a bare "yes" nothing to a list of signs.
        told = {VALUE, NOT_SURE, SKIP} | ({NONE} if question.kind == "multi" else set())
        return outcome if outcome in told else None
    first = heard.moves[0] if heard.moves else ""
    return {"dont_know": NOT_SURE, "skip": SKIP}.get(first)


def _answer_to(question: Question, heard: Heard) -> str | None:
    """What understanding says of the message as an answer to this question."""
    answer = heard.findings.get("answer") or {}
    return str(answer["outcome"]) if answer.get("question") == question.id else None


def _rest(answers: Answers, question: Question, status: str) -> Answers:
    """Give every option of which nothing is known this status."""
    changes: dict[str, dict[str, str]] = {group: {} for group in STATUSES}
    for value in offered(question, answers):
        for group in STATUSES:
            if value in (question.choice(value).sets.get(group) or ()):
                changes[group][value] = status
    return answers.changed(
        findings={**answers.findings, **changes["findings"]},
        history={**answers.history, **changes["history"]},
    )


def _notices(interview: Interview, after: Answers, heard: Heard) -> tuple[Notice, ...]:
    """Say what was changed, so that a misunderstanding shows at once."""
    before, pending = interview.answers, interview.pending
    changed = [
        name
        for name in (*SINGLE_VALUED, *MANY_VALUED)
        if name != pending
        and getattr(before, name) not in (None, ())
        and getattr(after, name) != getattr(before, name)
        and (name in SINGLE_VALUED or name in (heard.findings.get("corrects") or ()))
    ]
    flipped = [
        name
        for group in STATUSES
        for name, status in getattr(after, group).items()
        if {status, getattr(before, group).get(name)} == {PRESENT, ABSENT}
    ]
    told = dict.fromkeys(line_for(name, after) for name in (*changed, *flipped))
    if any(told):
        return (Notice("utter_changed", {"changes": "; ".join(line for line in told if line)}),)
    if before == Answers() and pending is None and next_question(after):
        return _noted(summarise_briefly(after))
    if pending == SUMMARY and after == before and heard.moves[:1] in (("deny",), ("dont_know",)):
        return (Notice("utter_ask_correction"),)
    question = load_questions().get(pending or "")
    said_yes = question is not None and _answer_to(question, heard) == YES
    if question and question.kind == "multi" and said_yes and after == before:
        return (Notice("utter_which_of_them"),)
    outcome = _outcome(question, heard) if question else None
    if question and outcome and _names_only_some(question, after, outcome, heard):
        return (Notice("utter_any_others"),)
    return ()
