"""Makes what the servers load: the encoder, the passage index and the dialogue model.

Each of the three is made only when something that it is made from has changed, which a
checksum of those files tells. Run as `make train`; `--force` makes all of them anew.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts.places import Places, child_env, places
from scripts.terminal import Progress, say, useful_lines

#: Settings that change what comes out, beside the files.
SETTINGS = ("PATELLA_EMBEDDING_MODEL", "PATELLA_ENCODER_INT8")


@dataclass(frozen=True)
class Step:
    """One thing to make: from which files, by which command, and where it ends up."""

    name: str
    title: str
    command: list[str]
    inputs: tuple[str, ...]
    output: Path
    after: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    made_in: Path | None = None


def steps(at: Places) -> list[Step]:
    """The three steps, in the order in which they stand on each other."""
    fresh = at.build / "models.new"
    return [
        Step(
            name="encoder",
            title="Exporting the sentence encoder",
            command=[str(at.actions_python), "-m", "knowledge.search.export"],
            inputs=("knowledge/search/export.py", "requirements/actions.txt"),
            output=at.build / "encoder" / "encoder.json",
        ),
        Step(
            name="index",
            title="Indexing the knowledge base",
            command=[str(at.actions_python), "-m", "knowledge.search.index"],
            inputs=("knowledge/**/*", "requirements/actions.txt"),
            output=at.build / "index",
            after=("encoder",),
        ),
        Step(
            name="model",
            title="Training the dialogue model",
            command=[
                str(at.dialogue_python), "-m", "rasa", "train",
                "--domain", "domain.yml", "--config", "config.yml", "--data", "data",
                "--out", str(fresh), "--fixed-model-name", "patella", "--force",
            ],
            inputs=(
                "domain.yml", "config.yml", "data/**/*", "bot/nlu/**/*",
                "knowledge/*.yml", "knowledge/*.py", "knowledge/search/encoder.py",
                "requirements/dialogue.txt",
            ),
            output=at.model,
            after=("encoder",),
            # Rasa's own cache does not see a change in our components' helpers.
            env={
                "RASA_MAX_CACHE_SIZE": "0",
                "RASA_CACHE_DIRECTORY": str(at.build / "rasa-cache"),
            },
            made_in=fresh / "patella.tar.gz",
        ),
    ]  # fmt: skip


def input_files(root: Path, patterns: Iterable[str]) -> Iterator[Path]:
    """The files that the patterns name, in a fixed order, without what Python leaves behind."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    yield from sorted(
        path for path in found if "__pycache__" not in path.parts and not path.name.startswith(".")
    )


def fingerprint(step: Step, root: Path, earlier: dict[str, str]) -> str:
    """A checksum of everything that `step` is made from."""
    digest = hashlib.sha256()
    for path in input_files(root, step.inputs):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in step.after:
        digest.update(earlier[name].encode())
    for name in SETTINGS:
        digest.update(f"{name}={os.environ.get(name, '')}\0".encode())
    digest.update("\0".join(part for part in step.command[1:] if not part.startswith("/")).encode())
    return digest.hexdigest()


def is_made(step: Step, stamp: Path, wanted: str) -> bool:
    """Whether `step` was made from just these inputs and is still there."""
    if not step.output.exists() or not stamp.exists():
        return False
    return stamp.read_text().strip() == wanted


def make(step: Step, at: Places, log: Path) -> bool:
    """Runs one step and puts its output in place; False if it failed, which was then told."""
    step.output.parent.mkdir(parents=True, exist_ok=True)
    if step.made_in is not None:
        shutil.rmtree(step.made_in.parent, ignore_errors=True)
    with log.open("a", encoding="utf-8") as sink:
        sink.write(f"\n=== {step.title} ({time.strftime('%Y-%m-%d %H:%M:%S')})\n")
        sink.flush()
        start = log.stat().st_size
        with Progress(step.title) as progress:
            child = subprocess.Popen(
                step.command,
                cwd=at.root,
                env=child_env(**step.env),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
            )
            code = progress.until_ends(child)
            # `rasa train` ends with 0 also where it made nothing.
            progress.failed = code != 0 or not (step.made_in or step.output).exists()
    if not progress.failed:
        if step.made_in is not None:
            os.replace(step.made_in, step.output)
            shutil.rmtree(step.made_in.parent, ignore_errors=True)
        return True
    with log.open("rb") as source:
        source.seek(start)
        said = source.read().decode("utf-8", "replace")
    say(f"{step.title}: failed.")
    for line in useful_lines(said):
        say(f"  {line}")
    say(f"  (all of it: {log})")
    return False


def train(at: Places, force: bool = False) -> int:
    """Makes what is not made yet; the exit code."""
    at.logs.mkdir(parents=True, exist_ok=True)
    stamps = at.build / "stamps"
    stamps.mkdir(parents=True, exist_ok=True)
    log = at.logs / "training.log"
    known: dict[str, str] = {}
    with alone(at.build / "train.lock"):
        for step in steps(at):
            known[step.name] = wanted = fingerprint(step, at.root, known)
            stamp = stamps / step.name
            if not force and is_made(step, stamp, wanted):
                continue
            if not known_to_fit_in(log):
                log.unlink(missing_ok=True)
            stamp.unlink(missing_ok=True)
            if not make(step, at, log):
                return 1
            stamp.write_text(wanted + "\n")
    return 0


def known_to_fit_in(log: Path, limit: int = 2_000_000) -> bool:
    """Whether the log is still small enough to be written on."""
    return not log.exists() or log.stat().st_size < limit


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Keeps a second training out until this one is done; a killed one leaves no lock behind."""
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for the training that is already going on …")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="make everything anew")
    chosen = parser.parse_args(arguments)
    try:
        return train(places(), chosen.force)
    except OSError as error:
        say(f"Training could not write {error.filename or 'its files'}: {error.strerror}.")
        return 1
    except KeyboardInterrupt:
        say("Training was interrupted; the next one starts where this one was.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
