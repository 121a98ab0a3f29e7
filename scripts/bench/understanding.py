"""Understanding beside Rasa's default pipeline: parsing, training, memory.

The other bot is the one that `rasa init` makes, with Rasa's own template and no pipeline named, so
that Rasa takes its default (DIET); it is trained in the same environment. Both bots take turns,
so that what else the machine does falls on both. Training may use all cores; each model is then
loaded in a fresh process that keeps to one core and one thread, and parses the same messages.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scripts.bench.figures import PATELLA, STOCK, Measure, Target, percentile
from scripts.bench.machine import ONE_THREAD
from scripts.places import Places, child_env
from scripts.terminal import Progress, useful_lines
from scripts.train import make_together, steps

TITLE = "Understanding beside Rasa's default pipeline"
MESSAGES = Path(__file__).with_name("messages.txt")
#: Turns through all messages in a round.
TURNS = 5

MEASURES = (
    Measure("p50", "parse p50", "ms", Target(15)),
    Measure("p95", "parse p95", "ms"),
    Measure("p99", "parse p99", "ms"),
    Measure("processor", "parse p50, processor time", "ms"),
    Measure("loading", "loading the model", "s"),
    Measure("training", "training", "s", Target(20)),
    Measure("effort", "training, processor time", "s"),
    Measure("memory", "memory", "MB", Target()),
)

#: What `make train` makes of Patella's training data; the rest it has from elsewhere.
_TRAINED = ("recogniser", "model")
_SHARED = ("dialogue", "actions", "encoder")
_SCAFFOLD = (
    "import sys; from rasa.cli.scaffold import create_initial_project as make; make(sys.argv[1])"
)


class BenchFailed(RuntimeError):
    """Something that is measured did not run; the text says what it had to say."""


@dataclass(frozen=True)
class Bot:
    """One of the two: how to train it, and where its model then is."""

    name: str
    train: Callable[[], None]
    model: Path


def measure(at: Places, rounds: int) -> dict[str, Any]:
    """Return the values of all rounds by bot, how many messages, and whether one core was kept to.

    Raises:
        BenchFailed: naming what did not run.
    """
    texts = MESSAGES.read_text(encoding="utf-8").splitlines()
    values: dict[str, list[dict[str, float]]] = {PATELLA: [], STOCK: []}
    pinned = True
    with temporary_folder() as folder:
        bots = (_patella(at, folder / PATELLA), _stock(at, folder / STOCK))
        for number in range(1, rounds + 1):
            for bot in bots:
                training = _timed(bot.train)
                told = _probe(at, bot, f"Round {number} of {rounds}: {bot.name} parses")
                pinned = pinned and told["pinned"]
                values[bot.name].append(values_of(told, *training))
    words = [len(text.split()) for text in texts]
    return {
        "rounds": values,
        "messages": len(texts),
        "words": [min(words), max(words)],
        "parses": len(texts) * TURNS,
        "pinned": pinned,
    }


def values_of(told: dict[str, Any], training: float, effort: float) -> dict[str, float]:
    """Return the values of a round, times of a parse in milliseconds."""
    parts = {f"p{share}": 1000 * percentile(told["seconds"], share / 100) for share in (50, 95, 99)}
    seen = {key: told[key] for key in ("loading", "memory")}
    parts["processor"] = 1000 * percentile(told["processor"], 0.5)
    return {**parts, **seen, "training": training, "effort": effort}


def notes(result: dict[str, Any]) -> list[str]:
    """Return how it was measured, in sentences."""
    fewest, most = result["words"]
    where = (
        "one core, one thread" if result["pinned"] else "one thread; this system pins to no core"
    )
    return [
        f"{len(result['rounds'][PATELLA])} rounds, the bots in turn. Parsing: {result['messages']} "
        f"messages of {fewest} to {most} words, {result['parses']} parses a round through "
        f"`Agent.parse_message` in a fresh process ({where}). Training: wall clock, all cores, "
        "without exporting the encoder and indexing the documents. Memory: the parsing process "
        "afterwards, its proportional share (PSS)."
    ]


def _timed(train: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds that training takes, by the clock and of processor time.

    The second tells more than the first on a machine that has other work as well.
    """
    begun, used = time.monotonic(), os.times()
    train()
    now = os.times()
    processor = now.children_user + now.children_system - used.children_user - used.children_system
    return time.monotonic() - begun, processor


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards, also after Ctrl-C."""
    folder = Path(tempfile.mkdtemp(prefix="patella-bench-")).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _patella(at: Places, folder: Path) -> Bot:
    """Patella, trained into a build folder of its own that borrows the rest from ours."""
    build = folder / "build"
    build.mkdir(parents=True)
    for name in _SHARED:
        (build / name).symlink_to(at.build / name)
    there = replace(at, build=build, var=folder / "var")
    there.logs.mkdir(parents=True)
    chosen = [step for step in steps(there) if step.name in _TRAINED]

    def train() -> None:
        for step in chosen:
            step.output.unlink(missing_ok=True)
        if len(make_together(chosen, there, there.logs / "training.log")) < len(chosen):
            raise BenchFailed("Patella could not be trained")

    return Bot(PATELLA, train, there.model)


def _stock(at: Places, folder: Path) -> Bot:
    """The bot of `rasa init`, made by the function that it calls."""
    folder.mkdir(parents=True)
    python = str(at.dialogue_python)
    _run([python, "-c", _SCAFFOLD, str(folder)], at.root, {}, "Making the bot of `rasa init`")
    models = folder / "models"
    command = [
        *(python, "-m", "rasa", "train", "--force", "--skip-validation"),
        *("--out", str(models), "--fixed-model-name", STOCK),
    ]
    settings = {"RASA_MAX_CACHE_SIZE": "0", "RASA_CACHE_DIRECTORY": str(folder / "cache")}

    def train() -> None:
        shutil.rmtree(models, ignore_errors=True)
        _run(command, folder, settings, "Training the bot of `rasa init`")
        if not bot.model.exists():
            raise BenchFailed("the bot of `rasa init` could not be trained")

    bot = Bot(STOCK, train, models / f"{STOCK}.tar.gz")
    return bot


def _probe(at: Places, bot: Bot, title: str) -> dict[str, Any]:
    settings = {**ONE_THREAD, "PYTHONPATH": str(at.root)}
    if bot.name == PATELLA:
        settings["PATELLA_BUILD"] = str(bot.model.parents[1])
    command = [str(at.dialogue_python), "-m", "scripts.bench.probe"]
    told = _run([*command, str(bot.model), str(MESSAGES), str(TURNS)], at.root, settings, title)
    found: dict[str, Any] = json.loads(told)
    return found


def _run(command: Sequence[str], folder: Path, settings: dict[str, str], title: str) -> str:
    """Run a program to its end and return what it printed.

    Raises:
        BenchFailed: with its last lines.
    """
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as remarks,
        Progress(title) as progress,
    ):
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=child_env(**settings),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=remarks,
        )
        progress.failed = progress.until_ends(child) != 0
        for each in (out, remarks):
            each.seek(0)
        if progress.failed:
            said = useful_lines((remarks.read() + out.read()).decode("utf-8", "replace"))
            raise BenchFailed("\n".join([f"{title}: failed.", *(f"  {line}" for line in said)]))
        return out.read().decode("utf-8")
