"""Numbers in words → digits: "sixty nine", "two and a half", "a couple of", "a fortnight"."""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_UNITS |= {"nought": 0, "naught": 0}
_TENS["fourty"] = 40
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
]
_SCALES = {"hundred": 100, "thousand": 1000}
_NUMBER = {**_UNITS, **_TENS}
_WORDS = "|".join(sorted((*_NUMBER, *_SCALES), key=len, reverse=True))
_RUN = re.compile(rf"\b(?:{_WORDS})(?:(?: and)? (?:{_WORDS}))*\b")
# "The left one" is no number.
_A_THING = re.compile(
    r"\b(?:left|right|other|bad|sore|dodgy|gammy|good|wrong|same|this|that|which|every|little|"
    r"wee|auld|aul|old|young) $"
)
UNIT = (
    r"(?:hours?|hrs?|days?|weeks?|wks?|months?|mths?|mnths?|mos?|years?|yrs?|decades?|minutes?|"
    r"mins?|nights?)"
)
_COUNTED = re.compile(rf" {UNIT}\b|/| ?out of\b")
_REWRITES = [
    (re.compile(rf"\b(?:an?|1|one) ({UNIT}) (?:and|n|&) (?:a )?half\b"), r"1.5 \1"),
    (re.compile(rf"\b(\d+) ({UNIT}) and (?:a )?half\b"), r"\1.5 \2"),
    (re.compile(r"\b(\d+) and (?:a )?half\b(?! (?:an?|the|of|my)\b)"), r"\1.5"),
    (re.compile(r"\b(\d+) 1/2\b"), r"\1.5"),
    (re.compile(rf"\b(?:a )?half (?:of )?an? (?=({UNIT})\b)"), "0.5 "),
    (re.compile(rf"\b(?:a )?half (?=({UNIT})\b)"), "0.5 "),
    (re.compile(r"\b(?:a )?couple (?:of )?(?:more )?(?=[a-z])"), "2 "),
    (re.compile(r"\b(?:a )?few (?=[a-z])"), "3 "),
    (re.compile(r"\bseveral (?=[a-z])"), "5 "),
    (re.compile(r"\b(?:a|1) fortnight\b|\bfortnight\b"), "2 weeks"),
    (re.compile(r"\b(\d+) fortnights\b"), r"\1 fortnights"),
    (re.compile(r"\b(?:a )?dozen\b"), "12"),
]


# The same clauses are looked through for ages, scores and times, and that twice in a turn.
@lru_cache(maxsize=256)
def with_digits(text: str) -> str:
    """Return a normalised text with its number words as digits."""
    text = _RUN.sub(_digits, text)
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return text


def _digits(match: re.Match[str]) -> str:
    names_thing = match[0] == "one" and _A_THING.search(match.string, 0, match.start())
    counts = _COUNTED.match(match.string, match.end())
    return match[0] if names_thing and not counts else _value(match[0])


def ordinal(word: str) -> int | None:
    """Return 1 for "first", "1st" or "one", and so on; ``None`` for anything else."""
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    return int(match[1]) if match else _UNITS.get(word)


def as_number(text: str) -> float | int:
    """Return a whole number as int, another as float."""
    value = float(text)
    return int(value) if value.is_integer() else value


def _value(words: str) -> str:
    """Return the digits of number words; words that make no one number stay several."""
    numbers: list[int] = []
    current: int | None = None
    last = 0
    parts = words.split()
    for place, word in enumerate(parts):
        if word == "and":
            if current is not None and last >= 100:
                continue
            numbers += [] if current is None else [current]
            numbers.append(-1)
            current, last = None, 0
        elif word in _SCALES:
            current = (current or 1) * _SCALES[word]
            last = _SCALES[word]
        elif current is not None and last >= 100:
            current += _NUMBER[word]
            last = _NUMBER[word]
        elif current is not None and word in _UNITS and 20 <= last <= 90 and 0 < _UNITS[word] < 10:
            current += _UNITS[word]
            last = _UNITS[word]
        else:
            numbers += [] if current is None else [current]
            current = last = _NUMBER[word]
        if place == len(parts) - 1 and current is not None:
            numbers.append(current)
    return " ".join("and" if number < 0 else str(number) for number in numbers)
