"""How bad it is from 0 to 10: a number, or [low, high]."""

from __future__ import annotations

import re

from bot.nlu.extract.numbers import as_number

Score = float | int | list[float | int]

_N = r"(10|\d(?:\.5)?)"
_OUT_OF = r" ?(?:/|out of|of|over) ?(?:a )?(?:10|ten)\b"
_RANGE_OUT_OF = re.compile(rf"\b{_N} ?(?:-|to|or|and) ?(?:a |an )?{_N}(?: ?ish)?{_OUT_OF}")
_OUT_OF_TEN = re.compile(rf"\b{_N}(?: ?ish)?{_OUT_OF}")
_UNIT_FOLLOWS = (
    r"(?! ?(?:/|min|hour|hr|day|week|wk|month|mth|year|yr|mile|km|k\b|time|step|stair|am\b|pm\b|"
    r"stone|kg|lb|pound|tablet|pill|o'clock|\.\d|\d|st\b|nd\b|rd\b|th\b|[a-z]* ?ago|or \d|to \d+ "
    r"(?:day|week|month|year)|- ?\d+ (?:day|week|month|year)))"
)
_PAIN_IS = re.compile(
    r"\b(?:pain|severity|score|hurts?|bad|scale|rate|rating|level|intensity)(?:'s)?(?: level|"
    r" score)?"
    r"(?: (?:is|was|it|at|of|about|around|roughly|like|probably|maybe|an?|as|say|can be|goes up to|"
    r"reaches|up to|now|today|i'd|call|'s|would be|be|usually|right))*"
    rf" (?:between )?(?:{_N} ?(?:-|to|or|and) ?(?:an? )?)?{_N}(?:ish)?\b{_UNIT_FOLLOWS}"
)
_ISH = re.compile(rf"\b(?:a|about|around|maybe) {_N} ?ish\b{_UNIT_FOLLOWS}|^\W*{_N} ?ish\b")
_BARE_RANGE = re.compile(
    rf"\b(?:between )?{_N} ?(?:-|to|or|and|maybe) ?(?:an? )?{_N}\b{_UNIT_FOLLOWS}"
)
_BARE = re.compile(rf"(?<![\d./]){_N}\b{_UNIT_FOLLOWS}")
_OVER_TEN = re.compile(
    rf"^(?:\W|about|a|an|its|it's|at least|like|more like|over)*(?:1[1-9]|[2-9]\d|\d{{3,4}})\b"
    rf"{_UNIT_FOLLOWS}(?: ?(?:/|out of) ?10)?\W*$"
)
_WORDS = (
    (re.compile(r"\bunbearable\b|\bworst pain (?:ever|of my life|imaginable|i)"), 10),
    (re.compile(r"\bexcruciating\b|\bagony\b|\bagonising\b|\bagonizing\b"), 9),
)
_WORDS_IF_ASKED = (
    (re.compile(r"\b(?:no pain|none|not at all|nothing|pain free)\b"), 0),
    (
        re.compile(
            r"\bnot (?:too|that|so|very) bad\b|\ba (?:little )?bit\b|\bmild\b|\bslight\b|"
            r"\ba little\b"
        ),
        3,
    ),
    (
        re.compile(
            r"\bmoderate\b|\bmedium\b|\bso so\b|\bmiddling\b|\bhalf ?way\b|\bin the middle\b"
        ),
        5,
    ),
    (
        re.compile(
            r"\b(?:really|very|pretty|quite|so) bad\b|\bsevere\b|\bterrible\b|\bawful\b|"
            r"\bhorrible\b|\ba lot\b|\bhurts loads\b"
        ),
        8,
    ),
    (re.compile(r"\bbad\b|\bstrong\b"), 7),
)


def find_severity(text: str, asked: bool = False) -> Score | None:
    """Return the pain score that a normalised text, its numbers as digits, tells.

    Args:
        text: the whole message.
        asked: whether the score is what was asked, so that a bare "7" or "quite bad" will do.
    """
    score = _score(_RANGE_OUT_OF.search(text))
    if score is not None:
        return score
    for pattern in (_OUT_OF_TEN, _PAIN_IS, _ISH):
        score = _score(*pattern.finditer(text))
        if score is not None:
            return score
    if asked:
        for pattern in (_BARE_RANGE, _BARE):
            score = _score(*pattern.finditer(text))
            if score is not None:
                return score
    if asked and _OVER_TEN.match(text):
        return 10
    for pattern, value in (*_WORDS, *(_WORDS_IF_ASKED if asked else ())):
        if pattern.search(text):
            return value
    return None


def _score(*matches: re.Match[str] | None) -> Score | None:
    """Return the number of the matches, or the lowest and the highest of several."""
    groups = [group for match in matches if match for group in match.groups() if group]
    numbers = sorted(as_number(group) for group in groups)
    if not numbers:
        return None
    if len(numbers) > 1 and numbers[0] != numbers[-1]:
        return [numbers[0], numbers[-1]]
    return numbers[0]
