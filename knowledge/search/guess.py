"""What a question sounds like: one softmax over the passages and the reasons to refuse.

Nearness tells which passage has the words of a question; this tells which one people who ask
like that mean, learned from every way of asking that the index holds and from questions that no
document answers (refused.yml). It is made with the index, of the same vectors, so that it always
fits them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from knowledge.loading import load_yaml
from knowledge.search.rules import REASONS

REFUSED = Path(__file__).with_name("refused.yml")

#: More passages than this are not told apart: what serves then are nearness and words alone.
MOST_PASSAGES = 1000
#: The strength of the regression (scikit-learn's C), and after how many steps it ends.
STRENGTH, MOST_STEPS = 20.0, 200

_TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
REFUSED_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": list(REASONS),
    "properties": dict.fromkeys(REASONS, _TEXTS),
}


@dataclass(frozen=True)
class Sounds:
    """Number of a passage → how likely it is asked for, and the same of reasons to refuse."""

    passages: Mapping[int, float]
    reasons: Mapping[str, float]

    def document(self, numbers: Iterable[int]) -> float:
        """Return how likely one of some passages is asked for."""
        return sum(self.passages.get(number, 0.0) for number in numbers)


@dataclass(frozen=True)
class Guess:
    """A softmax regression over labels: numbers of passages, and reasons with a ``!`` before them.

    Attributes:
        labels: in the order of the columns.
        weights: shape (dimension, labels), float32.
        bias: shape (labels,), float32.
    """

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray

    def of(self, vectors: np.ndarray) -> Sounds:
        """Return the probability of each label, the mean over the rows of vectors."""
        sums = np.atleast_2d(vectors) @ self.weights + self.bias
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        shares = (odds / odds.sum(axis=1, keepdims=True)).mean(axis=0)
        told = shares.tolist()
        passages, reasons = self._columns
        return Sounds(
            {number: told[column] for number, column in passages},
            {reason: told[column] for reason, column in reasons},
        )

    @cached_property
    def _columns(self) -> tuple[list[tuple[int, int]], list[tuple[str, int]]]:
        """The number of each passage, and the name of each reason, with its column."""
        passages = [(int(x), n) for n, x in enumerate(self.labels) if not is_reason(x)]
        return passages, [(x[1:], n) for n, x in enumerate(self.labels) if is_reason(x)]

    def to_bytes(self) -> bytes:
        """Return it as a file's content, for `from_bytes`."""
        stream = BytesIO()
        labels = np.array(self.labels)
        np.savez(stream, labels=labels, weights=self.weights, bias=self.bias)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Guess:
        """Read what `to_bytes` wrote; raise `ValueError` where it is something else."""
        try:
            with np.load(BytesIO(content), allow_pickle=False) as read:
                return cls(tuple(read["labels"].tolist()), read["weights"], read["bias"])
        except (BadZipFile, EOFError, KeyError, OSError) as error:
            raise ValueError("what a question sounds like is kept in a broken file") from error


def is_reason(label: str) -> bool:
    """Return whether a label is a reason to refuse."""
    return label.startswith("!")


@lru_cache(maxsize=4)
def load_refused(path: Path = REFUSED) -> Mapping[str, tuple[str, ...]]:
    """Return reason → questions that no document answers; raise `ContentError` on mistakes."""
    return {reason: tuple(each) for reason, each in load_yaml(path, REFUSED_SCHEMA).items()}


def learn(vectors: np.ndarray, labels: Sequence[str]) -> Guess | None:
    """Return the regression of labels on vectors; None where there is nothing to tell apart.

    Args:
        vectors: shape (n, dimension), unit length.
        labels: of each row.
    """
    kinds = set(labels)
    passages = sum(not is_reason(each) for each in kinds)
    if len(kinds) < 2 or not 0 < passages <= MOST_PASSAGES:
        return None
    # Only whoever builds an index needs it, and it takes a second to import.
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=MOST_STEPS)
    model.fit(vectors, np.asarray(labels))
    weights, bias = model.coef_.T, model.intercept_
    if len(kinds) == 2:
        # scikit-learn keeps one column for two labels; a softmax has one for each.
        weights, bias = np.hstack([-weights / 2, weights / 2]), np.concatenate([-bias, bias]) / 2
    return Guess(
        tuple(str(each) for each in model.classes_),
        weights.astype(np.float32),
        bias.astype(np.float32),
    )
