"""Connections to the PostgreSQL server that keeps the passages: few, checked, and in time."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool, PoolTimeout

from knowledge.search.stores.base import IndexMissingError, StoreUnreachableError

#: The schema that tells which build serves; each build has a schema of its own.
SCHEMA = "patella_search"
BUILD_PREFIX = "patella_index_"

# libpq waits for two seconds at least.
_SETTINGS: dict[str, Any] = {
    "autocommit": True,
    "connect_timeout": 2,
    "application_name": "patella-search",
}

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Limits:
    """How many connections, and how long one waits for one, and for an answer.

    An action has five seconds in all.
    """

    connections: int = 4
    connect_seconds: float = 2
    answer_seconds: float = 2


class Database:
    """A server with a small pool of connections to it; a query takes one, and gives it back.

    A query on a connection that broke is asked once more on a new one, so that a server that was
    down serves again with the first query after its return; to look before each query whether the
    connection still stands would cost a round trip more.
    """

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        self.place = place(url)
        self._limits = limits = limits or Limits()
        # What it would warn of at every attempt is told once, by the error of the query.
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
        # The pool only tells that it waited in vain; this one connection tells why.
        with connect(url):
            pass
        self._pool = ConnectionPool(
            url,
            kwargs=_SETTINGS,
            min_size=0,
            max_size=limits.connections,
            timeout=limits.connect_seconds,
            # Each query that finds no connection tries anew, so the pool need not go on trying.
            reconnect_timeout=limits.connect_seconds / 2,
            configure=self._configure,
            open=True,
            name="passages",
        )

    def rows(
        self, query: sql.Composed | sql.SQL, values: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a query.

        Raises:
            StoreUnreachableError: the server is down, or too slow.
            IndexMissingError: the tables are not there.
        """
        try:
            try:
                return self._rows(query, values)
            except (psycopg.errors.AdminShutdown, psycopg.errors.CrashShutdown):
                self._pool.check()
            except psycopg.OperationalError as error:
                if error.sqlstate is not None or isinstance(error, PoolTimeout):
                    raise
                # The server told nothing: its end of the connection is gone.
                self._pool.check()
            return self._rows(query, values)
        except PoolTimeout:
            what = f"no connection to {self.place} within {self._limits.connect_seconds:g} s"
            raise StoreUnreachableError(what) from None
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            raise missing(self.place) from None
        except psycopg.errors.QueryCanceled:
            what = f"no answer from {self.place} within {self._limits.answer_seconds:g} s"
            raise StoreUnreachableError(what) from None
        except psycopg.Error as error:
            raise StoreUnreachableError(f"{self.place}: {_first_line(error)}") from None

    def _rows(
        self, query: sql.Composed | sql.SQL, values: Mapping[str, Any] | None
    ) -> list[tuple[Any, ...]]:
        with self._pool.connection() as connection:
            return connection.execute(query, values, binary=True).fetchall()

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def _configure(self, connection: psycopg.Connection[Any]) -> None:
        limit = sql.Literal(round(1000 * self._limits.answer_seconds))
        connection.execute(sql.SQL("SET statement_timeout = {}").format(limit))
        # Compiling a plan takes longer than running these.
        connection.execute("SET jit = off")


@lru_cache(maxsize=2)
def open_database(url: str) -> Database:
    """Return the database of a URL, one and the same for a whole process.

    Raises:
        StoreUnreachableError: it cannot be reached; the next call tries again.
    """
    return Database(url)


def connect(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    """Return a connection of its own, without limits of time, every statement committed.

    Raises:
        StoreUnreachableError: saying where and why, never the password.
    """
    shown = place(url)
    try:
        return psycopg.connect(url, **_SETTINGS)
    except psycopg.OperationalError as error:
        raise StoreUnreachableError(f"{shown} cannot be reached: {_first_line(error)}") from None


def place(url: str) -> str:
    """Return a database as a person may read it in a log: host, port and name.

    Raises:
        StoreUnreachableError: the URL is none; it is not shown, as it may hold a password.
    """
    try:
        told = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise StoreUnreachableError("PATELLA_DATABASE_URL is not a PostgreSQL URL") from None
    host, port = told.get("host") or "localhost", told.get("port") or 5432
    return f"PostgreSQL at {host}:{port}/{told.get('dbname') or ''}"


def missing(where: str) -> IndexMissingError:
    """Return the error that no build serves there."""
    return IndexMissingError(f"no passage index in {where}: run `make train`, which builds it")


def _first_line(error: psycopg.Error) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


class Shelf(Generic[_Key, _Value]):
    """What was fetched lately, up to a total size; safe to use from several threads.

    Args:
        room: the greatest total size.
        size: of a value.
    """

    def __init__(self, room: int, size: Callable[[_Value], int]) -> None:
        self._room, self._size = room, size
        self._held: OrderedDict[_Key, _Value] = OrderedDict()
        self._filled = 0
        self._lock = Lock()

    def take(
        self, keys: Iterable[_Key], fetch: Callable[[Sequence[_Key]], Mapping[_Key, _Value]]
    ) -> dict[_Key, _Value]:
        """Return the values of keys; those that are not held are fetched together."""
        wanted = list(dict.fromkeys(keys))
        with self._lock:
            found = {key: self._held[key] for key in wanted if key in self._held}
            for key in found:
                self._held.move_to_end(key)
        absent = [key for key in wanted if key not in found]
        if absent:
            fetched = fetch(absent)
            found.update(fetched)
            self._keep(fetched)
        return found

    def _keep(self, fetched: Mapping[_Key, _Value]) -> None:
        with self._lock:
            for key, value in fetched.items():
                if key not in self._held:
                    self._filled += self._size(value)
                self._held[key] = value
            while self._filled > self._room:
                self._filled -= self._size(self._held.popitem(last=False)[1])
