"""What the fault tests found, as the table of docs/reliability.md: `make faults`.

Each test writes one result to ``.build/results/faults`` (the fixture `record`). `--run` runs all of
them in their full form first, `--docs` puts the table into the page; alone it is only printed.
With `--some` the page's rows of what was not measured now stay as they are.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from scripts.bench.figures import with_block
from scripts.places import Places, child_env, places

#: The setting that asks for the full form; anything else is the short one, as CI runs it.
FORM = "PATELLA_FAULTS"
FULL = "full"
DOCS = Path("docs") / "reliability.md"

_HEAD = (
    "| check | | wanted | Patella | | stock Rasa 3.6 |",
    "|---|---|---|---|---|---|",
)
_MEASURED = re.compile(r"^Measured (\d{4}-\d\d-\d\d)(?: to \d{4}-\d\d-\d\d)?:", re.MULTILINE)


@dataclass(frozen=True)
class Result:
    """What one check wanted and what it measured.

    Attributes:
        check: its name in the notes, "R1", with a word behind it where it has several rows.
        stock: what stock Rasa does, empty where nobody has measured that.
        form: "full" or "short".
    """

    check: str
    title: str
    wanted: str
    measured: str
    passed: bool
    stock: str = ""
    form: str = "short"
    date: str = ""


def folder(at: Places) -> Path:
    """Where the results are."""
    return at.build / "results" / "faults"


def form(env: dict[str, str] | None = None) -> str:
    """The form in which the tests are to run."""
    asked = (os.environ if env is None else env).get(FORM)
    return FULL if asked == FULL else "short"


def keep(result: Result, into: Path) -> None:
    """Write a result down, in place of the one before it."""
    into.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", result.check.lower()).strip("-")
    told = json.dumps(asdict(result), indent=1, ensure_ascii=False)
    (into / f"{name}.json").write_text(told + "\n", encoding="utf-8")


def kept(where: Path) -> list[Result]:
    """All results, in the order of their checks: letters, then numbers, then words."""
    found = [Result(**json.loads(file.read_text("utf-8"))) for file in where.glob("*.json")]
    return sorted(found, key=lambda result: _place(result.check))


def _place(check: str) -> tuple[str, int, str]:
    letters, number, rest = re.fullmatch(r"(\D*)(\d*)(.*)", check, re.DOTALL).groups()  # type: ignore[union-attr]
    return letters, int(number or 0), rest


def table(results: Iterable[Result], others: Mapping[str, str] | None = None) -> list[str]:
    """The lines of a Markdown table with a row for each result; ``others`` are rows by check."""
    rows = {**(others or {}), **{each.check: _row(each) for each in results}}
    return [*_HEAD, *(rows[check] for check in sorted(rows, key=_place))]


def _row(result: Result) -> str:
    met = "yes" if result.passed else "**no**"
    cells = [result.check, result.title, result.wanted, result.measured, met, result.stock]
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def rows_of(page: str) -> dict[str, str]:
    """The rows of the table that a page has, by check."""
    _, _, after = page.partition(_HEAD[-1] + "\n")
    rows = after.split("\n\n")[0].splitlines()
    return {row.split(" | ")[0].removeprefix("| "): row for row in rows}


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def machine() -> str:
    """The machine that the figures are of: its cores and memory, and nothing that names it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, all servers and the clients on it"


def page(before: str, results: Sequence[Result], on: str, keeps_others: bool = False) -> str:
    """The page with the table of these results in it, in the place of all rows or of their own."""
    others = rows_of(before) if keeps_others else {}
    measured = _MEASURED.search(before) if keeps_others else None
    days = sorted({*(each.date for each in results), *(measured.groups() if measured else ())})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    lines = [*table(results, others), "", f"Measured {when}: {on}."]
    return with_block(before, "faults", lines, by="make faults")


def run(at: Places, chosen: Sequence[str]) -> int:
    """Run the tests in their full form; the exit code."""
    # Tracebacks as Python itself shows them: pytest's own break on some of asyncio's.
    options = ["-q", "--tb=native", "-p", "scripts.pytest_plugin"]
    command = [str(at.actions_python), "-m", "pytest", *options]
    if not chosen:
        # A check that is there no more must not be told of.
        shutil.rmtree(folder(at), ignore_errors=True)
    tests = list(chosen) or ["tests/faults"]
    return subprocess.call([*command, *tests], cwd=at.root, env=child_env(**{FORM: FULL}))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("tests", nargs="*", metavar="TEST", help="these alone, with --run")
    parser.add_argument("--run", action="store_true", help="run the tests in their full form")
    parser.add_argument("--docs", action="store_true", help=f"put the table into {DOCS}")
    parser.add_argument("--some", action="store_true", help="with --docs: leave its other rows")
    chosen = parser.parse_args(arguments)
    at = places()
    code = run(at, chosen.tests) if chosen.run else 0
    results = [each for each in kept(folder(at)) if each.form == FULL or not chosen.docs]
    if not results:
        print("Nothing was measured in the full form yet: make faults", file=sys.stderr)
        return code or 1
    print("\n".join(table(results)))
    if chosen.docs:
        file = at.root / DOCS
        before = file.read_text(encoding="utf-8") if file.exists() else "# Reliability\n"
        file.write_text(page(before, results, machine(), chosen.some), encoding="utf-8")
    return code or int(not all(each.passed for each in results))


def today() -> str:
    """The day that a result is of."""
    return date.today().isoformat()


if __name__ == "__main__":
    sys.exit(main())
