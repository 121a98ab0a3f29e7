"""The threshold of refusal, measured: `python -m knowledge.search.calibrate`.

Takes the questions of calibration_questions.yml, fits the weights of the features by logistic
regression, and writes calibration.yml with what it measured. Every figure is cross-validated:
a question is judged by weights that were fitted without its fold. Where it is not known what a
question sounds like, as with documents that were ingested, nobody wrote down how people ask
either: that threshold is measured on our documents without their ways of asking. A third is for
libraries so large that questions are not told apart, where our documents' ways are searched.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.loading import load_yaml
from knowledge.search import settings
from knowledge.search.documents import Document, load_documents
from knowledge.search.encoder import load_encoder
from knowledge.search.evaluation.apart import search_over
from knowledge.search.refuse import CALIBRATION, PLAIN, SOUNDS, Calibration, Features, Threshold
from knowledge.search.retrieve import Search
from knowledge.search.rules import REASONS
from knowledge.search.store import current_folder, load_store

QUESTIONS = Path(__file__).with_name("calibration_questions.yml")
# Into how many folds, and so often anew: one way to fold them moves a threshold by a tenth.
FOLDS, FOLDINGS = 10, 10
RIDGE = 0.025
# So many of the questions that no document answers are to be refused; no more are than that takes,
# for it costs answers.
WANTED_REFUSED = 0.95
# Where it is not known what a question sounds like, near misses are told so badly that this would
# refuse two fifths to a half of what the documents answer; there either mistake costs the same.
WANTED_WITHOUT_SOUNDS = None

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1}
QUESTIONS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["answerable", "refused"],
    "additionalProperties": False,
    "properties": {
        "answerable": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["ask", "documents"],
                "additionalProperties": False,
                "properties": {"ask": _TEXT, "documents": _TEXTS},
            },
        },
        "refused": {
            "type": "object",
            "required": list(REASONS),
            "additionalProperties": False,
            "properties": dict.fromkeys(REASONS, _TEXTS),
        },
    },
}


#: Serves to measure the features; what it decides is not looked at.
_NOTHING = Threshold({}, 0.0, 1.0, 1.0)
UNCALIBRATED = Calibration(_NOTHING, _NOTHING, _NOTHING)


@dataclass(frozen=True)
class Example:
    """A question whose answerability is known; `features` is None where a word rule refused it."""

    text: str
    answerable: bool
    features: Features | None


def main() -> int:
    """Measure, write calibration.yml and print what was found."""
    data = load_yaml(QUESTIONS, QUESTIONS_SCHEMA)
    store = load_store()
    search = Search(store, load_encoder(), UNCALIBRATED)
    examples = _examples(search, data)
    if search.store.guess is None:
        print("calibrate: the index has too many passages to tell what a question sounds like")
        return 1
    # Of a document with few ways of asking it is not known what questions about it sound like.
    known = [each for each in examples if each.features is None or each.features.sounds]
    if len(known) < len(examples):
        print(
            f"calibrate: {len(examples) - len(known)} questions are of documents hardly asked for"
        )
    documents = load_documents(settings.DOCUMENTS, settings.SOURCES)
    searched = _examples_without_guess(documents, store.encoder, search, data)
    bare = [without_ways(each) for each in documents]
    with tempfile.TemporaryDirectory(prefix="patella-calibration-") as folder:
        # The calibration that is there may lack a feature; it is what is made here.
        alone = search_over(bare, Path(folder), search.encoder, calibration=UNCALIBRATED)
        unasked = _examples(alone, data)
    found = {
        "with_sounds": calibrate(known, (*PLAIN, *SOUNDS)),
        "with_ways": calibrate(searched, PLAIN, WANTED_WITHOUT_SOUNDS),
        "without_sounds": calibrate(unasked, PLAIN, WANTED_WITHOUT_SOUNDS),
    }
    write(CALIBRATION, found)
    for name, (_, measured) in found.items():
        print(f"{name}: {', '.join(f'{key} {value}' for key, value in measured.items())}")
    hits = _hits(search, data["answerable"])
    print(", ".join(f"{name} {value}" for name, value in hits.items()))
    return 0


def _examples_without_guess(
    documents: Sequence[Document], fingerprint: str, search: Search, data: Mapping[str, Any]
) -> list[Example]:
    """Return the examples where ways of asking are searched, as among too many passages.

    Args:
        documents: ours.
        fingerprint: of the encoder; the vectors of the index that serves are taken over.
        search: the one that serves.
        data: the questions.
    """
    with tempfile.TemporaryDirectory(prefix="patella-calibration-") as name:
        folder = Path(name)
        shutil.copytree(current_folder(settings.index_folder()), folder / "vectors")
        alone = search_over(
            documents,
            folder,
            search.encoder,
            calibration=UNCALIBRATED,
            fingerprint=fingerprint,
            tell_apart=False,
        )
        return _examples(alone, data)


def without_ways(document: Document) -> Document:
    """Return a document as if nobody had written down how people ask for it."""
    bare = (replace(each, questions=(), asked=()) for each in document.passages)
    return replace(document, questions=(), passages=tuple(bare))


def calibrate(
    examples: Sequence[Example], names: Sequence[str], wanted: float | None = WANTED_REFUSED
) -> tuple[Threshold, dict[str, float]]:
    """Return weights and thresholds fitted to examples, and the cross-validated figures.

    Args:
        examples: questions of both kinds.
        names: the features to decide by.
        wanted: share of the unanswerable to refuse; None to make as few mistakes of either kind as
            can be.
    """
    judged = [each.features for each in examples if each.features is not None]
    matrix = np.array([[each.values()[name] for name in names] for each in judged])
    truth = np.array([each.answerable for each in examples if each.features], dtype=float)
    held_out = np.mean([_folded(matrix, truth, seed) for seed in range(FOLDINGS)], axis=0)
    by_rule = sum(not each.answerable and each.features is None for each in examples)
    answer_from = (
        threshold(held_out, truth)
        if wanted is None
        else threshold_refusing(held_out, truth, by_rule, wanted)
    )
    weights = fit(matrix, truth)
    found = Threshold(
        weights=dict(zip(names, (round(float(w), 4) for w in weights[:-1]), strict=True)),
        bias=round(float(weights[-1]), 4),
        answer_from=round(answer_from, 3),
        near_from=round(answer_from / 3, 3),
    )
    wrong_rule = sum(each.answerable and each.features is None for each in examples)
    yes, no = truth == 1, truth == 0
    answerable, unanswerable = int(yes.sum()) + wrong_rule, int(no.sum()) + by_rule
    kept = int((held_out[yes] >= answer_from).sum())
    refused = int((held_out[no] < answer_from).sum()) + by_rule
    measured = {
        "answerable": answerable,
        "unanswerable": unanswerable,
        "answerable_refused": round(1 - kept / answerable, 3),
        "unanswerable_refused": round(refused / unanswerable, 3),
        "auroc": round(auroc(held_out[yes], held_out[no]), 3),
    }
    return found, measured


def fit(matrix: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return logistic weights, the bias last, both classes weighing the same.

    The penalty is on the weights of the standardised features, so that their units do not matter.
    """
    middle, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    rows = np.column_stack([(matrix - middle) / spread, np.ones(len(matrix))])
    share = np.where(truth == 1, 0.5 / max(truth.sum(), 1), 0.5 / max((1 - truth).sum(), 1))
    penalty = np.diag([RIDGE] * matrix.shape[1] + [0.0]) + 1e-9 * np.eye(rows.shape[1])
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        sure = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (share * (sure - truth)) + penalty @ weights
        curve = rows.T @ (rows * (share * sure * (1 - sure))[:, None]) + penalty
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ middle)


