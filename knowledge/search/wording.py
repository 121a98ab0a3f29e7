"""The wording of short texts as sparse vectors: pieces of words and pairs of words, by a hash.

An embedding tells what a text is about and blurs how it is put; names, rare words and misspelt ones
are told by the pieces that they share. A hash in place of a vocabulary makes the same vector of the
same text in every index, with nothing to keep but how rare each bucket is.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

#: Words have the lower half of the buckets, pieces of words the upper.
BUCKETS = 2**16
SHORTEST, LONGEST = 3, 5  # characters of a piece; a word's two ends count as one each
#: What stands in one text alone tells nothing of another.
LEAST_TEXTS = 2
_HALF = BUCKETS // 2
_WORD = re.compile(r"\w+|[?]")


@dataclass(frozen=True)
class Wording:
    """The wording of n texts.

    Attributes:
        starts: where each text begins in the other two, shape (n + 1,), int64.
        buckets: uint16.
        weights: of each bucket in its text, float16; the words of a text, and the pieces, have
            length 1 together, so that the product of two texts is the mean of two cosines.
        rarity: inverse document frequency of each bucket, shape (BUCKETS,), float32.
    """

    starts: np.ndarray
    buckets: np.ndarray
    weights: np.ndarray
    rarity: np.ndarray

    @classmethod
    def of(cls, texts: Sequence[str]) -> Wording:
        """Return that of texts, their own frequencies telling what is rare."""
        counted = [_counted(text) for text in texts]
        seen = np.zeros(BUCKETS, dtype=np.float32)
        for buckets, _ in counted:
            seen[buckets] += 1
        rarity = np.log((1 + len(texts)) / (1 + seen)) + 1
        rarity[seen < LEAST_TEXTS] = 0
        rows = [_weighed(buckets, times, rarity) for buckets, times in counted]
        sizes = [len(buckets) for buckets, _ in rows]
        return cls(
            np.cumsum([0, *sizes], dtype=np.int64),
            np.concatenate([buckets for buckets, _ in rows]).astype(np.uint16),
            np.concatenate([weights for _, weights in rows]).astype(np.float16),
            rarity.astype(np.float32),
        )

    def rows(self, numbers: np.ndarray) -> sparse.csr_matrix:
        """Return some of the texts, shape (n, BUCKETS)."""
        spans = [slice(self.starts[number], self.starts[number + 1]) for number in numbers]
        ends = np.cumsum([0, *(span.stop - span.start for span in spans)])
        return sparse.csr_matrix(
            (
                np.concatenate([self.weights[span] for span in spans]).astype(np.float32),
                np.concatenate([self.buckets[span] for span in spans]).astype(np.int32),
                ends,
            ),
            shape=(len(numbers), BUCKETS),
        )

    def vector(self, text: str) -> np.ndarray:
        """Return any text in the same way, shape (BUCKETS,)."""
        buckets, weights = _weighed(*_counted(text), self.rarity)
        found = np.zeros(BUCKETS, dtype=np.float32)
        found[buckets] = weights
        return found


def _counted(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the buckets of a text, each once, and how often each is met."""
    times = Counter(_buckets(text))
    return (
        np.fromiter(times.keys(), dtype=np.int64, count=len(times)),
        np.fromiter(times.values(), dtype=np.float64, count=len(times)),
    )


def _buckets(text: str) -> Iterator[int]:
    words = _WORD.findall(text.lower())
    for each in (*words, *map(" ".join, pairwise(words))):
        yield zlib.crc32(each.encode()) % _HALF
    for word in words:
        for piece in _pieces(f" {word} "):
            yield _HALF + zlib.crc32(piece.encode()) % _HALF


def _pieces(word: str) -> Iterator[str]:
    """Yield the pieces of a word between its ends; it is one itself where it is no longer."""
    for length in range(SHORTEST, LONGEST + 1):
        if len(word) <= length:
            yield word
            return
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


def _weighed(
    buckets: np.ndarray, times: np.ndarray, rarity: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the buckets that tell something, and how much each does, scaled as in `Wording`."""
    weights = (1 + np.log(times)) * rarity[buckets]
    told = weights > 0
    buckets, weights = buckets[told], weights[told]
    for half in (buckets < _HALF, buckets >= _HALF):
        length = np.sqrt((weights[half] ** 2).sum())
        weights[half] *= np.sqrt(0.5) / (length or 1.0)
    return buckets, weights
