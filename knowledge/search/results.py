"""What a search comes to: the passages that were found, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from knowledge.search.documents import Passage
from knowledge.search.refuse import Features, Reason


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and how well it fits, 0 to 1."""

    passage: Passage
    score: float

    def as_dict(self) -> dict[str, Any]:
        """Return the passage as the contract shows it."""
        return passage_as_dict(self.passage, self.score)


@dataclass(frozen=True)
class Encoded:
    """A question in plain lower case with its misspelt words put right, and its unit vector."""

    said: str
    vector: np.ndarray


@dataclass(frozen=True)
class SearchResult:
    """The answer of a search.

    Attributes:
        answerable: whether the documents answer the question.
        passages: best first, none where it is not answerable.
        reason: "answered", or why not; see `Reason`.
        near: where it is "not_covered", the closest that the documents have.
        confidence: how sure the decision is that the best passage answers, 0 to 1.
        features: what the decision was made on, None where a word rule made it.
        encoded: the question as it was encoded, and its unit vector; None where it was not.
    """

    answerable: bool
    passages: tuple[Hit, ...]
    reason: Reason
    near: tuple[Hit, ...] = ()
    confidence: float = 0.0
    features: Features | None = None
    encoded: Encoded | None = field(default=None, compare=False, repr=False)


def passage_as_dict(passage: Passage, score: float = 1.0) -> dict[str, Any]:
    """Return a passage as the contract shows it; `score` is 1 where nothing was searched."""
    sources = [source.as_dict() for source in passage.sources]
    return {
        "id": passage.id,
        "title": passage.title,
        "heading": passage.heading,
        "topics": list(passage.topics),
        "source": sources[0],
        "sources": sources,
        "reviewed": passage.reviewed,
        "score": score,
        "text": passage.text,
    }
