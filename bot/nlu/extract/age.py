"""How old the person is, in years."""

from __future__ import annotations

import re
from datetime import date

OLDEST = 115

_AGE = r"(\d{1,3})"
_NOT_AN_AGE = (
    r"(?! ?(?:/|out of|-|%|\.\d|:\d|days?\b|weeks?\b|wks?\b|months?\b|mths?\b|hours?\b|hrs?\b|"
    r"mins?\b|"
    r"minutes?\b|miles?\b|km?\b|kg\b|stone\b|lbs?\b|pounds?\b|steps?\b|times?\b|years? (?:ago|on|"
    r"now)|"
    r"years? (?:post|after|into|since)|weeks|st\b|cm\b|am\b|pm\b|yrs? ago|degrees|percent|o'clock|"
    r"tablets|min))"
)
_UNIT = r"(?:years?|yrs?|yr|y)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_AGE} ?{_UNIT} ?(?:old|olds|of age)\b",
        rf"\b{_AGE} ?(?:yo|y/o|y o|y\.o|yrs old|yr old)\b",
        rf"\b(?:aged?|age is|age of|age to|age:|turned|turning|almost|nearly) (?:about |"
        rf"just )?{_AGE}\b{_NOT_AN_AGE}",
        rf"\b(?:i'm|i am|im|he's|she's|he is|she is|they're|who's|who is|is) (?:only |just |now |"
        rf"about |"
        rf"a |already |nearly |almost |a healthy |aged? |over )*{_AGE}\b{_NOT_AN_AGE}"
        rf"(?!(?: {_UNIT})? (?:in|into|with|from|since|out)\b)",
        rf"\b{_AGE} ?(?:m|f|male|female|man|woman|boy|girl)\b",
        rf"\b(?:male|female|woman|man|[mf]),? {_AGE}\b{_NOT_AN_AGE}",
        rf"\b(?:son|daughter|mum|mom|dad|mother|father|wife|husband|gran|nan|boy|girl|kid|"
        rf"partner),? "
        rf"\(? ?{_AGE}\b ?\)?{_NOT_AN_AGE}",
        rf"\b{_AGE} (?:now|years young)\b",
        rf"\bat {_AGE}\b{_NOT_AN_AGE}(?= ?(?:$|[.,!?;]))",
    )
)
_DECADE = re.compile(
    r"\b(?:in (?:my|his|her|their) (?:(early|mid|late) )?(\d0)(?: ?'?s)?|(early|mid|"
    r"late) (\d0) ?'?s)\b"
)
_DECADE_WORDS = {
    word: 10 * number
    for number, word in enumerate(
        [
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        ],
        start=2,
    )
}
_BORN = re.compile(
    r"\b(?:born|birth|dob)(?: (?:is|was|in|on|year|date|of|\w+ \d{1,2}|\d{1,2}))* "
    r"((?:19|20)\d\d)\b"
)
_YEAR_ALONE = re.compile(r"^\W*(?:in )?((?:19|20)\d\d)\W*$")
_SOUNDS = {"too": 2, "to": 2, "for": 4, "ate": 8, "won": 1}
_SOUNDS_LIKE = re.compile(r"\b([2-9]0) (too|to|for|ate|won)\b(?=\W*$)")
_MONTHS_OLD = re.compile(r"\b(\d{1,2}) months? old\b")
_WHEN_YOUNGER = re.compile(
    r"\b(?:since|when|until|till|before) (?:i|he|she|they) (?:was|were|turned)\b.*"
)
_BARE = re.compile(rf"(?<![\d./]){_AGE}\b(?! ?(?:/|out of|weeks?|months?|days?))")


def find_age(text: str, asked: bool = False, today: date | None = None) -> int | None:
    """Return the age that a normalised text, its numbers as digits, tells.

    Args:
        text: the whole message.
        asked: whether it is what was asked, so that a bare "42" will do.
        today: the day that a year of birth is counted from.
    """
    text = _WHEN_YOUNGER.sub(" ", text)
    born = _BORN.search(text) or (_YEAR_ALONE.match(text) if asked else None)
    if born:
        age = (today or date.today()).year - int(born[1])
        return age if 0 <= age <= OLDEST else None
    if asked:
        text = _SOUNDS_LIKE.sub(lambda m: str(int(m[1]) + _SOUNDS[m[2]]), text)
    decade = _decade(text)
    if decade is not None:
        return decade
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            age = int(found[1])
            if 0 < age <= OLDEST and not (pattern is _PATTERNS[-1] and age < 18):
                return age
    months = _MONTHS_OLD.search(text)
    if months:
        return int(months[1]) // 12
    match = _BARE.search(text) if asked else None
    return int(match[1]) if match and int(match[1]) <= OLDEST else None


def _decade(text: str) -> int | None:
    for word, start in _DECADE_WORDS.items():
        text = re.sub(rf"\b{word}\b", f"{start}s", text)
    match = _DECADE.search(text)
    if not match:
        return None
    part, decade = (match[1], match[2]) if match[2] else (match[3], match[4])
    return int(decade) + {"early": 2, "late": 8}.get(part or "", 5)
