"""Published figures of other symptom checkers: published.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from knowledge.loading import load_yaml_with_lines

PATH = Path(__file__).with_name("published.yml")

#: The columns, and the figure of ours that stands beside each.
COLUMNS = {
    "exact": ("Exact level", "exact"),
    "emergency": ("Emergencies found", "emergency_recall"),
    "safe": ("Safe advice", "safe"),
    "under": ("Under-triage", "under_triage"),
    "first": ("Named first", "pattern_first"),
    "top_three": ("Among three", "pattern_top_three"),
}

_SHARE = {"type": "number", "minimum": 0, "maximum": 100}
SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["who", "study"],
        "properties": {
            "who": {"type": "string"},
            "study": {"type": "string"},
            **{name: _SHARE for name in COLUMNS},
        },
    },
}


def load_published(path: Path = PATH) -> list[dict[str, Any]]:
    """One row for each who was measured; shares of 100.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    rows, _ = load_yaml_with_lines(path, SCHEMA)
    return [dict(row) for row in rows]
