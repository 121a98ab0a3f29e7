from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from scripts import background
from scripts.background import Background, NotStarted
from scripts.places import Places

#: A stand-in for scripts/run.py, found first because it lies in the folder it is started in.
SUPERVISOR = """
import os, signal, sys, time
if os.environ.get("TROUBLE"):
    sys.exit(os.environ["TROUBLE"])
signal.signal(signal.SIGTERM, lambda *a: (open("ended", "w").close(), sys.exit(0)))
print("ready", *sys.argv[1:], flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "__init__.py").touch()
    (tmp_path / "scripts" / "run.py").write_text(SUPERVISOR)
    build = tmp_path / ".build"
    python = build / "actions" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    at = Places(root=tmp_path, build=build, var=tmp_path / "var")
    monkeypatch.setattr(background, "places", lambda: at)
    return tmp_path


def test_servers_are_started_and_ended(folder):
    servers = Background(["actions"])
    assert not servers.running
    servers.start()
    assert servers.running
    servers.stop()
    assert not servers.running
    assert (folder / "ended").exists()


def test_servers_that_do_not_start_say_why(folder):
    servers = Background(TROUBLE="The port is taken.")
    begun = time.monotonic()
    with pytest.raises(NotStarted, match=r"The port is taken\."):
        servers.start()
    assert not servers.running
    assert time.monotonic() - begun < 10


def test_starting_twice_starts_once(folder):
    servers = Background()
    servers.start()
    first = servers._supervisor
    servers.start()
    assert servers._supervisor is first
    servers.stop()


def test_stopping_twice_is_fine(folder):
    servers = Background()
    servers.start()
    servers.stop()
    servers.stop()
