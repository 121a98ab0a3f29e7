"""SQLite's write-ahead log: what was erased stands in it until it is emptied.

It cannot be emptied while somebody reads what it holds, such as a backup. It is then tried again
until it is, in a thread of its own: there may be no next message for hours.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger("patella.store")

#: Seconds from a wish to empty it, or a try that failed, to the next try.
PAUSE = 1.0

#: So long a try waits for those who read. Nobody can write meanwhile.
PATIENCE_MILLISECONDS = 100


class WriteAheadLog:
    """The log of the database behind an engine, emptied now or soon."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._choosing = threading.Lock()
        self._next: threading.Timer | None = None
        self._failures = 0

    def empty(self) -> None:
        """Empty it; where that cannot be done now, it is tried again until it is.

        Raises:
            SQLAlchemyError: if the database cannot be used.
        """
        is_empty = False
        try:
            is_empty = _checkpoint(self._engine)
        finally:
            self._tell_changes(is_empty)
            if not is_empty:
                self.empty_soon()

    def empty_soon(self) -> None:
        """Empty it within some seconds, once for all who have asked for it until then."""
        with self._choosing:
            if self._next is None:
                self._next = threading.Timer(PAUSE, self._try_again)
                self._next.daemon = True
                self._next.start()

    def _try_again(self) -> None:
        with self._choosing:
            self._next = None
        with suppress(SQLAlchemyError):
            self.empty()

    def _tell_changes(self, is_empty: bool) -> None:
        """Warn of a second failure: one is no more than two who work at the same moment."""
        told = self._failures > 1
        self._failures = 0 if is_empty else self._failures + 1
        if is_empty and told:
            log.info("the write-ahead log is empty now")
        elif self._failures > 1 and not told:
            log.warning("what was erased is still in the write-ahead log: it is not free to empty")


def _checkpoint(engine: Engine) -> bool:
    """Write the log back and cut it off; False if others were in the way of that."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MILLISECONDS}")
        # That somebody was in the way is no error, but told in the row.
        busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy
