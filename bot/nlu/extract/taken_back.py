"""Where a message takes back what it said a moment before: "41. sorry, I meant 44"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.nlu.extract.assertion import Status
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.tokens import Token

Value = TypeVar("Value")

_CUE = re.compile(
    r"\b(?:(?:sorry |no |oh )*,? ?i mean(?:t)?|(?:oh )?no ,? ?wait|wait ,? ?no|scratch that|"
    r"correction|"
    r"make that|sorry ,? ?no|or rather|my mistake)\b|[,.;] (?:(?:sorry|no|actually)\b[ ,.]*)+(?=\d|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b|left|right|"
    r"both|outer|inner|front|back|outside|inside)"
)
_TOLD_ONCE = ("location", "onset")


def place_after(tokens: Sequence[Token]) -> int:
    """Return the index of the first token after the last taking back, 0 where there is none."""
    text, starts = "", []
    for token in tokens:
        starts.append(len(text))
        text += token.text + " "
    ends = [match.end() for match in _CUE.finditer(text) if match.start() > 0]
    if not ends:
        return 0
    return next((n for n, start in enumerate(starts) if start >= ends[-1]), 0)


def keep_last(judged: Sequence[tuple[Mention, Status]], place: int) -> list[tuple[Mention, Status]]:
    """Return the mentions without those places and beginnings that a later one replaces."""
    if not place:
        return list(judged)
    again = {m.group for m, status in judged if m.start >= place and status is Status.PRESENT}
    return [
        (m, status)
        for m, status in judged
        if m.start >= place or m.group not in again or m.group not in _TOLD_ONCE
    ]


def last_said(read: Callable[[str], Value | None], text: str, tail: str) -> Value | None:
    """Return what is read in the words after a taking back, else in the whole message."""
    found = read(tail) if tail else None
    return found if found is not None else read(text)
