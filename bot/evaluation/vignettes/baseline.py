"""The level that each card got before: no change may lower one without an entry that says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.evaluation.vignettes.conversation import Outcome
from bot.evaluation.vignettes.figures import NO_ENDING, reached
from knowledge.loading import load_yaml_with_lines
from knowledge.urgency import LEVELS

PATH = Path(__file__).with_name("baseline.yml")
_ORDER = (*LEVELS, NO_ENDING)

_HEADING = """\
# The level that each card of tests/cases ended with, written by
# `make evaluate ARGS="triage --write-baseline"`. A card may not end lower than it stands here;
# where that is meant, it has an entry under `accepted` with the reason.
"""
_LEVEL = {"enum": list(_ORDER)}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["levels", "accepted"],
    "properties": {
        "levels": {"type": "object", "additionalProperties": _LEVEL},
        "accepted": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["level", "reason"],
                "properties": {"level": _LEVEL, "reason": {"type": "string", "minLength": 20}},
            },
        },
    },
}


@dataclass(frozen=True)
class Baseline:
    """Card id → the level it ended with, and the levels accepted below that."""

    levels: Mapping[str, str]
    accepted: Mapping[str, Mapping[str, str]]

    def floor(self, card: str) -> str:
        """The lowest level that a card may end with."""
        if card in self.accepted:
            return self.accepted[card]["level"]
        return self.levels.get(card, NO_ENDING)


def load_baseline(path: Path = PATH) -> Baseline:
    """Read the baseline.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    data, _ = load_yaml_with_lines(path, SCHEMA)
    return Baseline(data["levels"], data["accepted"])


def lowered(outcomes: Iterable[Outcome], baseline: Baseline) -> list[str]:
    """A line for each card that ended lower than the baseline allows."""
    return [
        f"{each.card.id}: {reached(each)}, before {baseline.floor(each.card.id)}"
        for each in outcomes
        if _ORDER.index(reached(each)) > _ORDER.index(baseline.floor(each.card.id))
    ]


def write_baseline(outcomes: Iterable[Outcome], path: Path = PATH) -> None:
    """Write the levels reached; the accepted ones are left as they are."""
    accepted = dict(load_baseline(path).accepted) if path.exists() else {}
    levels = {each.card.id: reached(each) for each in outcomes}
    told = yaml.safe_dump({"levels": levels, "accepted": accepted}, sort_keys=True)
    path.write_text(_HEADING + told, encoding="utf-8")
