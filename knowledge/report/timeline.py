"""What happened when: the beginning as a date, and what was told of before and since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.answers import PRESENT, Answers
from knowledge.questions import NOT_SURE, SKIP, load_questions
from knowledge.report.words import load_words
from knowledge.summary import duration_in_words
from knowledge.vocabulary import load_vocabulary

# From how many days on a date is told by its month only, and from how many by its year only.
_BY_MONTH, _BY_YEAR = 60, 700


@dataclass(frozen=True)
class Event:
    """One row of the timeline; ``date`` is empty where none was told."""

    heading: str
    date: str
    text: str


def timeline(answers: Answers, at: datetime, begun: datetime | None) -> tuple[Event, ...]:
    """The rows, earliest first."""
    words = load_words().timeline
    rows = (
        Event(words["before"], "", _told(answers, words["before_onset"])),
        _onset(answers, at),
        Event(words["since"], "", _told(answers, words["since_onset"])),
        Event(words["lately"], "", _told(answers, words["last_weeks"])),
        Event(words["check"], _check(at, begun), ""),
    )
    return tuple(row for row in rows if row.date or row.text)


def _onset(answers: Answers, at: datetime) -> Event:
    words = load_words().timeline
    how, days = _how(answers), answers.duration_days
    unknown = _unknown(answers, "onset")
    how_told = how or words["no_onset"].format(unknown=unknown)
    if days is None:
        unknown = _unknown(answers, "duration_days")
        text = words["onset_unknown_when"].format(how=how_told, unknown=unknown)
        return Event(words["began"], "", text)
    text = words["onset"].format(how=how_told, ago=duration_in_words(days))
    return Event(words["began"], _dates(days, at), text[:1].upper() + text[1:])


def _how(answers: Answers) -> str:
    """How it began, as the question offers it; empty where that is not known."""
    if answers.injury is True:
        return load_questions()["onset"].choice("injury").label
    if answers.onset is not None:
        return load_vocabulary().label(answers.onset)
    return ""


def _unknown(answers: Answers, question: str) -> str:
    """Why something is not known, in words."""
    outcome = answers.asked.get(question)
    key = outcome if outcome in (NOT_SURE, SKIP) else "untold"
    return load_words().outcomes[key].lower()


def _told(answers: Answers, names: Iterable[str]) -> str:
    vocabulary = load_vocabulary()
    return "; ".join(vocabulary.label(name) for name in names if answers.status(name) == PRESENT)


def _dates(days: tuple[float, float], at: datetime) -> str:
    """``(21, 28)`` days before 29 November as ``about 1 to 8 November 2026``."""
    words = load_words().timeline
    low, high = days
    try:
        at - timedelta(days=high)
    except OverflowError:
        # Longer ago than there are dates for: somebody said "a million years".
        return ""
    first, last = _date(at - timedelta(days=high), high), _date(at - timedelta(days=low), high)
    if first == last:
        return str(words["about"].format(date=first))
    return str(words["between"].format(first=_short(first, last), last=last))


def _date(day: datetime, days: float) -> str:
    if days >= _BY_YEAR:
        return f"{day:%Y}"
    month = f"{day:%B %Y}"
    return month if days >= _BY_MONTH else f"{day.day} {month}"


def _short(first: str, last: str) -> str:
    """The first date without the month and year that the last one names as well."""
    mine, its = first.split(" "), last.split(" ")
    while len(mine) > 1 and mine[-1] == its[-1]:
        mine.pop()
        its.pop()
    return " ".join(mine)


def _check(at: datetime, begun: datetime | None) -> str:
    if begun is None or begun >= at:
        return in_words(at)
    if begun.date() != at.date():
        return f"{in_words(begun)} – {in_words(at)}"
    return in_words(begun, until=f" – {at:%H:%M}")


def in_words(moment: datetime, until: str = "") -> str:
    """A moment as ``29 November 2026, 09:05``, with its time zone where it has one."""
    zone = moment.tzname()
    return f"{moment.day} {moment:%B %Y, %H:%M}{until}" + (f" {zone}" if zone else "")
