"""What measured values come to, and how they are shown: pure functions."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

PATELLA, STOCK = "patella", "stock"
_BLOCK = "<!-- {edge}: {name}, made by {by} -->"


@dataclass(frozen=True)
class Target:
    """What a measure of Patella is to be.

    Attributes:
        most: the largest median that is good enough; ``None`` where it is the stock bot's.
    """

    most: float | None = None

    def is_met(self, ours: float, theirs: float) -> bool:
        """Whether a median of ours is good enough beside theirs."""
        return ours < theirs if self.most is None else ours <= self.most

    def shown(self, unit: str) -> str:
        """The target as a person reads it."""
        return "below stock" if self.most is None else f"≤ {self.most:g} {unit}"


@dataclass(frozen=True)
class Measure:
    """One thing that is measured of both bots in each round."""

    key: str
    title: str
    unit: str
    target: Target | None = None
    more_is_better: bool = False


@dataclass(frozen=True)
class Spread:
    """The smallest, the middle and the largest of the values of all rounds."""

    least: float
    middle: float
    most: float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed.

    Raises:
        ValueError: for no values, or a share that is not within 0 and 1.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError(f"no percentile {share} of {len(values)} values")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def spread(values: Sequence[float]) -> Spread:
    """Return the spread of the values of all rounds."""
    return Spread(min(values), median(values), max(values))


def compare(
    measures: Sequence[Measure], rounds: Mapping[str, Sequence[Mapping[str, float]]]
) -> list[dict[str, Any]]:
    """Return one row a measure: the spreads of both bots, that of their ratios, and the target.

    A ratio is of the two values of one round, since from round to round the machine has more or
    less other work.

    Args:
        measures: what may have been measured; what was not has no row.
        rounds: bot → the values of each round by key of measure.
    """
    rows = []
    for measure in measures:
        if measure.key not in rounds[PATELLA][0]:
            continue
        ours, theirs = (spread([each[measure.key] for each in rounds[b]]) for b in (PATELLA, STOCK))
        target = measure.target
        rows.append(
            {
                "key": measure.key,
                "title": measure.title,
                "unit": measure.unit,
                PATELLA: asdict(ours),
                STOCK: asdict(theirs),
                "ratio": asdict(spread(ratios(measure.key, rounds))),
                "more_is_better": measure.more_is_better,
                "target": target.shown(measure.unit) if target else None,
                "met": target.is_met(ours.middle, theirs.middle) if target else None,
            }
        )
    return rows


def ratios(key: str, rounds: Mapping[str, Sequence[Mapping[str, float]]]) -> list[float]:
    """Return Patella's value divided by the stock bot's, of each round."""
    pairs = zip(rounds[PATELLA], rounds[STOCK], strict=True)
    return [ours[key] / theirs[key] if theirs[key] else math.inf for ours, theirs in pairs]


def table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the rows as the lines of a Markdown table, in columns that line up.

    Where nothing has a target there are no columns for that.
    """
    cells = [
        [
            *("", "Patella min", "median", "max", "stock min", "median", "max"),
            *("ratio min", "median", "max", "target", "met"),
        ]
    ]
    for row in rows:
        values = [
            row[bot][name] for bot in (PATELLA, STOCK) for name in ("least", "middle", "most")
        ]
        met = {None: "", True: "yes", False: "**no**"}[row["met"]]
        cells.append(
            [
                f"{row['title']} ({row['unit']})",
                *(number(value) for value in values),
                *(f"{row['ratio'][name]:.2f}" for name in ("least", "middle", "most")),
                row["target"] or "",
                met,
            ]
        )
    if not any(row["target"] for row in rows):
        cells = [line[:-2] for line in cells]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [cells[0], rule, *cells[1:]]
    return [
        "| " + " | ".join(_filled(line[n], widths[n], n == 0) for n in range(len(line))) + " |"
        for line in lines
    ]


def _filled(cell: str, width: int, left: bool) -> str:
    return cell.ljust(width) if left else cell.rjust(width)


def number(value: float) -> str:
    """Return a value with three figures that tell, at the most one of them after the point."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def with_block(page: str, name: str, lines: Sequence[str], by: str = "make bench") -> str:
    """Return a page with a generated block in it anew, at its end where there was none."""
    begin, end = (_BLOCK.format(edge=edge, name=name, by=by) for edge in ("begin", "end"))
    block = "\n".join([begin, "", *lines, "", end])
    if begin not in page:
        return f"{page.rstrip()}\n\n{block}\n".lstrip()
    return re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: block, page, flags=re.DOTALL)
