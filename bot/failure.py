"""What ends a turn before it is whole."""

from __future__ import annotations

import traceback
from typing import NoReturn


class TurnAborted(BaseException):
    """The turn cannot be carried out whole, so nothing of it may happen.

    It derives from ``BaseException`` because Rasa catches ``Exception`` around actions and
    slot extraction and then carries on with half a turn; this one passes through to us.

    Attributes:
        reason: a short code for the log and the readiness report, such as ``actions_timeout``.
        detail: names and types only, never anything that a person said.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def abort(reason: str, detail: str = "") -> NoReturn:
    """End the turn, without the exception that led here: its message may hold health text."""
    raise TurnAborted(reason, detail) from None


def whereabouts(error: BaseException) -> str:
    """The type of an error and the line it came from, but not its message."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    cause = error.__cause__
    behind = f" from {whereabouts(cause)}" if cause is not None and cause is not error else ""
    return f"{type(error).__name__}{place}{behind}"
