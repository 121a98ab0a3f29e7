"""The embedded store: files of one folder, memory-mapped and searched exactly.

Nothing is read whole but the word lists and the catalogue, so that opening takes as long for a
thousand passages as for a hundred, and processes on one machine share what they have read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.search.documents import Passage
from knowledge.search.guess import Guess
from knowledge.search.reuse import GUESS
from knowledge.search.stores.base import IndexMissingError, Match
from knowledge.search.stores.catalogue import Catalogue, Entry, catalogue_of
from knowledge.search.stores.ranking import Postings, best, bm25
from knowledge.sources import Source

_KEPT = 4096  # passages that were read lately


@dataclass(frozen=True)
class Content:
    """What an index is made of.

    Attributes:
        encoder: fingerprint of the model behind the vectors.
        passages: document by document.
        vectors: one unit vector a unit, shape (units, dimension), float32.
        owners: number of each unit's passage; the first units are the passages themselves.
        postings: stem → see `Postings`.
        word_counts: see `Store`.
        stem_passages: see `Store`.
        guess: see `Store`.
    """

    encoder: str
    passages: Sequence[Passage]
    vectors: np.ndarray
    owners: Sequence[int] | np.ndarray
    postings: Mapping[str, Postings]
    word_counts: Mapping[str, int]
    stem_passages: Mapping[str, int]
    guess: Guess | None = None


def write_files(content: Content, folder: Path) -> None:
    """Write an index into an empty folder, which `FileStore` reads."""
    np.save(folder / "vectors.npy", content.vectors)
    np.save(folder / "owners.npy", np.asarray(content.owners, dtype=np.int32))
    starts, documents = [0], []
    with (folder / "passages.jsonl").open("wb") as stream:
        for each in content.passages:
            stream.write(json.dumps(asdict(each)).encode() + b"\n")
            starts.append(stream.tell())
            documents.append((each.document_id, each.topics))
    np.save(folder / "passage_starts.npy", np.asarray(starts, dtype=np.int64))
    _write_postings(content.postings, folder)
    if content.guess is not None:
        (folder / GUESS).write_bytes(content.guess.to_bytes())
    about: dict[str, Any] = {
        "encoder": content.encoder,
        "documents": [astuple(each) for each in catalogue_of(documents).entries],
        "word_counts": dict(content.word_counts),
        "stem_passages": dict(content.stem_passages),
    }
    # Last, so that a folder that has it has the rest.
    (folder / "content.json").write_text(json.dumps(about), encoding="utf-8")


def _write_postings(postings: Mapping[str, Postings], folder: Path) -> None:
    sizes = [len(units) for units, _ in postings.values()]
    np.save(folder / "stem_starts.npy", np.cumsum([0, *sizes], dtype=np.int64))
    for place, (name, kind) in enumerate((("units", np.int32), ("weights", np.float32))):
        columns = [each[place] for each in postings.values()]
        joined = np.concatenate(columns) if columns else np.empty(0)
        np.save(folder / f"stem_{name}.npy", joined.astype(kind))
    (folder / "stems.json").write_text(json.dumps(list(postings)), encoding="utf-8")


def bm25_postings(stems: Iterable[Sequence[str]]) -> dict[str, Postings]:
    """Return the BM25 weights of every stem in the units that hold it, by bm25s.

    Args:
        stems: of each unit.
    """
    import bm25s

    index = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    index.index(list(stems), show_progress=False)
    starts, units, weights = (index.scores[name] for name in ("indptr", "indices", "data"))
    return {
        stem: (units[starts[n] : starts[n + 1]], weights[starts[n] : starts[n + 1]])
        for stem, n in index.vocab_dict.items()
        if stem
    }


class FileStore:
    """A store on the files of one index folder."""

    def __init__(self, folder: Path) -> None:
        try:
            content = json.loads((folder / "content.json").read_text(encoding="utf-8"))
            stems = json.loads((folder / "stems.json").read_text(encoding="utf-8"))
            self.vectors = _mapped(folder / "vectors.npy")
            self.owners = _mapped(folder / "owners.npy")
            self._postings = [
                _mapped(folder / f"stem_{name}.npy") for name in ("starts", "units", "weights")
            ]
            self._lines = _Passages(folder)
            self.guess = _guess(folder)
        except (OSError, ValueError, EOFError) as error:
            raise IndexMissingError(f"no whole index in {folder}: run `make train`") from error
        self.folder = folder
        self.passages: Sequence[Passage] = self._lines
        self.encoder: str = content["encoder"]
        self.word_counts: Mapping[str, int] = content["word_counts"]
        self.stem_passages: Mapping[str, int] = content["stem_passages"]
        entries = (Entry(key, a, n, tuple(topics)) for key, a, n, topics in content["documents"])
        self.catalogue = Catalogue(entries)
        self._stems = {stem: number for number, stem in enumerate(stems)}
        if len(self.owners) != len(self.vectors) or len(self._postings[0]) != len(stems) + 1:
            raise IndexMissingError(f"the index in {folder} is broken: run `make train`")

    def fetch(self, numbers: Sequence[int]) -> tuple[Passage, ...]:
        """Return passages by their numbers."""
        return tuple(self.passages[number] for number in numbers)

    def nearest(self, vector: np.ndarray, count: int) -> list[Match]:
        """Return the units nearest in meaning to a unit vector, cosine as the score."""
        found = best(self.vectors @ vector, count)
        # Fast sums depend on where a row stands, so that the same vectors differ in the last digit.
        scores = (self.vectors[found].astype(np.float64) * vector).sum(axis=1)
        order = np.lexsort((found, -scores))
        return self._matches(found[order], scores[order])

    def closeness(self, vector: np.ndarray, passage: int) -> float:
        """Return the cosine of a unit vector to a passage: to the nearest of its units."""
        own = np.flatnonzero(self.owners == passage)
        return float((self.vectors[own] @ vector).max())

    def lexical(self, stems: Sequence[str], count: int) -> list[Match]:
        """Return the units that share stems, BM25 as the score."""
        scores = bm25(stems, self.postings, len(self.owners))
        found = best(scores, count, above=0.0)
        return self._matches(found, scores[found])

    def postings(self, stem: str) -> Postings | None:
        """Return the units that hold a stem, and its weight in each."""
        number = self._stems.get(stem)
        if number is None:
            return None
        starts, units, weights = self._postings
        part = slice(int(starts[number]), int(starts[number + 1]))
        return units[part], weights[part]

    def passages_as_json(self) -> Iterator[str]:
        """Yield every passage as it is written."""
        return (self._lines.line(number).decode() for number in range(len(self.passages)))

    @property
    def stems(self) -> Iterator[str]:
        """Every stem that has postings."""
        return iter(self._stems)

    def _matches(self, units: np.ndarray, scores: np.ndarray) -> list[Match]:
        return matches(self.owners[units], units, scores, len(self.passages))


def matches(
    owners: np.ndarray, units: np.ndarray, scores: np.ndarray, passages: int
) -> list[Match]:
    """Return found units as matches; the first units are the passages themselves."""
    columns = (owners.tolist(), (units >= passages).tolist(), scores.tolist())
    return list(map(Match, *columns))


def _guess(folder: Path) -> Guess | None:
    path = folder / GUESS
    return Guess.from_bytes(path.read_bytes()) if path.is_file() else None


class _Passages(Sequence[Passage]):
    """The passages of a folder, each read from its file when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._lines = np.memmap(folder / "passages.jsonl", dtype=np.uint8, mode="r")
        self._starts = _mapped(folder / "passage_starts.npy")
        if int(self._starts[-1]) != len(self._lines):
            raise ValueError(f"{folder / 'passages.jsonl'} is not whole")
        self._read = lru_cache(maxsize=_KEPT)(self._read_one)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return tuple(self._read(each) for each in range(len(self))[number])
        return self._read(range(len(self))[number])

    def line(self, number: int) -> bytes:
        """Return a passage as it is written, with the end of its line."""
        start, end = (int(each) for each in self._starts[number : number + 2])
        return self._lines[start:end].tobytes()

    def _read_one(self, number: int) -> Passage:
        return passage_from(json.loads(self.line(number)))


def passage_from(data: Mapping[str, Any]) -> Passage:
    """Return a passage as it was before `asdict` and JSON."""
    sources = tuple(Source(**each) for each in data["sources"])
    lists = {name: tuple(data[name]) for name in ("topics", "questions", "asked")}
    return Passage(**{**data, **lists, "sources": sources})


def _mapped(path: Path) -> np.ndarray:
    # A plain array on the same memory: slicing a memmap is many times slower.
    return np.asarray(np.load(path, mmap_mode="r"))
