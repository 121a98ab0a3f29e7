"""What an editor says about a document: front matter, or a file of the same keys beside it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.loading import ContentError, Lines, load_front_matter_with_lines
from knowledge.loading import load_yaml_with_lines as load_yaml
from knowledge.sources import Source

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}

# Every other key is let be: other programs have theirs.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"},
        "title": _TEXT,
        "source": _TEXT,
        "sources": {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True},
        "year": {"type": "integer", "minimum": 1500, "maximum": 2200},
        "url": {"type": "string", "pattern": r"^https?://\S+$"},
        "date": {"type": "string", "format": "date"},
        "reviewed": {"type": ["string", "null"], "format": "date"},
        "signed_off_by": {"type": ["string", "null"]},
        "topics": _TEXTS,
        "audience": _TEXTS,
        "questions": _TEXTS,
    },
}


@dataclass(frozen=True)
class Description:
    """What is said about a document; None and () where nothing is.

    Attributes:
        id_line: the line that gives the id.
        cited: the sources that it names by their keys.
        date: of the document, YYYY-MM-DD.
        notes: keys that are not known and look like ones that are.
    """

    id: str | None = None
    id_line: int | None = None
    title: str | None = None
    source: str | None = None
    cited: tuple[Source, ...] = ()
    year: int | None = None
    url: str | None = None
    date: str | None = None
    reviewed: str | None = None
    signed_off_by: str | None = None
    topics: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def has_front_matter(text: str) -> bool:
    """Whether a Markdown text begins with front matter, closed or not."""
    return text.lstrip("\ufeff").split("\n", 1)[0].rstrip() == "---"


def from_front_matter(path: Path, known: Mapping[str, Source]) -> tuple[Description, str]:
    """Return what a file's front matter says, and the body below it.

    Raises:
        ContentError: naming the lines at fault.
    """
    data, body, _, lines = load_front_matter_with_lines(path, SCHEMA)
    return _described(data, lines, known), body


def from_file(path: Path, known: Mapping[str, Source]) -> Description:
    """Return what a file of keys says about the document beside it; see `from_front_matter`."""
    data, lines = load_yaml(path, SCHEMA)
    return _described(data, lines, known)


def _described(data: dict[str, Any], lines: Lines, known: Mapping[str, Source]) -> Description:
    problems = [
        lines.problem(("sources", number), "no such source in sources.yml", key)
        for number, key in enumerate(data.get("sources", ()))
        if key not in known
    ]
    for key in ("reviewed", "date"):
        if data.get(key) and date.fromisoformat(data[key]) > date.today():
            problems.append(lines.problem((key,), "lies in the future", data[key]))
    if problems:
        raise ContentError(problems)
    plain = ("id", "title", "source", "year", "url", "date", "reviewed", "signed_off_by")
    lists = ("topics", "audience", "questions")
    values: dict[str, Any] = {key: data.get(key) for key in plain}
    values |= {key: _listed(data.get(key)) for key in lists}
    return Description(
        **values,
        id_line=lines.at("id") if "id" in data else None,
        cited=tuple(known[key] for key in data.get("sources", ())),
        notes=tuple(_misspelt(data, lines)),
    )


def _listed(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    return tuple(dict.fromkeys(each.strip() for each in value or () if each.strip()))


def _misspelt(data: dict[str, Any], lines: Lines) -> list[str]:
    known = list(SCHEMA["properties"])
    found = []
    for key in data:
        close = difflib.get_close_matches(str(key), known, n=1, cutoff=0.75)
        if key not in known and close:
            line = lines.at(key)
            found.append(f"line {line}: the key {key!r} is not known, did you mean {close[0]}?")
    return found
