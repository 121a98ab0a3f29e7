"""Copies an index of files into PostgreSQL and lets it serve there.

A build goes into a schema of its own, and one transaction says that it serves from then on;
queries that still read the one before finish there. One advisory lock lets one builder work at a
time, and the server itself gives it back when a builder is killed: whatever schema is not listed
as built is then the rest of such a one, and the next builder removes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import psycopg
from psycopg import sql
from typing_extensions import LiteralString

from knowledge.search.stores.base import IndexMissingError
from knowledge.search.stores.database import BUILD_PREFIX, SCHEMA, connect, place
from knowledge.search.stores.files import GUESS, FileStore
from knowledge.search.stores.vectors import copy_vectors, index_vectors

# What only this project locks, in a database that others may use as well.
_LOCK = int.from_bytes(hashlib.sha256(b"patella passage index").digest()[:7], "big")
_SWEEP_SECONDS = 5
_CODE = ("publish.py", "vectors.py")

Say = Callable[[str], None]
Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"


def publish(folder: Path, url: str, say: Say) -> bool:
    """Let the index of a folder serve from a database, and return whether it did not before.

    Args:
        folder: of one index, as `write_files` wrote it.
        url: of the database, postgresql://….
        say: told about progress, a line at a time.

    Raises:
        IndexMissingError: the folder has no whole index, or the server does not answer.
    """
    name = build_name(folder)
    try:
        with connect(url) as connection, _alone(connection, say):
            _prepare(connection, place(url))
            if _serving(connection) == name:
                return False
            _sweep(connection)
            if not _is_built(connection, name):
                _build(connection, name, FileStore(folder), say)
            _swap(connection, name)
            _sweep(connection)
            return True
    except psycopg.Error as error:
        what = str(error).splitlines()[0]
        raise IndexMissingError(f"no index was built in {place(url)}: {what}") from error


def build_name(folder: Path) -> str:
    """Return the name of a folder's index in a database: of its content, and of this code."""
    digest = hashlib.sha256()
    for each in _CODE:
        digest.update((Path(__file__).parent / each).read_bytes())
    return f"{folder.name}_{digest.hexdigest()[:8]}"


@contextmanager
def _alone(connection: Connection, say: Say) -> Iterator[None]:
    """Wait until nobody else builds; the lock ends with the connection, however that ends."""
    # While it works the server looks whether we are still there.
    connection.execute("SET client_connection_check_interval = '1s'")
    taken = connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
    if taken != (True,):
        say("index: waiting for another build of it in the database")
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    yield


def _prepare(connection: Connection, where: str) -> None:
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported) as error:
        raise IndexMissingError(
            f"{where} lacks pgvector: its administrator must install it and run"
            " CREATE EXTENSION vector"
        ) from error
    connection.execute(_sql("CREATE SCHEMA IF NOT EXISTS {schema}", SCHEMA))
    connection.execute(
        _sql(
            "CREATE TABLE IF NOT EXISTS {schema}.builds (name text PRIMARY KEY,"
            " built timestamptz NOT NULL DEFAULT now(), serves boolean NOT NULL DEFAULT false)",
            SCHEMA,
        )
    )
    connection.execute(
        _sql(
            "CREATE UNIQUE INDEX IF NOT EXISTS one_serves ON {schema}.builds (serves) WHERE serves",
            SCHEMA,
        )
    )


def _serving(connection: Connection) -> str | None:
    row = connection.execute(_sql("SELECT name FROM {schema}.builds WHERE serves", SCHEMA))
    found = row.fetchone()
    return found[0] if found else None


def _is_built(connection: Connection, name: str) -> bool:
    query = _sql("SELECT FROM {schema}.builds WHERE name = %s", SCHEMA)
    return connection.execute(query, [name]).fetchone() is not None


def _build(connection: Connection, name: str, index: FileStore, say: Say) -> None:
    schema = BUILD_PREFIX + name
    connection.execute(_sql("CREATE SCHEMA {schema}", schema))
    say(f"index: copying {len(index.passages)} passages into the database")
    _copy_passages(connection, schema, index)
    _copy_postings(connection, schema, index)
    copy_vectors(connection, schema, index.vectors)
    reach = index_vectors(connection, schema, index.vectors, say)
    _write_about(connection, schema, index, reach)
    connection.execute(_sql("INSERT INTO {schema}.builds (name) VALUES (%s)", SCHEMA), [name])


