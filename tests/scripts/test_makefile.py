from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

JOBS = [
    *("run", "run-scaled", "test", "train", "shell", "understand", "search", "validate", "lint"),
    *("evaluate", "bench", "format", "lock", "clean", "telegram", "slack", "doctor", "faults"),
]


def make(*arguments: str) -> str:
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_help_is_what_make_alone_does():
    assert make() == make("help")


@pytest.mark.parametrize("job", JOBS)
def test_help_lists_every_job(job):
    assert re.search(rf"^  make {job} +\w", make("help"), re.MULTILINE)


def test_every_job_is_phony():
    phony = set(re.search(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)[1].split())
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    assert targets == phony


@pytest.mark.parametrize("job", JOBS)
def test_every_job_can_be_worked_out(job):
    make("--dry-run", job)


def test_scripts_that_are_called_can_be_run():
    for name in set(re.findall(r"scripts/[a-z]+(?![a-z.])", MAKEFILE)) - {"scripts/evaluate"}:
        path = ROOT / name
        assert path.stat().st_mode & 0o111, f"{name} is not executable"
