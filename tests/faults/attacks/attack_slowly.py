"""Requests that take their time: a byte a second, for as long as somebody listens."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

#: How each begins, and what then comes of it byte by byte.
KINDS = {
    "nothing": (b"", b""),
    "headers": (b"POST /webhooks/web/session HTTP/1.1\r\nHost: a\r\n", b"X-Slow: " + b"a" * 500),
    "body": (
        b"POST /webhooks/web/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Content-Length: 5000\r\n\r\n",
        b" " * 500,
    ),
    "a message's body": (
        b"POST /webhooks/web/message HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer a.b.c\r\nContent-Length: 5000\r\n\r\n",
        b" " * 500,
    ),
}


@dataclass
class Slow:
    """One connection; ``closed`` is after how many seconds the server had enough of it."""

    kind: str
    connection: socket.socket
    left: bytes
    closed: float | None = None

    def go_on(self) -> bool:
        """Send one byte more; False once the server has closed the connection."""
        try:
            while True:
                if not self.connection.recv(4096):
                    return False
        except BlockingIOError:
            pass
        except OSError:
            return False
        try:
            self.connection.send(self.left[:1])
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.left = self.left[1:]
        return True


class Slowly:
    """Several connections of every kind, kept busy by a thread."""

    def __init__(self, url: str, each: int, most: float) -> None:
        self.connections: list[Slow] = []
        self._most = most
        self._begun = time.monotonic()
        self._ends = threading.Event()
        at = urlsplit(url)
        for kind, (first, rest) in KINDS.items():
            for _ in range(each):
                connection = socket.create_connection((at.hostname, at.port), 10)
                connection.sendall(first)
                connection.setblocking(False)
                self.connections.append(Slow(kind, connection, rest))
        self._thread = threading.Thread(target=self._trickle, name="slowly", daemon=True)
        self._thread.start()

    def _trickle(self) -> None:
        while not self._ends.wait(1.0) and time.monotonic() - self._begun < self._most:
            open_ones = [each for each in self.connections if each.closed is None]
            if not open_ones:
                return
            for each in open_ones:
                if not each.go_on():
                    each.closed = time.monotonic() - self._begun

    def wait(self) -> list[Slow]:
        """All connections, once the last one is closed or the time is up."""
        self._thread.join(self._most)
        return self.connections

    def stop(self) -> None:
        """Hang up."""
        self._ends.set()
        self._thread.join(5)
        for each in self.connections:
            each.connection.close()


@contextmanager
def slowly(url: str, each: int, most: float) -> Iterator[Slowly]:
    """`each` connections of every kind, for at most so many seconds."""
    running = Slowly(url, each, most)
    try:
        yield running
    finally:
        running.stop()
