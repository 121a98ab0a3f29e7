"""Servers that are started again, and the order in which servers end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import run

ROOT = Path(run.__file__).resolve().parents[1]

DRIVER = """
import json, signal, sys
from pathlib import Path
from scripts.places import Places
from scripts.run import add
from scripts.servers import Server
from scripts.supervisor import Supervisor

here = Path(sys.argv[1])
at = Places(here, here / ".build", here / "var")
manager = Supervisor(at.logs, lambda pids: print(json.dumps(pids), flush=True))
for name, code, wave, end_with, again in json.loads(sys.argv[2]):
    command = [sys.executable, "-u", "-c", code]
    add(manager, Server(name, name, command, "", 1, "", "/", "/", {}, wave,
                        signal.Signals(end_with), again), at)
manager.loop()
"""
#: Notes in a file that all share which signal it got, and when it has ended upon it.
NOTES = """
import signal, sys, time
def note(what):
    with open("notes", "a") as to:
        to.write(what + "\\n")
def end(number, frame):
    note("{name} got " + signal.Signals(number).name)
    time.sleep({drain})
    note("{name} ended")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGINT, end)
note("{name} runs")
while True:
    time.sleep(600)
"""


class Supervised:
    """A supervisor in a process of its own, which tells the process ids as they change."""

    def __init__(self, folder: Path, *servers: tuple[str, str, int, int, bool]) -> None:
        self.notes = folder / "notes"
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-c", DRIVER, str(folder), json.dumps(servers)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def pids(self, *names: str) -> dict[str, int]:
        """The next that are told which have all of these."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told: dict[str, int] = json.loads(line)
            if set(names) <= set(told):
                return told
        raise AssertionError("it ended")

    def noted(self, *wanted: str, times: int = 1) -> None:
        """Return once these are in the notes."""
        while not all(self.read().count(what) >= times for what in wanted):
            assert self.process.poll() is None
            time.sleep(0.01)

    def read(self) -> list[str]:
        return self.notes.read_text().splitlines() if self.notes.exists() else []

    def end(self) -> list[str]:
        self.process.terminate()
        self.process.wait(timeout=20)
        return self.read()


def server(
    name: str, wave: int = 0, end_with: int = signal.SIGTERM, again: bool = True, drain: float = 0
) -> tuple[str, str, int, int, bool]:
    return name, NOTES.replace("{name}", name).replace("{drain}", str(drain)), wave, end_with, again


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[type[Supervised]]:
    started: list[Supervised] = []

    def start(*servers: tuple[str, str, int, int, bool]) -> Supervised:
        started.append(Supervised(tmp_path, *servers))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


def test_a_server_that_is_killed_is_started_again_and_the_others_go_on(supervised):
    both = supervised(server("a"), server("b"))
    before = both.pids("a", "b")
    both.noted("a runs", "b runs")
    os.kill(before["a"], signal.SIGKILL)
    after = both.pids("a", "b")
    assert after["a"] != before["a"]
    assert after["b"] == before["b"]
    # The new one is ended in order as well.
    both.noted("a runs", times=2)
    assert both.end().count("a got SIGTERM") == 1
    with pytest.raises(ProcessLookupError):
        os.kill(after["a"], 0)


def test_a_server_that_cannot_start_is_tried_again_and_does_not_hold_up_the_end(supervised):
    both = supervised(("a", "raise SystemExit('no')", 0, signal.SIGTERM, True), server("b"))
    first = both.pids("a", "b")
    assert both.pids("a", "b")["a"] != first["a"]
    both.noted("b runs")
    assert both.end()[-1] == "b ended"
    log = (both.notes.parent / "var" / "log" / "a.log").read_text()
    assert "It died (1) and is started again." in log


def test_servers_end_in_their_order_each_upon_its_signal(supervised):
    every = supervised(
        server("database", wave=2, end_with=signal.SIGINT),
        server("dialogue-1", drain=0.5),
        server("actions", wave=1),
        server("dialogue-2"),
    )
    every.noted(*(f"{name} runs" for name in ("database", "dialogue-1", "actions", "dialogue-2")))
    notes = every.end()
    order = [notes.index(f"{name} ended") for name in ("dialogue-2", "dialogue-1")]
    order += [
        notes.index(what)
        for what in ("actions got SIGTERM", "actions ended", "database got SIGINT")
    ]
    assert order == sorted(order)
    assert every.process.returncode == 0


def test_the_death_of_one_that_is_not_started_again_ends_all(supervised):
    both = supervised(server("a", again=False), server("b"))
    pids = both.pids("a", "b")
    both.noted("a runs", "b runs")
    os.kill(pids["a"], signal.SIGKILL)
    both.process.wait(timeout=20)
    assert both.read()[-1] == "b ended"
