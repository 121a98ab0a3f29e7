from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys

import psycopg
import pytest

from scripts.postgres import Postgres, PostgresNotStarted, running_postgres

KILLED = """
import os, signal
from scripts.postgres import running_postgres
with running_postgres() as server:
    print(server.processes[0], server.folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_carries_pgvector_runs_as_nobody_special_and_leaves_nothing():
    with running_postgres() as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION vector")
            assert connection.execute("SELECT '[1,2]'::vector <#> '[3,4]'").fetchone() == (-11.0,)
        pid = server.processes[0]
        assert os.stat(f"/proc/{pid}").st_uid != 0
        assert server.size("postgres") > 1
        folder = server.folder
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_it_ends_with_the_program_that_started_it():
    done = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    pid, folder = done.stdout.decode().split()
    try:
        watched = os.pidfd_open(int(pid))
    except ProcessLookupError:
        ended = [True]
    else:
        ended, _, _ = select.select([watched], [], [], 20)
        os.close(watched)
    shutil.rmtree(folder)
    assert ended


def test_a_wrong_setting_is_told():
    with (
        pytest.raises(PostgresNotStarted, match="no_such_setting"),
        running_postgres(no_such_setting=1),
    ):
        raise AssertionError


def test_a_folder_that_is_in_use_is_told(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "something").touch()
    with pytest.raises(PostgresNotStarted, match="initdb: error"):
        Postgres(tmp_path)
