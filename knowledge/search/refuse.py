"""The decision whether the documents answer a question; pure functions on plain features.

Word rules come first (rules/): what belongs to a pharmacist, an emergency and what is said to
the machinery are no matter of similarity. The rest is one weighted sum against a threshold, both
of which `knowledge.search.calibrate` measures and keeps in calibration.yml.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from knowledge.loading import load_yaml
from knowledge.search.guess import ASKED, Sounds
from knowledge.search.rules import REASONS, load_rules
from knowledge.search.text import words

#: From this probability on a reason is believed by what a question sounds like.
SURE_OF_REASON = 0.2
#: From this probability on a question is a pharmacist's, however near to a passage it is.
SURE_OF_MEDICINE = 0.5

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
        nearest: cosine of the best passage, or of a way of asking for it that is searched.
        in_context: nearness of the best passage when the question is read as one about knee and
            hip pain; see `knowledge.search.fusion.by_meaning`.
        overlap: share of the question's weighty words that the best document holds, 0 to 1.
        unknown: share of the question's weighty words that no document holds, 0 to 1.
        words: of the question.
        lead: by how much the best passage's score goes before the best of another document.
        sounds: what the question sounds like, see `as_features`; empty where it is not known.
        is_asked_for: whether it is known how people ask for the best passage.
    """

    nearest: float
    in_context: float
    overlap: float
    unknown: float
    words: float = 0.0
    lead: float = 0.0
    sounds: Mapping[str, float] = field(default_factory=dict)
    is_asked_for: bool = False

    def values(self) -> dict[str, float]:
        """Return name → value of all that is known."""
        told = {name: float(getattr(self, name)) for name in PLAIN}
        return {**told, **self.sounds}


#: What is measured of every question, and what besides where it is known what it sounds like.
PLAIN = ("nearest", "in_context", "overlap", "unknown", "words", "lead")
SOUNDS = (
    "asked_document",
    "asked_passage",
    "asked_most",
    "asked_at_all",
    "refused_most",
    "strange",
    "likest",
    *(f"refused_{reason}" for reason in REASONS),
    *(f"kind_{kind}" for kind in (ASKED, *REASONS)),
)
_LEAST_SHARE = 1e-4


def as_features(sounds: Sounds, best: int, siblings: Iterable[int]) -> dict[str, float]:
    """Return what a question sounds like, as features.

    Args:
        sounds: what is like the question, and what that asked for.
        best: the number of the best passage.
        siblings: the numbers of the passages of its document.

    Returns:
        How much of what is like the question asked for the best document, for the best passage,
        for whichever passage most of it asked for and for any, and how much of it is refused, for
        one reason or each; how strange it is, and how like the likest; and the logarithm of how
        likely it is of each kind.
    """
    shares = sounds.passages.values()
    told = {
        "asked_document": sounds.document(siblings),
        "asked_passage": sounds.passages.get(best, 0.0),
        "asked_most": max(shares, default=0.0),
        "asked_at_all": sum(shares),
        "refused_most": max(sounds.refused.values(), default=0.0),
        "strange": sounds.strange,
        "likest": sounds.likest,
    }
    refused = {f"refused_{each}": sounds.refused.get(each, 0.0) for each in REASONS}
    kinds = {f"kind_{kind}": _log(sounds.kinds.get(kind, 0.0)) for kind in (ASKED, *REASONS)}
    return told | refused | kinds


def _log(share: float) -> float:
    return math.log(share + _LEAST_SHARE)


@dataclass(frozen=True)
class Threshold:
    """Weights of the features, and the confidences from which to answer and to call it near."""

    weights: Mapping[str, float]
    bias: float
    answer_from: float
    near_from: float


@dataclass(frozen=True)
class Calibration:
    """When to answer.

    Attributes:
        with_sounds: where it is known what a question sounds like.
        with_ways: where there are too many passages for that, so that the ways of asking are
            searched, and the best passage has some.
        without_sounds: where nobody wrote down how people ask for the best passage.
    """

    with_sounds: Threshold
    with_ways: Threshold
    without_sounds: Threshold

    def for_features(self, features: Features) -> Threshold:
        """Return the threshold that fits what is known of a question."""
        if features.sounds:
            return self.with_sounds
        return self.with_ways if features.is_asked_for else self.without_sounds


_NUMBER = {"type": "number"}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}


def _threshold_schema(names: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["weights", "bias", "answer_from", "near_from"],
        "properties": {
            "weights": {
                "type": "object",
                "required": list(names),
                "additionalProperties": False,
                "properties": dict.fromkeys(names, _NUMBER),
            },
            "bias": _NUMBER,
            "answer_from": _SHARE,
            "near_from": _SHARE,
            "measured": {"type": "object"},
        },
        "additionalProperties": False,
    }


CALIBRATION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["with_sounds", "with_ways", "without_sounds"],
    "properties": {
        "with_sounds": _threshold_schema((*PLAIN, *SOUNDS)),
        "with_ways": _threshold_schema(PLAIN),
        "without_sounds": _threshold_schema(PLAIN),
    },
    "additionalProperties": False,
}


@lru_cache(maxsize=4)
def load_calibration(path: Path = CALIBRATION) -> Calibration:
    """Return weights and thresholds; raise `ContentError` where the file is wrong."""
    data = load_yaml(path, CALIBRATION_SCHEMA)
    for part in data.values():
        part.pop("measured", None)
    return Calibration(**{name: Threshold(**part) for name, part in data.items()})


def refused_by_rule(text: str) -> Reason | None:
    """Return why a question is not for the documents whatever they hold, None if it may be."""
    if not words(text):
        return "empty"
    return cast("Reason | None", load_rules().reason_for(text))


def confidence(features: Features, calibration: Calibration) -> float:
    """Return how sure it is that the best passage answers the question, 0 to 1."""
    chosen = calibration.for_features(features)
    values = features.values()
    total = sum(weight * values[name] for name, weight in chosen.weights.items())
    return 1 / (1 + math.exp(-(total + chosen.bias)))


def judge(sure: float, calibration: Threshold, sounds: Mapping[str, float] | None = None) -> Reason:
    """Return whether to answer at this confidence, and if not, why not.

    Args:
        sure: how sure it is that the best passage answers, 0 to 1.
        calibration: from when on to answer.
        sounds: reason to refuse → how likely it is by what the question sounds like; without it
            the confidence tells what is near from what is elsewhere.
    """
    if sounds and sounds.get("ask_pharmacist", 0.0) >= SURE_OF_MEDICINE:
        return "ask_pharmacist"
    if sure >= calibration.answer_from:
        return "answered"
    likeliest = max(sounds, key=lambda reason: sounds[reason]) if sounds else None
    if sounds and likeliest and sounds[likeliest] >= SURE_OF_REASON:
        return cast("Reason", likeliest)
    return "not_covered" if sure >= calibration.near_from else "out_of_scope"
