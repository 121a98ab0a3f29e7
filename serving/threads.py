"""How many threads the numerical libraries of a server use."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

NAMES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "PATELLA_ENCODER_THREADS",
)


def keep_to_one_thread(env: MutableMapping[str, str] = os.environ) -> None:
    """Have them use one, unless the environment says otherwise; before they are imported.

    The sums of a turn are small: two threads finish them 3 ms sooner, and the time for which
    these wait for each other, and keep a core busy with it, is 30 ms of a turn's 80.
    """
    for name in NAMES:
        if not env.get(name):
            env[name] = "1"
