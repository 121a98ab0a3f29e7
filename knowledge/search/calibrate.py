"""The threshold of refusal, measured: `python -m knowledge.search.calibrate`.

Takes the questions of calibration_questions.yml, fits the weights of the features by logistic
regression, and writes calibration.yml with what it measured. Every figure is cross-validated:
a question is judged by weights that were fitted without its fold.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.loading import load_yaml
from knowledge.search.refuse import CALIBRATION, FEATURES, Calibration
from knowledge.search.retrieve import Search, load_search

QUESTIONS = Path(__file__).with_name("calibration_questions.yml")
FOLDS = 10
RIDGE = 0.005
# How much worse it is to answer wrongly than to refuse wrongly, as shares of their kinds.
COST_OF_A_WRONG_ANSWER = 1.0

_LIST = {"type": "array", "items": {"type": "string"}, "minItems": 1}
QUESTIONS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["answerable", "near", "elsewhere"],
    "additionalProperties": False,
    "properties": {
        "answerable": {"type": "object", "additionalProperties": _LIST},
        "near": _LIST,
        "elsewhere": _LIST,
    },
}


@dataclass(frozen=True)
class Example:
    """A question whose answerability is known; `features` is None where a word rule refused it."""

    text: str
    answerable: bool
    features: tuple[float, ...] | None


def main() -> int:
    """Measure, write calibration.yml and print what was found."""
    data = load_yaml(QUESTIONS, QUESTIONS_SCHEMA)
    search = load_search()
    examples = [
        *(_example(search, q, True) for each in data["answerable"].values() for q in each),
        *(_example(search, q, False) for kind in ("near", "elsewhere") for q in data[kind]),
    ]
    calibration, measured = calibrate(examples)
    write(CALIBRATION, calibration, measured)
    tuned = Search(search.store, search.encoder, calibration)
    measured |= _hits(tuned, data["answerable"])
    for name, value in measured.items():
        print(f"{name}: {value}")
    return 0


def calibrate(examples: Sequence[Example]) -> tuple[Calibration, dict[str, float]]:
    """Return weights and thresholds fitted to examples, and the cross-validated figures."""
    judged = [each for each in examples if each.features is not None]
    matrix = np.array([each.features for each in judged])
    truth = np.array([each.answerable for each in judged], dtype=float)
    held_out = np.zeros(len(judged))
    folds = np.random.default_rng(1).permutation(len(judged)) % FOLDS
    for fold in range(FOLDS):
        weights = fit(matrix[folds != fold], truth[folds != fold])
        held_out[folds == fold] = predict(matrix[folds == fold], weights)
    answer_from = threshold(held_out, truth)
    weights = fit(matrix, truth)
    calibration = Calibration(
        weights=dict(zip(FEATURES, (round(float(w), 3) for w in weights[:-1]), strict=True)),
        bias=round(float(weights[-1]), 3),
        answer_from=round(answer_from, 3),
        near_from=round(answer_from / 3, 3),
    )
    by_rule = sum(not each.answerable and each.features is None for each in examples)
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
    return calibration, measured


def fit(matrix: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return logistic weights, the bias last, both classes weighing the same."""
    rows = np.column_stack([matrix, np.ones(len(matrix))])
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
    return weights


def predict(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the confidence for each row of features."""
    return 1 / (1 + np.exp(-(matrix @ weights[:-1] + weights[-1])))


def threshold(sure: np.ndarray, truth: np.ndarray) -> float:
    """Return the confidence at which wrong answers and wrong refusals together cost least."""
    marks = np.unique(sure)
    middles = (marks[:-1] + marks[1:]) / 2

    def cost(mark: float) -> float:
        refused = float((sure[truth == 1] < mark).mean())
        answered = float((sure[truth == 0] >= mark).mean())
        return refused + COST_OF_A_WRONG_ANSWER * answered

    return float(min(middles, key=cost))


def auroc(yes: np.ndarray, no: np.ndarray) -> float:
    """Return how often an answerable question is the surer of the two."""
    return float(np.mean([(each > no).mean() + (each == no).mean() / 2 for each in yes]))


def write(path: Path, calibration: Calibration, measured: dict[str, float]) -> None:
    """Write a calibration file."""
    content = {**asdict(calibration), "measured": measured}
    head = "# Made by `python -m knowledge.search.calibrate`; measured by cross-validation.\n"
    path.write_text(head + yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def _example(search: Search, question: str, answerable: bool) -> Example:
    features = search.search(question).features
    return Example(question, answerable, astuple(features) if features else None)


def _hits(search: Search, questions: dict[str, list[str]]) -> dict[str, float]:
    places = [
        [hit.passage.document_id for hit in search.rank(question)[:3]]
        for document, each in questions.items()
        for question in each
    ]
    wanted = [document for document, each in questions.items() for _ in each]
    pairs = list(zip(wanted, places, strict=True))
    return {
        "hit@1": round(sum(found[:1] == [document] for document, found in pairs) / len(pairs), 3),
        "hit@3": round(sum(document in found for document, found in pairs) / len(pairs), 3),
    }


if __name__ == "__main__":
    sys.exit(main())
