"""What a question sounds like: one softmax over the passages and the reasons to refuse.

Nearness tells which passage has the words of a question; this tells which one people who ask
like that mean, learned from every way of asking that the index holds and from questions that no
document answers (refused.yml). It is made with the index, of the same vectors, so that it always
fits them.

What it is learned from is the embedding of a text, and where the encoder has them the states of its
lower layers (`Encoder.probe`), which hold what the embedding hides: that something is asked,
denied, told of a dog, or said to the machinery.

A regression draws straight lines; a question much like a single one that is refused may lie on the
other side of them. So those questions are kept too, and how near the nearest is is told as well.
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
#: The strength of the regression (scikit-learn's C), after how many steps it ends, and how little a
#: step may better before: more steps tell no better what was not learned from.
STRENGTH, MOST_STEPS, LEAST_STEP = 20.0, 60, 1e-3
#: So many directions of the lower layers are learned from, those in which texts differ most.
DIRECTIONS = 192

_TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
REFUSED_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": list(REASONS),
    "properties": dict.fromkeys(REASONS, _TEXTS),
}


@dataclass(frozen=True)
class Sounds:
    """What a question sounds like.

    Attributes:
        passages: number of a passage → how likely it is asked for.
        reasons: the same of reasons to refuse.
        near_refused: cosine of the nearest question that no document answers, -1 to 1.
    """

    passages: Mapping[int, float]
    reasons: Mapping[str, float]
    near_refused: float = -1.0

    def document(self, numbers: Iterable[int]) -> float:
        """Return how likely one of some passages is asked for."""
        return sum(self.passages.get(number, 0.0) for number in numbers)


@dataclass(frozen=True)
class Guess:
    """A softmax regression over labels: numbers of passages, and reasons with a ``!`` before them.

    Attributes:
        labels: in the order of the columns.
        weights: shape (dimension, labels), float32; where the lower layers were learned from, the
            dimension is that of the embedding and of them together.
        bias: shape (labels,), float32.
        refused: embeddings of the questions that no document answers, shape (n, dimension).
    """

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    refused: np.ndarray

    def reads_more_than(self, vectors: np.ndarray) -> bool:
        """Return whether it was learned from the lower layers besides such embeddings."""
        return len(self.weights) > vectors.shape[-1]

    def of(self, vectors: np.ndarray, probed: np.ndarray | None = None) -> Sounds:
        """Return the probability of each label, the mean over the rows of vectors.

        Args:
            vectors: embeddings, shape (n, dimension) or (dimension,), of the question as put first.
            probed: what the lower layers make of the text, shape (size,), where it reads them.
        """
        rows = np.atleast_2d(vectors)
        sums = rows @ self.weights[: rows.shape[1]] + self.bias
        if probed is not None:
            sums += probed @ self.weights[rows.shape[1] :]
        odds = np.exp(sums - sums.max(axis=1, keepdims=True))
        shares = (odds / odds.sum(axis=1, keepdims=True)).mean(axis=0)
        told = shares.tolist()
        passages, reasons = self._columns
        return Sounds(
            {number: told[column] for number, column in passages},
            {reason: told[column] for reason, column in reasons},
            float((self.refused @ rows[0]).max(initial=-1.0)),
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
        # Half the digits are plenty for a cosine.
        refused = self.refused.astype(np.float16)
        np.savez(stream, labels=labels, weights=self.weights, bias=self.bias, refused=refused)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Guess:
        """Read what `to_bytes` wrote; raise `ValueError` where it is something else."""
        try:
            with np.load(BytesIO(content), allow_pickle=False) as read:
                return cls(
                    tuple(read["labels"].tolist()),
                    read["weights"],
                    read["bias"],
                    read["refused"].astype(np.float32),
                )
        except (BadZipFile, EOFError, KeyError, OSError) as error:
            raise ValueError("what a question sounds like is kept in a broken file") from error


def is_reason(label: str) -> bool:
    """Return whether a label is a reason to refuse."""
    return label.startswith("!")


@lru_cache(maxsize=4)
def load_refused(path: Path = REFUSED) -> Mapping[str, tuple[str, ...]]:
    """Return reason → questions that no document answers; raise `ContentError` on mistakes."""
    return {reason: tuple(each) for reason, each in load_yaml(path, REFUSED_SCHEMA).items()}


def can_learn(labels: Sequence[str]) -> bool:
    """Return whether there is something to tell apart, and not too much."""
    kinds = set(labels)
    passages = sum(not is_reason(each) for each in kinds)
    return len(kinds) > 1 and 0 < passages <= MOST_PASSAGES


def learn(
    vectors: np.ndarray, labels: Sequence[str], probed: np.ndarray | None = None
) -> Guess | None:
    """Return the regression of labels on vectors; None where there is nothing to tell apart.

    Args:
        vectors: shape (n, dimension), unit length.
        labels: of each row.
        probed: what the lower layers make of each row's text, shape (n, size).
    """
    if not can_learn(labels):
        return None
    # Only whoever builds an index needs it, and it takes a second to import.
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=MOST_STEPS, tol=LEAST_STEP)
    if probed is None:
        model.fit(vectors, np.asarray(labels))
    else:
        middle, axes = _directions(probed)
        model.fit(np.hstack([vectors, (probed - middle) @ axes]), np.asarray(labels))
    weights, bias = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:
        # scikit-learn keeps one column for two labels; a softmax has one for each.
        weights, bias = np.hstack([-weights / 2, weights / 2]), np.concatenate([-bias, bias]) / 2
    if probed is not None:
        # Told in the layers' own terms, so that who asks needs no directions.
        own, turned = np.split(weights, [vectors.shape[1]])
        weights, bias = np.vstack([own, axes @ turned]), bias - middle @ axes @ turned
    return Guess(
        tuple(str(each) for each in model.classes_),
        weights.astype(np.float32),
        bias.astype(np.float32),
        np.asarray(vectors[[is_reason(each) for each in labels]], dtype=np.float32),
    )


def _directions(probed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean of rows, and the directions in which they differ most as columns."""
    middle = probed.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov((probed - middle).T))
    return middle, axes[:, ::-1][:, :DIRECTIONS].astype(np.float32)
