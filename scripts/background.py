"""Servers for the time that something else needs them: the terminal client, the tests."""

from __future__ import annotations

import json
import random
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from scripts.places import child_env, places
from scripts.topology import PORTS, STATE

#: The supervisor itself gives its servers twenty seconds.
END_SECONDS = 30


class NotStarted(RuntimeError):
    """The servers did not become ready; the text is what the supervisor said about it."""


def free_ports(count: int) -> list[int]:
    """Ports on the loopback interface that nothing listens on, all different."""
    with ExitStack() as held:
        probes = [
            held.enter_context(closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)))
            for _ in range(count)
        ]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def free_block(count: int, tries: int = 200) -> int:
    """The first of so many ports in a row on the loopback interface that nothing listens on.

    They lie below those that the system gives to connections on their way out, one of which might
    else have the port of a server that is just being started again.
    """
    for _ in range(tries):
        first = random.randrange(15_000, 32_000 - count)
        with ExitStack() as held:
            try:
                for port in range(first, first + count):
                    probe = held.enter_context(closing(socket.socket()))
                    probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    raise NotStarted(f"no {count} free ports in a row were found")


def family(pid: int) -> list[int]:
    """A process and those it has started, and so on, as far as the system (Linux) tells."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [pid]
    with suppress(OSError):
        for child in children.read_text().split():
            found += family(int(child))
    return found


class Background:
    """One or both servers, looked after by a supervisor of their own (`scripts.run`)."""

    program = "scripts.run"

    def __init__(
        self, names: Sequence[str] = ("actions", "dialogue"), **settings: str | int | Path
    ) -> None:
        self._names = list(names)
        self._settings = settings
        self._supervisor: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether the supervisor is there; the servers are as long as it is."""
        return self._supervisor is not None and self._supervisor.poll() is None

    @property
    def pid(self) -> int | None:
        """The supervisor's process id, ``None`` where there is none."""
        return None if self._supervisor is None else self._supervisor.pid

    def start(self) -> None:
        """Starts the servers, if they do not run, and returns once they are ready.

        Raises:
            NotStarted: if they do not become ready.
        """
        if self.running:
            return
        at = places()
        with tempfile.TemporaryFile() as remarks:
            self._supervisor = subprocess.Popen(
                [str(at.actions_python), "-m", self.program, "--quiet", *self._names],
                cwd=at.root,
                env=child_env(**self._settings),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=remarks,
                # Ctrl-C is for whoever we are started for, which then ends us.
                start_new_session=True,
            )
            assert self._supervisor.stdout is not None
            try:
                # It prints one line, when the servers are ready.
                ready = self._supervisor.stdout.readline()
            except BaseException:
                self.stop()
                raise
            if not ready:
                self.stop()
                remarks.seek(0)
                raise NotStarted(remarks.read().decode("utf-8", "replace").strip())

    def stop(self) -> None:
        """Ends the servers and waits for that."""
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is None:
            return
        if supervisor.poll() is None:
            supervisor.terminate()
        try:
            supervisor.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()
        if supervisor.stdout is not None:
            supervisor.stdout.close()


class Scaled(Background):
    """Two servers of each kind with PostgreSQL and a proxy (`scripts.scaled`).

    Args:
        var: PATELLA_VAR, with a path that any user may enter: PostgreSQL does not run as root.
        port: PATELLA_PORT, the first of eight in a row; without it free ones are looked for.
        settings: further ones.
    """

    program = "scripts.scaled"

    def __init__(self, var: Path, port: int | None = None, **settings: str | int | Path) -> None:
        self.port = free_block(PORTS) if port is None else port
        super().__init__((), PATELLA_VAR=var, PATELLA_PORT=self.port, **settings)
        self._var = var

    @property
    def url(self) -> str:
        """Where the proxy is, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def servers(self) -> dict[str, dict[str, int]]:
        """Each server's ``pid``, a new one after it was started again, and ``port``."""
        told: dict[str, dict[str, int]] = json.loads((self._var / STATE).read_text())
        return told

    def processes(self, name: str) -> list[int]:
        """A server's process and those that work for it, to freeze them or let them go on."""
        return family(self.servers()[name]["pid"])
