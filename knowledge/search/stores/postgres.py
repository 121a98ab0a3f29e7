"""The passages in PostgreSQL with pgvector, for several machines and for many passages.

The vectors stay in the database, which searches them: all of a few, or by an HNSW index and then
by the full vectors. The words are scored here, by the very function of the embedded store, from
postings that are fetched a stem at a time and kept while there is room: only so are the scores
and their order the same in both stores, and adding up a hundred thousand weights takes numpy a
part of the time that SQL takes to group as many rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from psycopg import sql

from knowledge.search.documents import Passage
from knowledge.search.guess import Guess
from knowledge.search.stores.base import IndexMissingError, Match
from knowledge.search.stores.catalogue import Catalogue, Entry
from knowledge.search.stores.database import (
    BUILD_PREFIX,
    SCHEMA,
    Database,
    Shelf,
    missing,
    open_database,
)
from knowledge.search.stores.files import GUESS, matches, passage_from
from knowledge.search.stores.ranking import Postings, best, bm25

_PASSAGES_KEPT = 4096
_POSTINGS_KEPT = 256 * 2**20  # bytes

_SERVING = sql.SQL("SELECT name FROM {schema}.builds WHERE serves").format(
    schema=sql.Identifier(SCHEMA)
)


def load(url: str) -> PostgresStore:
    """Return the build that serves; a new one is picked up as soon as it has been swapped in.

    Raises:
        StoreUnreachableError: the server does not answer.
        IndexMissingError: nothing has been built there yet.
    """
    return serving(open_database(url))


def serving(database: Database) -> PostgresStore:
    """Return the build that serves in a database."""
    names = database.rows(_SERVING)
    if not names:
        raise missing(database.place)
    return _open(database, names[0][0])


@lru_cache(maxsize=2)
def _open(database: Database, name: str) -> PostgresStore:
    return PostgresStore(database, name)


class PostgresStore:
    """A store on the tables of one build."""

    def __init__(self, database: Database, name: str) -> None:
        self.database = database
        schema = sql.Identifier(BUILD_PREFIX + name)
        told: dict[str, bytes] = dict(
            database.rows(sql.SQL("SELECT key, value FROM {}.about").format(schema))
        )
        about = json.loads(told["content"])
        self.encoder: str = about["encoder"]
        self.word_counts: Mapping[str, int] = about["word_counts"]
        self.stem_passages: Mapping[str, int] = about["stem_passages"]
        entries = (Entry(key, a, n, tuple(topics)) for key, a, n, topics in about["documents"])
        self.catalogue = Catalogue(entries)
        self._owners = np.frombuffer(told["owners"], dtype="<i4")
        self._reach: int = about["reach"]
        self._nearest, self._exact = (
            sql.SQL("SELECT unit, cosine FROM {}.{}(%(vector)s, %(count)s)").format(
                schema, sql.Identifier(function)
            )
            for function in ("nearest", "exact")
        )
        self._closeness = sql.SQL(
            "SELECT max(-(vector <#> %(vector)s)) FROM {}.units WHERE unit = ANY(%(units)s)"
        ).format(schema)
        self._postings_of = sql.SQL(
            "SELECT stem, units, weights FROM {}.postings WHERE stem = ANY(%(wanted)s)"
        ).format(schema)
        self._passages_of = sql.SQL(
            "SELECT number, body FROM {}.passages WHERE number = ANY(%(wanted)s)"
        ).format(schema)
        self._postings: Shelf[str, Postings] = Shelf(
            _POSTINGS_KEPT, lambda each: each[0].nbytes + each[1].nbytes
        )
        self._passages: Shelf[int, Passage] = Shelf(_PASSAGES_KEPT, lambda each: 1)
        self.passages: Sequence[Passage] = _Passages(self, about["passages"])
        self.guess = _guess(told.get(GUESS), database.place)

    def fetch(self, numbers: Sequence[int]) -> tuple[Passage, ...]:
        """Return passages by their numbers; what was not fetched lately comes in one query."""
        found = self._passages.take(numbers, self._fetch_passages)
        return tuple(found[number] for number in numbers)

    def nearest(self, vector: np.ndarray, count: int) -> list[Match]:
        """Return the units nearest in meaning to a unit vector, cosine as the score."""
        return self._near(self._nearest if count <= self._reach else self._exact, vector, count)

    def nearest_of_all(self, vector: np.ndarray, count: int) -> list[Match]:
        """Return what `nearest` would if it looked at all of them, which takes its time."""
        return self._near(self._exact, vector, count)

    def _near(self, query: sql.Composed, vector: np.ndarray, count: int) -> list[Match]:
        rows = self.database.rows(query, {"vector": _shown(vector), "count": count})
        units = np.array([unit for unit, _ in rows], dtype=np.int64)
        return self._matches(units, np.array([cosine for _, cosine in rows]))

    def closeness(self, vector: np.ndarray, passage: int) -> float:
        """Return the cosine of a unit vector to a passage: to the nearest of its units."""
        own = np.flatnonzero(self._owners == passage).tolist()
        rows = self.database.rows(self._closeness, {"vector": _shown(vector), "units": own})
        return float(rows[0][0])

    def lexical(self, stems: Sequence[str], count: int) -> list[Match]:
        """Return the units that share stems, BM25 as the score."""
        known = [stem for stem in stems if stem in self.stem_passages]
        held = self._postings.take(known, self._fetch_postings)
        scores = bm25(known, held.get, len(self._owners))
        units = best(scores, count, above=0.0)
        return self._matches(units, scores[units])

    def _matches(self, units: np.ndarray, scores: np.ndarray) -> list[Match]:
        return matches(self._owners[units], units, scores, len(self.passages))

    def _fetch_postings(self, stems: Sequence[str]) -> dict[str, Postings]:
        return {
            stem: (np.frombuffer(units, dtype="<i4"), np.frombuffer(weights, dtype="<f4"))
            for stem, units, weights in self.database.rows(
                self._postings_of, {"wanted": list(stems)}
            )
        }

    def _fetch_passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        rows = self.database.rows(self._passages_of, {"wanted": list(numbers)})
        if len(rows) != len(numbers):
            where = self.database.place
            raise IndexMissingError(f"the index in {where} is broken: run `make train`")
        return {number: passage_from(body) for number, body in rows}


def _guess(content: bytes | None, place: str) -> Guess | None:
    """Return what questions sound like, where the index has it."""
    try:
        return Guess.from_bytes(content) if content is not None else None
    except ValueError as error:
        # It was built by another version, or is broken.
        raise IndexMissingError(f"no whole index in {place}: run `make train`") from error


def _shown(vector: np.ndarray) -> str:
    """Return a vector as pgvector reads it, every digit that a float32 has in it."""
    return "[" + ",".join(map(repr, vector.tolist())) + "]"


class _Passages(Sequence[Passage]):
    """The passages of a build, fetched when they are asked for."""

    def __init__(self, store: PostgresStore, count: int) -> None:
        self._store, self._count = store, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return self._store.fetch(range(self._count)[number])
        return self._store.fetch([range(self._count)[number]])[0]
