"""How old, how long, how bad and how it began, as far as a message tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from bot.nlu.extract.age import find_age
from bot.nlu.extract.assertion import Status
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.dates import Days, date_put_right
from bot.nlu.extract.duration import find_duration, is_spell, tells_how_long
from bot.nlu.extract.findings import Findings
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.onset import add_onset
from bot.nlu.extract.severity import find_severity
from bot.nlu.extract.taken_back import last_said, place_after
from bot.nlu.extract.temperature import without_readings
from bot.nlu.extract.tokens import Token

_REMEMBERED = 64
_OF_ONESELF = frozenset({"my", "i", "our", "me", "been", "he", "she", "his", "her", "this"})


def add_scalars(
    findings: Findings,
    judged: Sequence[tuple[Mention, Status]],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    asked: str | None,
    today: date,
) -> None:
    """Add the age, the pain score, the days and the onset that a message tells.

    Args:
        findings: what is added to.
        judged: what was found in the message, and what it says of each.
        tokens: its words.
        clauses: its clauses.
        asked: the id of the pending question.
        today: the day that "since Easter" is counted from.
    """
    told = [c for c in clauses if not c.question or _tells(tokens, c)]
    digits = with_digits(without_readings(_words(tokens, told)))
    after = [c for c in told if c.end > place_after(tokens) > 0]
    tail = with_digits(without_readings(_words(tokens, after, place_after(tokens))))
    who = findings.get("who")
    age = last_said(lambda said: _age(said, asked == "age", today, who), digits, tail)
    if age is not None:
        findings["age"] = age
    severity = last_said(lambda said: _severity(said, asked == "severity"), digits, tail)
    if severity is not None:
        findings["severity"] = list(severity) if isinstance(severity, tuple) else severity
    days = _days(tokens, told, after, asked, today, age)
    answered = age if asked == "age" else severity if asked == "severity" else None
    if days is not None and (asked not in ("age", "severity") or tells_how_long(digits, answered)):
        findings["duration_days"] = days
    add_onset(findings, judged, tokens, clauses)


# A turn reads its message twice, by itself and as an answer, and mostly finds the same in it.
@lru_cache(maxsize=_REMEMBERED)
def _age(said: str, asked: bool, today: date, who: str | None) -> int | None:
    return find_age(said, asked, today, who)


@lru_cache(maxsize=_REMEMBERED)
def _severity(said: str, asked: bool) -> float | tuple[float, ...] | None:
    found = find_severity(said, asked)
    return tuple(found) if isinstance(found, list) else found


def _days(
    tokens: Sequence[Token],
    told: Sequence[Clause],
    after: Sequence[Clause],
    asked: str | None,
    today: date,
    age: int | None,
) -> Days | None:
    """How long it has hurt; a spell of minutes or hours only where it was asked for."""
    wanted = asked == "duration_days"
    parts = [with_digits(_words(tokens, [c])) for c in told]
    instead = date_put_right(_words(tokens, told))
    if instead is not None:
        return find_duration([instead], today, wanted, age)
    last = [with_digits(_words(tokens, [c], place_after(tokens))) for c in after]
    days = find_duration(last, today, wanted, age) if last else None
    if days is None:
        days = find_duration(parts, today, wanted, age)
    if days is None or (asked is not None and is_spell(days, parts) and not wanted):
        return None
    return days


def _words(tokens: Sequence[Token], clauses: Sequence[Clause], start: int = 0) -> str:
    """The words of some clauses, from a place on, with the signs between them."""
    kept = {n for c in clauses for n in range(max(c.start, start), c.end)}
    ends = {c.end for c in clauses}
    return " ".join(t.text for n, t in enumerate(tokens) if n in kept or n in ends).replace(
        " '", "'"
    )


def _tells(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a question tells of oneself as well: "why does my knee hurt after 3 weeks"."""
    words = {token.text for token in tokens[clause.start : clause.end]}
    return clause.question in ("why", "?") or bool(words & _OF_ONESELF)
