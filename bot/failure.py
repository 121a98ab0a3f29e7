"""What ends a turn before it is whole."""

from __future__ import annotations

from typing import NoReturn

from knowledge.failure import whereabouts

__all__ = ["TurnAborted", "abort", "whereabouts"]


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
