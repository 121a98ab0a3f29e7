from __future__ import annotations

import json
import os
import subprocess
import sys

from knowledge.loading import ROOT

KILLS = 30


def test_a_kill_at_any_moment_leaves_the_old_index_or_the_new_one(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.knowledge.ingest.killing", str(tmp_path), str(KILLS)],
        cwd=ROOT,
        env={**os.environ, "PATELLA_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    results = found["results"]
    assert found["differ"]
    assert results["killed"] >= KILLS
    assert set(results) == {"killed", "mended", "serves old", "serves new"}
    assert results["mended"] == results["killed"]
