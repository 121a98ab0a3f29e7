"""The pictures of the benchmark as SVG: ratios beside 1, and lines that should be flat."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from scripts.bench.figures import Spread

_OURS, _THEIRS, _INK = "#1b6e8c", "#b3541e", "#333"
_LEFT, _WIDTH, _ROW = 300.0, 360.0, 24.0


def ratios(title: str, rows: Sequence[tuple[str, Spread, bool]]) -> str:
    """Return a row for each ratio: its median as a dot on a line from least to most.

    Args:
        title: of the picture.
        rows: (what, ratios, whether more is better); those that are better than the stock bot are
            blue. The axis goes by doubling.
    """
    ends = [value for _, found, _ in rows for value in (found.least, found.most)]
    low = math.floor(math.log2(min([*ends, 0.5])))
    high = math.ceil(math.log2(max([*ends, 2.0])))

    def x(value: float) -> float:
        return _LEFT + _WIDTH * (math.log2(value) - low) / (high - low)

    bottom = 34 + _ROW * len(rows)
    parts = []
    for power in range(low, high + 1):
        at, width = x(2.0**power), 2 if power == 0 else 1
        parts.append(
            f"<path d='M{at:.1f} 28V{bottom:.1f}' stroke='#ccc' stroke-width='{width}'/>"
            f"<text x='{at:.1f}' y='{bottom + 16:.1f}' text-anchor='middle'>{2.0**power:g}</text>"
        )
    for place, (what, found, more_is_better) in enumerate(rows):
        y = 42 + _ROW * place
        is_better = found.middle >= 1 if more_is_better else found.middle <= 1
        colour = _OURS if is_better else _THEIRS
        parts.append(
            f"<text x='{_LEFT - 10}' y='{y + 4:.1f}' text-anchor='end'>{escape(what)}</text>"
            f"<path d='M{x(found.least):.1f} {y:.1f}H{x(found.most):.1f}' stroke='{colour}'"
            f" stroke-width='3'/>"
            f"<circle cx='{x(found.middle):.1f}' cy='{y:.1f}' r='5' fill='{colour}'>"
            f"<title>{found.middle:.2f}</title></circle>"
        )
    return _svg(title, parts, _LEFT + _WIDTH + 30, bottom + 26)


def growth(title: str, sizes: Sequence[int], series: Mapping[str, Sequence[float]]) -> str:
    """Return a line for each bot over sizes, which go by tens; times in ms from 0 upwards."""
    left, top, width, height = 52.0, 34.0, 440.0, 200.0
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])
    most = 1.15 * max(value for values in series.values() for value in values)

    def at(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - first) / ((last - first) or 1)
        return left + across * width, top + (1 - value / most) * height

    parts = []
    for value in (0.0, most / 2, most):
        _, y = at(sizes[0], value)
        parts.append(
            f"<path d='M{left} {y:.1f}H{left + width}' stroke='#ccc'/>"
            f"<text x='{left - 6}' y='{y + 4:.1f}' text-anchor='end'>{value:.0f} ms</text>"
        )
    for size in sizes:
        x, y = at(size, 0)
        parts.append(f"<text x='{x:.1f}' y='{y + 16:.1f}' text-anchor='middle'>{size:,}</text>")
    for place, (name, values) in enumerate(series.items()):
        colour = (_OURS, _THEIRS)[place % 2]
        points = [at(size, value) for size, value in zip(sizes, values, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>")
        parts += [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4' fill='{colour}'/>" for x, y in points]
        x, y = left + width - 90, top + height - 34 + 18 * place
        parts.append(
            f"<circle cx='{x}' cy='{y - 4}' r='4' fill='{colour}'/>"
            f"<text x='{x + 10}' y='{y}'>{escape(name)}</text>"
        )
    return _svg(title, parts, left + width + 30, top + height + 28)


def _svg(title: str, parts: Sequence[str], width: float, height: float) -> str:
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}'"
            f" role='img' font-family='sans-serif' font-size='12' fill='{_INK}'>",
            f"<title>{escape(title)}</title>",
            f"<rect width='{width:g}' height='{height:g}' fill='#fff'/>",
            f"<text x='12' y='18' font-weight='bold'>{escape(title)}</text>",
            *parts,
            "</svg>",
            "",
        ]
    )
