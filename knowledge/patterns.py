"""Which patterns of pain the answers fit: weighted evidence from patterns.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.answers import Answers
from knowledge.conditions import Condition, holds, unknown_names
from knowledge.loading import ContentError, load_yaml_with_lines
from knowledge.sources import missing_source

PATH = Path(__file__).with_name("patterns.yml")

_TEXT = {"type": "string", "minLength": 3}
_EVIDENCE = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["when", "weight", "text", "source"],
        "properties": {
            "when": {},
            "weight": {"type": "integer", "minimum": 1, "maximum": 5},
            "text": _TEXT,
            "source": _TEXT,
        },
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["named_from", "most_named", "strengths", "patterns"],
    "properties": {
        "named_from": {"type": "integer"},
        "most_named": {"type": "integer", "minimum": 1, "maximum": 3},
        "strengths": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["from", "words"],
                "properties": {"from": {"type": "integer"}, "words": _TEXT},
            },
        },
        "patterns": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "label", "document", "only_when", "for", "against"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z_]+$"},
                    "label": _TEXT,
                    "document": _TEXT,
                    "only_when": {},
                    "for": _EVIDENCE,
                    "against": _EVIDENCE,
                },
            },
        },
    },
}


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for or against a pattern."""

    when: Condition
    weight: int
    text: str
    source: str


@dataclass(frozen=True)
class Pattern:
    """A pattern of pain and its evidence."""

    id: str
    label: str
    document: str
    only_when: Condition
    supporting: tuple[Evidence, ...]
    against: tuple[Evidence, ...]


@dataclass(frozen=True)
class Fit:
    """How far the answers fit one pattern; the strength is in words, never a percentage."""

    pattern: Pattern
    score: int
    strength: str
    supporting: tuple[Evidence, ...]
    against: tuple[Evidence, ...]


@dataclass(frozen=True)
class Catalogue:
    """All patterns and the bounds for naming them."""

    patterns: tuple[Pattern, ...]
    named_from: int
    most_named: int
    strengths: tuple[tuple[int, str], ...]

    def strength(self, score: int) -> str:
        """The words for a score."""
        return next((words for least, words in self.strengths if score >= least), "")


def fits(answers: Answers) -> list[Fit]:
    """The patterns worth naming, best first: none to three."""
    catalogue = load_patterns()
    found = [
        _weigh(pattern, answers, catalogue)
        for pattern in catalogue.patterns
        if holds(pattern.only_when, answers) is not False
    ]
    named = [fit for fit in found if fit.score >= catalogue.named_from]
    return sorted(named, key=lambda fit: -fit.score)[: catalogue.most_named]


def _weigh(pattern: Pattern, answers: Answers, catalogue: Catalogue) -> Fit:
    supporting = tuple(e for e in pattern.supporting if holds(e.when, answers) is True)
    against = tuple(e for e in pattern.against if holds(e.when, answers) is True)
    score = sum(e.weight for e in supporting) - sum(e.weight for e in against)
    return Fit(pattern, score, catalogue.strength(score), supporting, against)


@lru_cache(maxsize=1)
def load_patterns() -> Catalogue:
    """Read patterns.yml.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    data, lines = load_yaml_with_lines(PATH, SCHEMA)
    problems = []
    for number, row in enumerate(data["patterns"]):
        for name in unknown_names(row["only_when"]):
            keys = ("patterns", number, "only_when")
            problems.append(lines.problem(keys, "not in the vocabulary", name))
        for kind in ("for", "against"):
            for place, evidence in enumerate(row[kind]):
                evidence_keys = ("patterns", number, kind, place)
                problems += missing_source(lines, (*evidence_keys, "source"), evidence["source"])
                for name in unknown_names(evidence["when"]):
                    problems.append(
                        lines.problem((*evidence_keys, "when"), "not in the vocabulary", name)
                    )
    if problems:
        raise ContentError(problems)
    return Catalogue(
        patterns=tuple(_pattern(row) for row in data["patterns"]),
        named_from=data["named_from"],
        most_named=data["most_named"],
        strengths=tuple(
            sorted(((row["from"], row["words"]) for row in data["strengths"]), reverse=True)
        ),
    )


def _pattern(row: Mapping[str, Any]) -> Pattern:
    return Pattern(
        id=row["id"],
        label=row["label"],
        document=row["document"],
        only_when=row["only_when"],
        supporting=tuple(Evidence(**evidence) for evidence in row["for"]),
        against=tuple(Evidence(**evidence) for evidence in row["against"]),
    )
