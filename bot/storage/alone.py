"""One server alone works on an SQLite store.

What keeps two turns of a conversation apart, and each delivery with one worker, are locks within
the process where there is no PostgreSQL for it (`bot.storage.locks`).
"""

from __future__ import annotations

import os
from pathlib import Path

from bot.storage.failure import InUse, StoreError

try:
    import fcntl
except ImportError:  # pragma: no cover
    # Not where Patella is run; there it is as it would be without this.
    fcntl = None  # type: ignore[assignment]


def take_for_this_process(database: Path) -> int:
    """Lock out every other server from this file, until this process ends, however it does.

    The lock is on a file beside it: SQLite has its own on the database, which go when anybody
    here closes it.

    Returns:
        The descriptor of the file that is locked; to close it gives the lock back.

    Raises:
        InUse: if another server has it.
        StoreError: if the file cannot be made or locked.
    """
    path = database.with_suffix(".lock")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # No program that this one starts takes it along.
        held = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from None
    try:
        if fcntl is not None:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise InUse(f"another server works with {path.parent}") from None
    except OSError as error:
        os.close(held)
        raise StoreError(f"{path}: {error.strerror}") from None
    return held
