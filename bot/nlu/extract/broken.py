"""A bone that is broken now, as it is told or feared: not one that broke and was seen to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

Judged = tuple[Mention, Status]

_FRESH = "fresh_fracture"
_EARLIER = "previous_hip_injury"
# "I had a broken leg", "I worry about a broken hip": no bone that broke today.
_ONCE = re.compile(
    r"\b(?:had|about|of|since|after|getting|old|previous) (?:an? |my |his |her |the |getting an? )?"
    r"(?:broken|fractured|snapped)\b"
)
# "Can I drive to hospital with a broken hip" asks what to do, and not whether it is broken.
_ON_THE_WAY = re.compile(r"\b(?:hospital|ambulance|999|emergency|a ?& ?e|er)\b")
_LIES_IN = re.compile(r"\bin (?:the )?hospital\b")
# "Broken out in a rash", "broken sleep".
_NO_BONE = frozenset({"out", "into", "in", "down", "up", "sleep", "nights", "skin", "record"})
_SOMEBODY = re.compile(r"\b(?:i|we|me|us|my|him|her)\b")


def broken_now(judged: Sequence[Judged], tokens: Sequence[Token]) -> list[Judged]:
    """Return the mentions without a bone that broke once; one on its way to a hospital is so."""
    somebody = _SOMEBODY.search(" ".join(token.text for token in tokens)) is not None
    kept = []
    for mention, status in judged:
        if _FRESH in mention.values:
            inside = " ".join(each.text for each in tokens[mention.start : mention.end])
            lead = " ".join(each.text for each in tokens[max(0, mention.start - 2) : mention.end])
            after = tokens[mention.end].text if mention.end < len(tokens) else ""
            if _ONCE.search(inside) or _LIES_IN.search(lead) or after in _NO_BONE:
                continue
            if somebody and status is not Status.ABSENT and _ON_THE_WAY.search(lead):
                status = Status.PRESENT
        kept.append((mention, status))
    fresh = [each for each, status in kept if _FRESH in each.values and status is Status.PRESENT]
    return [
        (mention, status)
        for mention, status in kept
        if mention.values != (_EARLIER,) or not any(map(mention.overlaps, fresh))
    ]
