"""The ratios that the short form is held against, and whether it still has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from scripts.bench.bots import BenchFailed
from scripts.bench.figures import Measure, ratios

FILE = Path(__file__).with_name("ratios.yml")
#: Worse by this much is worse: on a machine with other work a ratio varies by less.
MARGIN = 2.0
_HEAD = """\
# What `make bench ARGS=--short` measured: medians of Patella's value divided by the stock bot's.
# It fails where a ratio is worse by more than the margin. Written anew, after a change that is
# meant, by: make bench ARGS="--short --keep"
"""


def medians(measures: Mapping[str, Measure], results: Mapping[str, Any]) -> dict[str, float]:
    """Return the median ratio of each measure ("part.key") that was measured."""
    found = {}
    for name in measures:
        part, key = name.split(".", 1)
        rounds = results.get(part, {}).get("rounds")
        if rounds and all(key in each for each in rounds["patella"]):
            found[name] = median(ratios(key, rounds))
    return found


def worse(
    measures: Mapping[str, Measure],
    now: Mapping[str, float],
    before: Mapping[str, float],
    margin: float,
) -> list[str]:
    """Return a line for each ratio that is worse than before by more than the margin.

    One that was not measured now is worse: a check that looks at nothing holds nothing.
    """
    told = []
    for name, old in before.items():
        new, measure = now.get(name), measures.get(name)
        if new is None or measure is None:
            told.append(f"{name}: not measured, it was {old:.2f}")
            continue
        limit = old / margin if measure.more_is_better else old * margin
        if (new < limit) if measure.more_is_better else (new > limit):
            least = "least" if measure.more_is_better else "most"
            told.append(
                f"{name} ({measure.title}): {new:.2f} of the stock bot's, it was {old:.2f} and is"
                f" to be {limit:.2f} at {least}"
            )
    return told


def read(file: Path = FILE) -> tuple[dict[str, float], float]:
    """Return the ratios that are kept, by name, and the margin.

    Raises:
        BenchFailed: if none are kept, which would hold nothing.
    """
    if not file.exists():
        raise BenchFailed(
            f"There are no ratios yet to hold the short form to ({file.name} in scripts/bench).\n"
            'On a machine with no other work, make bench ARGS="--short --keep" measures the same,'
            " shows it\nand keeps the ratios there, to be committed."
        )
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {name: float(value) for name, value in found["ratios"].items()}, float(found["margin"])


def write(now: Mapping[str, float], file: Path = FILE) -> None:
    """Keep these ratios; the margin stays."""
    margin = read(file)[1] if file.exists() else MARGIN
    kept = {"margin": margin, "ratios": {name: round(value, 3) for name, value in now.items()}}
    file.write_text(_HEAD + yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")
