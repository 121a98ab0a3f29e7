"""Measurements of several processes as those of one server, in prometheus_client's way of doing it.

Each process writes its own into files of a folder, and whoever is asked reads those of all. The
library decides when it is imported whether it works like this.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import MutableMapping
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share_metrics(env: MutableMapping[str, str] = os.environ) -> None:
    """Have the processes measure together, if there will be several; before the library is there.

    `prepare_metrics` is to be called before anything is measured.
    """
    if (env.get("PATELLA_PROCESSES") or "1") != "1":
        env[FOLDER] = "(not prepared)"
    else:
        # A folder that is somebody else's would be emptied and removed.
        env.pop(FOLDER, None)


def are_shared(env: MutableMapping[str, str] = os.environ) -> bool:
    """Whether the processes measure together."""
    return bool(env.get(FOLDER))


def prepare_metrics(var: Path, port: int, env: MutableMapping[str, str] = os.environ) -> None:
    """Make an empty folder for what is measured together, if anything is.

    It is that of the address, so that nothing is left of a server that was killed there. Nobody
    else may have the address any more.

    Raises:
        OSError: if it cannot be made.
    """
    if are_shared(env):
        folder = var / f"metrics-{port}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        env[FOLDER] = str(folder)


def forget_metrics(env: MutableMapping[str, str] = os.environ) -> None:
    """Remove what was measured together."""
    if are_shared(env):
        shutil.rmtree(env[FOLDER], ignore_errors=True)


def forget_process(pid: int) -> None:
    """Leave out what is only true of a process that runs, after this one has died."""
    from prometheus_client.multiprocess import mark_process_dead

    if are_shared() and Path(os.environ[FOLDER]).is_dir():
        mark_process_dead(pid)
