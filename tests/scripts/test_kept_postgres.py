from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from scripts.background import free_block
from scripts.kept_postgres import Kept
from scripts.postgres import PostgresNotStarted


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    # Not pytest's own folder, into which only its owner may go: PostgreSQL does not run as root.
    folder = Path(tempfile.mkdtemp(prefix="patella-kept-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def kept(var: Path) -> Kept:
    return Kept(var / "postgres", free_block(1))


@contextmanager
def running(kept: Kept, end_with: signal.Signals) -> Iterator[subprocess.Popen[bytes]]:
    with (kept.folder.parent / "log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "scripts.kept_postgres", str(kept.folder), str(kept.port)],
            stderr=log,
        )
    try:
        kept.wait(server)
        yield server
    finally:
        server.send_signal(end_with)
        server.wait(timeout=20)


def test_what_was_stored_is_there_after_an_end_and_after_a_kill(kept):
    with running(kept, signal.SIGKILL) as server, psycopg.connect(kept.url) as connection:
        assert os.stat(f"/proc/{server.pid}").st_uid != 0
        connection.execute("CREATE TABLE kept (word text UNIQUE)")
        connection.execute("INSERT INTO kept VALUES ('knee')")
        connection.commit()
    for end_with in (signal.SIGINT, signal.SIGINT):
        with running(kept, end_with), psycopg.connect(kept.url) as connection:
            assert connection.execute("SELECT word FROM kept").fetchall() == [("knee",)]
            assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_nobody_comes_in_without_the_password_which_is_ours_alone(kept):
    secret = kept.folder.with_name("postgres.secret")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    with running(kept, signal.SIGINT):
        for password in ("", "wrong"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(kept.url, password=password, connect_timeout=5)


def test_what_a_statement_held_is_not_in_the_log(kept):
    with running(kept, signal.SIGINT), psycopg.connect(kept.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE told (word text UNIQUE)")
        for statement in ("INSERT INTO told VALUES (%s)", "INSERT INTO told VALUES ('canary')"):
            for _ in range(2):
                try:
                    connection.execute(statement, ["canary"] if "%s" in statement else None)
                except psycopg.errors.UniqueViolation:
                    continue
    log = (kept.folder.parent / "log").read_text()
    assert "duplicate key" in log
    assert "canary" not in log


def test_a_folder_that_only_root_may_enter_is_told(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with (
        tempfile.TemporaryDirectory(dir="/tmp") as closed,
        pytest.raises(PostgresNotStarted, match=f"nobody else may enter {closed}"),
    ):
        Kept(Path(closed) / "var" / "postgres", 1)
