"""How long ago a day in words was: "easter", "last tuesday", "march", "2019"."""

from __future__ import annotations

import re
from datetime import date, timedelta

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
_SEASONS = {"spring": 4, "summer": 7, "autumn": 10, "winter": 1}
_FEASTS = {
    "christmas": (12, 25),
    "xmas": (12, 25),
    "boxing day": (12, 26),
    "new year": (1, 1),
    "new years": (1, 1),
    "new year's": (1, 1),
    "halloween": (10, 31),
    "valentine": (2, 14),
    "bonfire night": (11, 5),
}
_AGO = {
    "today": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tonight": 0,
    "last night": 1,
    "yesterday": 1,
    "day before yesterday": 2,
    "other day": 3,
    "weekend": 3,
    "last week": 7,
    "last month": 30,
    "last year": 365,
    "this week": 3,
    "this month": 14,
}
WORDS = "|".join(
    [
        *sorted(_AGO, key=len, reverse=True),
        *sorted(_FEASTS, key=len, reverse=True),
        "easter",
        *_SEASONS,
        *_DAYS,
        *_MONTHS,
        *(f"{name}(?=[ .,]|$)" for name in _SHORT_MONTHS if name not in ("may", "mar")),
        *(f"{name}(?=[ .,]|$)" for name in _SHORT_DAYS if name not in ("sun", "sat")),
    ]
)
_YEAR = re.compile(r"\b(19[3-9]\d|20\d\d)\b")
_DAY_OF_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b")


def days_since(words: str, rest: str, today: date) -> int | None:
    """Return how many days ago something was, or ``None``.

    Args:
        words: what `WORDS` found, such as "easter" or "march".
        rest: what follows it, for a day of the month or a year.
        today: the day to count from.
    """
    if words in _AGO:
        return _AGO[words]
    year = _YEAR.search(rest[:20])
    if words in _FEASTS:
        return _since(*_FEASTS[words], today, year)
    if words == "easter":
        return min(
            (today - each).days
            for each in map(_easter, (today.year, today.year - 1))
            if each <= today
        )
    if words in _SEASONS:
        return _since(_SEASONS[words], 1, today, year)
    if words[:3] in _SHORT_DAYS and words in (*_DAYS, *_SHORT_DAYS):
        return (today.weekday() - _SHORT_DAYS[words[:3]]) % 7 or 7
    if words[:3] in _SHORT_MONTHS:
        day = _DAY_OF_MONTH.match(rest.strip())
        number = min(int(day[1]), 28) if day and 1 <= int(day[1]) <= 31 else 15
        return _since(_SHORT_MONTHS[words[:3]], number, today, year)
    return None


def days_since_year(year: int, today: date) -> int | None:
    """Return the days since the middle of a year, ``None`` for one to come."""
    if not 1930 <= year <= today.year:
        return None
    return max((today - date(year, 7, 1)).days, (today - date(year, 1, 1)).days // 2)


def _since(month: int, day: int, today: date, year: re.Match[str] | None) -> int:
    when = date(int(year[1]) if year else today.year, month, day)
    if when > today and not year and when - today < timedelta(days=14) and day == 15:
        return 7  # the month that has just begun
    while when > today:
        when = when.replace(year=when.year - 1)
    return (today - when).days


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
