"""The decision whether the documents answer a question; pure functions on plain features.

Word rules come first (rules/): what belongs to a pharmacist, an emergency and what is said to
the machinery are no matter of similarity. The rest is one weighted sum against a threshold, both
of which `knowledge.search.calibrate` measures and keeps in calibration.yml.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from knowledge.loading import load_yaml
from knowledge.search.rules import load_rules
from knowledge.search.text import words

CALIBRATION = Path(__file__).with_name("calibration.yml")

#: Why a question is answered or not. "not_covered": it is near what the documents are about, but
#: they do not say; "out_of_scope": it is about something else; "ask_pharmacist": doses, choice,
#: mixing or timing of medicines; "emergency": it tells of one that is happening; "instructions":
#: it tells the bot what to be or to do; "privacy": what happens to somebody's words.
Reason = Literal[
    "answered",
    "not_covered",
    "out_of_scope",
    "ask_pharmacist",
    "emergency",
    "instructions",
    "privacy",
    "empty",
]


@dataclass(frozen=True)
class Features:
    """What is measured about a question and the passages found for it.

    Attributes:
        nearest: cosine of the best passage, or of a question that it is known to answer.
        in_context: the same when the question is read as one about knee and hip pain.
        overlap: share of the question's weighty words that the best document holds, 0 to 1.
        unknown: share of the question's weighty words that no document holds, 0 to 1.
    """

    nearest: float
    in_context: float
    overlap: float
    unknown: float


FEATURES = tuple(Features.__dataclass_fields__)


@dataclass(frozen=True)
class Calibration:
    """Weights of the features, and the confidences from which to answer and to call it near."""

    weights: dict[str, float]
    bias: float
    answer_from: float
    near_from: float


_NUMBER = {"type": "number"}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
CALIBRATION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["weights", "bias", "answer_from", "near_from"],
    "properties": {
        "weights": {
            "type": "object",
            "required": list(FEATURES),
            "additionalProperties": False,
            "properties": dict.fromkeys(FEATURES, _NUMBER),
        },
        "bias": _NUMBER,
        "answer_from": _SHARE,
        "near_from": _SHARE,
        "measured": {"type": "object"},
    },
    "additionalProperties": False,
}


@lru_cache(maxsize=4)
def load_calibration(path: Path = CALIBRATION) -> Calibration:
    """Return weights and thresholds; raise `ContentError` where the file is wrong."""
    data = load_yaml(path, CALIBRATION_SCHEMA)
    data.pop("measured", None)
    return Calibration(**data)


def refused_by_rule(text: str) -> Reason | None:
    """Return why a question is not for the documents whatever they hold, None if it may be."""
    if not words(text):
        return "empty"
    return cast("Reason | None", load_rules().reason_for(text))


def confidence(features: Features, calibration: Calibration) -> float:
    """Return how sure it is that the best passage answers the question, 0 to 1."""
    values = asdict(features)
    total = sum(calibration.weights[name] * values[name] for name in FEATURES)
    return 1 / (1 + math.exp(-(total + calibration.bias)))


def judge(sure: float, calibration: Calibration) -> Reason:
    """Return whether to answer at this confidence, and if not, how near it was."""
    if sure >= calibration.answer_from:
        return "answered"
    return "not_covered" if sure >= calibration.near_from else "out_of_scope"
