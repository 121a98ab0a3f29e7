"""Servers as a clinic would run them, on PostgreSQL and with a key; each of their calls is seen.

Every limit is as it is by default, and debugging is off.
"""

from __future__ import annotations

import base64
import os
import re
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg

from scripts.background import free_ports
from scripts.places import child_env, places
from scripts.postgres import Postgres, running_postgres
from scripts.readiness import ask
from tests.faults import processes

SECRET = "only-for-the-tests-of-privacy-0123456789"
END_SECONDS = 30
READY_SECONDS = 120

#: What strace writes of a call that names somewhere on the internet.
_ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"')
_LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+|::1")


class Traced:
    """A server and its supervisor, started under strace, which notes where it connects to."""

    def __init__(self, name: str, trace: Path, **settings: str | int | Path) -> None:
        self.name = name
        self._trace = trace
        self._settings = settings
        self._remarks = trace.with_suffix(".err")
        self._strace: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return once it is ready."""
        python = str(places().actions_python)
        with self._remarks.open("ab") as remarks:
            self._strace = subprocess.Popen(
                [
                    "strace", "-f", "-A", "-qq", "--seccomp-bpf", "-s", "0",
                    "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none",
                    "-o", str(self._trace),
                    python, "-m", "scripts.run", "--quiet", self.name,
                ],
                cwd=places().root,
                env=child_env(**self._settings),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=remarks,
                start_new_session=True,
                # The system would leave core files, if the servers let it.
                preexec_fn=_allow_cores,
            )  # fmt: skip
        assert self._strace.stdout is not None
        ready = self._strace.stdout.readline()
        assert ready, self._remarks.read_text()

    @property
    def processes(self) -> list[psutil.Process]:
        """The server and what it has started."""
        supervisor = self._supervisor
        return processes.below(supervisor.pid) if supervisor else []

    @property
    def _supervisor(self) -> psutil.Process | None:
        if self._strace is None:
            return None
        children = psutil.Process(self._strace.pid).children()
        return children[0] if children else None

    def stop(self) -> None:
        """End it."""
        strace, supervisor = self._strace, self._supervisor
        self._strace = None
        if strace is None:
            return
        if supervisor is not None:
            with suppress(psutil.NoSuchProcess):
                supervisor.send_signal(signal.SIGTERM)
        try:
            strace.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            for process in processes.tree(strace.pid):
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            strace.wait()
        if strace.stdout is not None:
            strace.stdout.close()

    def told(self) -> str:
        """What its supervisor has said."""
        return self._remarks.read_text()

    def connections(self) -> list[tuple[str, int]]:
        """Where it has sent or connected to, on a network: addresses and ports."""
        text = self._trace.read_text(errors="replace")
        return [(address, int(port)) for port, address in _ADDRESS.findall(text)]


def is_elsewhere(address: str) -> bool:
    """Whether an address is another machine's."""
    return not _LOOPBACK.fullmatch(address.removeprefix("::ffff:"))


class Sealed:
    """One dialogue server and one action server, and their PostgreSQL."""

    def __init__(self, folder: Path, postgres: Postgres) -> None:
        port, actions_port = free_ports(2)
        self.folder = folder
        self.postgres = postgres
        self.database = postgres.database("sealed")
        self.url = f"http://127.0.0.1:{port}/"
        self.actions_url = f"http://127.0.0.1:{actions_port}/"
        everything = {
            "PATELLA_HOST": "127.0.0.1",
            "PATELLA_PORT": port,
            "PATELLA_ACTIONS_PORT": actions_port,
            "PATELLA_ACTIONS_SECRET": SECRET,
            "PATELLA_SECRET": SECRET,
            "PATELLA_DATA_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(),
            "PATELLA_VAR": folder / "var",
        }
        (folder / "var").mkdir()
        self.actions = Traced("actions", folder / "actions.trace", **everything)
        self.dialogue = Traced(
            "dialogue",
            folder / "dialogue.trace",
            **everything,
            # The passages stay in files: they are no secret, and filling a database takes time.
            PATELLA_DATABASE_URL=self.database,
        )

    def start(self) -> None:
        """Start both side by side."""
        with ThreadPoolExecutor(2) as pool:
            for started in [pool.submit(one.start) for one in (self.actions, self.dialogue)]:
                started.result()

    def stop(self) -> None:
        """End both."""
        for one in (self.dialogue, self.actions):
            one.stop()

    def wait_until_ready(self) -> None:
        """Return once a whole turn works."""
        deadline = time.monotonic() + READY_SECONDS
        while not ask(self.url + "ready").ready:
            assert time.monotonic() < deadline, f"not ready\n{self.logs()[-3000:]}"
            time.sleep(0.2)

    def http(self) -> httpx.Client:
        """A client without a session."""
        return httpx.Client(base_url=self.url, timeout=60, trust_env=False)

    def rows(self, query: str, *values: Any) -> list[Any]:
        """What is in the database."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    def change(self, query: str, *values: Any) -> None:
        """Change something in the database, past the servers."""
        with psycopg.connect(self.database) as connection:
            connection.execute(query, values)  # type: ignore[arg-type]

    def logs(self) -> str:
        """Everything that the servers, their supervisors and the database have written."""
        files = sorted((self.folder / "var" / "log").glob("*"))
        told = [file.read_text(errors="replace") for file in files]
        told += [self.postgres.log, self.dialogue.told(), self.actions.told()]
        return "\n".join(told)


def found_in(folder: Path, words: str) -> list[Path]:
    """The files below a folder that hold these words."""
    found = []
    for file in folder.rglob("*"):
        with suppress(OSError):
            if file.is_file() and words.encode() in file.read_bytes():
                found.append(file)
    return found


@contextmanager
def running_sealed() -> Iterator[Sealed]:
    """The servers, ready."""
    with (
        tempfile.TemporaryDirectory(prefix="patella-sealed-") as folder,
        running_postgres() as postgres,
    ):
        sealed = Sealed(Path(folder), postgres)
        try:
            sealed.start()
            yield sealed
        finally:
            sealed.stop()


def _allow_cores() -> None:
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
