"""Which of its kernels OpenBLAS uses, where it does not know the processor."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import MutableMapping
from pathlib import Path

NAME = "OPENBLAS_CORETYPE"
# OpenBLAS' own names of a kind of processor → what a processor must have to do that kind's work.
_KINDS = {
    "SKYLAKEX": frozenset(("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl")),
    "HASWELL": frozenset(("avx2", "fma")),
}
_MACHINES = ("x86_64", "amd64")


def name_the_processor(
    env: MutableMapping[str, str] = os.environ, path: Path = Path("/proc/cpuinfo")
) -> None:
    """Name the kind of processor, unless the environment does; before numpy is imported.

    The OpenBLAS inside the numpy that Rasa needs is older than the processors of today: one that
    it does not know by its model it treats as one of 2004, which makes each product of matrices
    take four times as long. Where the system does not tell what the processor has, nothing is set.
    """
    if env.get(NAME) or platform.machine().lower() not in _MACHINES:
        return
    has = _told_by(path)
    kind = next((kind for kind, needed in _KINDS.items() if needed <= has), None)
    if kind is not None:
        env[NAME] = kind


def _told_by(path: Path) -> frozenset[str]:
    try:
        told = re.search(r"^flags\s*:(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return frozenset()
    return frozenset(told[1].split()) if told else frozenset()
