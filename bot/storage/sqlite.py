"""The SQLite file of the conversation store: durable, private, never waited for long."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool

BUSY_MILLISECONDS = 2000


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
        # Each is used by one thread at a time, but may be thrown away by another one.
        connect_args={"check_same_thread": False},
        # SQLAlchemy's errors quote the values of the failed statement otherwise.
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def keep_open(engine: Engine) -> Any:
    """A connection that does nothing but stay.

    Without it each transaction's connection would be the last to close, at which SQLite writes
    its log back and waits for the disk. Pooled connections would do as well, but go on writing
    into a file that somebody has moved away; this one only keeps that file's log.
    """
    return engine.raw_connection()


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
