"""Where a turn's time goes, from the lines that Patella's servers log: pure functions on them."""

from __future__ import annotations

import json
from collections import defaultdict
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
    """The turns that were answered, each with the `actions` run for it: name and milliseconds.

    A line that is no JSON object is somebody else's. They come in the order of their times.
    """
    turns, actions = [], defaultdict[str, list[tuple[str, float]]](list)
    for line in logged:
        entry = _entry(line)
        if entry.get("event") == "turn" and entry.get("outcome") == "answered":
            turns.append(entry)
        elif entry.get("event") == "action":
            run = str(entry.get("action")), float(entry.get("milliseconds", 0))
            actions[str(entry.get("turn"))].append(run)
    turns.sort(key=lambda turn: str(turn.get("time", "")))
    return [{**turn, "actions": actions[str(turn.get("turn"))]} for turn in turns]


def _entry(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line[line.index("{") :])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def shares(turns: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return of each stage its mean, p50 and p95 in ms and its share; of each action how often.

    Those are runs a turn, and the mean of the action server's own milliseconds.
    """
    if not turns:
        return {"turns": 0, "stages": {}}
    every: dict[str, list[float]] = {
        stage: [float(turn["stages"].get(stage, 0)) for turn in turns] for stage in STAGES
    }
    every[REST] = [max(0.0, turn["milliseconds"] - sum(turn["stages"].values())) for turn in turns]
    total = sum(turn["milliseconds"] for turn in turns) or 1.0
    runs = defaultdict[str, list[float]](list)
    for name, milliseconds in (run for turn in turns for run in turn["actions"]):
        runs[name].append(milliseconds)
    return {
        "turns": len(turns),
        "actions": {
            name: {"a_turn": len(times) / len(turns), "mean": mean(times)}
            for name, times in sorted(runs.items())
        },
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


def by_kind(turns: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> dict[str, Any]:
    """Return what `shares` does of the turns of each kind.

    Args:
        turns: of whole conversations.
        kinds: of the turns of each conversation.
    """
    places, groups = defaultdict[str, int](int), defaultdict[str, list[Mapping[str, Any]]](list)
    for turn in turns:
        place = places[turn["conversation"]]
        places[turn["conversation"]] += 1
        if place < len(kinds):
            groups[kinds[place]].append(turn)
    return {kind: shares(groups[kind]) for kind in dict.fromkeys(kinds) if groups[kind]}


def table(found: Mapping[str, Any], kinds: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the stages as a sentence and the lines of a Markdown table, and the actions.

    Args:
        found: of all turns.
        kinds: title of a kind → of its turns.
    """
    if not found["turns"]:
        return ["Patella's logs have no turn in them, so there is no profile."]
    return [
        f"Where the time of Patella's {found['turns']:,} turns went (whole milliseconds of its own"
        f" log), {number(found['milliseconds'])} ms each:",
        "",
        f"| stage | mean ms | p50 | p95 | share |{''.join(f' {kind}, mean |' for kind in kinds)}",
        "|---|" + "--:|" * (4 + len(kinds)),
        *(
            f"| {stage} | {number(of['mean'])} | {number(of['p50'])} | {number(of['p95'])}"
            f" | {of['share']:.0%} |"
            + "".join(f" {number(each['stages'][stage]['mean'])} |" for each in kinds.values())
            for stage, of in found["stages"].items()
        ),
        "",
        "Actions that were run for them in the action server, in its own milliseconds: "
        + ", ".join(
            f"{name} {of['a_turn']:.2f} a turn ({number(of['mean'])} ms)"
            for name, of in found["actions"].items()
        )
        + ".",
    ]
