"""The processes of the server: real ones, which answer with their id, sleep or die as told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from bot.settings import ROOT

#: Seconds after which something that was to happen has not.
LONG = 20.0

#: Says where it listens, then runs two processes that say who they are; one that is ended says
#: goodbye. The second cannot start while there is the file that a mode names.
PROGRAM = """
import os, signal, socket, sys, threading, time
from bot.processes import CANNOT_START, Beats, Processes

def say(text):
    # In one write: processes that say something at once would cut into each other's lines.
    os.write(1, f"{text}\\n".encode())

def listening(port=0):
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.bind(("127.0.0.1", port))
    return sock

mode = sys.argv[1]
sockets = [listening()]
sockets.append(listening(sockets[0].getsockname()[1]))
say(sockets[0].getsockname()[1])
beats = Beats(2)
fork, forks = os.fork, 0

def fork_later():
    global forks
    forks += 1
    if forks == 3:
        raise OSError(12, "no memory")
    return fork()

if mode == "no memory":
    os.fork = fork_later

def work(number):
    if mode == "cannot" or number == 1 and os.path.exists(mode):
        say("cannot")
        return CANNOT_START
    if mode == "crash":
        say("crash")
        return 3
    def end(*_):
        say("goodbye")
        os._exit(0)
    signal.signal(signal.SIGTERM, end)
    def beat():
        while True:
            beats.beat(number)
            time.sleep(0.05)
    threading.Thread(target=beat, daemon=True).start()
    sockets[number].listen()
    while True:
        who, _ = sockets[number].accept()
        with who:
            who.sendall(f"{number} {os.getpid()}".encode())

sys.exit(Processes(sockets, work, beats, lambda pid: say(f"gone {pid}"), 1.5).run())
"""


class Server:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.process = process
        self.port = int(process.stdout.readline())

    def ask(self) -> tuple[int, int]:
        """The number and the process id of whoever answers."""
        with closing(self.connect()) as sock:
            return answer(sock)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), LONG)

    def all(self) -> dict[int, int]:
        """The process ids of both, by number."""
        found: dict[int, int] = {}

        def both() -> bool:
            # Before it listens for the first time nobody is sent to it.
            with suppress(ConnectionError, ValueError):
                found.update([self.ask()])
            return len(found) == 2

        until(both)
        return found

    def all_but(self, gone: int) -> dict[int, int]:
        """The process ids of both, once one has taken the place of that one."""
        until(lambda: gone not in self.all().values())
        return self.all()

    def rest(self) -> list[str]:
        """What it still says, once it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.read().split("\n")[:-1]

    def hears(self, line: str) -> None:
        """Wait until it says that."""
        assert self.process.stdout is not None
        while (said := self.process.stdout.readline()) != f"{line}\n":
            assert said, "it has ended"


def answer(sock: socket.socket) -> tuple[int, int]:
    number, pid = sock.recv(100).split()
    return int(number), int(pid)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end, "not so in time"
        os.sched_yield()


def is_there(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as told:
            return told.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@contextmanager
def running(mode: str = "serve") -> Iterator[Server]:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, mode], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as started:
        yield started


def test_the_system_spreads_people_among_the_processes(server: Server) -> None:
    assert set(server.all()) == {0, 1}


def test_a_process_that_dies_is_made_anew_and_the_other_stays(server: Server) -> None:
    before = server.all()
    os.kill(before[1], signal.SIGKILL)
    until(lambda: server.all()[1] != before[1])
    assert server.all()[0] == before[0]


def test_nobody_is_turned_away_while_a_process_is_made_anew(server: Server) -> None:
    before = server.all()
    # Nobody is made anew before somebody has come.
    os.kill(server.process.pid, signal.SIGSTOP)
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(map(is_there, before.values())))
    # The sockets stay: whoever comes now waits for a process, instead of hearing of an error.
    with closing(server.connect()) as sock:
        os.kill(server.process.pid, signal.SIGCONT)
        assert answer(sock)[1] not in before.values()


def test_a_process_that_hangs_is_ended_and_made_anew(server: Server) -> None:
    before = server.all()
    os.kill(before[0], signal.SIGSTOP)
    until(lambda: not is_there(before[0]))
    assert server.all()[0] != before[0]


def test_all_that_were_stopped_together_may_go_on(server: Server) -> None:
    before = server.all()
    everybody = [server.process.pid, *before.values()]
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    # For longer than a process may say nothing, as where a machine sleeps.
    until(past(time.monotonic() + 1.8))
    for pid in reversed(everybody):
        os.kill(pid, signal.SIGCONT)
    until(past(time.monotonic() + 0.2))
    assert server.all() == before


def past(moment: float) -> Callable[[], bool]:
    return lambda: time.monotonic() > moment


def test_all_end_in_order_when_told(server: Server) -> None:
    server.all()
    server.process.terminate()
    assert server.process.wait(LONG) == 0
    said = server.rest()
    assert said.count("goodbye") == 2
    assert sum(line.startswith("gone") for line in said) == 2


def test_none_outlives_the_parent(server: Server) -> None:
    pids = server.all().values()
    server.process.kill()
    until(lambda: not any(map(is_there, pids)))


def test_one_that_cannot_start_is_not_tried_again() -> None:
    with running("cannot") as server:
        assert server.process.wait(LONG) == 1
        assert server.rest().count("cannot") == 1


def test_one_that_cannot_start_any_more_does_not_end_those_that_answer(tmp_path: Path) -> None:
    full = tmp_path / "full"
    with running(str(full)) as server:
        before = server.all()
        full.touch()
        os.kill(before[1], signal.SIGKILL)
        for _ in range(2):
            server.hears("cannot")
        # Nobody is sent to one who is not there to answer.
        assert {server.ask() for _ in range(20)} == {(0, before[0])}
        full.unlink()
        after = server.all()
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_one_that_cannot_be_forked_now_is_forked_later() -> None:
    with running("no memory") as server:
        before = server.all()
        os.kill(before[1], signal.SIGKILL)
        after = server.all_but(before[1])
    assert after[0] == before[0]


def test_after_three_that_never_answered_it_is_given_up() -> None:
    with running("crash") as server:
        assert server.process.wait(LONG) == 1
        assert server.rest().count("crash") == 3
