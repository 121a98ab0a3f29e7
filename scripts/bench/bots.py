"""The two bots: how each is trained, and the stock bot, which is kept between two benchmarks.

The stock bot is the one that `rasa init` makes, with Rasa's own template and no pipeline named, so
that Rasa takes its default (DIET and TED); it is trained in the same environment.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.bench.figures import PATELLA, STOCK
from scripts.places import Places, child_env
from scripts.terminal import Progress, useful_lines
from scripts.train import make_together, steps

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


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards, also after Ctrl-C."""
    folder = Path(tempfile.mkdtemp(prefix="patella-bench-")).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def patella(at: Places, folder: Path) -> Bot:
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


def stock(at: Places, folder: Path) -> Bot:
    """The bot of `rasa init`, made by the function that it calls."""
    folder.mkdir(parents=True)
    python = str(at.dialogue_python)
    run_to_end([python, "-c", _SCAFFOLD, str(folder)], at.root, {}, "Making the bot of `rasa init`")
    return _stock_in(at, folder)


def _stock_in(at: Places, folder: Path) -> Bot:
    models = folder / "models"
    command = [
        *(str(at.dialogue_python), "-m", "rasa", "train", "--force", "--skip-validation"),
        *("--out", str(models), "--fixed-model-name", STOCK),
    ]
    settings = {"RASA_MAX_CACHE_SIZE": "0", "RASA_CACHE_DIRECTORY": str(folder / "cache")}
    model = models / f"{STOCK}.tar.gz"

    def train() -> None:
        shutil.rmtree(models, ignore_errors=True)
        run_to_end(command, folder, settings, "Training the bot of `rasa init`")
        if not model.exists():
            raise BenchFailed("the bot of `rasa init` could not be trained")

    return Bot(STOCK, train, model)


def run_to_end(command: Sequence[str], folder: Path, settings: dict[str, str], title: str) -> str:
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


def kept_stock(at: Places) -> tuple[Path, Bot]:
    """The stock bot's project and the bot, trained unless it is from before; later calls find it.

    Raises:
        BenchFailed: if it cannot be trained.
    """
    folder = at.build / "bench" / STOCK
    stamp, lock = folder / "made-with", at.root / "requirements" / "dialogue.txt"
    wanted = str(zlib.crc32(lock.read_bytes()))
    if not (stamp.exists() and stamp.read_text("utf-8") == wanted):
        shutil.rmtree(folder, ignore_errors=True)
        bot = stock(at, folder)
        bot.train()
        stamp.write_text(wanted, encoding="utf-8")
        return folder, bot
    return folder, _stock_in(at, folder)
