"""A model of texts: the layers of the encoder and word n-grams in, one score a label out.

The layers generalise over wording; the n-grams carry what the layers blur ("no", "any more",
"used to"). Beside the layers themselves stands their likeness to landmarks, some of the examples
(a Nyström map of a Gaussian kernel), so that what is said in a few particular ways needs no
straight line through all the others. Each of the three helps markedly (docs/evaluation.md). What is
stored of a fitted model is arrays, nothing that could run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from bot.nlu.learned.features import features, features_of, prepared
from bot.nlu.learned.ngrams import Ngrams, fit_ngrams
from bot.nlu.learned.ridge import fit_ridge
from knowledge.search.encoder import load_probes

# Chosen, as the weights below, by leaving out one voice after the other of the examples.
_LANDMARKS = 1500
_WIDTH = 0.6
_LANDMARK_WEIGHT = 1.5
_SEED = 42
# The direction in which two landmarks of the same text differ is nothing but noise.
_LEAST_SIZE = 1e-6
_ROWS = 256


class ModelUnusableError(RuntimeError):
    """The stored model is missing or damaged, or was made for another encoder."""


@dataclass(frozen=True)
class TextModel:
    """Scores of labels: n texts → (n, labels), about 1 where a label holds and -1 where not.

    Attributes:
        labels: what each column stands for.
        dense: weights of the encoder's layers, shape (d, labels).
        landmarks: layers of some examples, shape (m, d).
        likeness: weights of the likeness to each landmark, shape (m, labels).
        ngrams: weights of the word n-grams, shape (terms, labels).
        bias: shape (labels,).
        counted: the word n-grams.
        encoder: fingerprint of the encoder whose layers it was fitted on.
    """

    labels: tuple[str, ...]
    dense: np.ndarray
    landmarks: np.ndarray
    likeness: np.ndarray
    ngrams: np.ndarray
    bias: np.ndarray
    counted: Ngrams
    encoder: str

    def scores_of(self, *texts: str) -> np.ndarray:
        """Return the scores of a prepared text, and of its parts after it, which are remembered."""
        return self._scores(features_of(texts), texts)

    def _scores(self, layers: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        near = _gaussian(layers, self.landmarks, self._landmark_sizes)
        told = np.stack([self.counted.weighed(text, self.ngrams) for text in texts])
        return layers @ self.dense + near @ self.likeness + told + self.bias

    @cached_property
    def _landmark_sizes(self) -> np.ndarray:
        return _sizes(self.landmarks)

    def save(self, path: Path) -> None:
        """Write it to a file."""
        np.savez(
            path,
            labels=_packed(self.labels),
            dense=self.dense.astype(np.float32),
            landmarks=self.landmarks.astype(np.float32),
            likeness=self.likeness.astype(np.float32),
            ngrams=self.ngrams.astype(np.float32),
            bias=self.bias.astype(np.float32),
            terms=_packed(self.counted.terms),
            idf=self.counted.rarity,
            encoder=_packed([self.encoder]),
        )


def load(path: Path) -> TextModel:
    """Read a model that was fitted on the layers of this installation's encoder.

    Raises:
        ModelUnusableError: naming the file and what is wrong with it.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            model = TextModel(
                _unpacked(stored["labels"]),
                stored["dense"],
                stored["landmarks"],
                stored["likeness"],
                stored["ngrams"],
                stored["bias"],
                Ngrams.of_terms(_unpacked(stored["terms"]), stored["idf"]),
                _unpacked(stored["encoder"])[0],
            )
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise ModelUnusableError(f"{path} cannot be read: run `make train`") from error
    if model.encoder != load_probes().fingerprint:
        raise ModelUnusableError(f"{path} was made for another encoder: run `make train`")
    return model


def fit(
    texts: Sequence[str],
    labels: Sequence[str],
    targets: np.ndarray,
    encode: Callable[[Sequence[str]], np.ndarray] = features,
) -> TextModel:
    """Fit a model; ``targets`` is 1 where a label holds, -1 where not and 0 where it is unknown.

    Args:
        texts: n texts as typed; `windows` prepares in the same way what is read later.
        labels: the labels.
        targets: shape (n, labels).
        encode: prepared texts → the encoder's layers, shape (n, d).
    """
    plain = [prepared(text) for text in texts]
    ngrams, counted = fit_ngrams(plain)
    layers = encode(plain)
    landmarks, whitening = _chosen(layers)
    both = _beside_likeness(layers, landmarks, _LANDMARK_WEIGHT * whitening)
    dense, weights, bias = fit_ridge(both, counted, targets.astype(np.float32))
    size = layers.shape[1]
    return TextModel(
        labels=tuple(labels),
        dense=dense[:size],
        landmarks=landmarks,
        likeness=_LANDMARK_WEIGHT * whitening @ dense[size:],
        ngrams=weights,
        bias=bias,
        counted=ngrams,
        encoder=load_probes().fingerprint,
    )


def _chosen(layers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return landmarks, shape (m, d), and what makes likenesses to them features, (m, m).

    Products of those features are the kernel itself, as near as the landmarks tell it (Nyström).
    """
    drawn = np.random.RandomState(_SEED).permutation(len(layers))[:_LANDMARKS]
    landmarks = layers[drawn]
    exact = landmarks.astype(np.float64)
    sizes, axes = np.linalg.eigh(_gaussian(exact, exact, _sizes(exact)))
    whitening = (axes / np.sqrt(np.maximum(sizes, _LEAST_SIZE))) @ axes.T
    return landmarks, whitening.astype(np.float32)


def _beside_likeness(
    layers: np.ndarray, landmarks: np.ndarray, whitening: np.ndarray
) -> np.ndarray:
    """Return the layers and their likeness to the landmarks, whitened, shape (n, d + m).

    It is made a block of rows at a time: all likenesses at once would go through the memory half a
    dozen times.
    """
    size = layers.shape[1]
    both = np.empty((len(layers), size + len(landmarks)), dtype=np.float32)
    both[:, :size] = layers
    sizes = _sizes(landmarks)
    for start in range(0, len(layers), _ROWS):
        rows = layers[start : start + _ROWS]
        both[start : start + _ROWS, size:] = _gaussian(rows, landmarks, sizes) @ whitening
    return both


def _gaussian(layers: np.ndarray, landmarks: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the likeness of rows to landmarks, 1 where they are the same, shape (n, m)."""
    apart = _sizes(layers)[:, None] + sizes - 2.0 * layers @ landmarks.T
    return np.exp(-_WIDTH * np.maximum(apart, 0.0))


def _sizes(rows: np.ndarray) -> np.ndarray:
    """Return the squared length of each row, shape (n,)."""
    return (rows * rows).sum(axis=1)


def softmax(scores: np.ndarray, sharpness: float) -> np.ndarray:
    """Return probabilities of exclusive classes from their scores, shape (labels,)."""
    raised = np.exp(sharpness * (scores - scores.max()))
    return raised / raised.sum()


def _packed(texts: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _unpacked(packed: np.ndarray) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n"))
