"""Hips that somebody has called out of line: told by a chiropractor, it is told, not guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status

TOLD = "hip_misalignment_told"
_TRIED = "physiotherapy_tried"
_THINKS = (
    r"(?:says?|said|reckons?|reckoned|thinks?|thought|told|tells|noticed|notices|believes?|found|"
    r"finds|suspects?|mentioned|suggested|claims?|feels|pointed|sees|saw)"
)
# "Osteopath reckons my pelvis is tilted", unlike "i think my pelvis is tilted".
_SOMEBODY_SAYS = re.compile(
    rf"\b(?!i\b|we\b|me\b|just\b|never\b|not\b|do\b)(?:\w+) (?:(?:also|just|once|always|has|had|"
    rf"'s|lady|man|guy|woman) )*{_THINKS}\b"
)
_IN_DOUBT = re.compile(r"\b(?:might|may|maybe|possibl\w+|perhaps|could be|not sure|wonder\w*)\b")
# Somebody was seen for more than a word on it.
_TREATED = re.compile(
    r"\b(?:exercises?|sessions?|stretch\w*|treat\w*|seen|seeing|tried|had|did|done|doing|went|"
    r"going|been|rehab|adjust\w*|crack\w*|manipulat\w*|massag\w+)\b"
)


def without_twists(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions without the accident in "hips told to be twisted"."""
    told = [mention for mention in mentions if TOLD in mention.values]
    return [
        mention
        for mention in mentions
        if mention.group != "injury" or not any(map(mention.overlaps, told))
    ]


def as_told(mention: Mention, status: Status, words: Sequence[str], clause: Clause) -> Status:
    """Return the status of hips out of line: what another has said of them has been said."""
    if TOLD not in mention.values or status is not Status.UNCERTAIN:
        return status
    lead = " ".join(words[clause.start : mention.start])
    said = f"{lead} {' '.join(words[mention.start : clause.end])}"
    if _SOMEBODY_SAYS.search(lead) and not _IN_DOUBT.search(said):
        return Status.PRESENT
    return status


def only_said_so(judged: Sequence[tuple[Mention, Status]], words: Sequence[str]) -> frozenset[str]:
    """Return physiotherapy where who would give it has only spoken of the hips."""
    told = any(TOLD in mention.values for mention, _ in judged)
    if not told or _TREATED.search(" ".join(words)):
        return frozenset()
    return frozenset({_TRIED})
