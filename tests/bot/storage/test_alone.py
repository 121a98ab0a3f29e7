"""An SQLite store is one server's, until that ends in whatever way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings
from bot.storage import alone
from bot.storage.alone import take_for_this_process
from bot.storage.database import open_database
from bot.storage.failure import InUse, StoreError
from bot.storage.inbox import Inbox


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "conversations.db"


@contextmanager
def another_server(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has taken a file, and started a program that outlives it."""
    code = (
        "import subprocess, sys; from pathlib import Path\n"
        "from bot.storage.alone import take_for_this_process\n"
        "take_for_this_process(Path(sys.argv[1]))\n"
        "child = subprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL)\n"
        "print(child.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            yield process
        finally:
            process.kill()
            os.kill(child, 9)


def test_a_second_server_is_refused_until_the_first_is_gone(path: Path) -> None:
    with another_server(path) as first:
        with pytest.raises(InUse, match=str(path.parent)):
            take_for_this_process(path)
        first.kill()
        first.wait()
        # What it has started lives on, and does not have it.
        held = take_for_this_process(path)
    with pytest.raises(InUse):
        take_for_this_process(path)
    os.close(held)
    os.close(take_for_this_process(path))


def test_only_this_user_may_open_the_lock(path: Path) -> None:
    held = take_for_this_process(path)
    assert stat.S_IMODE(path.with_suffix(".lock").stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    os.close(held)


def test_who_only_looks_is_not_kept_out(path: Path) -> None:
    held = take_for_this_process(path)
    assert Inbox(open_database(Settings(var=path.parent))).waiting() == {}
    os.close(held)


def test_a_folder_that_cannot_be_made_is_told(path: Path) -> None:
    path.parent.write_text("")
    with pytest.raises(StoreError, match=r"conversations\.lock"):
        take_for_this_process(path)


def test_a_system_without_such_locks_goes_without(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone, "fcntl", None)
    for held in [take_for_this_process(path), take_for_this_process(path)]:
        os.close(held)
