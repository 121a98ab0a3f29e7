"""PostgreSQL as the conversation store of several servers: few connections, short waits."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import sqlalchemy as sa
from psycopg2 import extensions
from sqlalchemy.engine import Engine

from bot.storage.failure import StoreError

#: So long an answer of the server is waited for. The server's own limits are a little shorter,
#: so that it says what it was about, if it can.
SECONDS = 3.0
SERVER_MILLISECONDS = 2500

#: Connections that stay, and those that come for a rush. A server has room for a hundred.
POOL_SIZE = 5
POOL_OVERFLOW = 5

_patience = threading.local()


def postgres_engine(url: str) -> Engine:
    """An engine on the server at `url` (postgresql://…); nothing is connected yet.

    Raises:
        StoreError: if it is no such address; it is not shown, as it may hold a password.
    """
    extensions.set_wait_callback(_wait)
    try:
        address = sa.engine.make_url(url).set(drivername="postgresql+psycopg2")
    except (ValueError, sa.exc.ArgumentError):
        raise StoreError(
            "PATELLA_DATABASE_URL is no address; in a password, write / as %2F, @ as %40 and so on"
        ) from None
    return sa.create_engine(
        address,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=SECONDS,
        # A connection that broke while it lay in the pool must not cost a turn.
        pool_pre_ping=True,
        connect_args={
            "application_name": "patella",
            "options": (
                f"-c statement_timeout={SERVER_MILLISECONDS} -c lock_timeout={SERVER_MILLISECONDS}"
                " -c idle_in_transaction_session_timeout=30000"
            ),
        },
        # SQLAlchemy's errors quote the values of the failed statement otherwise.
        hide_parameters=True,
    )


@contextmanager
def patient(seconds: float) -> Iterator[None]:
    """Wait longer for each answer to what this thread asks in here, as a migration must."""
    _patience.seconds = seconds
    try:
        yield
    finally:
        del _patience.seconds


def _wait(connection: Any) -> None:
    """Wait for the server, but not for one that is frozen or gone without a word.

    The limits that PostgreSQL has itself do not help then, because it is the server that keeps
    them. An error here makes the driver give the connection up.
    """
    until = time.monotonic() + getattr(_patience, "seconds", SECONDS)
    while True:
        state = connection.poll()
        if state == extensions.POLL_OK:
            return
        poll = select.poll()
        poll.register(
            connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
        )
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise psycopg2.OperationalError("the server does not answer")
