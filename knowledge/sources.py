"""The sources that passages, red flags, patterns and questions cite, read from sources.yml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.loading import Lines, load_yaml

PATH = Path(__file__).with_name("sources.yml")

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "year", "where"],
        "properties": {
            "name": {"type": "string", "minLength": 3},
            "year": {"type": ["integer", "null"]},
            "where": {"type": "string", "minLength": 3},
        },
    },
}


@lru_cache(maxsize=1)
def load_sources() -> Mapping[str, Mapping[str, Any]]:
    """Source id → ``{name, year, where}``.

    Raises:
        ContentError: naming the file, the line and the key at fault.
    """
    return load_yaml(PATH, SCHEMA)


def missing_source(lines: Lines, keys: tuple[str | int, ...], source: str | None) -> list[str]:
    """The problem line for a source that sources.yml does not hold, or nothing."""
    if source is None or source in load_sources():
        return []
    return [lines.problem(keys, "no such source in knowledge/sources.yml", source)]


def source_in_words(source: Mapping[str, Any]) -> str:
    """A source for a line of text: its name, and the year where it is known."""
    return ", ".join(str(part) for part in (source["name"], source["year"]) if part)
