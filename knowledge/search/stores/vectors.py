"""The vectors of a build in PostgreSQL: copied in, indexed, and searched by two functions.

Few are searched one by one, which is exact. Many get an HNSW index of half-precision vectors, of
half the size; what it finds is put into order by the full ones. How widely it must look is
measured when it is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import psycopg
from psycopg import sql
from typing_extensions import LiteralString

#: Up to so many units one looks at all of them: quicker than a round of the graph, and exact.
EXACT_UP_TO = 20_000
#: Of the ten nearest as many must be found on average, in a sample of questions.
WANTED_RECALL = 0.97
#: How many candidates a search of the graph keeps; retrieval asks for 400, pgvector allows 1000.
REACHES = (400, 600, 800, 1000)

_MOST_DIMENSIONS = 4000  # that an index of half-precision vectors takes
_IN_LINE = 1900  # dimensions that fit into a page beside the rest of a row
# Twice as careful in building as pgvector by itself: it takes longer once, and a question less.
_NEIGHBOURS, _BUILD_REACH = 16, 128
_BATCH = 20_000
_SAMPLE, _NEAREST = 100, 10
# The noise beside a vector of length 1. Questions are as hard to find the nearest of, or a little
# easier; with less noise, or the same in every direction, it would be far too easy.
_NOISE, _SPREAD = 1.0, 400
_MOST_MEMORY_MB = 4096

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
Say = Callable[[str], None]


def copy_vectors(connection: Connection, schema: str, vectors: np.ndarray) -> None:
    """Copy vectors into a new table, the number of each as its key."""
    dimension = vectors.shape[1]
    create: LiteralString = "CREATE TABLE {schema}.units (unit int NOT NULL, vector vector({n}))"
    connection.execute(_sql(create, schema, n=sql.Literal(dimension)))
    if dimension <= _IN_LINE:
        connection.execute(
            _sql("ALTER TABLE {schema}.units ALTER vector SET STORAGE PLAIN", schema)
        )
    query = _sql("COPY {schema}.units FROM STDIN (FORMAT BINARY)", schema)
    with connection.cursor().copy(query) as copy:
        for part in _binary_rows(vectors):
            copy.write(part)
    connection.execute(_sql("ALTER TABLE {schema}.units ADD PRIMARY KEY (unit)", schema))
    connection.execute(_sql("ANALYZE {schema}.units", schema))


def _binary_rows(vectors: np.ndarray) -> Iterator[bytes]:
    """Yield the file that PostgreSQL's binary COPY reads, with pgvector's form of a vector."""
    dimension = vectors.shape[1]
    kind = np.dtype(
        [
            ("fields", ">i2"),
            ("unit_bytes", ">i4"),
            ("unit", ">i4"),
            ("vector_bytes", ">i4"),
            ("dimension", ">i2"),
            ("unused", ">i2"),
            ("vector", ">f4", (dimension,)),
        ]
    )
    yield b"PGCOPY\n\xff\r\n\0" + bytes(8)
    for start in range(0, len(vectors), _BATCH):
        part = vectors[start : start + _BATCH]
        rows = np.zeros(len(part), dtype=kind)
        rows["fields"], rows["unit_bytes"] = 2, 4
        rows["unit"] = np.arange(start, start + len(part))
        rows["vector_bytes"], rows["dimension"] = 4 + 4 * dimension, dimension
        rows["vector"] = part
        yield rows.tobytes()
    yield b"\xff\xff"


def index_vectors(connection: Connection, schema: str, vectors: np.ndarray, say: Say) -> int:
    """Make the functions `exact` and `nearest` of a build, and the index if it takes one.

    Returns:
        The largest count that `nearest` finds; more than that only `exact` does.
    """
    units, dimension = vectors.shape
    _create_exact(connection, schema)
    if units <= EXACT_UP_TO or dimension > _MOST_DIMENSIONS:
        _create_exact(connection, schema, "nearest")
        return units
    say(f"index: making the graph of {units} vectors")
    _create_graph(connection, schema, units, dimension)
    asked = sample(vectors)
    wanted = exact_nearest(vectors, asked, _NEAREST)
    reach, found = REACHES[0], 0.0
    for reach in REACHES:
        _create_nearest(connection, schema, dimension, reach)
        found = _recall(connection, schema, asked, wanted, reach)
        if found >= WANTED_RECALL:
            break
    say(f"index: {found:.1%} of the ten nearest are found by keeping {reach} candidates")
    return reach


def _create_exact(connection: Connection, schema: str, name: str = "exact") -> None:
    create: LiteralString = """
        CREATE FUNCTION {schema}.{name}(wanted vector, many int)
        RETURNS TABLE (unit int, cosine float8) LANGUAGE sql STABLE PARALLEL SAFE
        BEGIN ATOMIC
            SELECT each.unit, -(each.vector <#> wanted) FROM {schema}.units AS each
            ORDER BY each.vector <#> wanted, each.unit LIMIT many;
        END"""
    connection.execute(_sql(create, schema, name=sql.Identifier(name)))


def _create_nearest(connection: Connection, schema: str, dimension: int, reach: int) -> None:
    # The setting is the function's own: it holds also behind a pooler, and for nothing else.
    create: LiteralString = """
        CREATE OR REPLACE FUNCTION {schema}.nearest(wanted vector, many int)
        RETURNS TABLE (unit int, cosine float8) LANGUAGE sql STABLE PARALLEL SAFE
        SET hnsw.ef_search = {reach} SET enable_seqscan = off
        BEGIN ATOMIC
            SELECT found.unit, -(found.vector <#> wanted) FROM (
                SELECT each.unit, each.vector FROM {schema}.units AS each
                ORDER BY each.vector::halfvec({n}) <#> wanted::halfvec({n}) LIMIT many
            ) AS found ORDER BY found.vector <#> wanted, found.unit;
        END"""
    query = _sql(create, schema, n=sql.Literal(dimension), reach=sql.Literal(reach))
    connection.execute(query)


def _create_graph(connection: Connection, schema: str, units: int, dimension: int) -> None:
    # A graph that does not fit into the memory for it takes many times as long to build.
    needed = 64 + units * (2 * dimension + 500) // 2**20
    memory = sql.Literal(f"{min(needed, _MOST_MEMORY_MB)}MB")
    connection.execute(sql.SQL("SET maintenance_work_mem = {}").format(memory))
    create: LiteralString = (
        "CREATE INDEX graph ON {schema}.units USING hnsw"
        " ((vector::halfvec({n})) halfvec_ip_ops) WITH (m = {m}, ef_construction = {reach})"
    )
    query = _sql(
        create,
        schema,
        n=sql.Literal(dimension),
        m=sql.Literal(_NEIGHBOURS),
        reach=sql.Literal(_BUILD_REACH),
    )
    try:
        connection.execute(query)
    except (psycopg.errors.DiskFull, psycopg.errors.OutOfMemory):
        # Workers share that memory, of which a container may have little.
        connection.execute("SET max_parallel_maintenance_workers = 0")
        connection.execute(query)


def sample(vectors: np.ndarray) -> np.ndarray:
    """Return unit vectors as near to some of the given ones as a question is to its answer."""
    chance = np.random.default_rng(0)

    def some(count: int) -> np.ndarray:
        chosen = chance.choice(len(vectors), min(count, len(vectors)), replace=False)
        return np.asarray(vectors[np.sort(chosen)])

    asked, others = some(_SAMPLE), some(_SPREAD)
    # With the spread of the vectors themselves: noise in every direction alike is no question.
    noise = chance.normal(size=(len(asked), len(others))) @ (others - others.mean(axis=0))
    asked = asked + _NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    return np.asarray(asked, dtype=np.float32)


def exact_nearest(vectors: np.ndarray, asked: np.ndarray, count: int) -> list[set[int]]:
    """Return the numbers of the vectors nearest to each of those asked for, by looking at all."""
    scores = np.empty((len(asked), 0), dtype=np.float32)
    numbers = np.empty((len(asked), 0), dtype=np.int64)
    for start in range(0, len(vectors), _BATCH):
        part = asked @ vectors[start : start + _BATCH].T
        those = np.broadcast_to(np.arange(start, start + part.shape[1]), part.shape)
        scores, numbers = np.hstack([scores, part]), np.hstack([numbers, those])
        kept = np.argsort(-scores, axis=1, kind="stable")[:, :count]
        scores = np.take_along_axis(scores, kept, 1)
        numbers = np.take_along_axis(numbers, kept, 1)
    return [set(each.tolist()) for each in numbers]


def _recall(
    connection: Connection, schema: str, asked: np.ndarray, wanted: list[set[int]], reach: int
) -> float:
    query = _sql("SELECT unit FROM {schema}.nearest(%s, %s)", schema)
    shares = []
    for vector, right in zip(asked, wanted, strict=True):
        rows = connection.execute(query, [str(vector.tolist()), reach]).fetchall()
        found = {unit for (unit,) in rows[:_NEAREST]}
        shares.append(len(found & right) / len(right))
    return float(np.mean(shares))


def _sql(text: LiteralString, schema: str, **parts: sql.Composable) -> sql.Composed:
    return sql.SQL(text).format(schema=sql.Identifier(schema), **parts)