def predict(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the confidence for each row of features."""
    return 1 / (1 + np.exp(-(matrix @ weights[:-1] + weights[-1])))


def _folded(matrix: np.ndarray, truth: np.ndarray, seed: int) -> np.ndarray:
    """Return the confidence for each row by weights that were fitted without its fold."""
    found = np.zeros(len(truth))
    folds = np.random.default_rng(seed).permutation(len(truth)) % FOLDS
    for fold in range(FOLDS):
        weights = fit(matrix[folds != fold], truth[folds != fold])
        found[folds == fold] = predict(matrix[folds == fold], weights)
    return found


def threshold_refusing(sure: np.ndarray, truth: np.ndarray, by_rule: int, wanted: float) -> float:
    """Return the confidence that refuses as many of the unanswerable as wanted.

    It refuses no more of what the documents answer than that takes, and of the others all that
    come for nothing.

    Args:
        sure: the confidences, shape (n,).
        truth: 1 where the documents answer, else 0, shape (n,).
        by_rule: how many more of the unanswerable a word rule refuses.
        wanted: share of all of the unanswerable.
    """
    unanswerable = np.sort(sure[truth == 0])[::-1]
    answered = int(round((1 - wanted) * (len(unanswerable) + by_rule), 6))
    surest_refused = float(unanswerable[answered]) if answered < len(unanswerable) else 0.0
    next_answered = float(sure[(truth == 1) & (sure > surest_refused)].min(initial=1.0))
    below = unanswerable[unanswerable < next_answered].max(initial=0.0)
    return float((below + next_answered) / 2)


def threshold(sure: np.ndarray, truth: np.ndarray) -> float:
    """Return the confidence at which wrong answers and wrong refusals together are fewest."""
    marks = np.unique(sure)
    middles = (marks[:-1] + marks[1:]) / 2

    def cost(mark: float) -> float:
        refused = float((sure[truth == 1] < mark).mean())
        answered = float((sure[truth == 0] >= mark).mean())
        return refused + answered

    return float(min(middles, key=cost))


def auroc(yes: np.ndarray, no: np.ndarray) -> float:
    """Return how often an answerable question is the surer of the two."""
    return float(np.mean([(each > no).mean() + (each == no).mean() / 2 for each in yes]))


def write(path: Path, found: Mapping[str, tuple[Threshold, dict[str, float]]]) -> None:
    """Write a calibration file."""
    content = {
        name: {**asdict(threshold), "measured": measured}
        for name, (threshold, measured) in found.items()
    }
    head = "# Made by `python -m knowledge.search.calibrate`; measured by cross-validation.\n"
    path.write_text(head + yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def _examples(search: Search, data: Mapping[str, Any]) -> list[Example]:
    return [
        *(_example(search, each["ask"], True) for each in data["answerable"]),
        *(_example(search, each, False) for texts in data["refused"].values() for each in texts),
    ]


def _example(search: Search, question: str, answerable: bool) -> Example:
    return Example(question, answerable, search.search(question).features)


def _hits(search: Search, questions: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    firsts = threes = 0
    for each in questions:
        found = [hit.passage.document_id for hit in search.rank(each["ask"])]
        firsts += found[0] in each["documents"]
        threes += bool(set(found) & set(each["documents"]))
    count = len(questions)
    return {"hit@1": round(firsts / count, 3), "hit@3": round(threes / count, 3)}


if __name__ == "__main__":
    sys.exit(main())
