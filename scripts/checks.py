"""Every check and test of the project, in the order in which a mistake is cheapest to find.

Run as `make test`; `scripts/test NAME…` runs only the checks named, `make lint` and
`make validate` those that they are about. It stops at the first check that fails. The longest ones
run two at a time, each on a core of its own; what those print is shown when they have ended.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scripts.check_runs import Check, Command, run_all
from scripts.places import Places, places
from scripts.train import train
from scripts.vector_cache import cache_folder

#: Rasa's own commands read endpoints.yml, but call no action server.
FOR_RASA = {"PATELLA_ACTIONS_URL": "http://127.0.0.1:5055"}


def _made(at: Places) -> str | None:
    return "it could not be made" if train(at, cache=cache_folder()) else None


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
                mypy(dialogue, "dialogue", "bot", "knowledge", "serving"),
                mypy(actions, "actions", "actions", "knowledge", "scripts", "serving"),
            ),
        ),
        Check(
            "train",
            "Encoder, index, model",
            afterwards=lambda _: _made(at),
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
            env=FOR_RASA,
        ),
        Check(
            "bot",
            "Tests of bot/ (3.10)",
            (pytest(dialogue, "tests/bot", "tests/serving"),),
            counts=True,
            lane="dialogue",
        ),
        Check(
            "knowledge",
            "Tests of knowledge/, actions/ and scripts/ (3.11)",
            (
                pytest(
                    actions, "tests/knowledge", "tests/actions", "tests/scripts", "tests/serving",
                    *at_the_top,
                ),
            ),
            counts=True,
            lane="actions",
        ),
        Check(
            "understanding",
            "Understanding of held-out messages",
            ([dialogue, "-m", "bot.evaluation", "--gates"],),
            lane="dialogue",
        ),
        Check(
            "search",
            "Search and refusal of held-out questions",
            ([actions, "-m", "knowledge.search.evaluation", "--gates"],),
            lane="actions",
        ),
        Check(
            "triage",
            "Patient cards, held as conversations on the real servers",
            ([actions, "-m", "scripts.evaluate", "triage", "--gates"],),
            lane="actions",
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
            env=FOR_RASA,
            lane="dialogue",
        ),
        Check(
            "conversations",
            "Conversations on the real servers",
            (pytest(actions, "tests/conversations"),),
            counts=True,
            lane="dialogue",
        ),
        Check(
            "browser",
            "The browser, on the real servers",
            (pytest(actions, "tests/browser"),),
            counts=True,
        ),
        Check(
            "faults",
            "Faults, in their short form (make faults has the full one)",
            (pytest(actions, "tests/faults", "--ignore=tests/faults/attacks"),),
            counts=True,
            lane="dialogue",
        ),
        Check(
            "attacks",
            "Attacks and odd inputs, in their short form",
            (pytest(actions, "tests/faults/attacks"),),
            counts=True,
            lane="actions",
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
    counts.write_text(f"{correct} {total - correct} 0\n")
    return None if 0 < total == correct else f"see {folder / 'failed_test_stories.yml'}"


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
