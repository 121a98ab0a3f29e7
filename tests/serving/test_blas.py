"""A processor that OpenBLAS may not know is named by what it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from serving import blas
from serving.blas import NAME, name_the_processor

_AVX2 = "fpu sse2 avx avx2 fma"
_AVX512 = f"{_AVX2} avx512f avx512cd avx512bw avx512dq avx512vl"


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(blas.platform, "machine", lambda: "x86_64")
    return tmp_path / "cpuinfo"


def named(path: Path, flags: str) -> str | None:
    core = f"processor\t: 0\nmodel name\t: avx512f in name alone\nflags\t\t: {flags}\n\n"
    path.write_text(2 * core)
    env: dict[str, str] = {}
    name_the_processor(env, path)
    return env.get(NAME)


@pytest.mark.parametrize(
    ("flags", "kind"),
    [(_AVX2, "HASWELL"), (_AVX512, "HASWELL"), ("fpu sse2 avx avx2", None), ("sse2", None)],
)
def test_the_kind_whose_work_it_can_do(told: Path, flags: str, kind: str | None) -> None:
    assert named(told, flags) == kind


def test_what_somebody_wants_stays(told: Path) -> None:
    told.write_text(f"flags : {_AVX512}\n")
    env = {NAME: "ZEN"}
    name_the_processor(env, told)
    assert env == {NAME: "ZEN"}


def test_nothing_where_the_system_does_not_tell(told: Path) -> None:
    env: dict[str, str] = {}
    name_the_processor(env, told)
    assert env == {}


def test_nothing_on_another_kind_of_machine(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blas.platform, "machine", lambda: "aarch64")
    assert named(told, _AVX512) is None


def test_before_anything_else_comes_in_and_for_all_that_is_started(
    told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scripts.places import ROOT, child_env

    lines = (ROOT / "bot" / "__main__.py").read_text(encoding="utf-8").splitlines()
    ours = [n for n, line in enumerate(lines) if line.startswith(("from bot", "import rasa"))]
    assert lines.index("name_the_processor()") < min(ours)
    monkeypatch.setenv(NAME, "")
    monkeypatch.setattr(blas, "_told_by", lambda path: frozenset(_AVX2.split()))
    assert child_env()[NAME] == "HASWELL"
