"""Servers for the time that something else needs them: the terminal client, the tests."""

from __future__ import annotations

import socket
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from scripts.places import child_env, places

#: The supervisor itself gives its servers ten seconds.
END_SECONDS = 20


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


class Background:
    """One or both servers, looked after by a supervisor of their own (`scripts.run`)."""

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
                [str(at.actions_python), "-m", "scripts.run", "--quiet", *self._names],
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
