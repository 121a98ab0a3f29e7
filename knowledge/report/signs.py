"""The signs that were found, those asked for and not there, and those left open."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.answers import ABSENT, UNCERTAIN, Answers
from knowledge.conditions import holds, names_in
from knowledge.grounds import grounds
from knowledge.questions import NOT_SURE, SKIP, load_questions
from knowledge.red_flags import RedFlag, fired, load_red_flags
from knowledge.summary import line_for
from knowledge.urgency import load_urgency
from knowledge.vocabulary import load_vocabulary


@dataclass(frozen=True)
class Sign:
    """A finding or an item of history in words."""

    name: str
    label: str


@dataclass(frozen=True)
class Flag:
    """A red flag that was found.

    ``because`` names the answers that fired it. One that is only suspected has none: a message
    sounded like it, and no answer has settled it.
    """

    id: str
    level: str
    label: str
    say: str
    source: str
    because: tuple[str, ...]

    @property
    def is_suspected(self) -> bool:
        """Whether no answer has settled it."""
        return not self.because


def found_flags(answers: Answers) -> tuple[Flag, ...]:
    """The red flags that were found, most urgent first."""
    levels = load_urgency().levels
    return tuple(
        Flag(
            flag.id,
            flag.level,
            levels[flag.level].label,
            flag.say,
            flag.source,
            _because(flag, answers),
        )
        for flag in fired(answers)
    )


def signs(answers: Answers, group: str, status: str) -> tuple[Sign, ...]:
    """The findings or the history with a status, in the order of the vocabulary."""
    known = getattr(answers, group)
    return tuple(
        Sign(term.value, term.label)
        for term in load_vocabulary().group(group)
        if known.get(term.value) == status
    )


def key_negatives(answers: Answers) -> tuple[Sign, ...]:
    """What a red flag looks at and is not there, the most urgent flags first."""
    return _of_flags(answers, ABSENT)


def not_asked(answers: Answers) -> tuple[Sign, ...]:
    """What a red flag looks at and was never spoken of, the most urgent flags first."""
    return _of_flags(answers, None)


def left_unsure(answers: Answers) -> tuple[str, ...]:
    """What was answered with "not sure", in words."""
    skipped = left_out(answers)
    told = [term.label for term in load_vocabulary() if answers.status(term.value) == UNCERTAIN]
    told += _abouts(answers, NOT_SURE)
    return tuple(label for label in dict.fromkeys(told) if label not in skipped)


def left_out(answers: Answers) -> tuple[str, ...]:
    """What was asked for in a question that the person skipped, in words."""
    told = [
        choice.label
        for question in load_questions().values()
        if answers.asked.get(question.id) == SKIP
        for choice in question.choices
        if answers.status(choice.value) == UNCERTAIN
    ]
    return tuple(dict.fromkeys([*told, *_abouts(answers, SKIP)]))


def _abouts(answers: Answers, outcome: str) -> list[str]:
    """What the questions with an outcome ask for, where that was not told later after all."""
    return [
        question.about[:1].upper() + question.about[1:]
        for question in load_questions().values()
        if question.about and answers.asked.get(question.id) == outcome
        if not line_for(question.id, answers)
    ]


def _of_flags(answers: Answers, status: str | None) -> tuple[Sign, ...]:
    vocabulary = load_vocabulary()
    order = {level: number for number, level in enumerate(load_urgency().levels)}
    names = [
        name
        for flag in sorted(load_red_flags().values(), key=lambda flag: order[flag.level])
        for group, name in names_in(flag.when)
        if group == "finding" and answers.status(name) == status
    ]
    return tuple(Sign(name, vocabulary.label(name)) for name in dict.fromkeys(names))


def _because(flag: RedFlag, answers: Answers) -> tuple[str, ...]:
    """The answers that fired a red flag, in words; none for one that is only suspected."""
    return tuple(grounds(flag.when, answers)) if holds(flag.when, answers) is True else ()
