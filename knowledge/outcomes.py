"""How a message answers the question put: with a value, with none, or with "some of it". Pure."""

from __future__ import annotations

from knowledge.answers import PRESENT, Answers
from knowledge.asking import offered
from knowledge.questions import (
    NONE,
    NOT_SURE,
    PARTLY,
    SKIP,
    VALUE,
    WHICH,
    YES,
    Question,
    load_questions,
)
from knowledge.steps import Heard


def outcome_of(question: Question, heard: Heard) -> str | None:
    """How the message answers the pending question: value, none, not_sure, skip or not at all."""
    outcome = answer_to(question, heard)
    if outcome is not None:
        # "No" says nothing to "where does it hurt?", and a bare "yes" nothing to a list of signs.
        told = {VALUE, NOT_SURE, SKIP} | ({NONE} if question.kind == "multi" else set())
        return outcome if outcome in told else None
    first = heard.moves[0] if heard.moves else ""
    return {"dont_know": NOT_SURE, "skip": SKIP}.get(first)


def answer_to(question: Question, heard: Heard) -> str | None:
    """What understanding says of the message as an answer to this question."""
    answer = heard.findings.get("answer") or {}
    return str(answer["outcome"]) if answer.get("question") == question.id else None


def says_some(question: Question, answers: Answers, heard: Heard) -> bool:
    """Whether a message says that some of a list is so, and not which: "yes", "a bit", "my knee".

    It is asked for once, in other words than before. An answer that stands, and a doubt that is
    asked about, are not opened for that.
    """
    if not question.takes_several or answer_to(question, heard) != YES:
        return False
    is_open = answers.asked.get(question.id) in (None, PARTLY)
    return is_open and len(offered(question, answers)) > 1


def with_some_named(before: Answers, stated: Answers, pending: str | None) -> Answers:
    """The answers where a sign of a list of which "some" was said is told to another question.

    Then the list has its answer, and only the others are asked for.
    """
    told = {
        name: PARTLY if load_questions()[name].mandatory else VALUE
        for name, how in before.asked.items()
        if how == WHICH and name != pending
        for value in load_questions()[name].options
        if stated.status(value) == PRESENT != before.status(value)
    }
    return stated.changed(asked={**stated.asked, **told}) if told else stated
