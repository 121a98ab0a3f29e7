"""honcho's process manager, made to fit two servers that belong together.

honcho starts each program in a process group of its own, reads its output, and ends all of
them when one stops or a signal comes. What is added here: the output goes into log files, the
reason of the end is kept, a signal that comes while the servers are being started is not lost,
a second one kills at once, and nothing outlives us or the server that started it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType
from typing import Any

from honcho.manager import Manager
from honcho.process import Process

#: Seconds that the servers have for ending by themselves.
PATIENCE = 10.0


class Logs:
    """The servers' output, a file each; a file that has grown large is put aside."""

    width = 0  # honcho sets it, to line its columns up

    def __init__(self, folder: Path, largest: int = 5_000_000, kept: int = 3) -> None:
        self._folder = folder
        self._largest = largest
        self._kept = kept
        self._files: dict[str, RotatingFileHandler] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """The log file of a server."""
        return self._folder / f"{name}.log"

    def open(self, name: str) -> None:
        """Begins a new log; the one of the last run stays beside it."""
        file = RotatingFileHandler(
            self.path(name), maxBytes=self._largest, backupCount=self._kept, encoding="utf-8"
        )
        if self.path(name).stat().st_size:
            file.doRollover()
        # A full disk must not end the servers: they can still tell people so.
        file.handleError = lambda record: None  # type: ignore[method-assign]
        self._files[name] = file

    def write(self, message: Any) -> None:
        """Takes a line from honcho; its own remarks on starting and stopping are left out."""
        file = self._files.get(message.name)
        if file is None:
            return
        data = message.data
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        file.handle(logging.makeLogRecord({"msg": "%s", "args": (text.rstrip("\r\n"),)}))

    def tail(self, name: str, most: int = 20_000) -> str:
        """The end of a server's log."""
        with self.path(name).open("rb") as source:
            source.seek(max(0, self.path(name).stat().st_size - most))
            return source.read().decode("utf-8", "replace")


def send_to_group(pid: int, number: int) -> None:
    """Sends a signal to a server and whatever it has started, if there is anything left of it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


class Child(Process):
    """The process of ours that starts one server and reads what it writes.

    Sanic's worker holds the same pipe as the server that started it: were it left alone when
    that one is killed, the pipe would stay open and the death go unnoticed.
    """

    _child_ctor: Any

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        """Runs the server; its group ends with it, and it ends with the supervisor."""
        start, supervisor = self._child_ctor, os.getppid()

        def start_watched(*args: Any, **kwargs: Any) -> Any:
            server = start(*args, **kwargs)
            threading.Thread(target=watch, args=(server, supervisor), daemon=True).start()
            return server

        self._child_ctor = start_watched
        super().run(events, ignore_signals)


def watch(server: Any, supervisor: int, pause: float = 0.5) -> None:
    """Ends what is left of a server's group once it, or the supervisor, is gone."""
    while server.poll() is None:
        if os.getppid() != supervisor:
            send_to_group(server.pid, signal.SIGTERM)
            with contextlib.suppress(Exception):
                server.wait(PATIENCE)
            break
        time.sleep(pause)
    send_to_group(server.pid, signal.SIGKILL)


class Supervisor(Manager):
    """Looks after the servers: all of them run, or none."""

    def __init__(self, folder: Path) -> None:
        self.logs = Logs(folder)
        super().__init__(printer=self.logs)
        self._process_ctor = Child
        #: Set as soon as the servers are to end, for whatever reason.
        self.ending = threading.Event()
        #: Whether the end was wanted from outside.
        self.asked_to_end = False
        #: The server whose death ended the others, and its exit code.
        self.first_to_die: tuple[str, int] | None = None
        #: Why we ended the servers ourselves.
        self.gave_up: str | None = None

    def add_process(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Adds a server and opens its log."""
        self.logs.open(name)
        return super().add_process(name, *args, **kwargs)

    def give_up(self, reason: str) -> None:
        """Ends all servers because of `reason`."""
        self.gave_up = reason
        self.terminate()

    def terminate(self) -> None:
        """Ends all servers, once all are known to run: before, some would be missed."""
        self.ending.set()
        if self._terminating or not self._all_started():
            return
        super().terminate()
        # honcho itself counts its seconds only once a first server has ended.
        late = threading.Timer(PATIENCE, self.kill)
        late.daemon = True
        late.start()

    def kill(self) -> None:
        """Kills all servers that still run."""
        if self._all_started():
            super().kill()

    def _start(self) -> None:
        super()._start()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.asked_to_end:
            self.kill()
            return
        self.asked_to_end = self.first_to_die is None and self.gave_up is None
        self.terminate()

    def _system_print(self, data: str) -> None:
        """Comes after each start and stop, which makes it the place to look at them."""
        for name, process in self._processes.items():
            code = process.get("returncode")
            if code is not None and self.first_to_die is None and not self.ending.is_set():
                self.first_to_die = (name, code)
        if self.ending.is_set():
            self.terminate()
