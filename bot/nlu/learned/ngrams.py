"""The word n-grams of a text and their weights."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

_WORDS = r"(?u)\b\w+\b|[?]"
_LONGEST = 3
_LEAST_TEXTS = 2

_WORD = re.compile(_WORDS)


@dataclass(frozen=True)
class Ngrams:
    """The n-grams that a model was fitted on.

    Attributes:
        places: n-gram → its place.
        rarity: the inverse document frequency of each, shape (terms,).
    """

    places: Mapping[str, int]
    rarity: np.ndarray

    @classmethod
    def of_terms(cls, terms: Sequence[str], rarity: np.ndarray) -> Ngrams:
        """Return them from the n-grams in the order of their places."""
        return cls({term: place for place, term in enumerate(terms)}, rarity)

    @property
    def terms(self) -> list[str]:
        """The n-grams in the order of their places."""
        return sorted(self.places, key=self.places.__getitem__)

    def weighed(self, text: str, weights: np.ndarray) -> np.ndarray:
        """Return the sum of the weights of the n-grams of a text, each by how much it tells.

        It is a row of ``TfidfVectorizer.transform`` times the weights; scikit-learn takes
        milliseconds to check and convert one row.

        Args:
            text: normalised.
            weights: shape (terms, labels).
        """
        times = Counter(
            place for term in _ngrams(text) if (place := self.places.get(term)) is not None
        )
        if not times:
            return np.zeros(weights.shape[1], dtype=np.float32)
        places = np.fromiter(times.keys(), dtype=np.intp, count=len(times))
        counts = np.fromiter(times.values(), dtype=np.float32, count=len(times))
        told = (1.0 + np.log(counts)) * self.rarity[places]
        summed: np.ndarray = (told / np.sqrt(told @ told)) @ weights[places]
        return summed


def fit_ngrams(texts: Sequence[str]) -> tuple[Ngrams, sparse.csr_matrix]:
    """Return the n-grams of normalised texts, and how much each tells in each, (n, terms)."""
    vectoriser = TfidfVectorizer(
        token_pattern=_WORDS,
        ngram_range=(1, _LONGEST),
        sublinear_tf=True,
        min_df=_LEAST_TEXTS,
        lowercase=False,
        dtype=np.float32,
    )
    counted = sparse.csr_matrix(vectoriser.fit_transform(texts), dtype=np.float32)
    return Ngrams(vectoriser.vocabulary_, vectoriser.idf_.astype(np.float32)), counted


def _ngrams(text: str) -> Iterator[str]:
    words = _WORD.findall(text)
    for length in range(1, _LONGEST + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
