"""The five levels of urgency and the words that go with them, read from urgency.yml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.address import Address, unknown_forms
from knowledge.conditions import Condition, unknown_names
from knowledge.loading import ContentError, load_yaml_with_lines
from knowledge.sources import missing_source

PATH = Path(__file__).with_name("urgency.yml")

LEVELS = ("emergency", "same_day", "within_days", "routine", "self_care")
EMERGENCY, SAME_DAY, WITHIN_DAYS, ROUTINE, SELF_CARE = LEVELS

_TEXT = {"type": "string", "minLength": 3}
_CITED = {
    "type": "object",
    "additionalProperties": False,
    "required": ["text", "source"],
    "properties": {"text": _TEXT, "source": _TEXT},
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "levels",
        "routine_when",
        "first_of_all",
        "self_care_reason",
        "left_open_reason",
        "left_open_lifts",
        "safety_net",
        "disclaimer",
    ],
    "properties": {
        "levels": {
            "type": "object",
            "additionalProperties": False,
            "required": list(LEVELS),
            "properties": {
                level: {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["label", "when", "who_to_see", "source"],
                    "properties": {
                        key: _TEXT
                        for key in (
                            "label",
                            "when",
                            "when_self",
                            "when_other",
                            "who_to_see",
                            "source",
                        )
                    },
                }
                for level in LEVELS
            },
        },
        "routine_when": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["when", "text", "source"],
                "properties": {"when": {}, "text": _TEXT, "source": _TEXT},
            },
        },
        "first_of_all": {"type": "string", "pattern": "\\{first\\}.*\\{otherwise\\}"},
        "self_care_reason": _CITED,
        "left_open_reason": {"type": "string", "pattern": "\\{names\\}"},
        "left_open_lifts": {"type": "string", "pattern": "\\{names\\}"},
        "safety_net": {"type": "array", "minItems": 1, "items": _CITED},
        "disclaimer": _TEXT,
    },
}


@dataclass(frozen=True)
class Level:
    """What one level means to the person.

    ``when`` is right for anybody; ``when_self`` and ``when_other`` say it to the person
    themselves and to somebody who is there for them, where that reads better.
    """

    label: str
    when: str
    who_to_see: str
    source: str
    when_self: str | None = None
    when_other: str | None = None

    def when_for(self, address: Address) -> str:
        """What to do and how soon, with ``{emergency_number}`` and the forms still in it."""
        own = self.when_self if address.is_writer else None
        if address.is_somebody_else:
            own = self.when_other
        return own or self.when


@dataclass(frozen=True)
class Cited:
    """A sentence for the person and the id of the source that it rests on."""

    text: str
    source: str


@dataclass(frozen=True)
class Lift:
    """Something that makes pain worth a routine appointment."""

    when: Condition
    reason: Cited


@dataclass(frozen=True)
class Urgency:
    """The levels, what lifts to routine, and what every ending says."""

    levels: Mapping[str, Level]
    routine_when: tuple[Lift, ...]
    first_of_all: str
    self_care_reason: Cited
    left_open_reason: str
    left_open_lifts: str
    safety_net: tuple[Cited, ...]
    disclaimer: str


@lru_cache(maxsize=1)
def load_urgency() -> Urgency:
    """Read urgency.yml.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    data, lines = load_yaml_with_lines(PATH, SCHEMA)
    cited: dict[tuple[str | int, ...], Any]
    cited = {("self_care_reason",): data["self_care_reason"]}
    cited |= {("levels", level): row for level, row in data["levels"].items()}
    for key in ("routine_when", "safety_net"):
        cited |= {(key, number): row for number, row in enumerate(data[key])}
    problems = [
        lines.problem(("routine_when", number, "when"), "not in the vocabulary", name)
        for number, row in enumerate(data["routine_when"])
        for name in unknown_names(row["when"])
    ]
    for name, row in data["levels"].items():
        for key in ("when", "when_self", "when_other"):
            for unknown in unknown_forms(row.get(key, ""), "emergency_number"):
                problems.append(
                    lines.problem(("levels", name, key), "no such placeholder", unknown)
                )
    for keys, row in cited.items():
        problems += missing_source(lines, (*keys, "source"), row["source"])
    if problems:
        raise ContentError(problems)
    return Urgency(
        levels={name: Level(**data["levels"][name]) for name in LEVELS},
        routine_when=tuple(
            Lift(row["when"], Cited(row["text"], row["source"])) for row in data["routine_when"]
        ),
        first_of_all=data["first_of_all"],
        self_care_reason=Cited(**data["self_care_reason"]),
        left_open_reason=data["left_open_reason"],
        left_open_lifts=data["left_open_lifts"],
        safety_net=tuple(Cited(**row) for row in data["safety_net"]),
        disclaimer=" ".join(data["disclaimer"].split()),
    )


def most_urgent(levels: Iterable[str]) -> str:
    """The most urgent of these levels; ``self_care`` of none."""
    return min(levels, key=LEVELS.index, default=SELF_CARE)


def at_least(level: str, floor: str) -> bool:
    """Whether a level is as urgent as another, or more."""
    return LEVELS.index(level) <= LEVELS.index(floor)


def one_below(level: str) -> str:
    """The next less urgent level."""
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]


def one_above(level: str) -> str:
    """The next more urgent level."""
    return LEVELS[max(LEVELS.index(level) - 1, 0)]
