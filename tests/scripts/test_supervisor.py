from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import run
from scripts.background import free_ports
from scripts.readiness import ask
from scripts.supervisor import Logs

ROOT = Path(run.__file__).resolve().parents[1]


class Line:
    """A line as honcho hands it on."""

    def __init__(self, name: str, data: bytes | str) -> None:
        self.name = name
        self.data = data


def test_each_server_has_a_log_and_the_last_one_is_kept(tmp_path):
    for run_number in (1, 2):
        logs = Logs(tmp_path)
        logs.open("actions")
        logs.write(Line("actions", f"run {run_number} – é %s\n".encode()))
        logs.write(Line("system", "actions started\n"))
    assert logs.tail("actions") == "run 2 – é %s\n"
    assert (tmp_path / "actions.log.1").read_text() == "run 1 – é %s\n"


def test_a_log_does_not_grow_without_end(tmp_path):
    logs = Logs(tmp_path, largest=200, kept=2)
    logs.open("actions")
    for _ in range(100):
        logs.write(Line("actions", b"0123456789\n"))
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 3
    assert max(sizes) <= 200


DRIVER = """
import sys
from pathlib import Path
from scripts import run
from scripts.places import Places
from scripts.run import Server, supervise

def server(name, port, code):
    return Server(name, name + " server", [sys.executable, "-u", "-c", code], "127.0.0.1",
                  int(port), "PATELLA_PORT", "/", "/", {})

run.START_SECONDS = float(sys.argv[2])
here = Path(sys.argv[1])
at = Places(here, here / ".build", here / "var")
both = [server("actions", *sys.argv[3:5]), server("dialogue", *sys.argv[5:7])]
sys.exit(supervise(at, both, False))
"""
WEB = """
import http.server, signal
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *a): pass
http.server.ThreadingHTTPServer(("127.0.0.1", {port}), H).serve_forever()
"""
#: Like Sanic: the parent starts a worker that outlives it, and holds its output.
PARENT = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-u", "-c", {web!r}])
print(os.getpid(), flush=True)
time.sleep(600)
"""
DEAF = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"


class Supervised:
    """A supervisor over two small servers, in a process of its own."""

    def __init__(self, folder: Path, actions: str, dialogue: str, seconds: float = 20) -> None:
        self.folder = folder
        self.ports = free_ports(2)
        codes = [
            code.replace("{port}", str(port))
            for code, port in zip((actions, dialogue), self.ports, strict=True)
        ]
        first, second = zip(map(str, self.ports), codes, strict=True)
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-c", DRIVER, str(folder), str(seconds), *first, *second],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until_ready(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("Patella is ready"):
                return
        raise AssertionError("it ended before it was ready")

    def end(self) -> tuple[int, str]:
        said, _ = self.process.communicate(timeout=30)
        return self.process.returncode, said

    def nothing_is_left(self) -> bool:
        deadline = time.monotonic() + 5
        while any(ask(f"http://127.0.0.1:{port}/", timeout=1).ready for port in self.ports):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[type[Supervised]]:
    started: list[Supervised] = []

    def start(actions: str = WEB, dialogue: str = WEB, seconds: float = 20) -> Supervised:
        started.append(Supervised(tmp_path, actions, dialogue, seconds))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_both_and_that_is_no_failure(supervised, number):
    both = supervised()
    both.until_ready()
    both.process.send_signal(number)
    code, said = both.end()
    assert (code, said) == (0, "Patella has ended.\n")
    assert both.nothing_is_left()


def test_a_server_that_dies_is_named_with_its_last_words(supervised):
    both = supervised(dialogue="raise SystemExit('config.yml: no pipeline')")
    code, said = both.end()
    assert code == 1
    assert "The dialogue server died (exit code 1); the actions server was ended too." in said
    assert "  config.yml: no pipeline" in said
    assert both.nothing_is_left()


def test_the_death_of_a_parent_takes_its_worker_along(supervised):
    both = supervised(actions=PARENT.replace("{web!r}", repr(WEB)))
    both.until_ready()
    parent = int((both.folder / "var" / "log" / "actions.log").read_text())
    os.kill(parent, signal.SIGKILL)
    code, said = both.end()
    assert code == 1
    assert "The actions server died (killed" in said
    assert both.nothing_is_left()


def test_the_servers_do_not_outlive_a_killed_supervisor(supervised):
    both = supervised()
    both.until_ready()
    both.process.kill()
    both.process.wait()
    assert both.nothing_is_left()


def test_a_second_signal_kills_a_server_that_does_not_listen(supervised):
    both = supervised(dialogue=DEAF + WEB)
    both.until_ready()
    begun = time.monotonic()
    both.process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    both.process.send_signal(signal.SIGINT)
    code, _ = both.end()
    assert code == 0
    assert time.monotonic() - begun < 4
    assert both.nothing_is_left()


def test_a_start_that_takes_too_long_is_given_up(supervised):
    both = supervised(
        dialogue="import time; print('loading', flush=True); time.sleep(600)", seconds=1
    )
    code, said = both.end()
    assert code == 1
    assert "The dialogue server was not ready after 1 s." in said
    assert "  loading" in said
    assert both.nothing_is_left()
