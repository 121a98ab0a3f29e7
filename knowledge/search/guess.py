"""What a question sounds like: for which passage people who ask like that asked, or for none.

It is remembered how everybody asked: every way of asking that the index holds, and questions that
no document answers (refused.yml). From those most like a new question it is reckoned what is asked
for, by Gaussian process regression (Rasmussen and Williams 2006, chapter 2) on these neighbours
alone (local learning, Bottou and Vapnik 1992). Likeness is that of the embeddings, and of the
wording, which they blur (wording.py). Nothing has to be fitted for it, a new way of asking counts
from when it is there, and it is told how little is like the question at all.

Beside it stands what kind of question it is: one that is asked of the documents, or one to be
refused, and why. That is a softmax regression on the embedding, and where the encoder has them on
the states of its lower layers (`Encoder.probe`), which hold what the embedding hides: that
something is asked, denied, told of a dog, or said to the machinery.
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
from knowledge.search.documents import Passage
from knowledge.search.reuse import Probe
from knowledge.search.rules import REASONS
from knowledge.search.wording import Wording

REFUSED = Path(__file__).with_name("refused.yml")

#: More passages than this are not told apart: what serves then are nearness and words alone. Each
#: question is held against all that is remembered, which with so many takes some 20 ms.
MOST_PASSAGES = 10_000

#: Of a passage that has fewer ways of asking it is not known how people ask for it.
LEAST_WAYS = 10

#: So many of the nearest are reckoned with. Fewer lose a little, twice as many gain hardly any and
#: take four times as long.
NEIGHBOURS = 256
#: What the likeness of meaning weighs beside that of the wording, how fast it falls with the
#: distance, and how far what is remembered may be beside the truth, as a variance.
MEANING, NARROWNESS, NOISE = 0.6, 3.0, 0.1

#: The kind of question that the documents may answer.
ASKED = "asked"
#: Kinds are learned from at most so many of those, evenly drawn: of the others there are fewer.
MOST_ASKED = 8000
#: The strength of that regression (scikit-learn's C), and so many directions of the lower layers
#: are learned from, those in which texts differ most. It goes on until hardly anything changes, so
#: that another processor, which rounds otherwise, comes to the same.
STRENGTH, MOST_STEPS, LEAST_STEP = 5.0, 1000, 1e-4
DIRECTIONS = 384

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
        passages: number of a passage → how much of what is like the question asked for it; about
            1 where all of it did, 0 where nothing did or nothing is like it.
        refused: the same of reasons to refuse.
        kinds: `ASKED`, or a reason to refuse → how likely the question is of that kind.
        strange: what all that is like it leaves open, from near 0, where it was asked word for
            word, to 1, where nothing is like it.
        likest: how like the likest is, 0 to 1.
    """

    passages: Mapping[int, float]
    refused: Mapping[str, float]
    kinds: Mapping[str, float]
    strange: float = 1.0
    likest: float = 0.0

    def document(self, numbers: Iterable[int]) -> float:
        """Return how much asked for one of some passages."""
        return sum(self.passages.get(number, 0.0) for number in numbers)

    @property
    def reasons(self) -> Mapping[str, float]:
        """Reason to refuse → how likely it is by both, 0 to 1."""
        told = {reason: share for reason, share in self.kinds.items() if reason != ASKED}
        of_neighbours = {r: min(max(s, 0.0), 1.0) for r, s in self.refused.items()}
        return {
            reason: (told.get(reason, 0.0) + of_neighbours.get(reason, 0.0)) / 2
            for reason in told.keys() | of_neighbours.keys()
        }


@dataclass(frozen=True)
class Kinds:
    """A softmax regression over kinds of questions.

    Attributes:
        names: in the order of the columns.
        weights: shape (dimension, kinds), float32; where the lower layers were learned from, the
            dimension is that of the embedding and of them together.
        bias: shape (kinds,), float32.
    """

    names: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray

    def of(self, vector: np.ndarray, probed: np.ndarray | None) -> dict[str, float]:
        """Return how likely each kind is of an embedding, and of what lower layers make of it."""
        sums = vector @ self.weights[: len(vector)] + self.bias
        if probed is not None:
            sums = sums + probed @ self.weights[len(vector) :]
        odds = np.exp(sums - sums.max())
        return dict(zip(self.names, (odds / odds.sum()).tolist(), strict=True))


