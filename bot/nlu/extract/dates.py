"""Days in words: "easter", "last tuesday", "3rd oct", "at the weekend", "2019"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bot.nlu.extract import feasts

Days = float | int | list[float | int]

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SHORT_MONTHS = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)}
_SHORT_DAYS = {name[:3]: number for number, name in enumerate(_DAYS)}
_SEASONS = {"spring": 4, "summer": 7, "autumn": 10, "fall": 10, "winter": 1}
_SATURDAY = 5
_MEALS = r"breakfast|brekky|brekkie|brunch|lunch|lunchtime|dinnertime|teatime|midday|noon|bedtime"
_PART = r"(?: morning| afternoon| arvo| evening| eve| night| nite| lunchtime| teatime)?"
_RELATIVE: list[tuple[str, int]] = [
    (rf"(?:the )?(?:day|night) before (?:yesterday|last){_PART}|ereyesterday", 2),
    (rf"yesterday(?:'s)?{_PART}|yest|yday", 1),
    (r"last (?:night|nite|evening)", 1),
    (r"(?:earlier |first thing |early )?(?:today|tonight|tonite|to day)|(?:earlier )?this "
     r"(?:very )?(?:morning|mornin|morn|am|afternoon|arvo|evening|lunchtime|minute)|"
     rf"(?:{_MEALS})(?! (?:yesterday|on|last))|(?:i|he|she|we|they) (?:woke|got) up(?= ?(?:today|"
     r"[.,;!]|$))|(?:waking|getting) up(?= ?(?:today|[.,;!]|$))", 0),
    (r"(?:the )?other (?:day|night|morning|evening)", 3),
    (r"(?:the )?other week", 10),
    (r"(?:the )?(?:week|weekend) before last", 12),
    (r"(?:earlier )?this week|all week", 3),
    (r"(?:some ?time |1 day |one day )?last week", 7),
    (r"past week", 7),
    (r"past month", 30),
    (r"(?:some ?time |1 day |one day )?last month", 30),
    (r"(?:the )?month before last", 50),
    (r"(?:earlier )?this month", 14),
    (r"(?:some ?time |1 day |one day )?last year", 365),
    (r"(?:the )?year before last", 730),
]  # fmt: skip
_MONTHS_BACK = {"this month": 0, "last month": 1}
_WEEKEND = r"(?:this |the |last )*week ?end(?! (?:in|of)\b)"
_SHORT = "|".join([*_SHORT_MONTHS, "sept"])
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:{_SHORT})(?=[ .,;)]|$))"
_WEEKDAY = rf"(?:{'|'.join(_DAYS)}|(?:mon|tues?|weds?|thurs?|thur|fri|sat|sun)(?=[ .,;)]|$))"
# Both name other things more often: "it may", "march on", "i sat", "the sun", "fall".
_AMBIGUOUS = frozenset({"may", "mar", "march", "spring", "sat", "sun", "wed", "lent"})
_NEEDED = re.compile(
    r"\b(?:since|in|of|last|this|late|early|mid|back|on|around|from|over|during|before|after|"
    r"(?:over|in|since|during) the) $"
)
# "3 mar" is a date, "2/10 sat still" none.
_AFTER_NUMBER = re.compile(r"\b\d(?: (?:st|nd|rd|th))?(?: of)? $")
# "9/10 getting up": each time, not this morning.
_RISING = frozenset({"getting up", "waking up"})
_SINCE_RISING = re.compile(r"\b(?:since|from|upon|ever since) (?:i was )?$")
# "Since the fall" is since falling.
_NEEDED_BY_FALL = re.compile(r"\b(?:last|this|(?:in|over|during) the|early|late) $")
_WITH_DAY = re.compile(r"^ ?(?:the )?\d{1,2}\b|^ (?:night|morning|evening|afternoon)")
_WORDS = re.compile(
    rf"\b(?:(?P<relative>{'|'.join(pattern for pattern, _ in _RELATIVE)})|"
    rf"(?P<feast>{feasts.WORDS})|(?P<weekend>{_WEEKEND})|"
    rf"(?P<season>{'|'.join(_SEASONS)})(?: time)?|"
    rf"(?P<month>{_MONTH})|(?P<weekday>{_WEEKDAY}))(?![a-z])"
)
_SINCE = r"(?:since|from|ever since)"
_YEAR = re.compile(
    r"\b(?:since|in|from|back in|of|during)(?: the year| about| around| early| late| mid)* "
    r"(?P<year>(?:19[3-9]|20\d)\d)\b(?! (?:i|steps))"
)
_DECADE = re.compile(r"\b(?:since|in|from) the (?:early |late |mid )?(19[3-9]0|[3-9]0) ?'?s\b")
_NUMERIC = re.compile(
    r"\b(?:since|from|on|started|began|dated?)(?: on| about| around| the)* "
    r"(?:(?P<iso>20\d\d) ?- ?(?P<m>\d\d) ?- ?(?P<d>\d\d)|"
    r"(?P<a>\d{1,2}) ?[./-] ?(?P<b>\d{1,2})(?: ?[./-] ?(?P<y>\d{4}|\d\d))?)\b(?! out)"
)
_YEAR_AFTER = re.compile(r"^(?: (?:of|in|last|the|\d{1,2}|st|nd|rd|th|,))* ?((?:19[3-9]|20\d)\d)\b")
_RELATIVE_YEAR = re.compile(
    r"^(?: (?:of|in|,))* ?(last year|this year|(?:the )?year before last)\b"
)
_DAY_AFTER = re.compile(r"^ ?(?:the )?(\d{1,2})\b(?! ?(?:years|weeks|months|days|hours|/|:))")
_ORDINAL_WORDS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_ORDINALS["thirtieth"] = 30
_DAY_BEFORE = re.compile(
    rf"\b(?:(?P<number>\d{{1,2}})(?: (?:st|nd|rd|th))?|(?P<tens>[23]0 )?"
    rf"(?P<word>{'|'.join(_ORDINALS)}))(?: day)?(?: of)? $"
)
_PART_OF_MONTH = re.compile(
    r"\b(?:(?P<early>early|beginning of|start of|1 st week of|first week of)|"
    r"(?P<late>late|end of|back end of|last week of|tail end of))(?: in)?(?: the)? $"
)
_A_WEEK_MORE = re.compile(
    r"^(?: (?:just )?gone)? (?:week\b(?! ?end)|before last|of last week|last week)"
)
_A_WEEK_BEFORE = re.compile(r"\b(?:1|a) week (?:ago |last |past |on )+$")
_LEAD = re.compile(
    r"(?:\b(?:ever since|since|from|on|in|at|over|during|around|about|roughly|back|just|only|"
    r"before|"
    r"after|the|last|this|past|late|early|mid|middle|end|start|beginning|of|starting|sometime|some "
    r"time|approximately|approx|maybe|like|say|probably|all|day|good|very) )+$"
)
# "It crept up over the winter" tells of no one day.
_ALL_THROUGH = re.compile(r"\b(?:over|during|through|throughout|all|each|every)(?: the| last)? $")
_NOT_THE_LAST = re.compile(
    r"\b(?:a|every|each|next|coming|till|until|by|most|some|per|any|til|times?|twice|once)"
    r"(?: the| already)? $"
)


class Day(NamedTuple):
    """Where a text names a day, how many days ago it was, and whether it says "since"."""

    start: int
    end: int
    days: Days
    since: bool


def find_dates(text: str, today: date) -> Iterator[Day]:
    """Yield the days that a normalised text names, its numbers as digits."""
    for match in _NUMERIC.finditer(text):
        when = _numeric(match, today)
        if when is not None:
            yield Day(match.start(), match.end(), (today - when).days, match[0][0] in "sf")
    taken = 0
    for match in _WORDS.finditer(text):
        counts = match["month"] or match["relative"] in _MONTHS_BACK
        dated = _DAY_BEFORE.search(text[: match.start()]) if counts else None
        start = dated.start() if dated else match.start()
        lead = _LEAD.search(text[:start])
        start = lead.start() if lead else start
        before, after = text[: match.start()], text[match.end() :]
        if match.start() < taken or _NOT_THE_LAST.search(text[:start] or before):
            continue
        if not _is_meant(match[0], before, after):
            continue
        if match["season"] and _ALL_THROUGH.search(before):
            continue
        found = _days_ago(match, before, after, today)
        if found is None:
            continue
        days, length = found
        taken = match.end() + length
        yield Day(start, taken, days, bool(lead and re.search(rf"\b{_SINCE}\b", lead[0])))
    for match in _YEAR.finditer(text):
        ago = days_since_year(int(match["year"]), today)
        if ago is not None:
            yield Day(match.start(), match.end(), ago, match[0].startswith(("since", "from")))
    for match in _DECADE.finditer(text):
        start = int(match[1][-2:]) + 1905
        yield Day(match.start(), match.end(), (today - date(start, 7, 1)).days, True)


def days_since_year(year: int, today: date) -> int | None:
    """Return the days since the middle of a year, ``None`` for one to come."""
    if not 1930 <= year <= today.year:
        return None
    return max((today - date(year, 7, 1)).days, (today - date(year, 1, 1)).days // 2)


def _is_meant(word: str, before: str, after: str) -> bool:
    """Whether a word that names other things too names a day here."""
    if word == "fall":
        return bool(_NEEDED_BY_FALL.search(before))
    if word in _RISING:
        return bool(_SINCE_RISING.search(before) or re.match(r" ?today\b", after))
    if word not in _AMBIGUOUS:
        return True
    if word in _SHORT_DAYS and _AFTER_NUMBER.search(before):
        return False
    return bool(_NEEDED.search(before) or _AFTER_NUMBER.search(before) or _WITH_DAY.match(after))


def _days_ago(
    match: re.Match[str], before: str, after: str, today: date
) -> tuple[Days, int] | None:
    """The days since what a word names, and how much of the text after it belongs to it."""
    words = match[0]
    counted = _DAY_BEFORE.search(before)
    if words in _MONTHS_BACK and counted is not None:
        return _on_day_of(_MONTHS_BACK[words], _ordinal(counted), today), 0
    if match["relative"]:
        return next(days for pattern, days in _RELATIVE if re.fullmatch(pattern, words)), 0
    if match["weekend"]:
        return (today.weekday() - _SATURDAY) % 7 or 7, 0
    if match["weekday"]:
        ago = (today.weekday() - _SHORT_DAYS[words[:3]]) % 7 or 7
        later = _A_WEEK_MORE.match(after)
        more = 7 if later or _A_WEEK_BEFORE.search(before) else 0
        return ago + more, later.end() if later else 0
    year, length = _year_after(after, today)
    if match["feast"]:
        when = feasts.last_feast(words, today, year)
        return ((today - when).days, length) if when else None
    if match["season"]:
        return _since(_SEASONS[match["season"]], 1, today, year), length
    month = _SHORT_MONTHS[words[:3]]
    day = _DAY_AFTER.match(after)
    early = _DAY_BEFORE.search(before)
    if early is not None:
        number = _ordinal(early)
    elif day is not None and 1 <= int(day[1]) <= 31:
        number, length = int(day[1]), max(length, day.end())
    else:
        return _since(month, _about(before), today, year, exact=False), length
    return _since(month, number, today, year), length


def _on_day_of(months_back: int, day: int, today: date) -> int:
    """The days since "the 20th of this month" or "of last month"."""
    first = today.replace(day=1)
    for _ in range(months_back):
        first = (first - timedelta(days=1)).replace(day=1)
    when = first.replace(day=min(max(day, 1), 28 if first.month == 2 else 30))
    return max((today - when).days, 0)


def _year_after(after: str, today: date) -> tuple[int | None, int]:
    told = _YEAR_AFTER.match(after)
    if told:
        return int(told[1]), told.end()
    relative = _RELATIVE_YEAR.match(after)
    if not relative:
        return None, 0
    back = {"last year": 1, "this year": 0}.get(relative[1], 2)
    return today.year - back, relative.end()


def _about(before: str) -> int:
    """The day of the month that stands for the whole month, or for a part of it."""
    part = _PART_OF_MONTH.search(before)
    if part is None:
        return 15
    return 5 if part["early"] else 25


def _ordinal(match: re.Match[str]) -> int:
    if match["number"]:
        return int(match["number"])
    return int(match["tens"] or 0) + _ORDINALS[match["word"]]


def _numeric(match: re.Match[str], today: date) -> date | None:
    """Day and month as in Britain, the other way round where it can only be so."""
    if match["iso"]:
        year, month, day = int(match["iso"]), int(match["m"]), int(match["d"])
    else:
        day, month = int(match["a"]), int(match["b"])
        day, month = (month, day) if month > 12 else (day, month)
        year = int(match["y"]) if match["y"] else today.year
        year += 2000 if year < 100 else 0
    try:
        when = date(year, month, day)
        return when if when <= today else when.replace(year=today.year - 1)
    except ValueError:
        return None


def _since(month: int, day: int, today: date, year: int | None, exact: bool = True) -> int:
    when = date(year or today.year, month, min(max(day, 1), 28 if month == 2 else 30))
    if when > today and not year and not exact and when - today < timedelta(days=14):
        return 7  # the month that has just begun
    while when > today:
        when = when.replace(year=when.year - 1)
    return (today - when).days


_DATE = rf"(?:(?:last|this|early|late|mid) )?(?:{_MONTH}|{_WEEKDAY})(?: last year)?"
_BEFORE = r"(?:(?:in|on|since|from|of|the|it was|it's|it is|was|back in) )*"
_INSTEAD = re.compile(
    rf"\b(?P<first>{_DATE}) ?,? (?:and |rather than |instead of )?(?:not )?{_BEFORE}{_DATE}"
    rf"(?![a-z])|\bnot {_BEFORE}{_DATE} ?[,.]? ?(?:but |no )?{_BEFORE}(?P<then>{_DATE})(?![a-z])"
)
_DENIES = re.compile(r"\b(?:not|rather than|instead of)\b")


def date_put_right(text: str) -> str | None:
    """Return the date that stands in the place of another: "since june" of "june, not july"."""
    match = _INSTEAD.search(f"{text} ")
    if match is None or not _DENIES.search(match[0]):
        return None
    return f"since {match['first'] or match['then']}"
