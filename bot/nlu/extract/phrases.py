"""Phrases found among the words of a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

Phrase = tuple[str, ...]


def phrases(text: str) -> tuple[Phrase, ...]:
    """Return the phrases of a text, which commas part, as words."""
    return tuple(tuple(phrase.split()) for phrase in text.split(","))


def combined(*parts: str) -> tuple[Phrase, ...]:
    """Return every phrase made of one choice of each part; commas part the choices."""
    return tuple(
        tuple(" ".join(chosen).split())
        for chosen in product(*([each.strip() for each in part.split(",")] for part in parts))
    )


def has_phrase(words: Sequence[str], among: Iterable[Phrase]) -> bool:
    """Whether one of the phrases stands among the words."""
    return first_phrase(words, among) is not None


def first_phrase(words: Sequence[str], among: Iterable[Phrase]) -> int | None:
    """The place of the first of the phrases among the words, or ``None``."""
    found = find_phrase(words, among)
    return found[0] if found else None


def find_phrase(words: Sequence[str], among: Iterable[Phrase]) -> tuple[int, int] | None:
    """The place and the length of the first of the phrases among the words, or ``None``."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    first: tuple[int, int] | None = None
    for phrase in among:
        # Most phrases begin with a word that is not there, and cost no more than this look-up.
        for place in places.get(phrase[0], ()) if phrase else ():
            if first is not None and place >= first[0]:
                break
            if tuple(words[place : place + len(phrase)]) == phrase:
                first = place, len(phrase)
                break
    return first
