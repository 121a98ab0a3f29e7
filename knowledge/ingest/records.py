"""What is kept of a file: its passages, what they are called and where they come from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from knowledge.ingest.passages import Cut
from knowledge.search.documents import Document, Passage, slug
from knowledge.sources import Source

_LONGEST_ID = 60


@dataclass(frozen=True)
class Record:
    """One file as it was read.

    Attributes:
        path: from the folder, with slashes.
        id: of the document; `id_line` is the line that gives it, None where the path does.
        reviewed: the day of a review that the front matter names, else None.
        cuts: its passages.
        notes: what a person should know about how it was read.
    """

    path: str
    id: str
    title: str
    sources: tuple[Source, ...]
    cuts: tuple[Cut, ...]
    id_line: int | None = None
    topics: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    reviewed: str | None = None
    signed_off_by: str | None = None
    notes: tuple[str, ...] = ()

    def document(self) -> Document:
        """Return the document that is searched."""
        shared: dict[str, Any] = {
            "title": self.title,
            "topics": self.topics,
            "sources": self.sources,
            "reviewed": self.reviewed,
            "questions": self.questions,
        }
        passages = tuple(
            Passage(
                id=name,
                document_id=self.id,
                heading=each.heading or self.title,
                text=each.text,
                **shared,
            )
            for name, each in zip(self.passage_ids(), self.cuts, strict=True)
        )
        return Document(
            id=self.id,
            audience=self.audience,
            signed_off_by=self.signed_off_by,
            path=Path(self.path),
            passages=passages,
            **shared,
        )

    def passage_ids(self) -> list[str]:
        """Return an id for each passage: its heading's, numbered where several share it."""
        used: dict[str, int] = {}
        names = []
        for each in self.cuts:
            name = slug(each.heading)[:_LONGEST_ID].strip("-") or "text"
            used[name] = used.get(name, 0) + 1
            names.append(name if used[name] == 1 else f"{name}-{used[name]}")
        # "Step" three times and a heading "Step 2" once.
        unique = dict.fromkeys(names)
        if len(unique) < len(names):
            names = [f"{name}-{number}" for number, name in enumerate(names, 1)]
        return [f"{self.id}#{name}" for name in names]

    def to_json(self) -> str:
        """Return the record as it is kept."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Record:
        """Return the record that `to_json` wrote; raise `ValueError` where it is another text."""
        data = json.loads(text)
        try:
            lists = {
                name: tuple(data[name]) for name in ("topics", "audience", "questions", "notes")
            }
            sources = tuple(Source(**each) for each in data["sources"])
            cuts = tuple(Cut(**each) for each in data["cuts"])
            return cls(**{**data, **lists, "sources": sources, "cuts": cuts})
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a record: {error}") from None


def id_from_path(path: str) -> str:
    """Return the id of a document that names none: its path, so that no other file has it."""
    name = slug(path)
    # Two names that differ only in what an id cannot hold are still two files.
    plain = re.fullmatch(r"[A-Za-z0-9 _./-]+", path) and not re.search(r"[ _./-]{2}", path)
    if plain and 0 < len(name) <= _LONGEST_ID:
        return name
    short = name[:_LONGEST_ID].strip("-") or "document"
    return f"{short}-{hashlib.sha256(path.encode()).hexdigest()[:6]}"


def title_from_path(path: str) -> str:
    """Return a file's name as a title: ``hip-pain_2.pdf`` is "Hip pain 2"."""
    words = re.sub(r"[\s_-]+", " ", PurePosixPath(path).stem).strip() or path
    return words[:1].upper() + words[1:]


def clashes(records: Sequence[Record]) -> Mapping[str, Record]:
    """Return by their path the records whose id an earlier one has, with that one."""
    first: dict[str, Record] = {}
    found = {}
    for record in records:
        if first.setdefault(record.id, record) is not record:
            found[record.path] = first[record.id]
    return found
