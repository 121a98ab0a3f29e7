"""The SQLite file of the conversation store: durable, private, never waited for long."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool

BUSY_MILLISECONDS = 2000


class StoreError(Exception):
    """The store cannot be read or written; the message holds no content."""


class AlreadyThere(StoreError):
    """A row that may be there only once is there."""


def sqlite_engine(path: Path) -> Engine:
    """An engine on the file at `path`, which only this user may read.

    Raises:
        OSError: if the file or its folder cannot be made.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=NullPool,
        # SQLAlchemy's errors quote the values of the failed statement otherwise.
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # Python's driver opens transactions late and on its own terms; we say when (see _begin).
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        # What a person has erased is overwritten, not just unlinked.
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # Taking the write lock at once makes "look, then write" one step for all processes.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, writes: bool = False) -> Iterator[Connection]:
    """A transaction that is committed at the end; one that `writes` keeps others from writing.

    Raises:
        StoreError: if the database cannot be read or written.
    """
    with (
        as_store_error(),
        engine.connect().execution_options(writes=writes) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def as_store_error() -> Iterator[None]:
    """Turn the database's errors into ours, which hold no content."""
    try:
        yield
    except IntegrityError as error:
        raise AlreadyThere(str(error.orig)) from None
    except SQLAlchemyError as error:
        # The driver's own words ("disk is full", "file is not a database") carry no content.
        raise StoreError(str(getattr(error, "orig", None) or type(error).__name__)) from None


def forget_log(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, which would hold erased rows until its next turn."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
