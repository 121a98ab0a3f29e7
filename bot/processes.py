"""Several processes that answer at one address: a core each, where Python uses one at a time.

The parent loads the model, forks the processes and looks after them. They share the memory of
what was loaded, as long as nobody writes to it. Each has a socket of its own at the address,
among which the system spreads those who connect. The parent keeps these sockets: who comes while
a process that died is made anew waits for it, and is not turned away.

A process that dies, or whose threads do not answer any more, is made anew while the others go on.
"""

from __future__ import annotations

import ctypes
import logging
import mmap
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

log = logging.getLogger("patella.processes")

#: What a process ends with that told why it cannot work: another one could not, either.
CANNOT_START = 78
#: What one ends with that has a thread which hangs: at once, since no turn would come to an end.
HANGS = 70

#: Seconds without a beat after which a process is taken to hang, and as many for its first one:
#: the tables of a large store may have to be brought up to date before.
PATIENCE = 20.0
PATIENCE_AT_FIRST = 300.0
#: So many times in that time the beats are looked at. Where the next look comes only after a
#: fourth of it, all of us were stopped.
LOOKS = 20
#: Seconds between two looks until the first process is well, for which the others wait.
SOON = 0.05
#: A process that lived for less than so many seconds is made anew after a pause as long. The pause
#: doubles with each one that died before it was well, up to the longest.
SHORT_LIFE = 1.0
LONGEST_PAUSE = 32.0
#: So many may die one after the other of which none has answered anybody, where no other does.
MOST_DEATHS = 3

_PR_SET_PDEATHSIG = 1


class Beats:
    """When each process last said that it is well, in memory that all of them share."""

    def __init__(self, count: int) -> None:
        self._parent = os.getpid()
        self._times = memoryview(mmap.mmap(-1, 8 * count)).cast("d")
        self._pids = memoryview(mmap.mmap(-1, 8 * count)).cast("q")

    def beat(self, number: int) -> None:
        """Say that this process, which has that number, is well now."""
        self._times[number], self._pids[number] = time.monotonic(), os.getpid()

    def pids(self) -> list[int]:
        """The processes of the server, the parent first."""
        return [self._parent, *filter(None, self._pids)]

    def begin(self, number: int) -> None:
        """Forget what was said by the process before."""
        self._times[number] = 0.0

    def last(self, number: int) -> float | None:
        """When a process was well, by the clock of this machine; None where it never was."""
        return self._times[number] or None


@dataclass
class _Process:
    number: int
    pid: int
    forked: float


