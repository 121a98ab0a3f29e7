"""The interview: what a message changes, and which question comes next. Pure functions.

The next question depends on nothing but what is known, so that the interview can be picked
up, corrected and walked back at any point.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from knowledge.conditions import holds
from knowledge.facts import with_facts
from knowledge.questions import (
    NO,
    NONE,
    NOT_SURE,
    SKIP,
    YES,
    Question,
    load_questions,
    plain_option,
)
from knowledge.red_flags import fired_emergencies
from knowledge.summary import line_for, summarise_briefly

SUMMARY = "summary_confirmed"


@dataclass(frozen=True)
class Heard:
    """What understanding made of one message; ``findings`` has the shape of the contract.

    ``is_aside`` says that the message was answered elsewhere and need not answer the question.
    """

    moves: tuple[str, ...] = ()
    findings: Mapping[str, Any] = field(default_factory=dict)
    is_aside: bool = False


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
    before = interview.answers
    after = _take_in(before, interview.pending, heard)
    notices = _notices(interview, after, heard)
    answered = after != before
    trail = interview.trail
    if answered:
        trail = (*trail, {"question": interview.pending, "before": _difference(before, after)})
    passed_on = heard.is_aside or heard.moves[:1] in (("repeat",), ("start_check",), ())
    misses = 0 if answered or notices or passed_on else interview.misses + 1
    if misses and interview.pending:
        notices = (Notice(f"utter_not_understood_{min(misses, 3)}"),)
    return _step(Interview(after, interview.pending, trail, misses), notices)


def next_question(answers: Answers) -> Question | None:
    """The first question that applies and is not known yet; none once an emergency is found."""
    if fired_emergencies(answers):
        return None
    return next(open_questions(answers), None)


def open_questions(answers: Answers) -> Iterator[Question]:
    """Every question that would still be put, in order."""
    for question in load_questions().values():
        if holds(question.when, answers) is True and not is_known(question, answers):
            yield question


def missing_answers(answers: Answers) -> list[str]:
    """The mandatory questions that apply and have neither an answer nor a "not sure"."""
    return [question.id for question in open_questions(answers) if question.mandatory]


def is_known(question: Question, answers: Answers) -> bool:
    """Whether it was put already, or everything that it would bring has been said unasked."""
    if question.id in answers.asked:
        return True
    if question.known_when is not None:
        return holds(question.known_when, answers) is True
    if question.id in (*SINGLE_VALUED, SUMMARY):
        return getattr(answers, question.id) is not None
    if question.id in MANY_VALUED:
        return getattr(answers, question.id) != ()
    return not offered(question, answers)


def offered(question: Question, answers: Answers) -> tuple[str, ...]:
    """The options worth offering: those that apply and of which nothing is known yet."""
    return tuple(
        choice.value
        for choice in question.choices
        if holds(choice.when, answers) is True and answers.status(choice.value) is None
    )


def describe_question(question_id: str, slots: Mapping[str, Any]) -> dict[str, Any]:
    """The ``question`` object of the web API for a pending question, without its wording.

    Raises:
        KeyError: when there is no such question.
    """
    question = load_questions()[question_id]
    answers = Answers.from_slots(slots)
    described: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind,
        "options": _described_options(question, answers),
        "why": question.why,
        "progress": progress(answers),
    }
    meanings = [
        f"{option['label']}: {option['help']}"
        for option in described["options"]
        if "help" in option
    ]
    if meanings:
        described["meaning"] = "\n".join(meanings)
    for key in ("min", "max", "unit"):
        if getattr(question, key) is not None:
            described[key] = getattr(question, key)
    return described


def progress(answers: Answers) -> dict[str, int]:
    """How many questions were put, and how many it will have been, as far as is known now."""
    put = len(answers.asked)
    return {"answered": put, "expected": put + len(list(open_questions(answers)))}


def _described_options(question: Question, answers: Answers) -> list[dict[str, str]]:
    options = []
    for value in offered(question, answers):
        choice = question.choice(value)
        option = {"value": value, "label": choice.label}
        if choice.help:
            option["help"] = choice.help
        options.append(option)
    if question.kind == "yes_no":
        return [plain_option(YES), plain_option(NO)]
    if question.kind == "multi":
        options.append(plain_option(NONE))
    return [*options, plain_option(NOT_SURE)]


def _step(interview: Interview, notices: tuple[Notice, ...]) -> Step:
    question = next_question(interview.answers)
    pending = question.id if question else None
    return Step(replace(interview, pending=pending), pending, notices)


def _go_back(interview: Interview) -> Step:
    """Undo exactly the last answer and put its question again."""
    if not interview.trail:
        return _step(interview, (Notice("utter_cannot_go_back"),))
    *trail, last = interview.trail
    slots = {**interview.answers.to_slots(), **last["before"]}
    answers = Answers.from_slots(slots)
    back = Interview(answers, last["question"], tuple(trail), 0)
    pending = last["question"]
    if pending is None:
        return _step(back, (Notice("utter_went_back"),))
    return Step(back, pending, (Notice("utter_went_back"),))


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
        confirmed = heard.findings.get(SUMMARY) is True and stated == answers
        return stated.changed(summary_confirmed=True) if confirmed else stated
    outcome = _outcome(question, heard)
    if outcome is None:
        return stated
    unsaid = UNCERTAIN if outcome in (NOT_SURE, SKIP) else ABSENT
    settled = _rest(stated, question, unsaid) if question.takes_several else stated
    return settled.changed(asked={**settled.asked, question.id: outcome})


def _outcome(question: Question, heard: Heard) -> str | None:
    """How the message answers the pending question: value, none, not_sure, skip or not at all."""
    answer = heard.findings.get("answer") or {}
    if answer.get("question") == question.id:
        return str(answer["outcome"])
    first = heard.moves[0] if heard.moves else ""
    return {"dont_know": NOT_SURE, "skip": SKIP}.get(first)


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
    if told:
        return (Notice("utter_changed", {"changes": "; ".join(told)}),)
    if before == Answers() and next_question(after):
        noted = summarise_briefly(after)
        return (Notice("utter_noted", {"noted": "; ".join(noted)}),) if noted else ()
    if pending == SUMMARY and after == before and heard.moves[:1] == ("deny",):
        return (Notice("utter_ask_correction"),)
    return ()
