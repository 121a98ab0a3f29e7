"""The sources that passages, red flags, patterns and questions cite, read from sources.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.loading import Lines, load_yaml

PATH = Path(__file__).with_name("sources.yml")

_TEXT = {"type": "string", "minLength": 1}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "propertyNames": {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    "additionalProperties": {
        "type": "object",
        "required": ["name", "year", "where"],
        "additionalProperties": False,
        "properties": {"name": _TEXT, "year": {"type": ["integer", "null"]}, "where": _TEXT},
    },
}


@dataclass(frozen=True)
class Source:
    """Where a statement comes from; `year` is None where the source does not say."""

    id: str
    name: str
    year: int | None
    where: str

    def as_dict(self) -> dict[str, Any]:
        """Return the source as the contract shows it."""
        return {"name": self.name, "year": self.year, "where": self.where}

    def in_words(self) -> str:
        """Return the source for a line of text: its name, and the year where it is known."""
        return self.name if self.year is None else f"{self.name}, {self.year}"


@lru_cache(maxsize=1)
def load_sources() -> Mapping[str, Source]:
    """Return the sources of Patella by id.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    return read_sources(PATH)


def read_sources(path: Path) -> dict[str, Source]:
    """Read and check a file of sources.

    Raises:
        ContentError: see `load_sources`.
    """
    return {key: Source(id=key, **value) for key, value in load_yaml(path, SCHEMA).items()}


def missing_source(lines: Lines, keys: tuple[str | int, ...], source: str | None) -> list[str]:
    """Return the problem line for a source that sources.yml does not hold, or nothing."""
    if source is None or source in load_sources():
        return []
    return [lines.problem(keys, "no such source in knowledge/sources.yml", source)]
