"""Patient cards: what is true of one person, and how soon they should be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.loading import ROOT, ContentError, load_yaml_with_lines
from knowledge.urgency import LEVELS

FOLDER = ROOT / "tests" / "cases"

#: What an opening can state, so that asking for it again would annoy; most are questions too.
STATABLE = (
    "who", "age", "side", "location", "onset", "injury", "duration_days", "severity", "triggers",
)  # fmt: skip

_TEXT = {"type": "string", "minLength": 1}
_VALUES = {"type": "array", "items": _TEXT}
SCHEMA: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": [
            "id", "opening", "facts", "expected", "acceptable", "red_flags", "pattern",
            "why", "guideline",
        ],
        "properties": {
            "id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
            "opening": _TEXT,
            "stated": {"type": "array", "uniqueItems": True, "items": {"enum": list(STATABLE)}},
            "facts": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "who": _TEXT,
                    "age": {"type": ["number", "null"]},
                    "side": {"type": ["string", "null"]},
                    "onset": {"type": ["string", "null"]},
                    "injury": {"type": ["boolean", "null"]},
                    "duration_days": {},
                    "severity": {"type": ["number", "null"]},
                    **{
                        name: _VALUES
                        for name in ("location", "triggers", "quality", "present", "history",
                                     "unsure")
                    },
                },
            },
            "says": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
            "expected": {"enum": list(LEVELS)},
            "acceptable": {"type": "array", "minItems": 1, "items": {"enum": list(LEVELS)}},
            "red_flags": _VALUES,
            "pattern": {"type": ["string", "null"]},
            "why": _TEXT,
            "guideline": _VALUES,
        },
    },
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One patient: the opening in their words, what is true of them, and what is right for them.

    What ``facts`` does not list is not so, and ``unsure`` (among the facts) is what the person
    does not know. ``says`` holds their own words by question or finding. ``expected`` is the
    level wanted, ``acceptable`` every level that a reasonable clinician would accept. ``stated``
    names what the opening says plainly.
    """

    id: str
    opening: str
    expected: str
    acceptable: tuple[str, ...]
    pattern: str | None
    why: str
    file: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    stated: tuple[str, ...] = ()

    def is_true(self, value: str) -> bool:
        """Whether a finding, an item of history, a place or a trigger is so."""
        groups = ("present", "history", "location", "triggers", "quality")
        return any(value in (self.facts.get(group) or ()) for group in groups)

    def is_unsure_of(self, name: str) -> bool:
        """Whether the person does not know."""
        return name in (self.facts.get("unsure") or ())


def load_cards(folder: Path = FOLDER) -> list[Card]:
    """Every card of a folder's YAML files, in the order of the files.

    Raises:
        ContentError: naming the file, the line and the key at fault.
        FileNotFoundError: the folder holds no cards.
    """
    cards: list[Card] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        rows, lines = load_yaml_with_lines(path, SCHEMA)
        for number, row in enumerate(rows):
            if row["expected"] not in row["acceptable"]:
                problems.append(
                    lines.problem((number, "acceptable"), "lacks the level expected", row["id"])
                )
            if row["id"] in {card.id for card in cards}:
                problems.append(lines.problem((number, "id"), "is there twice", row["id"]))
            cards.append(_card(row, path.stem))
    if problems:
        raise ContentError(problems)
    if not cards:
        raise FileNotFoundError(f"no cards in {folder}")
    return cards


def _card(row: Mapping[str, Any], file: str) -> Card:
    return Card(
        id=row["id"],
        opening=" ".join(row["opening"].split()),
        expected=row["expected"],
        acceptable=tuple(row["acceptable"]),
        pattern=row["pattern"],
        why=row["why"],
        file=file,
        facts=row["facts"],
        says={name: str(words) for name, words in row.get("says", {}).items()},
        stated=tuple(row.get("stated", ())),
    )
