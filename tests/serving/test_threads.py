"""Numerical libraries keep to one thread unless somebody wants it otherwise."""

from __future__ import annotations

import subprocess
import sys

import pytest

from serving.threads import NAMES, keep_to_one_thread


def test_one_thread_for_all() -> None:
    env = {"OMP_NUM_THREADS": ""}
    keep_to_one_thread(env)
    assert env == dict.fromkeys(NAMES, "1")


def test_what_somebody_wants_stays() -> None:
    env = {"OMP_NUM_THREADS": "4"}
    keep_to_one_thread(env)
    assert env["OMP_NUM_THREADS"] == "4"
    assert env["OPENBLAS_NUM_THREADS"] == "1"


@pytest.mark.parametrize("program", ["bot", "actions"])
def test_both_servers_do_so_before_anything_else_comes_in(program: str) -> None:
    code = f"""
import ast, pathlib
lines = ast.parse(pathlib.Path("{program}/__main__.py").read_text()).body
called = next(n for n, line in enumerate(lines) if "keep_to_one_thread()" == ast.unparse(line))
before = [ast.unparse(line) for line in lines[:called] if not isinstance(line, ast.Expr)]
ours = [line for line in before if line.startswith(("from bot", "from actions", "import rasa"))]
assert not ours, ours
"""
    subprocess.run([sys.executable, "-c", code], check=True)
