"""Several joints told one after the other: "knees, fingers and both wrists, all puffed up"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.complaint import complains
from bot.nlu.extract.matcher import PATTERN, Mention
from bot.nlu.extract.stems import stem
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

_KINDS = {
    stem(word): kind
    for kind, words in {
        "knee": "knee",
        "hip": "hip",
        "ankle": "ankle",
        "foot": "foot toe",
        "hand": "hand finger knuckle thumb",
        "wrist": "wrist",
        "elbow": "elbow",
        "shoulder": "shoulder",
        "jaw": "jaw",
    }.items()
    for word in words.split()
}
# Knee, hip and foot together may be one leg; these make it several joints.
_ELSEWHERE = frozenset({"hand", "wrist", "elbow", "shoulder", "jaw"})
_JOINS = word_set(", and & n or + plus then also the my both left right his her in too even")
_LEAST = 3
# What the list of a question means by other joints, beside those told of in passing.
_OTHERS = {"heel": "heel", "heels": "heel", "toe": "toe", "toes": "toe"}
_DENIES = word_set("no not none never nor fell hit banged broke cut can't cannot")
_FEW_WORDS = 12
_ENDS = frozenset(".!?")


def find_many_joints(tokens: Sequence[Token]) -> list[Mention]:
    """Return a mention of many joints for each list of three kinds that something is told of."""
    words = [token.text for token in tokens]
    return [
        Mention(start, end, ("many_joints",), "findings", PATTERN)
        for start, end, kinds in _lists(tokens)
        if len(kinds) >= _LEAST and kinds & _ELSEWHERE and complains(_sentence(words, start, end))
    ]


def names_other_joints(text: str) -> bool:
    """Whether a short answer does nothing but name joints: "knee, one toe and his heel"."""
    words = re.findall(r"[a-z']+", text)
    kinds = {_OTHERS.get(word) or _KINDS.get(stem(word)) for word in words} - {None}
    is_short = len(words) <= _FEW_WORDS and not _DENIES & set(words)
    return is_short and len(kinds) >= _LEAST - 1 and bool(kinds & (_ELSEWHERE | {"heel", "toe"}))


def _lists(tokens: Sequence[Token]) -> list[tuple[int, int, set[str]]]:
    found: list[tuple[int, int, set[str]]] = []
    for place, token in enumerate(tokens):
        kind = _KINDS.get(token.stem)
        if kind is None:
            continue
        between = [each.text for each in tokens[found[-1][1] : place]] if found else [""]
        if found and set(between) <= _JOINS:
            start, _, kinds = found.pop()
            found.append((start, place + 1, kinds | {kind}))
        else:
            found.append((place, place + 1, {kind}))
    return found


def _sentence(words: Sequence[str], start: int, end: int) -> Sequence[str]:
    while start and words[start - 1] not in _ENDS:
        start -= 1
    while end < len(words) and words[end] not in _ENDS:
        end += 1
    return words[start:end]
