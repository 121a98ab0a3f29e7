"""How long the joint is stiff, as the whole of an answer: "an hour at least, she says"."""

from __future__ import annotations

import re

from bot.nlu.extract.findings import Findings, add
from bot.nlu.extract.numbers import with_digits

#: The sign of a list that is told by a length of time.
STIFFNESS = "morning_stiffness_long"
#: The question that asks for that time, and what it offers besides that sign.
STIFF_TIME, SHORT = "stiff_time", "short"

_LONG = (
    r"(?:(?:an?|one|1|two|2|three|3|couple of|few|several|good|full|solid) (?:\w+ )?hours?|hours|"
    r"half (?:an? )?hour|three quarters of (?:an? )?hour|3/4 (?:of )?(?:an? )?hour|"
    r"(?:3\d|4\d|5\d|60|90) ?min(?:ute)?s?)"
)
_ONLY_A_TIME = re.compile(
    rf"^\W*(?:(?:yes|yeah|yep|oh|well|about|around|like|maybe|at least|at|over|more than|nearly|"
    rf"almost|roughly|probably|it takes|takes|it's|it is|an?|the|good|easily|usually|mostly)\W+)*"
    rf"{_LONG}(?:\W+(?:easy|easily|or so|or more|at least|each|every|most|days?|mornings?|in the|"
    rf"he|she|they|i|says?|said|think|guess|reckons?|i'd say|probably|maybe|yes|yeah|really))*\W*$"
)


def tells_stiff_time(text: str) -> bool:
    """Whether an answer is a length of time of half an hour or more, and nothing besides."""
    return _ONLY_A_TIME.match(text) is not None


def is_stiff_for_a_time(findings: Findings) -> bool:
    """Whether a joint was said to be stiff in the morning, and not for how long."""
    judged = {*findings["present"], *findings["absent"], *findings["uncertain"]}
    is_stiff = "stiffness" in findings["present"] and STIFFNESS not in judged
    return is_stiff and "morning" in findings.get("triggers", ())


_HALF_AN_HOUR = 30
_AMOUNTS = (
    (re.compile(r"\b(?:three quarters|3 quarters|3/4)(?: of)?(?: an?)? hour\b"), "45 minutes"),
    (re.compile(r"\b(?:a )?quarter(?: of)?(?: an?)? hour\b"), "15 minutes"),
    (re.compile(r"\b(?:1 |an? )?(?:half an?|half) hour\b"), "30 minutes"),
    (re.compile(r"\b0\.5 (?:an? )?hours?\b"), "30 minutes"),
    (re.compile(r"\b(?:an|a|1|one|the|good|full|solid) (?:or so )?(?:hour|hr)\b"), "60 minutes"),
    (re.compile(r"\b(?:an? )?(?:couple|few|several|many)(?: of)? (?:hours|hrs)\b"), "120 minutes"),
    (re.compile(r"\b(?:for )?hours\b(?! ago)(?<!\d hours)"), "120 minutes"),
    (re.compile(r"\b(\d+)(?:\.\d)? ?(?:hours?|hrs?)\b"), r"\g<1>00 minutes"),
)
_MINUTES = re.compile(r"\b(?:\d{1,3} ?(?:-|to|or|and) ?)?(\d{1,3}) ?min(?:ute)?s?\b")
_LESS = re.compile(r"\b(?:less than|under|below|not even|within|inside)(?: about| the)? $")
_MORE = re.compile(r"\b(?:more than|over|at least|longer than|above)(?: about)? $")
_BARE_MINUTES = re.compile(r"^\W*(?:(?:about|around|maybe|roughly|like|say)\W+)*(\d{1,2})\W*$")
_ALL_MORNING = re.compile(
    r"\b(?:all (?:day|morning)|most of the (?:day|morning)|half the (?:day|morning)|"
    r"(?:until|till|til|to) (?:lunch|lunchtime|noon|midday|dinner|dinnertime|the afternoon|"
    r"elevenses|1[0-2])|never (?:really )?(?:goes|eases|wears off|shifts|stops)|"
    r"does not (?:really )?(?:go|ease|wear off|shift|stop)(?: away| off)?|ages|forever|"
    r"a (?:good|long) (?:while|time)|(?:very|quite|really) long)\b"
)
_GOES = r"(?:get|gets|got|getting|am|'m|is|'s|are|start|starts|have|has|had|move|moves|stand|walk)"
_NOT_LONG = re.compile(
    rf"\b(?:until|till|til|once|when|before|after|as soon as)(?: (?:i|he|she|it|they|we))?"
    rf"(?: {_GOES}| (?:moving|walking|getting|a|the|my|his|her|going|up))\b|"
    r"\b(?:a |just a |only a )?(?:few|couple of|couple) (?:mins?|minutes?|steps|seconds|moments)\b|"
    r"\bnot (?:(?:very|that|too|so|for|really|all that) )*(?:long|much)\b|\bseconds\b|"
    r"\bdoes not last\b|\b(?:goes|eases|wears off|gone|passes|loosens)(?: \w+)? "
    r"(?:quick|quickly|fast|soon|straight away|right away|in no time)\b|"
    r"\b(?:until|till|til|after) (?:(?:i've|he's|she's|i have|i) )?(?:had|a) |"
    r"\b(?:quick|quickly|briefly|no time|straight away|only a bit|just a bit|minutes)\b"
)


