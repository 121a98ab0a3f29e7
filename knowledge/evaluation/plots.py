"""The plots of a page: bars and matrices as parts of tables, curves and histograms as SVG.

They are drawn here and not by a library, so that they follow the colours of the device, stay
sharp, can be searched, and cost no further package in either environment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

_WIDTH, _HEIGHT, _LEFT, _TOP, _BELOW = 360.0, 260.0, 40.0, 10.0, 34.0
_STEPS = 4

Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """One direction of a plot, with the range of shares that is shown."""

    title: str
    low: float = 0.0
    high: float = 1.0

    def part(self, value: float) -> float:
        """Where a share lies in the range, 0 to 1; what is beyond it lies on its edge."""
        return min(1.0, max(0.0, self.exact(value)))

    def exact(self, value: float) -> float:
        """Where a share lies, below 0 or above 1 where it is beyond the range."""
        return (value - self.low) / (self.high - self.low)


def bar(share: float, enough: float) -> str:
    """A cell with a bar, which is red below ``enough``."""
    low = " class=low" if share < enough else ""
    return f"<td class=bar><i{low} style='width:{share:.0%}'></i>"


def counts_table(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], int],
    style: str,
    is_right: Callable[[str, str], bool],
) -> str:
    """A table of counts by (row, column); what is not right is framed."""
    head = "".join(f"<th scope=col><span>{escape(name)}</span>" for name in columns)
    body = ""
    for row in rows:
        total = sum(cells.get((row, column), 0) for column in columns)
        body += f"<tr><th scope=row>{escape(row)}"
        for column in columns:
            count = cells.get((row, column), 0)
            if not count:
                body += "<td>"
                continue
            kind = "hit" if is_right(row, column) else "hit miss"
            # The root, so that one among many still shows.
            much = 0.1 + 0.5 * sqrt(count / total)
            body += f"<td class='{kind}' style='--much:{much:.2f}'>{count}"
    return f"<div class=wide><table class='{style}'><tr><th>{head}{body}</table></div>"


def curve(
    points: Sequence[Point], now: Point, goal: tuple[Point, Point], axes: tuple[Axis, Axis]
) -> str:
    """A curve of shares as SVG.

    Args:
        points: of the curve, (to the right, upwards).
        now: marked by a dot, where the decision is made now.
        goal: two opposite corners of the field where it should be made.
        axes: to the right and upwards.
    """
    right, up = axes
    name = f"corner-{escape(up.title).replace(' ', '-')}"
    path = " ".join(f"{_x(right.exact(x)):.1f},{_y(up.exact(y)):.1f}" for x, y in points)
    (x1, y1), (x2, y2) = ((_x(right.part(x)), _y(up.part(y))) for x, y in (min(goal), max(goal)))
    low_y = _y(0)
    grid, labels = "", ""
    for step in range(_STEPS + 1):
        part = step / _STEPS
        grid += (
            f"<path class=grid d='M{_x(part):.1f} {_TOP}V{low_y:.1f}M{_LEFT} {_y(part):.1f}"
            f"H{_WIDTH}'/>"
        )
        labels += _label(_x(part), low_y + 14, right.low + (right.high - right.low) * part)
        labels += _label(_LEFT - 5, _y(part) + 4, up.low + (up.high - up.low) * part, "end")
    return (
        f"<svg viewBox='-6 0 {_WIDTH + 26:.0f} {_HEIGHT:.0f}' role=img "
        f"aria-label='{escape(up.title)} against {escape(right.title)}'>"
        f"<clipPath id='{name}'><rect x='{_LEFT}' y='{_TOP}' width='{_WIDTH - _LEFT}' "
        f"height='{low_y - _TOP:.1f}'/></clipPath>{grid}"
        f"<rect class=goal x='{x1:.1f}' y='{min(y1, y2):.1f}' width='{x2 - x1:.1f}' "
        f"height='{abs(y2 - y1):.1f}'/>"
        f"<polyline class=curve clip-path='url(#{name})' points='{path}'/>"
        f"<circle class=point cx='{_x(right.part(now[0])):.1f}' cy='{_y(up.part(now[1])):.1f}' "
        f"r=5 />{labels}{_title(right.title)}</svg>"
    )


def histogram(
    above: Sequence[int], below: Sequence[int], mark: float, titles: tuple[str, str, str]
) -> str:
    """Two histograms over 0 to 1 as SVG, one standing and one hanging from the same line.

    Args:
        above: counts of the one that stands.
        below: counts of the one that hangs, as many.
        mark: where a line is drawn, 0 to 1.
        titles: of the two, and of what lies between 0 and 1.
    """
    most = max([*above, *below, 1])
    # Above and below is room for what the two are called.
    middle, reach = (_TOP + _y(0)) / 2, (_y(0) - _TOP) / 2 - 18
    width = (_WIDTH - _LEFT) / len(above)
    bars = ""
    for style, counts, sign in (("fine", above, 1), ("foul", below, -1)):
        for number, count in enumerate(counts):
            height = reach * count / most
            top = middle - height if sign > 0 else middle
            bars += (
                f"<rect class={style} x='{_LEFT + number * width + 0.5:.1f}' y='{top:.1f}' "
                f"width='{width - 1:.1f}' height='{height:.1f}'><title>{count}</title></rect>"
            )
    steps = [step / _STEPS for step in range(_STEPS + 1)]
    labels = "".join(_label(_x(part), _y(0) + 14, part) for part in steps)
    return (
        f"<svg viewBox='-6 0 {_WIDTH + 26:.0f} {_HEIGHT:.0f}' role=img "
        f"aria-label='{escape(titles[0])} and {escape(titles[1])} by {escape(titles[2])}'>"
        f"{bars}<path class=grid d='M{_LEFT} {middle:.1f}H{_WIDTH}'/>"
        f"<path class=line d='M{_x(mark):.1f} {_TOP}V{_y(0):.1f}'/>{labels}"
        f"<text x='{_LEFT}' y='{_TOP + 10}'>{escape(titles[0])}: up to {max(above)}</text>"
        f"<text x='{_LEFT}' y='{_y(0) - 2:.1f}'>{escape(titles[1])}: up to {max(below)}</text>"
        f"{_title(titles[2])}</svg>"
    )


def _x(part: float) -> float:
    return _LEFT + (_WIDTH - _LEFT) * part


def _y(part: float) -> float:
    return _TOP + (_HEIGHT - _BELOW - _TOP) * (1 - part)


def _label(x: float, y: float, share: float, anchor: str = "middle") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor={anchor}>{share:.0%}</text>"


def _title(text: str) -> str:
    middle = (_WIDTH + _LEFT) / 2
    return f"<text x='{middle}' y='{_HEIGHT - 4}' text-anchor=middle>{escape(text)}</text>"
