"""Turning over in bed, which sets it off where it hurts and is an ordinary thing where not."""

from __future__ import annotations

import re

from bot.nlu.extract.words import word_set

_HURTS = (
    r"(?:hurt|hurts|hurting|sore|aches?|pain|pains|painful|twinges?|catch(?:es)?|stabs?|jabs?|"
    r"stabbing|worse|worst|kills?|agony)"
)
_TURN = r"(?:turn|roll)(?:s|ing)?(?: over| round| around)? in (?:my |his |her |the |their )?bed\b"
_TURNS = (
    re.compile(rf"\b{_HURTS}(?: \w+){{0,3}} (?:if|when|whenever|as|time) \w+ {_TURN}"),
    re.compile(rf"\b{_HURTS} (?:when |on |with )?{_TURN}"),
    re.compile(rf"\b{_TURN},?(?: (?:it|that|really|always|is|also|makes it|can be))* {_HURTS}\b"),
)
_DENIED = word_set("no not never doesn't doesnt don't dont isn't isnt without didn't didnt n't nor")
_BEFORE = 4


def hurts_turning_in_bed(text: str) -> bool:
    """Whether words say that turning over in bed hurts, and do not deny it.

    Args:
        text: what the message tells, without its questions, normalised.
    """
    for found in filter(None, (pattern.search(text) for pattern in _TURNS)):
        before = re.findall(r"[\w']+|[.,;!?:]", text[: found.start()])[-_BEFORE:]
        since = max((n for n, word in enumerate(before) if not word[:1].isalnum()), default=-1)
        if not _DENIED & {*before[since + 1 :], *re.findall(r"[\w']+", found.group())}:
            return True
    return False
