"""honcho's process manager, made to fit two servers that belong together.

honcho starts each program in a process group of its own, reads its output, and ends all of
them when one stops or a signal comes. What is added here: the output goes into log files, the
reason of the end is kept, a signal that comes while the servers are being started is not lost,
a second one kills at once, and nothing outlives us or the server that started it. Servers end
in an order, so that what others stand on goes last, and one may be started again when it dies.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType
from typing import Any

from honcho.manager import Manager
from honcho.process import Process

#: Seconds that a server has for ending by itself: a turn that has begun takes up to 20.
PATIENCE = 27.0
#: Seconds that all of them have, one after the other.
PATIENCE_WITH_ALL = 35.0
#: Seconds before a server that died is started again: at first, and at most. One that has run
#: for longer than that is started at once.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0


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
    _supervisor: int
    _died_of: int
    #: Starts the server again when it dies.
    again = False
    #: The signal upon which the server ends in order.
    end_with = signal.SIGTERM
    #: In the order of these numbers servers are ended: the next once all of one have stopped.
    wave = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Set by the supervisor when this server is to end.
        self.leaving = multiprocessing.Event()

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        """Runs the server; its group ends with it, and it ends with the supervisor."""
        start, supervisor = self._child_ctor, os.getppid()

        def start_watched(*args: Any, **kwargs: Any) -> Any:
            server = start(*args, **kwargs)
            threading.Thread(target=watch, args=(server, supervisor, self), daemon=True).start()
            return server

        self._child_ctor = start_watched
        # A signal that is ignored stays so in what is started; one that is caught does not.
        for number in (signal.SIGINT, signal.SIGTERM) if ignore_signals else ():
            signal.signal(number, lambda *_: None)
        self._supervisor = supervisor
        pause = FIRST_PAUSE
        while True:
            begun = time.monotonic()
            super().run(events, ignore_signals=False)
            if not self._goes_on():
                return
            if time.monotonic() - begun > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            elif self.leaving.wait(pause):
                # It has died already, of which the supervisor was told nothing.
                self._send_message({"returncode": self._died_of}, type="stop")
                return
            else:
                pause = min(2 * pause, LONGEST_PAUSE)

    def _goes_on(self) -> bool:
        return self.again and not self.leaving.is_set() and os.getppid() == self._supervisor

    def _send_message(self, data: Any, type: str = "line") -> None:
        if type == "stop" and self._goes_on():
            self._died_of = data["returncode"]
            type, data = "line", f"It died ({self._died_of}) and is started again.\n".encode()
        super()._send_message(data, type)


def watch(server: Any, supervisor: int, child: Child, pause: float = 0.1) -> None:
    """Ends a server when it is to leave, or the supervisor is gone; and what is left of its group.

    The supervisor does not send the signal itself: it may know of the server before this one.
    """
    while server.poll() is None:
        if os.getppid() != supervisor or child.leaving.is_set():
            send_to_group(server.pid, child.end_with)
            with contextlib.suppress(Exception):
                server.wait(PATIENCE)
            break
        time.sleep(pause)
    send_to_group(server.pid, signal.SIGKILL)


class Supervisor(Manager):
    """Looks after the servers: all of them run, or none, but for those that are started again.

    `changed` is called with the process id of each server, as far as they run, when one of them
    has started.
    """

    def __init__(
        self, folder: Path, changed: Callable[[Mapping[str, int]], object] | None = None
    ) -> None:
        self.logs = Logs(folder)
        super().__init__(printer=self.logs)
        self._process_ctor = Child
        self._changed = changed
        self._told: dict[str, int] = {}
        self._last_moment: float | None = None
        self._terminating: bool = False
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

    @property
    def pids(self) -> dict[str, int]:
        """The process id of each server that has been started, the newest of each."""
        return {
            name: process["pid"]
            for name, process in self._processes.items()
            if process.get("pid") is not None
        }

    def give_up(self, reason: str) -> None:
        """Ends all servers because of `reason`."""
        self.gave_up = reason
        self.terminate()

    def terminate(self) -> None:
        """Ends all servers, once all are known to run: before, some would be missed."""
        self.ending.set()
        if not self._all_started():
            return
        if not self._terminating:
            self._last_moment = time.monotonic() + PATIENCE_WITH_ALL
            late = threading.Timer(PATIENCE_WITH_ALL, self.kill)
            late.daemon = True
            late.start()
        self._terminating = True
        running = [process["obj"] for process in self._left()]
        first = min((child.wave for child in running), default=0)
        for child in running:
            if child.wave == first:
                child.leaving.set()

    def kill(self) -> None:
        """Kills all servers that still run, but not while they have time for ending.

        honcho itself gives all of them five seconds from the end of the first one.
        """
        in_time = self._last_moment is not None and time.monotonic() < self._last_moment
        if in_time or not self._all_started():
            return
        for process in self._left():
            process["obj"].leaving.set()
        super().kill()

    def kill_one(self, name: str) -> None:
        """Kills one server, which is then started again if it is of that kind."""
        send_to_group(self._processes[name]["pid"], signal.SIGKILL)

    def _left(self) -> list[dict[str, Any]]:
        return [each for each in self._processes.values() if each.get("returncode") is None]

    def _start(self) -> None:
        super()._start()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.asked_to_end:
            self._last_moment = None
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
        if self._changed is not None and self.pids != self._told:
            self._told = self.pids
            self._changed(self._told)
        if self.ending.is_set():
            self.terminate()