def _copy_passages(connection: Connection, schema: str, index: FileStore) -> None:
    connection.execute(_sql("CREATE TABLE {schema}.passages (number int, body json)", schema))
    query = _sql("COPY {schema}.passages FROM STDIN", schema)
    with connection.cursor().copy(query) as copy:
        for row in enumerate(index.passages_as_json()):
            copy.write_row(row)
    connection.execute(_sql("ALTER TABLE {schema}.passages ADD PRIMARY KEY (number)", schema))
    connection.execute(_sql("ANALYZE {schema}.passages", schema))


def _copy_postings(connection: Connection, schema: str, index: FileStore) -> None:
    connection.execute(
        _sql("CREATE TABLE {schema}.postings (stem text, units bytea, weights bytea)", schema)
    )
    # Numbers like these hardly get smaller, and unpacking them would take longer than reading.
    for column in ("units", "weights"):
        connection.execute(
            sql.SQL("ALTER TABLE {}.postings ALTER {} SET STORAGE EXTERNAL").format(
                sql.Identifier(schema), sql.Identifier(column)
            )
        )
    query = _sql("COPY {schema}.postings FROM STDIN (FORMAT BINARY)", schema)
    with connection.cursor().copy(query) as copy:
        copy.set_types(["text", "bytea", "bytea"])
        for stem in index.stems:
            held = index.postings(stem)
            if held is not None:
                units, weights = held
                copy.write_row(
                    (stem, units.astype("<i4").tobytes(), weights.astype("<f4").tobytes())
                )
    connection.execute(_sql("ALTER TABLE {schema}.postings ADD PRIMARY KEY (stem)", schema))
    connection.execute(_sql("ANALYZE {schema}.postings", schema))


def _write_about(connection: Connection, schema: str, index: FileStore, reach: int) -> None:
    about = {
        "encoder": index.encoder,
        "passages": len(index.passages),
        "documents": [astuple(each) for each in index.catalogue.entries],
        "word_counts": index.word_counts,
        "stem_passages": index.stem_passages,
        "reach": reach,
    }
    connection.execute(
        _sql("CREATE TABLE {schema}.about (key text PRIMARY KEY, value bytea NOT NULL)", schema)
    )
    rows = {
        "content": json.dumps(about).encode(),
        "owners": np.asarray(index.owners, dtype="<i4").tobytes(),
        # What is learned from the passages travels as it is.
        **({GUESS: index.guess.to_bytes()} if index.guess is not None else {}),
    }
    for row in rows.items():
        connection.execute(_sql("INSERT INTO {schema}.about VALUES (%s, %s)", schema), row)


def _swap(connection: Connection, name: str) -> None:
    """Let a build serve; `built` becomes the time of that, so that the one before is known."""
    with connection.transaction():
        connection.execute(_sql("UPDATE {schema}.builds SET serves = false WHERE serves", SCHEMA))
        query = "UPDATE {schema}.builds SET serves = true, built = now() WHERE name = %s"
        connection.execute(_sql(query, SCHEMA), [name])


def _sweep(connection: Connection) -> None:
    """Remove every build but the one that serves and the one that did before it."""
    listed = connection.execute(
        _sql("SELECT name FROM {schema}.builds ORDER BY serves DESC, built DESC", SCHEMA)
    ).fetchall()
    kept = {BUILD_PREFIX + name for (name,) in listed[:2]}
    schemas = connection.execute(
        "SELECT nspname::text FROM pg_namespace WHERE starts_with(nspname, %s)", [BUILD_PREFIX]
    ).fetchall()
    for (schema,) in schemas:
        if schema not in kept:
            _drop(connection, schema)


def _drop(connection: Connection, schema: str) -> None:
    name = schema.removeprefix(BUILD_PREFIX)
    try:
        with connection.transaction():
            # A query on it that takes longer than that has it; the next build tries again.
            connection.execute(
                sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(f"{_SWEEP_SECONDS}s"))
            )
            connection.execute(_sql("DELETE FROM {schema}.builds WHERE name = %s", SCHEMA), [name])
            connection.execute(_sql("DROP SCHEMA IF EXISTS {schema} CASCADE", schema))
    except psycopg.errors.LockNotAvailable:
        pass


def _sql(text: LiteralString, schema: str) -> sql.Composed:
    return sql.SQL(text).format(schema=sql.Identifier(schema))
