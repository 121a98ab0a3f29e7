"""The vectors of the sentences of passages: made when a passage is first told, and then kept.

A passage has about eight sentences, so that to encode them takes several times as long as to
find it; and they stay what they are for as long as the index does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from knowledge.answer import sentences

#: Passages of which they are kept; those of one take about 12 kB.
PASSAGES_KEPT = 1024

# Takes texts and the name of a prompt, returns their unit vectors, as `Encoder.encode` does.
Encode = Callable[[Sequence[str], str], np.ndarray]


class SentenceVectors:
    """What an encoder makes of the sentences of passages.

    Args:
        encode: see `Encode`.
    """

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._kept = lru_cache(maxsize=PASSAGES_KEPT)(self._make)

    def of(self, passage: str) -> np.ndarray:
        """Return one unit vector for each of `sentences` of a passage's text; not to be changed."""
        return self._kept(passage)

    def _make(self, passage: str) -> np.ndarray:
        said = [passage[begin:end] for begin, end in sentences(passage)]
        vectors = self._encode(said, "document")
        # It is handed out again and again.
        vectors.setflags(write=False)
        return vectors
