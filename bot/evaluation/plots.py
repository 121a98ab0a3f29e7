"""The plots of the page: matrices as tables, the curve as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.evaluation.red_flags import NOTHING
from knowledge.evaluation.plots import counts_table
from knowledge.urgency import LEVELS

# The corner of the curve that decides: shares of false alarms to the right, of recall upwards.
_MOST_ALARMS, _LEAST_RECALL = 0.2, 0.8
_WIDTH, _HEIGHT, _LEFT, _BELOW = 360.0, 260.0, 40.0, 34.0


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
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(*point) for point in points))
    left, top = _at(0.0, 1.0)
    right, bottom = _at(*goal)
    x, y = _at(min(now[0], _MOST_ALARMS), max(now[1], _LEAST_RECALL))
    low_y = _at(0.0, _LEAST_RECALL)[1]
    grid, labels = "", ""
    for step in range(5):
        alarms = _MOST_ALARMS * step / 4
        recall = _LEAST_RECALL + (1 - _LEAST_RECALL) * step / 4
        across, up = _at(alarms, recall)
        grid += (
            f"<path class=grid d='M{across:.1f} {top:.1f}V{low_y:.1f}M{left} {up:.1f}H{_WIDTH}'/>"
        )
        labels += (
            f"<text x='{across:.1f}' y='{low_y + 14:.1f}' text-anchor=middle>{alarms:.0%}</text>"
        )
        labels += f"<text x='{left - 5}' y='{up + 4:.1f}' text-anchor=end>{recall:.0%}</text>"
    return (
        f"<svg viewBox='-6 0 {_WIDTH + 26:.0f} {_HEIGHT:.0f}' role=img "
        "aria-label='recall against false alarms'>"
        f"<clipPath id=corner><rect x='{left}' y='{top}' width='{_WIDTH - left}' "
        f"height='{low_y - top:.1f}'/></clipPath>{grid}"
        f"<rect class=goal x='{left}' y='{top}' width='{right - left:.1f}' "
        f"height='{bottom - top:.1f}'/>"
        f"<polyline class=curve clip-path='url(#corner)' points='{path}'/>"
        f"<circle class=point cx='{x:.1f}' cy='{y:.1f}' r=5 />{labels}"
        f"<text x='{(_WIDTH + left) / 2}' y='{_HEIGHT - 4}' text-anchor=middle>"
        "false alarms on look-alikes</text></svg>"
    )


def _at(alarms: float, recall: float) -> tuple[float, float]:
    across = _LEFT + (_WIDTH - _LEFT) * alarms / _MOST_ALARMS
    up = 10.0 + (_HEIGHT - _BELOW - 10.0) * (1 - recall) / (1 - _LEAST_RECALL)
    return across, up
