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
_LIES_IN = re.compile(
    r"\bin (?:the )?hospital\b|\b(?:was|were) (?:broken|fractured|snapped)\b|"
    r"\bwhen (?:the |an? )?(?:hip|leg|knee)\b|\b(?:stool|chair|table|bed) leg\b|"
    r"\bthought i (?:had|'d)\b"
)
# What was seen to since, or long ago, and what is only played, dreamt or learned.
_SEEN_TO = re.compile(
    r"\b(?:(?:19|20)\d\d|(?:years?|months?|decades|ages) (?:ago|back)|before|as an? (?:kid|child)|"
    r"screws?|pins?|pinned|plated|plates?|wired?|fixed|healed|mended|only bruised|long since|"
    r"in (?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)|last (?:year|month|winter|spring|summer|autumn|easter|christmas))\b"
)
_NOT_REAL = re.compile(r"\b(?:dream\w*|role ?play|exam|essay|homework|saying goes|actress|actor)\b")
# What is only feared is not over, whatever else was seen to once.
_FEARED = re.compile(r"\b(?:think|thinks|might|may|must|sure|reckon|suspect|worried|scared|just)\b")
_AGAIN = re.compile(r"\b(?:again|today|tonight|just now|this (?:morning|afternoon|evening))\b")
# "Broken out in a rash", "broken sleep".
_NO_BONE = frozenset({"out", "into", "in", "down", "up", "sleep", "nights", "skin", "record", "my"})
# As many words around it tell of the bone.
_NEAR = 8
_SOMEBODY = re.compile(r"\b(?:i|we|me|us|my|him|her)\b")


def broken_now(judged: Sequence[Judged], tokens: Sequence[Token]) -> list[Judged]:
    """Return the mentions without a bone that broke once; one on its way to a hospital is so."""
    text = " ".join(token.text for token in tokens)
    somebody = _SOMEBODY.search(text) is not None
    is_played = _NOT_REAL.search(text) is not None
    kept = []
    for mention, status in judged:
        if _FRESH in mention.values and status is not Status.ABSENT:
            inside = " ".join(each.text for each in tokens[mention.start : mention.end])
            lead = " ".join(each.text for each in tokens[max(0, mention.start - 2) : mention.end])
            after = tokens[mention.end].text if mention.end < len(tokens) else ""
            if (
                is_played
                or _is_over(tokens, mention)
                or (_ON_THE_WAY.search(lead) and not somebody)
            ):
                continue
            if _ONCE.search(inside) or _LIES_IN.search(lead) or after in _NO_BONE:
                continue
            if _ON_THE_WAY.search(lead):
                status = Status.PRESENT
        kept.append((mention, status))
    fresh = [each for each, status in kept if _FRESH in each.values and status is Status.PRESENT]
    return [
        (mention, status)
        for mention, status in kept
        if mention.values != (_EARLIER,) or not any(map(mention.overlaps, fresh))
    ]


def _is_over(tokens: Sequence[Token], mention: Mention) -> bool:
    near = tokens[max(0, mention.start - _NEAR) : mention.end + _NEAR]
    text = " ".join(each.text for each in near)
    if _AGAIN.search(text) or _FEARED.search(text):
        return False
    return _SEEN_TO.search(text) is not None
