"""The database of the conversation store: an SQLite file, or a PostgreSQL for several servers.

Both are durable, and neither is waited for long. What is kept of people's words goes through
``seal`` and ``unseal``, which encrypt it where a key was given.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.settings import Settings
from bot.storage.failure import AlreadyThere, StoreError
from bot.storage.migrate import migrate
from bot.storage.postgres import postgres_engine
from bot.storage.sealing import Seal
from bot.storage.sqlite import BUSY_MILLISECONDS, keep_open, sqlite_engine
from bot.storage.write_ahead import WriteAheadLog

__all__ = ["AlreadyThere", "Database", "StoreError", "open_database"]

#: So long one waits for the others that write into an SQLite file, as for another process.
WRITER_SECONDS = BUSY_MILLISECONDS / 1000

#: Another key than the lock of a turn has (`bot.storage.locks`), which is held on a connection
#: of its own.
_ONE_WRITER = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))")


class Database:
    """The engine with the tables of `bot.storage.schema`, and the seal on what they hold."""

    def __init__(self, engine: Engine, seal: Seal | None = None) -> None:
        self.engine = engine
        self._seal = seal or Seal()
        self._is_prepared = False
        self._preparing = threading.Lock()
        # SQLite has those who wait for each other look again and again, and by chance one of many
        # threads comes too late each time.
        self._writing = threading.Lock()
        self._kept: Any = None
        self._log = WriteAheadLog(engine)

    @property
    def is_shared(self) -> bool:
        """Whether other servers may work on it as well."""
        return self.engine.dialect.name == "postgresql"

    def prepare(self) -> None:
        """Bring the tables to the state that this version works with, once.

        Raises:
            OtherVersion: if the tables are those of a later version.
            StoreError: if the database is away.
        """
        with self._preparing, as_store_error():
            if self._is_prepared:
                return
            migrate(self.engine)
            if not self.is_shared:
                self._kept = keep_open(self.engine)
                # What a server that was killed had no time for. Where it fails it is tried again.
                with suppress(SQLAlchemyError):
                    self._log.empty()
            self._is_prepared = True

    @contextmanager
    def transaction(
        self, writes: bool = False, conversation: str | None = None
    ) -> Iterator[Connection]:
        """A transaction that is committed at the end.

        One that ``writes`` is alone in SQLite; in PostgreSQL those of one ``conversation`` come
        one after the other, so that "look, then write" is one step for all servers.

        Raises:
            StoreError: if the database cannot be read or written, or its tables are not known to
                be those of this version, which `prepare` finds out.
        """
        if not self._is_prepared:
            raise StoreError("the tables are not known to be those of this version")
        options: dict[str, Any] = {"writes": writes}
        if self.is_shared and not writes:
            # Each statement sees a state of its own, and saves two ways there and back.
            options["isolation_level"] = "AUTOCOMMIT"
        with (
            self._alone() if writes and not self.is_shared else nullcontext(),
            as_store_error(),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            if self.is_shared and conversation is not None:
                connection.execute(_ONE_WRITER, {"name": conversation})
            yield connection

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait for the other threads that write, for no longer than SQLite would."""
        if not self._writing.acquire(timeout=WRITER_SECONDS):
            raise StoreError("others have been writing for too long")
        try:
            yield
        finally:
            self._writing.release()

    def connection_of_its_own(self) -> Connection:
        """A connection that stays open, outside of every transaction.

        Raises:
            StoreError: if the database is away.
        """
        with as_store_error():
            return self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def forget_log(self) -> None:
        """Empty SQLite's write-ahead log, which would hold erased rows until its next turn.

        Where others read from it that is done as soon as they have ended.

        Raises:
            StoreError: if the database cannot be used.
        """
        if not self.is_shared:
            with as_store_error():
                self._log.empty()

    def forget_log_soon(self) -> None:
        """Do so within some seconds, of which nothing is raised."""
        if not self.is_shared:
            self._log.empty_soon()

    def seal(self, value: Any) -> str:
        """The text that is kept of a JSON value."""
        return self._seal.dumps(value)

    def unseal(self, kept: str) -> Any:
        """The value of which this text was kept.

        Raises:
            StoreError: if it was encrypted with a key that is not there any more.
        """
        return self._seal.loads(kept)


def open_database(settings: Settings) -> Database:
    """The database that these settings name; a server of it may be away for now.

    Raises:
        StoreError: if a file cannot be made or used, or an address is none.
    """
    seal = Seal(settings.data_keys)
    if settings.database_url is not None:
        return Database(postgres_engine(settings.database_url), seal)
    try:
        database = Database(sqlite_engine(settings.database), seal)
    except OSError as error:
        raise StoreError(f"{settings.database}: {error.strerror}") from None
    database.prepare()
    return database


@contextmanager
def as_store_error() -> Iterator[None]:
    """Turn the database's errors into ours, which hold no content."""
    try:
        yield
    except IntegrityError as error:
        raise AlreadyThere(_first_line(error)) from None
    except SQLAlchemyError as error:
        raise StoreError(_first_line(error)) from None


def _first_line(error: sa.exc.SQLAlchemyError) -> str:
    # The driver's own words ("disk is full", "file is not a database") carry no content, but
    # PostgreSQL adds the row in question on a line of its own.
    said = str(getattr(error, "orig", None) or type(error).__name__).strip()
    return said.splitlines()[0] if said else type(error).__name__
