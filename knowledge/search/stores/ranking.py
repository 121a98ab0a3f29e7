"""The best of many scores, and BM25 from stored postings: pure functions for every store."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

# The units that hold a stem, rising, and its BM25 weight in each; None for a stem nobody holds.
Postings = tuple[np.ndarray, np.ndarray]
Look = Callable[[str], Postings | None]

# Blocks a wanted score: enough that few scores pass the first sieve, few enough to be quick.
_BLOCKS = 8


def best(scores: np.ndarray, count: int, above: float = -np.inf) -> np.ndarray:
    """Return the numbers of the best scores: best first, of equals the lower number first.

    Time grows with the number of scores by one look at each: no sorting of all.

    Args:
        scores: of every unit, shape (units,).
        count: at most so many are wanted.
        above: only scores that are greater than this.
    """
    if count <= 0:
        return np.empty(0, dtype=np.int64)
    sieve = _sieve(scores, count)
    found = np.flatnonzero(scores >= sieve if sieve > above else scores > above)
    values = scores[found]
    count = min(count, len(found))
    if not count:
        return found
    least = np.partition(values, len(values) - count)[len(values) - count]
    better = found[values > least]
    level = found[values == least][: count - len(better)]
    kept = np.concatenate([better, level])
    return kept[np.lexsort((kept, -scores[kept]))]


def _sieve(scores: np.ndarray, count: int) -> float:
    """Return a score that at least `count` others reach, low or high: the best of blocks tell."""
    width = len(scores) // (_BLOCKS * count)
    if width < 2:
        return -np.inf
    tops = scores[: width * _BLOCKS * count].reshape(-1, width).max(axis=1)
    return float(np.partition(tops, len(tops) - count)[len(tops) - count])


def bm25(stems: Sequence[str], postings: Look, units: int) -> np.ndarray:
    """Return the BM25 score of every unit, shape (units,), float32.

    Args:
        stems: of the question; one that stands there twice counts twice.
        postings: see `Look`.
        units: how many there are.
    """
    scores = np.zeros(units, dtype=np.float32)
    for stem in stems:
        held = postings(stem)
        if held is not None:
            scores[held[0]] += held[1]
    return scores
