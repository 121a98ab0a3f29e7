"""The plots of the page: matrices of intents and levels, recall against false alarms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.evaluation.red_flags import NOTHING
from knowledge.evaluation.plots import Axis, counts_table, curve
from knowledge.urgency import LEVELS

# The corner of the curve that decides.
_ALARMS, _RECALL = Axis("false alarms on look-alikes", high=0.2), Axis("recall", low=0.8)


def matrix(counts: Iterable[Mapping[str, Any]]) -> str:
    """The confusion of intents; what is off the diagonal is framed."""
    cells = {(row["intent"], row["guessed"]): row["count"] for row in counts}
    rows = sorted({intent for intent, _ in cells})
    columns = sorted({name for pair in cells for name in pair})
    return counts_table(rows, columns, cells, "matrix", lambda row, column: row == column)


def level_matrix(counts: Iterable[Mapping[str, Any]]) -> str:
    """Which level was raised for which; what is too low, or raised for nothing, is framed."""
    cells = {(row["wanted"], row["raised"]): row["count"] for row in counts}
    names = [*LEVELS, NOTHING]
    rows = [name for name in names if any(name == wanted for wanted, _ in cells)]
    columns = [name for name in names if any(name in pair for pair in cells)]

    def is_right(wanted: str, raised: str) -> bool:
        if wanted == NOTHING:
            return names.index(raised) >= names.index("within_days")
        return names.index(raised) <= names.index(wanted)

    return counts_table(rows, columns, cells, "matrix levels", is_right)


def level_table(counts: Iterable[Mapping[str, Any]], names: Sequence[str]) -> str:
    """Which level was given where which was wanted; whatever differs is framed."""
    cells = {(row["wanted"], row["raised"]): row["count"] for row in counts}
    rows = [name for name in names if any(name == wanted for wanted, _ in cells)]
    columns = [name for name in names if any(name in pair for pair in cells)]
    return counts_table(rows, columns, cells, "matrix levels", lambda row, column: row == column)


def roc(
    points: Sequence[tuple[float, float]], now: tuple[float, float], goal: tuple[float, float]
) -> str:
    """The corner of the curve that decides; each point is (false alarms, recall).

    Marked are the point where the decision is made now, and the corner that is the goal.
    """
    return curve(points, now, ((0.0, 1.0), goal), (_ALARMS, _RECALL))
