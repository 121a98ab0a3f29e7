"""The stored passages and the two searches over them, behind one small interface.

The memory store reads files that `knowledge.search.index` wrote: a memory-mapped matrix that is
searched exactly, and a BM25 index. Each passage has several units: its text, and every question
in people's words that it answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from knowledge.search import settings
from knowledge.search.documents import Passage
from knowledge.sources import Source

POINTER = "current"


class IndexMissingError(RuntimeError):
    """There is no passage index, or its files are incomplete."""


@dataclass(frozen=True)
class Match:
    """A unit that was found: the number of its passage, and whether it is a question of it."""

    passage: int
    is_question: bool
    score: float


class Store(Protocol):
    """What retrieval needs of a place that keeps passages."""

    @property
    def passages(self) -> Sequence[Passage]:
        """Every passage; a match gives its number here."""
        ...

    @property
    def word_counts(self) -> Mapping[str, int]:
        """How often each word stands in the documents."""
        ...

    @property
    def stem_passages(self) -> Mapping[str, int]:
        """In how many passages, or questions that their documents answer, each stem stands."""
        ...

    def nearest(self, vector: np.ndarray, count: int) -> list[Match]:
        """Return the units nearest in meaning to a unit vector, cosine as the score."""
        ...

    def lexical(self, stems: Sequence[str], count: int) -> list[Match]:
        """Return the units that share stems, BM25 as the score."""
        ...


class MemoryStore:
    """A store on the files of one index folder."""

    def __init__(self, folder: Path) -> None:
        import bm25s

        try:
            content = json.loads((folder / "content.json").read_text(encoding="utf-8"))
            self._vectors = np.load(folder / "vectors.npy", mmap_mode="r")
            self._bm25: Any = bm25s.BM25.load(folder / "bm25", mmap=True)
        except (OSError, ValueError) as error:
            raise IndexMissingError(f"no whole index in {folder}: run `make train`") from error
        self.passages = tuple(_passage(each) for each in content["passages"])
        self.word_counts: Mapping[str, int] = content["word_counts"]
        self.stem_passages: Mapping[str, int] = content["stem_passages"]
        self.encoder: str = content["encoder"]
        self._owners: list[int] = content["owners"]
        if len(self._owners) != len(self._vectors):
            raise IndexMissingError(f"the index in {folder} is broken: run `make train`")

    def nearest(self, vector: np.ndarray, count: int) -> list[Match]:
        """Return the units nearest in meaning to a unit vector, cosine as the score."""
        return self._best(self._vectors @ vector, count)

    def lexical(self, stems: Sequence[str], count: int) -> list[Match]:
        """Return the units that share stems, BM25 as the score."""
        known = [stem for stem in stems if stem in self._bm25.vocab_dict]
        if not known:
            return []
        return [each for each in self._best(self._bm25.get_scores(known), count) if each.score > 0]

    def _best(self, scores: np.ndarray, count: int) -> list[Match]:
        count = min(count, len(scores))
        found = np.argpartition(-scores, count - 1)[:count]
        ordered = found[np.argsort(-scores[found], kind="stable")]
        return [self._match(int(unit), float(scores[unit])) for unit in ordered]

    def _match(self, unit: int, score: float) -> Match:
        return Match(self._owners[unit], unit >= len(self.passages), score)

    @cached_property
    def by_document(self) -> dict[str, tuple[Passage, ...]]:
        """The passages of each document, in their order."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.document_id, []).append(passage)
        return {key: tuple(each) for key, each in found.items()}


def current_folder(folder: Path) -> Path:
    """Return the folder of the index that serves; raise `IndexMissingError` if there is none."""
    try:
        return folder / (folder / POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        raise IndexMissingError(
            f"no passage index in {folder}: run `make train`, which builds it"
        ) from None


def load_store(folder: Path | None = None) -> MemoryStore:
    """Return the serving index; a new one is picked up as soon as it has been swapped in."""
    return _open(current_folder(folder or settings.index_folder()))


@lru_cache(maxsize=2)
def _open(folder: Path) -> MemoryStore:
    return MemoryStore(folder)


def _passage(data: dict[str, Any]) -> Passage:
    sources = tuple(Source(**each) for each in data["sources"])
    lists = {name: tuple(data[name]) for name in ("topics", "questions")}
    return Passage(**{**data, **lists, "sources": sources})
