"""Measures Patella beside the bot that stock Rasa makes: `make bench`.

Prints a table a part and writes the figures to ``.build/results/bench``. A missed target is told,
not punished: on another machine, or one that has other work, the figures are others.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.bench import machine, understanding
from scripts.bench.figures import compare, table, with_block
from scripts.places import Places, places
from scripts.terminal import say

#: Part → its module, which has TITLE, MEASURES, measure() and notes().
PARTS = {"understanding": understanding}
LEAST_ROUNDS = 3
DOCS = Path("docs") / "benchmark.md"


def run(name: str, at: Places, rounds: int, docs: bool) -> None:
    """Measure one part, print its table and write its figures down."""
    part = PARTS[name]
    about = machine.about(at)
    result = part.measure(at, rounds)
    rows = compare(part.MEASURES, result["rounds"])
    lines = [f"## {part.TITLE}", "", *part.notes(result), "", *table(rows)]
    lines += ["", f"Measured {machine.sentence(about)}."]
    print("\n".join(lines))
    folder = at.build / "results" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    told = {"about": about, **result, "table": rows}
    (folder / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if docs:
        page = at.root / DOCS
        before = page.read_text(encoding="utf-8") if page.exists() else "# Benchmark\n"
        page.write_text(with_block(before, name, lines), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument(
        "--rounds", type=int, default=LEAST_ROUNDS, help=f"at least {LEAST_ROUNDS} tell something"
    )
    parser.add_argument("--docs", action="store_true", help=f"also write the table into {DOCS}")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))} (there are {', '.join(PARTS)})")
    if chosen.rounds < 1:
        parser.error("at least one round")
    try:
        for name in chosen.parts or PARTS:
            run(name, places(), chosen.rounds, chosen.docs)
    except understanding.BenchFailed as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("The benchmark was interrupted; nothing was kept.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