@dataclass(frozen=True)
class Guess:
    """All ways of asking that are remembered.

    Attributes:
        labels: numbers of passages, and reasons with a ``!`` before them, each once.
        owners: which label each text has, shape (n,), int32.
        vectors: embeddings of the texts, shape (n, dimension), float32.
        wording: of the texts.
        kinds: tells what kind of question it is.
    """

    labels: tuple[str, ...]
    owners: np.ndarray
    vectors: np.ndarray
    wording: Wording
    kinds: Kinds

    @property
    def reads_lower_layers(self) -> bool:
        """Whether kinds were learned from the lower layers besides the embedding."""
        return len(self.kinds.weights) > self.vectors.shape[1]

    def of(self, text: str, vector: np.ndarray, probed: np.ndarray | None = None) -> Sounds:
        """Return what a question sounds like.

        Args:
            text: the question, its words put right.
            vector: its embedding, shape (dimension,).
            probed: what the lower layers make of it, shape (size,), where they are read.
        """
        near = self._nearest(vector)
        theirs, rows = self.vectors[near], self.wording.rows(near)
        like = _likeness(theirs @ vector) + (1 - MEANING) * (rows @ self.wording.vector(text))
        among = _likeness(theirs @ theirs.T) + (1 - MEANING) * (rows @ rows.T).toarray()
        among[np.diag_indices(len(near))] += NOISE
        shares = np.linalg.solve(among, like)
        told = np.bincount(self.owners[near], weights=shares, minlength=len(self.labels))
        passages, reasons = self._columns
        return Sounds(
            {number: float(told[n]) for number, n in passages if told[n] > 0},
            {reason: float(told[n]) for reason, n in reasons},
            self.kinds.of(vector, probed),
            float(1 - like @ shares),
            float(like.max()),
        )

    def _nearest(self, vector: np.ndarray) -> np.ndarray:
        """Return the numbers of the texts nearest in meaning, in their order."""
        if len(self.vectors) <= NEIGHBOURS:
            return np.arange(len(self.vectors))
        nearness = self.vectors @ vector
        return np.sort(np.argpartition(-nearness, NEIGHBOURS)[:NEIGHBOURS])

    @cached_property
    def _columns(self) -> tuple[list[tuple[int, int]], list[tuple[str, int]]]:
        """The number of each passage, and the name of each reason, with its place."""
        passages = [(int(x), n) for n, x in enumerate(self.labels) if not is_reason(x)]
        return passages, [(x[1:], n) for n, x in enumerate(self.labels) if is_reason(x)]

    def to_bytes(self) -> bytes:
        """Return it as a file's content, for `from_bytes`."""
        stream = BytesIO()
        np.savez(
            stream,
            labels=np.array(self.labels),
            owners=self.owners,
            # Half the digits are plenty for a cosine.
            vectors=self.vectors.astype(np.float16),
            starts=self.wording.starts,
            buckets=self.wording.buckets,
            weights=self.wording.weights,
            rarity=self.wording.rarity,
            kinds=np.array(self.kinds.names),
            kind_weights=self.kinds.weights,
            kind_bias=self.kinds.bias,
        )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Guess:
        """Read what `to_bytes` wrote; raise `ValueError` where it is something else."""
        try:
            with np.load(BytesIO(content), allow_pickle=False) as read:
                wording = (read[name] for name in ("starts", "buckets", "weights", "rarity"))
                return cls(
                    tuple(read["labels"].tolist()),
                    read["owners"],
                    read["vectors"].astype(np.float32),
                    Wording(*wording),
                    Kinds(tuple(read["kinds"].tolist()), read["kind_weights"], read["kind_bias"]),
                )
        except (BadZipFile, EOFError, KeyError, OSError) as error:
            raise ValueError("what a question sounds like is kept in a broken file") from error


