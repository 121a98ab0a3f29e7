"""Measurements of several processes as those of one server, in prometheus_client's way of doing it.

Each process writes its own into files of a folder, and whoever is asked reads those of all. The
library decides when it is imported whether it works like this.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share_metrics(env: MutableMapping[str, str] = os.environ) -> None:
    """Have the processes measure together, if there will be several; before the library is there.

    `forget_metrics` is to be called at the end.
    """
    if (env.get("PATELLA_PROCESSES") or "1") != "1":
        env[FOLDER] = tempfile.mkdtemp(prefix="patella-metrics-")


def are_shared(env: MutableMapping[str, str] = os.environ) -> bool:
    """Whether the processes measure together."""
    return bool(env.get(FOLDER))


def forget_metrics(env: MutableMapping[str, str] = os.environ) -> None:
    """Remove what was measured together."""
    if folder := env.get(FOLDER):
        shutil.rmtree(folder, ignore_errors=True)


def forget_process(pid: int) -> None:
    """Leave out what is only true of a process that runs, after this one has died."""
    from prometheus_client.multiprocess import mark_process_dead

    if are_shared() and Path(os.environ[FOLDER]).is_dir():
        mark_process_dead(pid)
