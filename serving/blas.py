"""Which of its kernels OpenBLAS uses, where it does not know the processor."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import MutableMapping
from pathlib import Path

NAME = "OPENBLAS_CORETYPE"
# OpenBLAS' own name of a kind of processor, and what one must have to do that kind's work. Its
# newer kind (SKYLAKEX) trains faster still, but in versions of that time its kernels for small
# matrices were still being put right.
_KIND, _NEEDED = "HASWELL", frozenset(("avx2", "fma"))
_MACHINES = ("x86_64", "amd64")


def name_the_processor(
    env: MutableMapping[str, str] = os.environ, path: Path = Path("/proc/cpuinfo")
) -> None:
    """Name the kind of processor, unless the environment does; before numpy is imported.

    The OpenBLAS inside the numpy that Rasa needs is older than the processors of today: one that
    it does not know by its model it treats as one of 2004, which makes each product of matrices
    take two to three times as long. Where the system does not tell what the processor has, nothing
    is set.
    """
    if env.get(NAME) or platform.machine().lower() not in _MACHINES:
        return
    if _told_by(path) >= _NEEDED:
        env[NAME] = _KIND


def _told_by(path: Path) -> frozenset[str]:
    try:
        told = re.search(r"^flags\s*:(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return frozenset()
    return frozenset(told[1].split()) if told else frozenset()
