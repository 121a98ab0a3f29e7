"""What a server has loaded stays: to look through it for rubbish again and again is for nothing."""

from __future__ import annotations

import gc


def keep_what_is_loaded() -> None:
    """Have the collector pass over everything that is there now.

    Model, vocabulary and libraries are some hundred thousand objects. A full collection of them
    stops the server for up to a third of a second, in the middle of somebody's turn.
    """
    gc.collect()
    gc.freeze()
