"""What the report of a check says, before it is made into a page, a PDF or a FHIR bundle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from knowledge.answers import ABSENT, PRESENT, Answers
from knowledge.asking import is_asked_again, missing_answers, next_question
from knowledge.assessment import Assessment, IncompleteInterview, assess
from knowledge.questions import NONE, NOT_SURE, SKIP
from knowledge.red_flags import fired_emergencies
from knowledge.report import signs
from knowledge.report.answered import OPEN, Answered, answered
from knowledge.report.signs import Flag, Sign
from knowledge.report.timeline import Event, in_words, timeline
from knowledge.report.words import load_words, whom
from knowledge.sources import Source, load_sources
from knowledge.summary import line_for
from knowledge.triage import Reason
from knowledge.urgency import EMERGENCY, Cited, load_urgency
from knowledge.vocabulary import load_vocabulary

# The row of places in which the pain was asked for and is not.
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Level:
    """How soon to be seen, and by whom."""

    id: str
    label: str
    when: str
    who_to_see: str
    source: str


@dataclass(frozen=True)
class Row:
    """One thing about the pain; ``is_known`` is false where ``text`` says why there is no value."""

    id: str
    heading: str
    text: str
    is_known: bool = True


@dataclass(frozen=True)
class FittingPattern:
    """A pattern that the answers fit, its strength in words, and the evidence."""

    id: str
    label: str
    strength: str
    supporting: tuple[Cited, ...]
    against: tuple[Cited, ...]


@dataclass(frozen=True)
class Report:
    """The report of one check; every statement names its source by id.

    Attributes:
        at: when the answers were last assessed, however much later the report is made; ``begun``
            when the check began, where that is known.
        about: whom it is about, in words; ``age`` in years, ``None`` where it was not told.
        is_complete: whether every question that an assessment needs was put.
        absent: what a red flag looks at and was denied: the key negatives.
        unsure: what was answered with "not sure", in words; ``skipped``: what was left out.
        not_asked: what a red flag looks at and was never spoken of.
        speaks_against: what makes something worse less likely; ``expect`` what will probably be
            done, ``meanwhile`` what helps until then, ``cautions`` what to be careful with.
        versions: name and version of whatever took part.
    """

    at: datetime
    begun: datetime | None
    answers: Answers
    about: str
    age: float | None
    is_complete: bool
    urgency: Level
    flags: tuple[Flag, ...]
    reasons: tuple[Reason, ...]
    present: tuple[Sign, ...]
    history: tuple[Sign, ...]
    absent: tuple[Sign, ...]
    unsure: tuple[str, ...]
    skipped: tuple[str, ...]
    not_asked: tuple[Sign, ...]
    timeline: tuple[Event, ...]
    pain: tuple[Row, ...]
    patterns: tuple[FittingPattern, ...]
    questions: tuple[Answered, ...]
    speaks_against: tuple[Cited, ...]
    expect: tuple[Cited, ...]
    meanwhile: tuple[Cited, ...]
    cautions: tuple[Cited, ...]
    safety_net: tuple[Cited, ...]
    sources: tuple[Source, ...]
    versions: tuple[tuple[str, str], ...]
    disclaimer: str

    @property
    def assessed(self) -> str:
        """When the answers were assessed, in words."""
        return in_words(self.at)

    @property
    def is_emergency(self) -> bool:
        """Whether help is needed now."""
        return self.urgency.id == EMERGENCY

    @property
    def other_reasons(self) -> tuple[Reason, ...]:
        """The reasons that are not a red flag's own words."""
        flags = {flag.say for flag in self.flags}
        return tuple(reason for reason in self.reasons if reason.text not in flags)

    @property
    def answered(self) -> tuple[Answered, ...]:
        """The questions that were put, or of which something was said unasked."""
        return tuple(each for each in self.questions if not each.is_blank)

    @property
    def open_questions(self) -> tuple[Answered, ...]:
        """The questions that were not put and of which nothing was said."""
        return tuple(each for each in self.questions if each.is_blank)

    def number(self, source: str) -> int:
        """The number of a source in the list of sources, from 1 on."""
        return [each.id for each in self.sources].index(source) + 1


