"""Every question of a check, as it was put and as it was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.answers import ABSENT, MANY_VALUED, PRESENT, STATUSES, UNCERTAIN, Answers
from knowledge.asking import is_known, open_questions
from knowledge.conditions import holds
from knowledge.questions import (
    AGAIN,
    DOUBTED,
    NONE,
    NOT_SURE,
    PARTLY,
    SKIP,
    SUMMARY,
    SUSPECTED,
    VALUE,
    WHICH,
    Option,
    Question,
    is_put_again,
    load_questions,
)
from knowledge.red_flags import suspected_signs
from knowledge.report.words import load_words, question_text
from knowledge.summary import line_for

# A question that was never put: what it asks for was said unasked, or it is still open.
UNASKED, OPEN = "unasked", "open"


@dataclass(frozen=True)
class OptionAnswer:
    """One option of a question of several: ``present``, ``absent`` or ``uncertain``."""

    value: str
    label: str
    status: str


@dataclass(frozen=True)
class Answered:
    """One question.

    ``outcome`` is ``value``, ``none``, ``not_sure``, ``skip``, ``unasked`` or ``open``; ``lines``
    is the answer in words, one line for each way in which options were answered.
    """

    id: str
    text: str
    outcome: str
    lines: tuple[str, ...]
    options: tuple[OptionAnswer, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether it was not put and nothing of what it asks for was said."""
        return self.outcome == OPEN and not self.options

    @property
    def was_put(self) -> bool:
        """Whether the person was asked."""
        return self.outcome not in (UNASKED, OPEN)


def answered(answers: Answers) -> tuple[Answered, ...]:
    """The questions that were put, said unasked or are still open, in the order of asking."""
    still_open = {question.id for question in open_questions(answers)}
    return tuple(_answered(answers, still_open))


def _answered(answers: Answers, still_open: set[str]) -> Iterator[Answered]:
    for question in load_questions().values():
        outcome = _outcome(question, answers, still_open)
        if outcome is None or (question.id == SUSPECTED and outcome == UNASKED):
            continue
        options = _options(question, answers, outcome)
        lines = _lines(question, answers, outcome, options)
        if outcome == UNASKED and not lines:
            continue
        yield Answered(question.id, question_text(question, answers), outcome, lines, options)


def _outcome(question: Question, answers: Answers, still_open: set[str]) -> str | None:
    """How it was answered; ``None`` for a question that does not apply."""
    if question.id in answers.asked:
        how = answers.asked[question.id]
        if is_put_again(how):
            return AGAIN
        # "Not sure", and about what has not been said yet.
        # Of "again:not_sure" the first part is what stands now.
        return {DOUBTED: NOT_SURE, PARTLY: VALUE, WHICH: NOT_SURE}.get(how, how.partition(":")[0])
    if question.id == SUMMARY and answers.summary_confirmed is True:
        return VALUE
    if question.id in still_open:
        # That nobody read the answers back is no question left open.
        return None if question.id == SUMMARY else OPEN
    applies = holds(question.when, answers) is True
    return UNASKED if applies and is_known(question, answers) else None


def _options(question: Question, answers: Answers, outcome: str) -> tuple[OptionAnswer, ...]:
    if question.kind != "multi" or question.id in MANY_VALUED:
        return ()
    choices = question.choices
    if question.id == SUSPECTED:
        choices = tuple(each for each in choices if each.value in suspected_signs(answers))
    told = ((choice, _status(choice, answers, outcome)) for choice in choices)
    return tuple(OptionAnswer(c.value, c.label, status) for c, status in told if status)


def _status(choice: Option, answers: Answers, outcome: str) -> str | None:
    """What is known of one option; a place that the pain may reach has no status of its own."""
    if any(group in choice.sets for group in STATUSES):
        return answers.status(choice.value)
    places = choice.sets.get("location") or ()
    if any(place in answers.location for place in places):
        return PRESENT
    return {NONE: ABSENT, VALUE: ABSENT, NOT_SURE: UNCERTAIN, SKIP: UNCERTAIN}.get(outcome)


def _lines(
    question: Question, answers: Answers, outcome: str, options: tuple[OptionAnswer, ...]
) -> tuple[str, ...]:
    words = load_words().outcomes
    lines = []
    for status in (PRESENT, UNCERTAIN, ABSENT):
        labels = [option.label for option in options if option.status == status]
        # What was skipped was not answered with "not sure".
        heading = words[SKIP if status == UNCERTAIN and outcome == SKIP else status]
        if labels:
            lines.append(f"{heading}: {'; '.join(labels)}")
    if question.id == SUMMARY:
        lines = [words[PRESENT]] if answers.summary_confirmed is True else []
    elif question.kind != "multi" or question.id in MANY_VALUED:
        value = line_for(question.id, answers).partition(": ")[2]
        lines = [value] if value else []
    if not lines and outcome in words:
        lines = [words[outcome]]
    elif outcome == OPEN:
        # Some of a list was said unasked; the rest was not put.
        lines.append(words["rest"])
    elif outcome == AGAIN:
        lines.append(words[AGAIN])
    return tuple(_capital(line) for line in lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
