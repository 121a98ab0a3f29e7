"""What the models see of a text: the encoder's probes of its plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.spelling import mend_word
from knowledge.search.encoder import load_probes

_LONGEST = 1000
# Some eight messages of the most parts that `windows` makes.
_REMEMBERED = 200
_LEAST_TOLD = 3
# What is said out of politeness is no part of what is told.
_POLITE = re.compile(
    r"^(?:(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening))"
    r"(?: there| doctor| doc| all| everyone| patella)?\b[\s,.!;:-]*)+(?=\w)"
    r"|[\s,.!;:-]+(?:please|thanks|thank you|many thanks|cheers)(?: in advance| very much)?[\s.!]*$"
)
# Words are mended whole; of "knee's" nothing is.
_WORD = re.compile(r"(?<![\w'])[a-z]+(?![\w'])")


def features(texts: Sequence[str]) -> np.ndarray:
    """Return the features of many prepared texts, encoded together, shape (n, d)."""
    return load_probes().encode(texts)


def features_of(texts: Sequence[str]) -> np.ndarray:
    """Return the features of a few prepared texts, shape (n, d); the last are remembered.

    In a turn the guard, the findings and the intent look at the same message; and many messages
    have parts in common. Each text is encoded alone, so that it is the same in any company.
    """
    return np.stack([_features_of_one(text) for text in texts])


@lru_cache(maxsize=_REMEMBERED)
def _features_of_one(text: str) -> np.ndarray:
    found: np.ndarray = load_probes().encode([text])[0]
    return found


def prepared(text: str) -> str:
    """Return what of a text is learned from and read: plain words, spelt right, and what is told.

    Misspelt words of the vocabulary are put right, for the encoder knows "breathless" and not
    "brethless"; greetings and thanks around what is told are left out.
    """
    plain = normalise(text)[:_LONGEST]
    told = _POLITE.sub("", plain)
    kept = told if len(told.split()) >= _LEAST_TOLD else plain
    return _WORD.sub(lambda match: mend_word(match[0]), kept)
