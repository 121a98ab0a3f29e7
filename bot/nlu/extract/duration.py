"""How long it has hurt, in days: a number, or [low, high]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.nlu.extract import dates
from bot.nlu.extract.numbers import UNIT, as_number

Days = float | int | list[float | int]

_DAYS_IN = {
    "min": 1 / 1440,
    "hou": 1 / 24,
    "hrs": 1 / 24,
    "hr": 1 / 24,
    "nig": 1,
    "day": 1,
    "wee": 7,
    "wks": 7,
    "wk": 7,
    "mon": 30,
    "mth": 30,
    "mnt": 30,
    "mos": 30,
    "mo": 30,
    "yea": 365,
    "yrs": 365,
    "yr": 365,
    "dec": 3650,
}
_NUMBER = r"(\d+(?:\.\d+)?)"
_SPAN = re.compile(
    rf"\b(?:{_NUMBER} ?(?:-|to|or|and) ?)?(?:(?<![\w.]){_NUMBER}|\b(an?|1)) ?(?:ish |odd |or so |"
    rf"whole |full |good |solid )*({UNIT})\b(?: or {_NUMBER}\b)?"
)
# "every 2 weeks", "in 3 weeks", "3 times a week" are not how long it has hurt.
_NOT_BEFORE = re.compile(
    r"(?:\b(?:every|each|per|within|next|another|times|once|twice|time|under|aged|"
    r"wait\w*(?: about| over| for| around)*|"
    r"days?|nights?|hours?|hrs|other|first|after|only|than once|mornings?|weeks? old|"
    r"appointment in|"
    r"runs?|k|km|miles?) |(?<!last )(?<!past )(?<!with)\bin )$"
)
_NOT_AFTER = re.compile(
    r"^ ?(?:old\b|of age|olds?\b|time\b|'s time|from now|pregnant|gone\b|a (?:day|week|month)|"
    r"per |later\b|post\b|after\b|at a time|sessions?|of (?:physio|rehab|training|exercis)|"
    r"notice|drive|for (?:an? |the |my )?(?:gp|doctor|appointment|scan|mri|physio|referral|x ?ray|"
    r"results|specialist|consultant|operation)|"
    r"flight|walk|run|journey|shift|trip|in a row|straight at)"
)
_MORE = re.compile(r"(?:over|more than|at least|well over|for over|a good) $")
_LESS = re.compile(r"(?:less than|under|not even|no more than|at most|up to) $")
_VAGUE = re.compile(
    r"\b(?:for|over|many|been|since|it's|about|on and off(?: for)?|off and on(?: for)?|now) "
    r"(?:the |many |so many |some |quite some |last |past |literally |like |about |absolute )*"
    r"(years|months|weeks|days|ages|decades|donkey's years|yonks)\b"
)
_VAGUE_DAYS: dict[str, Days] = {
    "years": 730,
    "months": 90,
    "weeks": 21,
    "days": 3,
    "ages": 365,
    "decades": 7300,
    "donkey's years": 1825,
    "yonks": 365,
}
_LONG = re.compile(
    r"\b(?:a long time|a very long time|as long as i can remember|forever|all my life|so long|"
    r"a good while|quite a while|long while|for a long|donkeys years)\b"
)
_CHILDHOOD = re.compile(
    r"\bsince (?:my )?(?:childhood|school|being|i was|he was|she was|they were|birth|my teens)\b"
)
_SINCE_CHILDHOOD = 3650
_SINCE = re.compile(
    rf"\bsince (?:about |around |roughly |the |last |this |late |early |mid |back in |end of |"
    rf"beginning of |start of )*({dates.WORDS})\b(.*)"
)
_SINCE_YEAR = re.compile(r"\b(?:since|in|back in)(?: \w+)?(?: \d+)? ((?:19|20)\d\d)\b")
_SINCE_AGE = re.compile(
    r"\bsince (?:i|he|she|they) (?:was|were|turned) (?:about |around )?(\d{1,2})\b"
)
_DATED = re.compile(
    rf"\b(?:on |in |at |back in |back on |last |this |from |around |about |the |late |early |over "
    rf"the |over |in the beginning of |beginning of )*\b({dates.WORDS})\b(.*)"
)
_BEGAN = re.compile(
    r"\b(?:start\w*|beg[au]n|came on|happened|since|fell|fallen|fall|twisted|hurt|injur\w+|"
    r"tripped|slipped|banged|knocked|did it|came out|noticed|woke up|hit|developed|got it|tore|"
    r"landed|sprained|popped)\b"
)
_OTHER_EVENT = re.compile(
    r"\b(?:surgery|operation|operated|replace\w*|arthroscop\w+|scan|mri|x ray|xray|injection\w*|"
    r"physio\w*|diagnos\w+|cancer|clot\w*|stroke|heart attack|retired|married|birthday|mileage|"
    r"training|upped|run|marathon|"
    r"sit|sitting|sat|stand|standing|walk|walking|drive|driving|flight)\b"
)
_HURTS = re.compile(
    r"\b(?:pain\w*|hurt\w*|ach\w+|sore\w*|trouble|problem\w*|bother\w*|bad|symptoms?|had it|"
    r"going on|issue\w*|swoll?en|swell\w*|stiff\w*|numb\w*|lock\w*|click\w*|limp\w*)\b"
)
_WORSENED = re.compile(r"\b(?:worse|worsen\w*|better|bad again|flared?)\b")


def find_duration(
    clauses: list[str], today: date, asked: bool = False, age: float | None = None
) -> Days | None:
    """Return how long it has hurt, ``None`` where it is not said.

    Args:
        clauses: the clauses of the message, normalised, their numbers as digits.
        today: what "since Easter" is counted from.
        asked: whether it is what was asked, so that a bare "3 weeks" or "years" will do.
        age: for "since I was 12".
    """
    found = [
        (_rank(clause), place, days)
        for place, clause in enumerate(clauses)
        for days in _in_clause(clause, today, asked, age)
    ]
    return min(found, key=lambda each: each[:2])[2] if found else None


def _rank(clause: str) -> int:
    """Prefer how long it hurts to since when it is worse."""
    if _WORSENED.search(clause):
        return 1
    return 0


def _in_clause(text: str, today: date, asked: bool, age: float | None) -> Iterator[Days]:
    of_another_event = bool(_OTHER_EVENT.search(text)) and not _HURTS.search(text)
    if of_another_event and not asked and not _BEGAN.search(text.replace("since", " ")):
        return
    yield from _spans(text, asked)
    since_age = _SINCE_AGE.search(text)
    if since_age and age is not None and age >= int(since_age[1]):
        yield max(int((age - int(since_age[1])) * 365), 30)
    yield from _vague(text, asked)
    yield from _dated(text, today, asked)


def _spans(text: str, asked: bool) -> Iterator[Days]:
    for match in _SPAN.finditer(text):
        if match[4].startswith("night") and match[2] is None:
            continue
        before, after = text[: match.start()], text[match.end() :]
        if _NOT_AFTER.match(after) or (_NOT_BEFORE.search(before) and not _is_between(before)):
            continue
        low, number, _, unit, or_more = match.groups()
        one = _DAYS_IN.get(unit[:3]) or _DAYS_IN[unit[:2]]
        value = float(number or 1) * one
        if one < 1 and not (asked or after.startswith(" ago")):
            continue
        if one < 1 and unit.startswith("min"):
            continue
        if low is not None and float(low) < float(number or 1):
            yield [_days(float(low) * one), _days(value)]
        elif or_more is not None and float(or_more) > float(number or 1):
            yield [_days(value), _days(float(or_more) * one)]
        elif _LESS.search(before):
            yield [0, _days(value)]
        else:
            yield _days(value)


def _is_between(before: str) -> bool:
    return before.endswith(("in the last ", "over the last "))


def _vague(text: str, asked: bool) -> Iterator[Days]:
    match = _VAGUE.search(text) or (
        re.fullmatch(
            r"\W*(?:oh |about |some |many |a few )*(years|months|weeks|days|ages)\b.*", text
        )
        if asked
        else None
    )
    if match:
        yield _VAGUE_DAYS[match[1]]
    elif re.search(r"\b(years) (?:and years|now)\b", text):
        yield 730
    elif asked and _CHILDHOOD.search(text):
        yield _SINCE_CHILDHOOD
    elif _LONG.search(text) and (asked or _HURTS.search(text)):
        yield 365


def _dated(text: str, today: date, asked: bool) -> Iterator[Days]:
    year = _SINCE_YEAR.search(text)
    if year and (asked or _BEGAN.search(text)):
        days = dates.days_since_year(int(year[1]), today)
        if days is not None:
            yield days
            return
    match = _SINCE.search(text) or (_DATED.search(text) if asked or _BEGAN.search(text) else None)
    if not match:
        return
    if match[1] in ("may", "march", "spring", "fall") and not re.search(
        rf"\b(?:since|in|of|last|this|late|early|mid|back|on|around|from|until) {match[1]}\b", text
    ):
        return
    days = dates.days_since(match[1], match[2], today)
    if days is not None:
        yield days


def _days(value: float) -> float | int:
    return as_number(str(round(value, 2))) if value < 2 else round(value)
