"""What may be logged of an error, in either server."""

from __future__ import annotations

import traceback


def whereabouts(error: BaseException) -> str:
    """The type of an error and the line it came from.

    Not its message, which may hold what a person wrote, and of its file the name only: where the
    project lies on a machine is nobody else's business.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {_name(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    cause = error.__cause__
    behind = f" from {whereabouts(cause)}" if cause is not None and cause is not error else ""
    return f"{type(error).__name__}{place}{behind}"


def _name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
