"""The page of the benchmark and its pictures, made of the results that are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from scripts.bench import (
    crowd,
    goals,
    growth,
    machine,
    pictures,
    starting,
    turns,
    understanding,
    vocabulary,
)
from scripts.bench.figures import PATELLA, STOCK, compare, number, table, with_block
from scripts.places import Places

#: Part → its module, which has TITLE, MEASURES, measure() and notes().
PARTS: dict[str, ModuleType] = {
    "start": starting,
    "turns": turns,
    "crowd": crowd,
    "growth": growth,
    "understanding": understanding,
    "vocabulary": vocabulary,
}
#: What `make bench-search` keeps beside them.
SEARCH = "search"
PAGE = Path("docs") / "benchmark.md"
IMAGES = Path("docs") / "images"
NAMES = {PATELLA: "Patella", STOCK: "stock"}
#: Series of sizes → what there is more and more of.
SERIES = {
    "stored": "conversations stored",
    "turns": "turns in a conversation",
    "passages": "passages",
    "vocabulary": "phrases in the vocabulary",
}
PICTURED = ("stored", "turns")
WHAT = {"vocabulary": "understanding a message, p50", "passages": "a question's p50"}


def folder(at: Places) -> Path:
    """Where results are kept."""
    return at.build / "results" / "bench"


def keep(at: Places, name: str, result: Any) -> None:
    """Keep a part's result in place of the one before it."""
    folder(at).mkdir(parents=True, exist_ok=True)
    (folder(at) / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def kept(at: Places) -> dict[str, dict[str, Any]]:
    """The results of the parts that were measured, by part; passages are with the growth."""
    files = {name: folder(at) / f"{name}.json" for name in (*PARTS, SEARCH)}
    found = {n: json.loads(f.read_text(encoding="utf-8")) for n, f in files.items() if f.exists()}
    searched = found.pop(SEARCH, [])
    if "growth" in found:
        found["growth"] |= growth.of_passages(searched)
    return found


def lines_of(name: str, result: Mapping[str, Any]) -> list[str]:
    """Return a part as lines of Markdown."""
    part = PARTS[name]
    if part.MEASURES:
        shown = [*table(compare(part.MEASURES, result["rounds"])), ""]
    else:
        shown = series_lines(result)
    took = f", {result['seconds'] / 60:.1f} minutes" if "seconds" in result else ""
    measured = f"Measured {machine.sentence(result['about'])}; form: {result['form']}{took}."
    return [f"## {part.TITLE}", "", *shown, *part.notes(result), "", measured]


def series_lines(result: Mapping[str, Any]) -> list[str]:
    """Return the series of a part as lines of Markdown."""
    told = []
    for key in [each for each in SERIES if each in result]:
        title, what, series = SERIES[key], WHAT.get(key, "a turn's p50"), result[key]
        told += [
            f"| {title} | {' | '.join(f'{size:,}' for size in series['sizes'])} | largest to"
            " smallest | min | max |",
            "|---|" + "--:|" * (len(series["sizes"]) + 3),
        ]
        for bot, values in middles(series).items():
            found = goals.growth_of(series, bot)
            shown = " | ".join(number(value) for value in values)
            told.append(
                f"| {NAMES[bot]}, {what} in ms | {shown} | {found.middle:.2f}"
                f" | {found.least:.2f} | {found.most:.2f} |"
            )
        told.append("")
    return told


def middles(series: Mapping[str, Any]) -> dict[str, list[float]]:
    """Return the median of the rounds at each size, by bot."""
    return {
        bot: [median(column) for column in zip(*rounds, strict=True)]
        for bot, rounds in series["rounds"].items()
    }


def page(before: str, results: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the page with the tables of these results in it."""
    goal_lines = [
        "![Ratios, Patella to the stock bot](images/benchmark-ratios.svg)",
        "",
        *goals.lines(results),
    ]
    after = with_block(before, "goals", goal_lines)
    for name, result in results.items():
        lines = lines_of(name, result)
        if drawn := [key for key in PICTURED if key in result]:
            pictures_of = [f"![{SERIES[key]}](images/benchmark-{key}.svg)" for key in drawn]
            lines = [*lines[:2], *pictures_of, "", *lines[2:]]
        after = with_block(after, name, lines)
    return after


def images(results: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the pictures by their file's name."""
    found = {}
    rows = [
        (goal.title, spread, goal.is_least)
        for goal in goals.GOALS
        if not goal.is_growth and (spread := goals.measured(goal, results)) is not None
    ]
    if rows:
        found["benchmark-ratios.svg"] = pictures.ratios(
            "Patella to the stock bot (1: the same)", rows
        )
    for key in PICTURED:
        if series := results.get("growth", {}).get(key):
            named = {NAMES[bot]: values for bot, values in middles(series).items()}
            found[f"benchmark-{key}.svg"] = pictures.growth(
                f"A turn's p50 by {SERIES[key]}", series["sizes"], named
            )
    return found


def write(at: Places) -> None:
    """Put what is kept into the page, and the pictures beside it."""
    results = kept(at)
    file = at.root / PAGE
    before = file.read_text(encoding="utf-8") if file.exists() else "# Benchmark\n"
    file.write_text(page(before, results), encoding="utf-8")
    for name, drawn in images(results).items():
        (at.root / IMAGES / name).write_text(drawn, encoding="utf-8")
