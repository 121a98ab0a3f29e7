"""Runs checks, one after the other or in lanes side by side, and sums up what came of them."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import IO

from scripts.places import Places, child_env
from scripts.pytest_plugin import COUNTS
from scripts.terminal import useful_lines

Command = list[str]

#: A thread for each check that runs: the matrices are small, so that more threads would spend
#: most of their time spinning, on the core that the other lane runs on.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


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
    #: Further settings.
    env: Mapping[str, str] = field(default_factory=dict)
    #: Neighbours that name lanes run side by side, those of one lane one after the other.
    lane: str = ""


@dataclass
class Sum:
    """What all checks came to so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    times: list[tuple[str, float]] = field(default_factory=list)

    def add(self, check: Check, seconds: float, counts: Path, wrong: str | None) -> None:
        """Add a check's result; a failed check is at least one failure."""
        self.times.append((check.name, seconds))
        lines = counts.read_text().splitlines() if counts.exists() else []
        before = self.failed
        for line in lines:
            passed, failed, skipped = (int(number) for number in line.split())
            self.passed += passed
            self.failed += failed
            self.skipped += skipped
        if wrong and self.failed == before:
            self.failed += 1
        elif not wrong and not check.counts:
            self.passed += 1

    def line(self) -> str:
        """The closing line."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


class Run:
    """One run of checks, up to the first that fails."""

    def __init__(self, at: Places, folder: Path) -> None:
        self.total = Sum()
        #: Set once no further check is to begin.
        self.ends = threading.Event()
        self._at = at
        self._folder = folder
        self._telling = threading.Lock()

    def together(self, checks: Sequence[Check]) -> None:
        """Run the lanes of some checks side by side; a single lane shows its output as it comes."""
        lanes = list(dict.fromkeys(check.lane for check in checks))
        if len(lanes) == 1:
            self._lane(checks, is_alone=True)
            return
        with ThreadPoolExecutor(len(lanes)) as pool:
            try:
                running = [
                    pool.submit(self._lane, [check for check in checks if check.lane == lane])
                    for lane in lanes
                ]
                for lane_run in running:
                    lane_run.result()
            except BaseException:
                self.ends.set()
                raise

    def _lane(self, checks: Sequence[Check], is_alone: bool = False) -> None:
        for check in checks:
            if self.ends.is_set():
                return
            self._one(check, is_alone)

    def _one(self, check: Check, is_alone: bool) -> None:
        counts = self._folder / f"{check.name}.counts"
        self._tell(f"\n=== {check.title}" if is_alone else f"    {check.title} begins")
        begun = time.monotonic()
        with tempfile.TemporaryFile(buffering=0) as kept:
            sink = None if is_alone else kept
            wrong = run_check(check, self._at, self._settings(check, counts), counts, sink)
            seconds = time.monotonic() - begun
            kept.seek(0)
            said = kept.read().decode("utf-8", "replace")
        if wrong:
            self.ends.set()
        outcome = f"FAILED after {seconds:.0f} s: {wrong}" if wrong else f"{seconds:.0f} s"
        block = [] if is_alone else [f"\n=== {check.title}", *said.rstrip("\n").splitlines()]
        with self._telling:
            self.total.add(check, seconds, counts, wrong)
        self._tell("\n".join([*block, f"=== {check.title}: {outcome}"]))

    def _settings(self, check: Check, counts: Path) -> dict[str, str]:
        return {
            **ONE_THREAD,
            COUNTS: str(counts),
            "PATELLA_VAR": str(self._folder / f"{check.name}.var"),
            **check.env,
        }

    def _tell(self, text: str) -> None:
        with self._telling:
            print(text, flush=True)


def run_all(chosen: Sequence[Check], at: Places) -> int:
    """Run the checks until one fails, and what runs beside that one to its end; the exit code."""
    (at.build / "results").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="patella-test-") as folder:
        run = Run(at, Path(folder))
        for some in stages(chosen):
            if not run.ends.is_set():
                run.together(some)
    done = dict(run.total.times)
    print("\n" + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in done.items()))
    if left := [check.name for check in chosen if check.name not in done]:
        print(f"Not run: {', '.join(left)}")
    print(run.total.line(), flush=True)
    return 1 if run.ends.is_set() else 0


def stages(chosen: Sequence[Check]) -> Iterator[list[Check]]:
    """The checks that may run at the same time; a check without a lane runs alone."""
    for has_lane, some in groupby(chosen, key=lambda check: bool(check.lane)):
        if has_lane:
            yield list(some)
        else:
            yield from ([check] for check in some)


def run_check(
    check: Check, at: Places, settings: dict[str, str], counts: Path, sink: IO[bytes] | None = None
) -> str | None:
    """What is wrong, or None; all that is shown goes to `sink`, by default to our own output."""
    wrong = None
    for command in check.commands:
        if code := call(check, command, at, settings, sink):
            wrong = f"{' '.join(shown(command))} ended with {code}"
            break
    if check.afterwards and (wrong is None or check.counts):
        # Also after a failure, to tell how many.
        also = check.afterwards(counts)
        wrong = wrong or also
    return wrong


def call(
    check: Check, command: Command, at: Places, settings: dict[str, str], sink: IO[bytes] | None
) -> int:
    """Run a command; where that is to be quiet, its last lines are shown if it fails."""
    log = at.build / "results" / f"{check.name}.log"
    with log.open("wb") if check.quiet else nullcontext(sink) as out:
        code = subprocess.call(
            command,
            cwd=at.root,
            env=child_env(**settings),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=None if out is None else subprocess.STDOUT,
        )
    if check.quiet and code:
        lines = useful_lines(log.read_text(encoding="utf-8", errors="replace"), most=40)
        told = "\n".join([*lines, f"(all of it: {log})"])
        if sink is None:
            print(told, flush=True)
        else:
            sink.write(f"{told}\n".encode())
    return code


def shown(command: Command) -> list[str]:
    """A command as a person would type it, without the interpreter's path."""
    return command[2:] if command[1] == "-m" else command
