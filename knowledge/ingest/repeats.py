"""Passages that say the same as one before them, to the letter or nearly so."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

# Of two passages that share this much of their runs of words the second is left out.
ALIKE = 0.7
_RUN = 4  # words
# 16 bands of 3 find practically all pairs that are this alike, and few others to compare.
_BANDS, _ROWS = 16, 3
_PRIME = (1 << 61) - 1
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Two texts that differ in one of these say something else, however alike they are.
_TELLING = re.compile(
    r"\d+|no|not|never|none|without|nor|cannot|[a-z]+n['’]t|left|right|both|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|twelve|less|more|before|after|above|below|avoid|stop|unless|until"
    r"|emergency|today|days?|weeks?|months?|years?|hours?|children|adults|pregnant|hot|cold|warm"
    r"|up|down|inwards?|outwards?|can|must|may|should|front|back|inner|outer|hip|knee|increase"
    r"|decrease|higher|lower|better|worse"
)


@dataclass(frozen=True)
class Repeat:
    """A passage, the one before it that says the same, and whether it does so to the letter."""

    number: int
    of: int
    exact: bool


def repeats(texts: Sequence[str]) -> list[Repeat]:
    """Return the texts that repeat an earlier one; the first of each kind is none.

    Args:
        texts: in the order in which they are preferred.
    """
    seen: dict[str, int] = {}
    bands: dict[tuple[int, bytes], list[int]] = {}
    runs: dict[int, frozenset[int]] = {}
    found = []
    for number, text in enumerate(texts):
        words = _WORD.findall(text.lower())
        first = seen.setdefault(" ".join(words), number)
        if first != number:
            found.append(Repeat(number, first, exact=True))
            continue
        runs[number] = _runs(words)
        keys = list(_keys(runs[number]))
        near = {other for key in keys for other in bands.get(key, ())}
        like = next((other for other in sorted(near) if _alike(texts, runs, number, other)), None)
        if like is not None:
            found.append(Repeat(number, like, exact=False))
            del runs[number]
            continue
        for key in keys:
            bands.setdefault(key, []).append(number)
    return found


def _alike(texts: Sequence[str], runs: dict[int, frozenset[int]], number: int, other: int) -> bool:
    one, two = runs[number], runs[other]
    shared = len(one & two)
    return shared >= ALIKE * (len(one) + len(two) - shared) and _telling(texts[number]) == _telling(
        texts[other]
    )


def _telling(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if _TELLING.fullmatch(word)]


def _runs(words: Sequence[str]) -> frozenset[int]:
    starts = range(max(1, len(words) - _RUN + 1))
    return frozenset(zlib.crc32(" ".join(words[at : at + _RUN]).encode()) for at in starts)


def _keys(runs: frozenset[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the smallest of the runs in several random orders, a few of them together a key."""
    hashed = np.fromiter(runs, dtype=np.uint64)
    smallest = (hashed[:, None] * _FACTORS + _OFFSETS).min(axis=0)
    for band in range(_BANDS):
        yield band, smallest[band * _ROWS : (band + 1) * _ROWS].tobytes()


_random = np.random.default_rng(0)
# Multiplying by odd numbers modulo 2^64 is a permutation that costs nothing.
_FACTORS = _random.integers(1, _PRIME, _BANDS * _ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(
    1
)
_OFFSETS = _random.integers(0, _PRIME, _BANDS * _ROWS, dtype=np.uint64)
