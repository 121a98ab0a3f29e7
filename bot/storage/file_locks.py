"""The conversations' locks among the processes of one server, where there is no PostgreSQL."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from typing import Any

try:
    import fcntl
except ImportError:  # pragma: no cover
    # Not where a server has several processes.
    fcntl = None  # type: ignore[assignment]


class FileLocks:
    """Locks that no two processes hold; those of one that died are given back by the system.

    Each name stands for a byte of a file that has no name and is never written. It is to be made
    before the processes are forked. Within a process they keep nobody out.
    """

    def __init__(self) -> None:
        # Open as long as this process is: to close it anywhere gives back all that were taken.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115

    def take(self, name: str) -> bool:
        """Take a lock if no other process has it."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _place_of(name))
        except (BlockingIOError, PermissionError):
            return False
        return True

    def give_back(self, name: str) -> None:
        """Give back a lock that was taken."""
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _place_of(name))


async def at_once(call: Callable[..., Any], *arguments: object) -> Any:
    """What a call returns that waits for nothing, without a thread of its own for it."""
    return call(*arguments)


def _place_of(name: str) -> int:
    """The place of a byte, among so many (2⁶²) that no two names in use have the same one."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big") >> 2