def build(
    answers: Answers,
    *,
    at: datetime,
    begun: datetime | None,
    emergency_number: str,
    versions: Mapping[str, str],
) -> Report:
    """The report of a check that is complete, or that an emergency has ended.

    Args:
        answers: every answer.
        at: when the answers were last assessed; dates in the report are counted back from it.
        begun: when the check began, if known.
        emergency_number: the number to call where Patella runs.
        versions: name → version of whatever took part.

    Raises:
        IncompleteInterview: when an answer that the assessment needs is missing, or a question is
            to be put again, whether it is needed or not.
    """
    assessment = assess(answers)
    _none_is_put_again(answers)
    level = _level(assessment, emergency_number)
    flags = signs.found_flags(answers)
    patterns = _patterns(assessment)
    questions = answered(answers)
    safety_net, ending = load_urgency().safety_net, assessment.ending
    cited = [level.source, *(flag.source for flag in flags)]
    cited += [reason.source for reason in assessment.reasons]
    cited += [e.source for p in patterns for e in (*p.supporting, *p.against)]
    further = (safety_net, ending.expect, ending.meanwhile, ending.cautions, ending.speaks_against)
    cited += [advice.source for each in further for advice in each]
    return Report(
        at=at,
        begun=begun,
        answers=answers,
        about=whom(answers),
        age=answers.age,
        is_complete=not missing_answers(answers),
        urgency=level,
        flags=flags,
        reasons=assessment.reasons,
        present=signs.signs(answers, "findings", PRESENT),
        history=signs.signs(answers, "history", PRESENT),
        absent=signs.key_negatives(answers),
        unsure=signs.left_unsure(answers),
        skipped=signs.left_out(answers),
        not_asked=signs.not_asked(answers),
        timeline=timeline(answers, at, begun),
        pain=tuple(_pain_rows(answers, questions)),
        patterns=patterns,
        questions=questions,
        speaks_against=ending.speaks_against,
        expect=ending.expect,
        meanwhile=ending.meanwhile,
        cautions=ending.cautions,
        safety_net=safety_net,
        sources=_sources(cited),
        versions=tuple(versions.items()),
        disclaimer=load_urgency().disclaimer,
    )


def _none_is_put_again(answers: Answers) -> None:
    # An emergency needs its report whatever is still to be said.
    pending = None if fired_emergencies(answers) else next_question(answers)
    if pending is not None and is_asked_again(pending, answers):
        raise IncompleteInterview([pending.id])


def _level(assessment: Assessment, emergency_number: str) -> Level:
    level = load_urgency().levels[assessment.urgency]
    return Level(
        assessment.urgency,
        level.label,
        assessment.when(emergency_number),
        assessment.who_to_see,
        level.source,
    )


def _patterns(assessment: Assessment) -> tuple[FittingPattern, ...]:
    return tuple(
        FittingPattern(
            fit.pattern.id,
            fit.pattern.label,
            fit.strength,
            tuple(Cited(e.text, e.source) for e in fit.supporting),
            tuple(Cited(e.text, e.source) for e in fit.against),
        )
        for fit in assessment.patterns
    )


def _pain_rows(answers: Answers, questions: Iterable[Answered]) -> Iterator[Row]:
    words = load_words()
    outcomes = {question.id: question.outcome for question in questions}
    for name, heading in words.pain.items():
        value = line_for(name, answers).partition(": ")[2]
        if value:
            yield Row(name, heading, value[:1].upper() + value[1:])
        elif name != ELSEWHERE:
            outcome = outcomes.get(name)
            told = outcome if outcome in (NONE, NOT_SURE, SKIP, OPEN) else "untold"
            yield Row(name, heading, words.outcomes[told], is_known=outcome == NONE)
    places = {term.value for term in load_vocabulary().group("location")}
    denied = [
        option.label
        for question in questions
        for option in question.options
        if option.value in places and option.status == ABSENT
    ]
    if denied:
        yield Row(ELSEWHERE, words.pain[ELSEWHERE], "; ".join(denied))


def _sources(ids: Iterable[str]) -> tuple[Source, ...]:
    return tuple(load_sources()[source] for source in dict.fromkeys(ids))
