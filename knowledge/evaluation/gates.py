"""What figures have to reach: a file of gates, and the verdict on each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, load_yaml_with_lines

MORE, LESS = "more", "less"
PASS, BELOW_TARGET, MISSED = "pass", "below target", "MISSED"

_FIGURE = {"type": "number", "minimum": 0}
_TEXT = {"type": "string", "minLength": 3}
SCHEMA: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["part", "figure", "title", "better", "target", "floor"],
        "properties": {
            "part": _TEXT,
            "figure": _TEXT,
            "title": _TEXT,
            "better": {"enum": [MORE, LESS]},
            "target": _FIGURE,
            "floor": _FIGURE,
            "reason": _TEXT,
        },
    },
}


@dataclass(frozen=True)
class Gate:
    """One figure with what we want of it (``target``) and what the tests hold (``floor``)."""

    part: str
    figure: str
    title: str
    better: str
    target: float
    floor: float
    reason: str | None = None

    def meets(self, figure: float, bound: float) -> bool:
        """Whether a figure is as good as a bound, or better."""
        return figure >= bound if self.better == MORE else figure <= bound

    def status(self, figure: float) -> str:
        """``pass``, ``below target`` (the floor is held) or ``MISSED``."""
        if self.meets(figure, self.target):
            return PASS
        return BELOW_TARGET if self.meets(figure, self.floor) else MISSED


def load_gates(path: Path) -> list[Gate]:
    """Read a file of gates.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    rows, lines = load_yaml_with_lines(path, SCHEMA)
    gates = [Gate(**row) for row in rows]
    problems = []
    for number, gate in enumerate(gates):
        if not gate.meets(gate.target, gate.floor):
            problems.append(lines.problem((number, "floor"), "beyond the target", gate.floor))
        if gate.floor != gate.target and gate.reason is None:
            problems.append(lines.problem((number, "floor"), "lower for no reason", gate.floor))
    if problems:
        raise ContentError(problems)
    return gates


def judge(gates: Iterable[Gate], figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each gate with its figure, the 95 % interval where there is one, and the verdict.

    Raises:
        KeyError: a gate names a figure that there is not.
    """
    verdicts = []
    for gate in gates:
        part = figures[gate.part]
        figure = part[gate.figure]
        verdicts.append(
            {
                **asdict(gate),
                "value": figure,
                "interval": part.get("intervals", {}).get(gate.figure),
                "detail": part.get("details", {}).get(gate.figure, ""),
                "status": gate.status(figure),
            }
        )
    return verdicts


def is_missed(verdicts: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a floor is missed."""
    return any(verdict["status"] == MISSED for verdict in verdicts)