def is_known(passage: Passage) -> bool:
    """Return whether enough ways of asking for a passage are there to know how people do."""
    return len(passage.ways) >= LEAST_WAYS


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
    texts: Sequence[str],
    vectors: np.ndarray,
    labels: Sequence[str],
    probe: Probe | None = None,
    are_asked: Sequence[bool] | None = None,
) -> Guess | None:
    """Return what questions sound like; None where there is nothing to tell apart, or too much.

    Args:
        texts: ways of asking.
        vectors: their embeddings, shape (n, dimension), unit length.
        labels: what each asks for, as in `Guess`.
        probe: see `Probe`; without it kinds are learned from the embeddings alone.
        are_asked: which of the texts people ask in, by default all. Kinds are learned from them
            alone: the sentences of a large library would teach what is told, not what is asked.
    """
    if not can_learn(labels):
        return None
    names = tuple(sorted(set(labels)))
    places = {name: place for place, name in enumerate(names)}
    return Guess(
        names,
        np.array([places[label] for label in labels], dtype=np.int32),
        np.asarray(vectors, dtype=np.float32),
        Wording.of(texts),
        _learn_kinds(texts, vectors, labels, probe, are_asked),
    )


def _learn_kinds(
    texts: Sequence[str],
    vectors: np.ndarray,
    labels: Sequence[str],
    probe: Probe | None,
    are_asked: Sequence[bool] | None,
) -> Kinds:
    """Return the regression of kinds on the embeddings, and on what lower layers make of them."""
    kinds = np.array([label[1:] if is_reason(label) else ASKED for label in labels])
    counts = np.ones(len(labels), dtype=bool) if are_asked is None else np.asarray(are_asked)
    asked = np.flatnonzero((kinds == ASKED) & counts)
    step = -(-len(asked) // MOST_ASKED)
    chosen = np.sort(np.concatenate([asked[::step], np.flatnonzero(kinds != ASKED)]))
    own, kinds = np.asarray(vectors)[chosen], kinds[chosen]
    if len(set(kinds)) == 1:
        nothing = np.zeros((own.shape[1], 1), dtype=np.float32)
        return Kinds((str(kinds[0]),), nothing, nothing[0])
    # Only whoever builds an index needs it, and it takes a second to import.
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=MOST_STEPS, tol=LEAST_STEP)
    if probe is None:
        model.fit(own, kinds)
        weights, bias = _columns_of(model)
    else:
        probed = probe([texts[number] for number in chosen])
        middle, axes = _directions(probed)
        model.fit(np.hstack([own, (probed - middle) @ axes]), kinds)
        weights, bias = _columns_of(model)
        # Told in the layers' own terms, so that who asks needs no directions.
        first, turned = np.split(weights, [own.shape[1]])
        weights, bias = np.vstack([first, axes @ turned]), bias - middle @ axes @ turned
    names = tuple(str(each) for each in model.classes_)
    return Kinds(names, weights.astype(np.float32), bias.astype(np.float32))


def _columns_of(model: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and bias with a column a label; of two, scikit-learn keeps one for both."""
    weights, bias = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:
        return np.hstack([-weights / 2, weights / 2]), np.concatenate([-bias, bias]) / 2
    return weights, bias


def _directions(probed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean of rows, and the directions in which they differ most as columns."""
    middle = probed.mean(axis=0)
    _, axes = np.linalg.eigh(np.cov((probed - middle).T))
    return middle, axes[:, ::-1][:, :DIRECTIONS].astype(np.float32)


def _likeness(cosines: np.ndarray) -> np.ndarray:
    """Return the likeness of meaning by cosines, a Gaussian of the distance, 0 to `MEANING`."""
    return MEANING * np.exp(NARROWNESS * (np.minimum(cosines, 1.0) - 1))
