"""Feasts, holidays and other marks of the calendar, and the day that each last was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

InYear = Callable[[int], date]

_MONDAY, _THURSDAY, _SUNDAY = 0, 3, 6
_EVE = r"(?: (?:eve|day|time|week|hols?|holidays?|break|morning))*"


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _on(month: int, day: int) -> InYear:
    return lambda year: date(year, month, day)


def _around_easter(days: int) -> InYear:
    return lambda year: easter(year) + timedelta(days=days)


def _weekday(month: int, weekday: int, number: int) -> InYear:
    """The first, second ... weekday of a month, or with -1 the last."""

    def in_year(year: int) -> date:
        if number > 0:
            first = date(year, month, 1)
            return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)

    return in_year


_IN_CANADA = (
    r"(?:(?:here|up|over|back|up here|last year) )?(?:in|around|near) (?:canada|ontario|toronto|"
    r"ottawa|"
    r"quebec|montreal|alberta|calgary|edmonton|manitoba|winnipeg|saskatchewan|saskatoon|regina|"
    r"vancouver|halifax|nova scotia|new brunswick|newfoundland|yukon|bc|british columbia)\b"
)
_BANK_HOLIDAYS = (
    _around_easter(1),
    _weekday(5, _MONDAY, 1),
    _weekday(5, _MONDAY, -1),
    _weekday(8, _MONDAY, -1),
)
_YEARLY: list[tuple[str, tuple[InYear, ...]]] = [
    (rf"(?:christmas|xmas|x mas|crimbo|chrimbo|crimble|chrissie|noel){_EVE}", (_on(12, 25),)),
    (r"boxing day|st stephen's day", (_on(12, 26),)),
    (rf"(?:the )?new year(?:'?s)?{_EVE}|hogmanay|nye", (_on(1, 1),)),
    (r"burns night", (_on(1, 25),)),
    (r"australia day", (_on(1, 26),)),
    (r"waitangi day", (_on(2, 6),)),
    (r"groundhog day", (_on(2, 2),)),
    (r"(?:st |saint )?valentine(?:'?s)?(?: day)?", (_on(2, 14),)),
    (r"(?:the )?super ?bowl(?: sunday| weekend)?", (_weekday(2, _SUNDAY, 2),)),
    (r"(?:st |saint )?david(?:'?s)? day", (_on(3, 1),)),
    (r"(?:st |saint )?(?:patrick|paddy|patty)(?:'?s)?(?: day| weekend)|paddies day", (_on(3, 17),)),
    (r"april fools?(?: ?'?s)?(?: day)?", (_on(4, 1),)),
    (r"(?:st |saint )george(?:'?s)?(?: day)?", (_on(4, 23),)),
    (r"anzac(?: day| weekend)?", (_on(4, 25),)),
    (r"may day", (_on(5, 1),)),
    (r"cinco de mayo", (_on(5, 5),)),
    (r"memorial day(?: weekend)?", (_weekday(5, _MONDAY, -1),)),
    (r"father(?:'?s)? day", (_weekday(6, _SUNDAY, 3),)),
    (r"mother(?:'?s)? day|mothering sunday", (_around_easter(-21),)),
    (r"canada day(?: weekend)?", (_on(7, 1),)),
    (r"(?:the )?(?:4 th|fourth) of july|july (?:4 th|fourth)|independence day", (_on(7, 4),)),
    (r"bastille day", (_on(7, 14),)),
    (r"(?:the )?glorious twelfth|(?:the )?twelfth of july", (_on(7, 12),)),
    (r"labou?r day(?: weekend)?", (_weekday(9, _MONDAY, 1),)),
    (r"columbus day|indigenous peoples' day", (_weekday(10, _MONDAY, 2),)),
    (r"halloween|hallowe'en|hallow een", (_on(10, 31),)),
    (r"all saints(?: day)?", (_on(11, 1),)),
    (r"(?:bonfire|guy fawkes|fireworks?|firework) (?:night|day|weekend)|guy fawkes", (_on(11, 5),)),
    (r"remembrance (?:day|sunday|weekend)|armistice day|veterans? ?'?s? day", (_on(11, 11),)),
    (rf"canadian thanksgiving(?: day| weekend)?|thanksgiving(?: day| weekend)? {_IN_CANADA}",
     (_weekday(10, _MONDAY, 2),)),
    (r"(?:american |us )?thanksgiving(?: day| weekend)?", (_weekday(11, _THURSDAY, 4),)),
    (r"black friday", (lambda year: _weekday(11, _THURSDAY, 4)(year) + timedelta(days=1),)),
    (rf"easter(?: sunday| monday| weekend)?{_EVE}", (easter,)),
    (r"good friday|holy week", (_around_easter(-2),)),
    (r"palm sunday", (_around_easter(-7),)),
    (r"(?:pancake|shrove) (?:day|tuesday)|mardi gras|fat tuesday|carnival", (_around_easter(-47),)),
    (r"ash wednesday|lent", (_around_easter(-46),)),
    (r"whit(?:sun)?(?: weekend| monday| sunday)?|pentecost", (_around_easter(49),)),
    (r"(?:the )?(?:early |may |spring |august |last |late |summer )*bank holiday"
     r"(?: monday| weekend)*", _BANK_HOLIDAYS),
    (r"(?:the )?clocks? (?:going|went|go|changed|changing|change|went back|going back)(?: back| "
     r"forward)*", (_weekday(3, _SUNDAY, -1), _weekday(10, _SUNDAY, -1))),
    (r"(?:the )?half ?term(?: week| break| hols?| holidays?)?",
     (_on(2, 16), _weekday(5, _MONDAY, -1), _weekday(10, _MONDAY, -1))),
    (r"(?:the )?(?:schools?|term|kids|children) (?:started|went|going|gone|go) back(?: to school)?|"
     r"(?:the )?(?:start of (?:term|school)|school started|term started|back to school)",
     (_on(9, 4),)),
    (r"(?:the )?(?:summer|school) (?:holidays?|hols?)", (_on(8, 1),)),
    (r"freshers(?: week)?", (_on(9, 20),)),
]  # fmt: skip

# Feasts that follow the moon; before and after these years they are not known here.
_BY_THE_MOON: list[tuple[str, tuple[date, ...]]] = [
    (
        r"(?:the )?(?:chinese|lunar) new year",
        tuple(
            date(*day)
            for day in (
                (2024, 2, 10),
                (2025, 1, 29),
                (2026, 2, 17),
                (2027, 2, 6),
                (2028, 1, 26),
                (2029, 2, 13),
                (2030, 2, 3),
            )
        ),
    ),
    (
        r"ramadan|ramzan",
        tuple(
            date(*day)
            for day in ((2024, 3, 11), (2025, 3, 1), (2026, 2, 18), (2027, 2, 8), (2028, 1, 28))
        ),
    ),
    (
        r"eid(?: al \w+)?",
        tuple(
            date(*day)
            for day in (
                (2024, 4, 10),
                (2024, 6, 16),
                (2025, 3, 31),
                (2025, 6, 6),
                (2026, 3, 20),
                (2026, 5, 27),
                (2027, 3, 10),
                (2027, 5, 16),
                (2028, 2, 27),
                (2028, 5, 5),
            )
        ),
    ),
    (
        r"diwali|deepavali|divali",
        tuple(
            date(*day)
            for day in (
                (2023, 11, 12),
                (2024, 11, 1),
                (2025, 10, 20),
                (2026, 11, 8),
                (2027, 10, 29),
                (2028, 10, 17),
                (2029, 11, 5),
                (2030, 10, 26),
            )
        ),
    ),
    (
        r"holi",
        tuple(
            date(*day)
            for day in ((2024, 3, 25), (2025, 3, 14), (2026, 3, 4), (2027, 3, 22), (2028, 3, 11))
        ),
    ),
    (
        r"hanukkah|chanukah",
        tuple(
            date(*day)
            for day in (
                (2023, 12, 7),
                (2024, 12, 25),
                (2025, 12, 14),
                (2026, 12, 4),
                (2027, 12, 24),
            )
        ),
    ),
    (
        r"navratri",
        tuple(date(*day) for day in ((2024, 10, 3), (2025, 9, 22), (2026, 10, 11), (2027, 9, 30))),
    ),
]
# What happened once and everybody dates by.
_ONCE: list[tuple[str, date]] = [
    (
        r"(?:the )?(?:first |second |covid |corona )*lock ?downs?|(?:the )?pandemic",
        date(2020, 3, 23),
    ),
    (r"(?:the )?millennium", date(2000, 1, 1)),
    (r"desert storm|(?:the )?(?:first )?gulf war", date(1991, 1, 17)),
]
WORDS = "|".join(pattern for pattern, *_ in (*_YEARLY, *_BY_THE_MOON, *_ONCE))


def last_feast(words: str, today: date, year: int | None = None) -> date | None:
    """Return the day that a feast last was, or was in a year; ``None`` for what is no feast."""
    for pattern, in_years in _YEARLY:
        if re.fullmatch(pattern, words):
            years = (year,) if year else (today.year, today.year - 1)
            return _latest((rule(each) for each in years for rule in in_years), today)
    for pattern, days in _BY_THE_MOON:
        if re.fullmatch(pattern, words):
            return _latest((day for day in days if year in (None, day.year)), today)
    return next((day for pattern, day in _ONCE if re.fullmatch(pattern, words)), None)


def _latest(days: Iterable[date], today: date) -> date | None:
    return max((day for day in days if day <= today), default=None)
