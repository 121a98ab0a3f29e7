"""Every check and test of the project, in the order in which a mistake is cheapest to find.

Run as `make test`; `scripts/test NAME…` runs only the checks named, `make lint` and
`make validate` those that they are about. It stops at the first check that fails.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.places import Places, child_env, places
from scripts.pytest_plugin import COUNTS
from scripts.terminal import useful_lines
from scripts.train import train

Command = list[str]


@dataclass(frozen=True)
class Check:
    """One check: its commands one after the other, then a function that says what is wrong.

    The function is given the file that the number of tests goes into.
    """

    name: str
    title: str
    commands: tuple[Command, ...] = ()
    afterwards: Callable[[Path], str | None] | None = None
    #: Whether it leaves lines with the number of its tests; else it counts as one.
    counts: bool = False
    #: Whether its output matters only if it fails. Rasa has much to say.
    quiet: bool = False


@dataclass
class Sum:
    """What all checks came to so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    times: list[tuple[str, float]] = field(default_factory=list)

    def line(self) -> str:
        """The closing line."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def checks(at: Places) -> list[Check]:
    """All checks, in order."""
    dialogue, actions = str(at.dialogue_python), str(at.actions_python)
    results = at.build / "results"

    def pytest(python: str, *paths: str) -> Command:
        return [python, "-m", "pytest", "-p", "scripts.pytest_plugin", "-q", *paths]

    def mypy(python: str, name: str, *packages: str) -> Command:
        cache = str(at.build / "mypy" / name)
        return [python, "-m", "mypy", "--cache-dir", cache, *packages]

    at_the_top = sorted(str(path.relative_to(at.root)) for path in at.root.glob("tests/test_*.py"))
    return [
        Check(
            "style",
            "Style (ruff)",
            (
                [actions, "-m", "ruff", "check", "."],
                [actions, "-m", "ruff", "format", "--check", "."],
            ),
        ),
        Check(
            "types",
            "Types (mypy, both environments)",
            (
                mypy(dialogue, "dialogue", "bot", "knowledge"),
                mypy(actions, "actions", "actions", "knowledge", "scripts"),
            ),
        ),
        Check(
            "train",
            "Encoder, index, model",
            afterwards=lambda _: "it could not be made" if train(at) else None,
        ),
        Check(
            "validate",
            "Knowledge files and training data",
            (
                [actions, "-m", "scripts.knowledge"],
                [actions, "-m", "knowledge.search.index", "--check"],
                [
                    dialogue, "-m", "rasa", "data", "validate",
                    "--domain", "domain.yml", "--config", "config.yml", "--data", "data",
                ],
            ),
            quiet=True,
        ),
        Check("bot", "Tests of bot/ (3.10)", (pytest(dialogue, "tests/bot"),), counts=True),
        Check(
            "knowledge",
            "Tests of knowledge/, actions/ and scripts/ (3.11)",
            (
                pytest(
                    actions, "tests/knowledge", "tests/actions", "tests/scripts", *at_the_top
                ),
            ),
            counts=True,
        ),
        Check(
            "understanding",
            "Understanding of held-out messages",
            ([dialogue, "-m", "bot.evaluation", "--gates"],),
        ),
        Check(
            "search",
            "Search and refusal of held-out questions",
            ([actions, "-m", "knowledge.search.evaluation", "--gates"],),
        ),
        Check(
            "triage",
            "Patient cards, held as conversations on the real servers",
            ([actions, "-m", "scripts.evaluate", "triage", "--gates"],),
        ),
        Check(
            "stories",
            "Test stories",
            (
                [
                    dialogue, "-m", "rasa", "test", "core",
                    "--model", str(at.model), "--stories", "tests/stories",
                    "--out", str(results / "stories"), "--no-plot",
                    "--fail-on-prediction-errors",
                ],
            ),
            afterwards=lambda counts: count_stories(results / "stories", counts),
            counts=True,
            quiet=True,
        ),
        Check(
            "whole",
            "Conversations and the browser, on the real servers",
            (pytest(actions, "tests/conversations", "tests/browser"),),
            counts=True,
        ),
    ]  # fmt: skip


def count_stories(folder: Path, counts: Path) -> str | None:
    """Counts the test stories; Rasa itself is content with none at all."""
    report = folder / "story_report.json"
    try:
        told = json.loads(report.read_text(encoding="utf-8"))["conversation_accuracy"]
        # So that this run's report is never taken for the next one's.
        report.unlink()
    except (OSError, ValueError, KeyError) as error:
        return f"no report of the stories: {error!r}"
    correct, total = int(told["correct"]), int(told["total"])
    print(f"{correct} of {total} stories went as written")
    counts.write_text(f"{correct} {total - correct} 0\n")
    return None if 0 < total == correct else f"see {folder / 'failed_test_stories.yml'}"


def run_check(check: Check, at: Places, settings: dict[str, str], counts: Path) -> str | None:
    """What is wrong, or None."""
    wrong = None
    for command in check.commands:
        if code := call(command, at, settings, at.build / "results" / f"{check.name}.log", check):
            wrong = f"{' '.join(shown(command))} ended with {code}"
            break
    if check.afterwards and (wrong is None or check.counts):
        # Also after a failure, to tell how many.
        also = check.afterwards(counts)
        wrong = wrong or also
    return wrong


def call(command: Command, at: Places, settings: dict[str, str], log: Path, check: Check) -> int:
    """Runs a command; where that is to be quiet, its last lines are shown if it fails."""
    env = child_env(**settings)
    if not check.quiet:
        return subprocess.call(command, cwd=at.root, env=env, stdin=subprocess.DEVNULL)
    done = subprocess.run(
        command,
        cwd=at.root,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    log.write_bytes(done.stdout)
    if done.returncode:
        print("\n".join(useful_lines(done.stdout.decode("utf-8", "replace"), most=40)))
        print(f"(all of it: {log})", flush=True)
    return done.returncode


def shown(command: Command) -> list[str]:
    """A command as a person would type it, without the interpreter's path."""
    return command[2:] if command[1] == "-m" else command


