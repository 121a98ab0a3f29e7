"""What retrieval asks of a place that keeps passages, and how it says that there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from knowledge.search.documents import Passage
from knowledge.search.guess import Guess
from knowledge.search.stores.catalogue import Catalogue


class IndexMissingError(RuntimeError):
    """There is no passage index, or it is incomplete."""


class StoreUnreachableError(IndexMissingError):
    """The server that keeps the passages does not answer; it may again later."""


class Match(NamedTuple):
    """A unit that was found: the number of its passage, and whether it is a question of it."""

    passage: int
    is_question: bool
    score: float


class Store(Protocol):
    """What retrieval needs of a place that keeps passages.

    Each passage has several units: its text, and every question in people's words that it answers.
    Every store returns the same units in the same order: best first, of equals the first unit.
    """

    @property
    def passages(self) -> Sequence[Passage]:
        """Every passage, read when asked for; a match gives its number here."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """Which document each passage is of."""
        ...

    def fetch(self, numbers: Sequence[int]) -> tuple[Passage, ...]:
        """Return passages by their numbers, together and so in one go."""
        ...

    @property
    def word_counts(self) -> Mapping[str, int]:
        """How often each word stands in the documents."""
        ...

    @property
    def stem_passages(self) -> Mapping[str, int]:
        """In how many passages, or questions that their documents answer, each stem stands."""
        ...

    @property
    def guess(self) -> Guess | None:
        """What questions sound like; None where there are too many passages for it."""
        ...

    def nearest(self, vector: np.ndarray, count: int) -> list[Match]:
        """Return the units nearest in meaning to a unit vector, cosine as the score."""
        ...

    def closeness(self, vector: np.ndarray, passage: int) -> float:
        """Return the cosine of a unit vector to a passage: to the nearest of its units."""
        ...

    def lexical(self, stems: Sequence[str], count: int) -> list[Match]:
        """Return the units that share stems, BM25 as the score."""
        ...


class KeptStore(Store, Protocol):
    """A store that is kept somewhere and knows what made it."""

    # Searches are cached by their store.
    def __hash__(self) -> int: ...

    @property
    def encoder(self) -> str:
        """Fingerprint of the embedding model that made the vectors."""
        ...
