"""Asks one store questions in a process of its own; what it measured is one line of JSON.

`python -m scripts.bench.search_probe PLACE QUESTIONS ROUNDS`, PLACE the folder of an index or the
URL of a database, QUESTIONS a file with one on each line.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import numpy as np
from psycopg import sql

from knowledge.search.encoder import load_encoder
from knowledge.search.retrieve import CANDIDATES, Search
from knowledge.search.store import KeptStore, Match
from knowledge.search.stores.database import Database, Limits
from knowledge.search.stores.files import FileStore
from knowledge.search.stores.postgres import serving
from knowledge.search.text import load_terms
from scripts.bench.probe import memory

NEAREST = 10
# Looking at every vector may take longer than an answer may.
_PATIENCE = 120.0


class _Timed:
    """Passes everything on and notes how long the named methods took, in milliseconds."""

    def __init__(self, inner: Any, names: Sequence[str]) -> None:
        self._inner, self._names = inner, names
        self.spent: dict[str, float] = dict.fromkeys(names, 0.0)
        self.vector = np.empty(0)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        return self._clocked(name, value) if name in self._names else value

    def _clocked(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            if name == "nearest":
                self.vector = given[0]
            with clock() as taken:
                result = call(*given, **named)
            self.spent[name] += taken[0]
            return result

        return timed


@contextmanager
def clock() -> Iterator[list[float]]:
    """Give a list that holds the milliseconds of the block once it has ended."""
    taken: list[float] = []
    started = time.perf_counter()
    yield taken
    taken.append(1000 * (time.perf_counter() - started))


class _Busy:
    """The processor time of this process, and of the servers that work for it, in milliseconds."""

    def __init__(self, store: KeptStore) -> None:
        database = getattr(store, "database", None)
        self._servers = backends(database) if database is not None else []

    def __call__(self) -> float:
        told = (Path(f"/proc/{pid}/schedstat").read_text() for pid in self._servers)
        return 1000 * time.process_time() + sum(int(each.split()[0]) / 1e6 for each in told)


def backends(database: Any) -> list[int]:
    """Return the processes of a server that hold our connections; none where it is not here."""
    query = sql.SQL(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'patella-search'"
        " AND datname = current_database()"
    )
    found = [pid for (pid,) in database.rows(query)]
    return [pid for pid in found if Path(f"/proc/{pid}/schedstat").exists()]


def opener(place: str) -> Callable[[], KeptStore]:
    """Return what opens the store of a folder or URL."""
    if not place.startswith("postgresql:"):
        return lambda: FileStore(Path(place))
    return lambda: serving(Database(place, Limits(answer_seconds=_PATIENCE)))


def main(place: str, questions: Sequence[str], rounds: int) -> dict[str, Any]:
    """Return how long opening, asking and its parts took, what was found, and the memory."""
    encoder = _Timed(load_encoder(), ("encode",))
    encoder.encode(["warm up"])
    load_terms()
    # What the encoder takes is no matter of the store.
    before = memory()
    open_store = opener(place)
    with clock() as opening:
        store = open_store()
        searching = Search(store, cast(Any, encoder))
    with clock() as first:
        searching.search(questions[0])
    # What a rule refuses is not searched for.
    questions = [each for each in questions if searching.search(each).features is not None]
    timed, busy = _Timed(store, ("nearest", "lexical")), _Busy(store)
    searching.store = cast(KeptStore, timed)
    asked: list[list[dict[str, float]]] = []
    vectors: list[np.ndarray] = []
    for _ in range(rounds):
        asked.append([])
        for question in questions:
            timed.spent, encoder.spent = dict.fromkeys(timed.spent, 0.0), {"encode": 0.0}
            worked = busy()
            with clock() as taken:
                searching.search(question)
            spent = {"all": taken[0], "busy": busy() - worked}
            asked[-1].append({**spent, **encoder.spent, **timed.spent})
            vectors.append(timed.vector)
    used = memory()
    return {
        "questions": len(questions),
        "opening_ms": opening[0],
        "first_ms": first[0],
        "asked": asked,
        "memory_mb": used,
        "store_mb": max(0.0, used - before),
        **_beside_exact(store, vectors[: len(questions)]),
    }


def _beside_exact(store: KeptStore, vectors: Sequence[np.ndarray]) -> dict[str, Any]:
    """Return how long both ways to the nearest take, by turns, and what the quicker one finds."""
    of_all: Callable[..., list[Match]] = getattr(store, "nearest_of_all", store.nearest)
    quick, every, recalls = [], [], []
    for vector in vectors:
        with clock() as taken:
            found = store.nearest(vector, CANDIDATES)
        quick.append(taken[0])
        with clock() as taken:
            exact = of_all(vector, CANDIDATES)
        every.append(taken[0])
        recalls.append(_recall(found, exact))
    return {
        "nearest_ms": quick,
        "nearest_of_all_ms": every,
        "recall": float(np.mean(recalls)),
    }


def _recall(found: Sequence[Match], exact: Sequence[Match]) -> float:
    """Return the share of the ten nearest that were found; what is as near as the tenth counts."""
    tenth = exact[:NEAREST][-1].score - 1e-6
    return sum(match.score >= tenth for match in found[:NEAREST]) / min(NEAREST, len(exact))


if __name__ == "__main__":
    lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    print(json.dumps(main(sys.argv[1], lines, int(sys.argv[3]))))