def stiff_time(text: str) -> str | None:
    """Return what a length of time says of the stiffness: the sign of the long one, or ``short``.

    Half an hour and a time that may reach it count as long; ``None`` where no length is told.
    """
    said = with_digits(text)
    for pattern, plain in _AMOUNTS:
        said = pattern.sub(plain, said)
    minutes = list(_MINUTES.finditer(said)) or list(_BARE_MINUTES.finditer(said))
    if minutes:
        return _by_minutes(minutes[-1], said)
    if _ALL_MORNING.search(said) and not _is_denied(said):
        return STIFFNESS
    return SHORT if _NOT_LONG.search(said) else None


def _by_minutes(told: re.Match[str], said: str) -> str | None:
    before, most = said[: told.start()], int(told[told.lastindex or 1])
    if _LESS.search(before) and most <= _HALF_AN_HOUR:
        return SHORT
    if _MORE.search(before) and most < _HALF_AN_HOUR:
        return None
    return STIFFNESS if most >= _HALF_AN_HOUR else SHORT


def _is_denied(said: str) -> bool:
    found = _ALL_MORNING.search(said)
    return found is not None and _NOT.search(said[: found.start()]) is not None


_NOT = re.compile(r"\b(?:not|never)(?: \w+)? $")
_LOOSENS = re.compile(
    r"\b(?:until|till|til|once|before|as soon as) (?:i|he|she|it|they) (?:get|gets|got|am|'m|is|'s|"
    r"start|starts|have|has) (?:going|moving|walking|up and (?:going|about|running)|warmed up|"
    r"loosened|up)\b|\b(?:goes|go|eases|ease|gone|loosens|wears off|passes)(?: \w+){0,2} "
    r"(?:in|after|within) (?:a )?(?:few|couple of|\d|1\d|2\d) ?"
    r"(?:mins?|minutes?|steps|seconds)\b|"
    r"\bbut (?:not (?:for )?(?:very |that |too )?long|(?:it )?does not last(?: long)?)\b"
)


# What is told of no morning is stiff after sitting, or a long ride.
_MORNING = re.compile(
    r"\b(?:mornings?|mornin|wak\w+|woke\w*|first thing|get(?:s|ting)? (?:up|going|moving)|got up|"
    r"ris(?:e|es|ing)|rose|out of bed|bed|dawn|breakfast|sleep|slept|night|overnight|daily|"
    r"start of the day|each day|every day|loosen\w*|limber\w*|shower|bath|before|until|"
    r"till|school|first (?:\d+ |half |couple |few )?(?:hours?|minutes)|"
    r"of (?:the|each|every) day|stiff\w*|[5-9] ?am|1[0-2]|ten|eleven|noon|"
    r"lunch\w*|dinner)\b"
)


def is_of_no_morning(text: str) -> bool:
    """Whether nothing tells of a morning, nor of a length of stiffness."""
    return _MORNING.search(text) is None


def add_short_time(findings: Findings, text: str) -> None:
    """Add that it is not long where stiffness is told to go once somebody gets going."""
    if is_stiff_for_a_time(findings) and _LOOSENS.search(text) and stiff_time(text) == SHORT:
        add(findings, "absent", [STIFFNESS])
