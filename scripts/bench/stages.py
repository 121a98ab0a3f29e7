"""Where a turn's time goes, from the lines that Patella's servers log: pure functions on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from scripts.bench.figures import number, percentile

#: Stages of a turn in the order in which they come (docs/api.md), and what is left.
STAGES = ("waiting", "store_read", "understanding", "dialogue", "actions", "store_write")
REST = "the rest"


def lines(folder: Path) -> Iterator[str]:
    """The lines of all logs in a folder."""
    for file in sorted(folder.glob("*.log*")):
        with file.open(encoding="utf-8", errors="replace") as source:
            yield from source


def turns_of(logged: Iterable[str]) -> list[dict[str, Any]]:
    """The turns that were answered, each with the `actions` that were run for it.

    A line that is no JSON object is somebody else's. They come in the order of their times.
    """
    turns, actions = [], Counter[str]()
    for line in logged:
        entry = _entry(line)
        if entry.get("event") == "turn" and entry.get("outcome") == "answered":
            turns.append(entry)
        elif entry.get("event") == "action":
            actions[str(entry.get("turn"))] += 1
    turns.sort(key=lambda turn: str(turn.get("time", "")))
    return [{**turn, "actions": actions[str(turn.get("turn"))]} for turn in turns]


def _entry(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line[line.index("{") :])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def shares(turns: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return of each stage its mean, p50 and p95 in ms and its share, and how many actions ran."""
    if not turns:
        return {"turns": 0, "stages": {}}
    every: dict[str, list[float]] = {
        stage: [float(turn["stages"].get(stage, 0)) for turn in turns] for stage in STAGES
    }
    every[REST] = [max(0.0, turn["milliseconds"] - sum(turn["stages"].values())) for turn in turns]
    total = sum(turn["milliseconds"] for turn in turns) or 1.0
    return {
        "turns": len(turns),
        "actions": mean(turn["actions"] for turn in turns),
        "milliseconds": mean(turn["milliseconds"] for turn in turns),
        "stages": {
            stage: {
                "mean": mean(values),
                "p50": percentile(values, 0.5),
                "p95": percentile(values, 0.95),
                "share": sum(values) / total,
            }
            for stage, values in every.items()
        },
    }


def table(found: Mapping[str, Any]) -> list[str]:
    """Return the stages as a sentence and the lines of a Markdown table."""
    if not found["turns"]:
        return ["Patella's logs have no turn in them, so there is no profile."]
    return [
        f"Where the time of Patella's {found['turns']:,} turns went (whole milliseconds of its own"
        f" log): {number(found['milliseconds'])} ms in the server, {found['actions']:.2f} actions"
        " run in the action server for each.",
        "",
        "| stage | mean ms | p50 | p95 | share |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| {stage} | {number(of['mean'])} | {number(of['p50'])} | {number(of['p95'])}"
            f" | {of['share']:.0%} |"
            for stage, of in found["stages"].items()
        ),
    ]