class Processes:
    """Forks a process for each socket and keeps them running until it is told to end.

    ``work`` is what each does, given its number; it returns the exit code. ``gone`` is told of
    each that has ended, by its process id.
    """

    def __init__(
        self,
        sockets: Sequence[socket.socket],
        work: Callable[[int], int],
        beats: Beats,
        gone: Callable[[int], object] = lambda pid: None,
        patience: float = PATIENCE,
    ) -> None:
        self._gone = gone
        self._sockets = sockets
        self._work = work
        self._beats = beats
        self._patience = patience
        self._running: dict[int, _Process] = {}
        self._again: dict[int, float] = {}
        self._is_prepared = False
        self._deaths = 0
        self._looked = self._heard_since = time.monotonic()
        self._code: int | None = None

    def run(self) -> int:
        """Run the processes until SIGTERM or SIGINT; the exit code."""
        heard = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}
        before = signal.pthread_sigmask(signal.SIG_BLOCK, heard)
        try:
            while self._running or self._code is None:
                self._begin_more(before)
                pause = self._patience / LOOKS if self._is_prepared else SOON
                told = signal.sigtimedwait(heard, pause)
                if told is not None and told.si_signo in (signal.SIGTERM, signal.SIGINT):
                    self._end(0)
                self._reap()
                self._look()
            return self._code
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _begin_more(self, mask: set[int]) -> None:
        if self._code is not None:
            return
        # The first brings the tables up to date before there is another one.
        self._is_prepared = self._is_prepared or self._beats.last(0) is not None
        running = {process.number for process in self._running.values()}
        now = time.monotonic()
        for number in range(len(self._sockets) if self._is_prepared else 1):
            if self._code is None and number not in running and self._is_due(number, now):
                self._fork(number, mask)

    def _is_due(self, number: int, now: float) -> bool:
        return self._again.get(number, now) <= now

    def _fork(self, number: int, mask: set[int]) -> None:
        self._beats.begin(number)
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        try:
            pid = os.fork()
        except OSError as error:
            # There is no memory for it now, for which the others need not end.
            log.error("process %d of the server cannot be made: %s", number, error.strerror)
            self._failed(number)
            return
        if pid == 0:
            self._be_process(number, parent, mask)
        self._running[pid] = _Process(number, pid, time.monotonic())

    def _be_process(self, number: int, parent: int, mask: set[int]) -> NoReturn:
        code = 1
        try:
            _end_with(parent)
            for other, sock in enumerate(self._sockets):
                if other != number:
                    sock.close()
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            code = self._work(number)
        except BaseException:
            traceback.print_exc()
        finally:
            logging.shutdown()
            sys.stdout.flush()
            sys.stderr.flush()
            # Without taking apart what the parent has loaded.
            os._exit(code)

    def _reap(self) -> None:
        while self._running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._gone(pid)
            process = self._running.pop(pid, None)
            if process is not None and self._code is None:
                self._replace(process, os.waitstatus_to_exitcode(status))

    def _replace(self, process: _Process, code: int) -> None:
        if code == CANNOT_START and not self._is_anybody_well():
            self._end(1)
            return
        log.error("process %d of the server died (%d) and is made anew", process.number, code)
        if self._beats.last(process.number) is None:
            self._failed(process.number)
            return
        self._deaths = 0
        lived = time.monotonic() - process.forked
        self._again[process.number] = time.monotonic() + (SHORT_LIFE if lived < SHORT_LIFE else 0)

    def _failed(self, number: int) -> None:
        """Try it again after a pause; where nobody else answers, not for ever.

        A disk that is full keeps a process from starting, and those that run from nothing but to
        store: they still tell people what cannot wait.
        """
        self._deaths += 1
        if self._deaths >= MOST_DEATHS and not self._is_anybody_well():
            self._end(1)
            return
        if self._is_anybody_well():
            # Who comes is sent to the others until it listens again.
            with suppress(OSError):
                self._sockets[number].shutdown(socket.SHUT_RD)
        pause = min(SHORT_LIFE * 2 ** min(self._deaths - 1, 10), LONGEST_PAUSE)
        self._again[number] = time.monotonic() + pause

    def _is_anybody_well(self) -> bool:
        return any(self._beats.last(each.number) is not None for each in self._running.values())

    def _look(self) -> None:
        """End those that have said nothing for too long."""
        now = time.monotonic()
        if now - self._looked > self._patience / 4:
            # The machine slept, or all of us were stopped: nobody could say anything.
            self._heard_since = now
        self._looked = now
        for process in self._running.values():
            last = self._beats.last(process.number)
            patience = PATIENCE_AT_FIRST if last is None else self._patience
            if now - max(process.forked, self._heard_since, last or 0.0) > patience:
                log.error("process %d of the server does not answer any more", process.number)
                os.kill(process.pid, signal.SIGKILL)

    def _end(self, code: int) -> None:
        """Have all of them end what they have begun; when told a second time, at once."""
        number = signal.SIGTERM if self._code is None else signal.SIGKILL
        if self._code is None:
            self._code = code
            # Nobody is to wait at an address where nobody answers any more.
            for sock in self._sockets:
                sock.close()
        for pid in self._running:
            os.kill(pid, number)


def _end_with(parent: int) -> None:
    """Have the system end this process with its parent, whatever that dies of."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