def run_all(chosen: Sequence[Check], at: Places) -> int:
    """Runs the checks until one fails; the exit code."""
    (at.build / "results").mkdir(parents=True, exist_ok=True)
    total = Sum()
    wrong: str | None = None
    with tempfile.TemporaryDirectory(prefix="patella-test-") as folder:
        counts = Path(folder) / "counts"
        settings = {
            COUNTS: str(counts),
            # Rasa's own commands read endpoints.yml; the data they touch is thrown away.
            "PATELLA_VAR": str(Path(folder) / "var"),
            "PATELLA_ACTIONS_PORT": os.environ.get("PATELLA_ACTIONS_PORT", "5055"),
        }
        for check in chosen:
            print(f"\n=== {check.title}", flush=True)
            begun = time.monotonic()
            counts.unlink(missing_ok=True)
            wrong = run_check(check, at, settings, counts)
            seconds = time.monotonic() - begun
            total.times.append((check.name, seconds))
            count(total, check, counts, wrong)
            if wrong:
                print(f"=== {check.title}: FAILED after {seconds:.0f} s: {wrong}", flush=True)
                break
            print(f"=== {check.title}: {seconds:.0f} s", flush=True)
    print("\n" + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in total.times))
    left = [check.name for check in chosen[len(total.times) :]]
    if left:
        print(f"Not run: {', '.join(left)}")
    print(total.line(), flush=True)
    return 1 if wrong else 0


def count(total: Sum, check: Check, counts: Path, wrong: str | None) -> None:
    """Adds a check's result to the sum; a failed check is at least one failure."""
    lines = counts.read_text().splitlines() if counts.exists() else []
    before = total.failed
    for line in lines:
        passed, failed, skipped = (int(number) for number in line.split())
        total.passed += passed
        total.failed += failed
        total.skipped += skipped
    if wrong and total.failed == before:
        total.failed += 1
    elif not wrong and not check.counts:
        total.passed += 1


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    at = places()
    every = checks(at)
    names = [check.name for check in every]
    parser = argparse.ArgumentParser(prog="scripts/test", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    wanted = parser.parse_args(arguments).names
    if unknown := set(wanted) - set(names):
        parser.error(f"no such check: {', '.join(sorted(unknown))} (there are {', '.join(names)})")
    try:
        return run_all([check for check in every if not wanted or check.name in wanted], at)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
