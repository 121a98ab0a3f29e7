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
    r"correction|make that|sorry ,? ?no|(?:no|naw|nah) ,? ?sorry|"
    r"actually ,? ?no(?= (?:it|its|the|my|on|more)\b)|"
    r"or rather|my mistake|on second thoughts?|i take (?:it|that) back)\b|"
    r"[,.;?!] (?:(?:sorry|no|naw|nah|actually|well|wait|oh|hang on|hold on|oops|rather)"
    r"\b[ ,.]*)+"
    r"(?=\d|(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b|"
    r"(?:it 's |it is |that 's |just |only |more |not )*(?:(?:the|my|his|her|on|in|at) )*"
    r"(?:left|right|both|outer|inner|front|back|outside|inside)\b|(?:just|only|not)\b)"
)
_TOLD_ONCE = ("location", "onset")
# "Running, no wait, just kneeling" puts the one in the place of all that was said.
_SEVERAL = ("triggers", "quality")
_INSTEAD = re.compile(r"\b(?:scratch that|make that|correction|i mean(?:t)?|or rather)\W*$")
_ONLY = frozenset({"just", "only"})


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


def keep_last(
    judged: Sequence[tuple[Mention, Status]], place: int, tokens: Sequence[Token]
) -> list[tuple[Mention, Status]]:
    """Return the mentions without those that what comes after a taking back replaces or denies."""
    if not place:
        return list(judged)
    later = [(m, status) for m, status in judged if m.start >= place]
    again = {m.group for m, status in later if status is Status.PRESENT}
    denied = {v for m, status in later if status is Status.ABSENT for v in m.values}
    once = _TOLD_ONCE + (_SEVERAL if _is_instead(tokens, place) else ())
    return [
        (m, status)
        for m, status in judged
        if m.start >= place
        or not (
            (m.group in again and m.group in once)
            or (status is Status.PRESENT and set(m.values) <= denied)
        )
    ]


def taken_back(
    judged: Sequence[tuple[Mention, Status]], kept: Sequence[tuple[Mention, Status]]
) -> frozenset[str]:
    """Return the values of which nothing is kept: nobody is to hear them in the same words."""
    left = {value for mention, _ in kept for value in mention.values}
    return frozenset(v for mention, _ in judged for v in mention.values if v not in left)


def _is_instead(tokens: Sequence[Token], place: int) -> bool:
    words = [token.text for token in tokens]
    before = " ".join(words[:place])
    return bool(_ONLY & set(words[place : place + 2])) or _INSTEAD.search(before) is not None


def last_said(read: Callable[[str], Value | None], text: str, tail: str) -> Value | None:
    """Return what is read in the words after a taking back, else in the whole message."""
    found = read(tail) if tail else None
    return found if found is not None else read(text)
