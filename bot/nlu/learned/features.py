"""What the models see of a text: the encoder's probes of its normalised words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from bot.nlu.extract.normalise import normalise
from knowledge.search.encoder import load_probes

_LONGEST = 1000
_REMEMBERED = 8


def features(texts: Sequence[str]) -> np.ndarray:
    """Return the features of many normalised texts, encoded together, shape (n, d)."""
    return load_probes().encode(texts)


@lru_cache(maxsize=_REMEMBERED)
def features_of(texts: tuple[str, ...]) -> np.ndarray:
    """Return the features of a few normalised texts, shape (n, d); the last are remembered.

    In a turn the guard, the findings and the intent look at the same message.
    """
    found = load_probes().encode(texts)
    # Whoever is given it again must find it as it was.
    found.flags.writeable = False
    return found


def encodable(text: str) -> str:
    """Return what of a text is encoded: normalised, and no longer than the encoder can use."""
    return normalise(text)[:_LONGEST]
