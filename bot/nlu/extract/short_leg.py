"""A leg that is shorter: measured long ago it is a difference, since a fall it may be broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.extract.long_ago import is_long_ago, tells_of_then
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.tokens import Token

_MEASURED = re.compile(
    r"\b(?:measured|always|born|birth|chiropractor|osteopath|podiatrist|physio|insoles?|"
    r"orthotics?|heel|cm|mm|inch|inches|childhood|kid|for years)\b"
)
# What makes up for a short leg, or tells that it has long been so, and no fall of these days.
_MADE_UP_FOR = re.compile(
    r"\b(?:lift|raise|wedge|insert|insoles?|orthotics?) in (?:my|his|her|the|that|one)?(?: \w+)? "
    r"?(?:shoe|boot|trainer|sneaker)s?\b|\bbuilt up (?:shoe|boot)s?\b|\b(?:shoe|boot)s? (?:is |"
    r"are )?"
    r"built up\b|\bheel (?:lift|raise)\b|\btrouser legs?\b|\bborn\b|\bbirth\b|"
    r"\b(?:osteotomy|perthes|dysplasia|measured (?:\w+ ){0,3}legs?)\b.*\b(?:short|shorter|inch|cm|"
    r"mm)\b"
)
_HOW_SHORT = re.compile(r"\b(?:short|shorter|inch|cm|mm|centimet\w+)\b")
# How old somebody was then, where it is no age of today.
_AT_AN_AGE = re.compile(r"\b(?:aged? \d|as an? baby)")
_IS_FRESH = re.compile(
    r"\b(?:today|yesterday|tonight|last (?:night|week)|this (?:morning|afternoon|evening|week)|"
    r"(?:hours?|days?|weeks?|fortnight) ago|just (?:fell|fallen|slipped|tripped)|sudden(?:ly)?|now "
    r"(?:(?:the|my|his|her|one|left|right|that) )*(?:leg|foot|it|one) |"
    r"(?:foot|toes?|leg) (?:is |are )?(?:point\w*|turn\w*|roll\w*)|looks?|can not (?:stand|walk|"
    r"get up|bear|put)|on the floor|(?:fell|slipped|tripped)(?! (?:in (?:19|20)|when i was|as a|"
    r"at \d)))\b"
)
# An accident, or a joint that went just now: then a short leg is no old one.
WENT_DOWN = re.compile(
    r"\b(?:fell|fall|fallen|falls|falling|slipped|slips|slid|skid\w*|tripped|tumble\w*|accident|"
    r"crash\w*|"
    r"landed|hit|knocked|blown|rolled off|collapsed|came down|went (?:down|over)|came off|clunk\w*|"
    r"agony|woke|lost (?:my|his|her) (?:footing|balance)|popped out|now|suddenly|"
    r"since(?! (?:i|he|she) was| birth| childhood)|dislocat\w+)\b"
)
_HAS_FALLEN = re.compile(
    r"\b(?:fell|fall|fallen|falls|slipped|tripped|tumble\w*|accident|crash\w*|landed|hit|broke|"
    r"broken|"
    r"dislocated|turned|turns|pointing|points|rolled|rotated)\b"
)
FELL = re.compile(
    r"\b(?:fell|fall|fallen|falls|slipped|tripped|tumble|accident|crash|crashed|landed|hit|since|"
    r"broke|broken|sudden(?:ly)?|now|dislocated)\b"
)
# "An inch shorter with the toes pointing out" was measured by nobody.
_TURNED_OUT = re.compile(
    r"\b(?:toes?|foot|feet|leg) (?:\w+ ){0,2}?(?:point\w*|turn\w*|roll\w*|rotat\w*|flops?|aimed)\b"
)


def short_leg(mention: Mention, words: Sequence[str]) -> Mention:
    """A leg measured shorter is a difference; one that is shorter since a fall is broken."""
    if not any(w.startswith(("short", "length")) for w in words[mention.start : mention.end]):
        return mention
    text = " ".join(words)
    is_of_now = _IS_FRESH.search(text) or _went_down(words)
    if _is_old_difference(with_digits(text)) and not is_of_now:
        return replace(mention, values=("leg_length_difference",), group="history")
    was_measured = re.search(r"\bmeasured\b", text) is not None
    if (is_of_now or FELL.search(text) or _TURNED_OUT.search(text)) and not was_measured:
        value = "leg_shorter_or_turned"
    elif _MEASURED.search(text) and "looks" not in words[mention.start : mention.end]:
        return replace(mention, values=("leg_length_difference",), group="history")
    else:
        return mention
    return replace(mention, values=(value,), group="findings")


def _went_down(words: Sequence[str]) -> bool:
    """Whether an accident is told, or a joint that went, that is not of long ago."""
    text = " ".join(words)
    places = (text.count(" ", 0, match.start()) for match in WENT_DOWN.finditer(text))
    return any(not is_long_ago(words, 0, len(words), place) for place in places)


def _is_old_difference(text: str) -> bool:
    """Whether a leg has long been short: what makes up for it is told, or since when it is so."""
    if _MADE_UP_FOR.search(text):
        return True
    sentences = re.split(r"[.!?;]", text)
    return any(
        _HOW_SHORT.search(each) and (tells_of_then(each, bare_year=True) or _AT_AN_AGE.search(each))
        for each in sentences
    )


def only_measured(history: Sequence[str], tokens: Sequence[Token]) -> frozenset[str]:
    """Return the short leg that a difference of length looks like, where nobody has fallen."""
    text = " ".join(token.text for token in tokens)
    told = "leg_length_difference" in history
    if not told or _IS_FRESH.search(text) or _HAS_FALLEN.search(text):
        return frozenset()
    return frozenset({"leg_shorter_or_turned"})
