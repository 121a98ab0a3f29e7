"""Makes what the servers load: encoder, passage index, recogniser and dialogue model.

Each of the four is made only when something that it is made from has changed, which a
checksum of those files tells; what stands on the same earlier step is made at the same time.
Run as `make train`; `--force` makes all of them anew.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bot.model_file import sign
from bot.nlu.fingerprint import model_fingerprint
from scripts.places import Places, child_env, places
from scripts.terminal import Progress, say, useful_lines
from scripts.vector_cache import borrow, cache_folder, lend
from serving import checksums

#: Settings that change what comes out, beside the files.
SETTINGS = ("PATELLA_EMBEDDING_MODEL", "PATELLA_ENCODER_INT8")

#: Steps share the cores. A thread that waits for another gives its core away: by default it keeps
#: the core busy, for which the two that something else runs on are the reason to wait.
_PATIENT = {"OMP_WAIT_POLICY": "PASSIVE"}
#: For what ends sooner than the recogniser, beside which it is made: two threads that share a core
#: with a third take twice the time of one for each product of matrices, most of it waiting.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


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
    #: What the servers hold against its checksum before they load it: a file, or a folder's files.
    signed: Path | None = None
    #: The fingerprint of the sources, for the model, which works with no others.
    sources: str | None = None
    #: Its output is in a database as well, of which only the command itself knows whether it fits.
    elsewhere: bool = False


def steps(at: Places) -> list[Step]:
    """The four steps, in the order in which they stand on each other."""
    fresh = at.build / "models.new"
    return [
        Step(
            name="encoder",
            title="Exporting the sentence encoder",
            command=[str(at.actions_python), "-m", "knowledge.search.export"],
            inputs=("knowledge/search/export.py", "requirements/actions.txt"),
            output=at.build / "encoder" / "encoder.json",
            signed=at.build / "encoder",
        ),
        Step(
            name="index",
            title="Indexing the knowledge base",
            command=[str(at.actions_python), "-m", "knowledge.search.index"],
            inputs=("knowledge/**/*", "requirements/actions.txt"),
            output=at.build / "index",
            after=("encoder",),
            env=dict(_ONE_THREAD),
            elsewhere=os.environ.get("PATELLA_DATABASE_URL", "").startswith("postgres"),
        ),
        Step(
            name="recogniser",
            title="Training the recogniser of findings",
            command=[str(at.dialogue_python), "-m", "bot.nlu.learned.train"],
            inputs=(
                "data/nlu/findings/*.txt", "bot/nlu/learned/*.py", "bot/nlu/extract/normalise.py",
                "knowledge/vocabulary.*", "knowledge/red_flags.*", "knowledge/search/encoder.py",
                "requirements/dialogue.txt",
            ),
            output=at.build / "recogniser" / "recogniser.npz",
            signed=at.build / "recogniser" / "recogniser.npz",
            after=("encoder",),
            env={"PATELLA_ENCODER_THREADS": "2"},
        ),
        Step(
            name="model",
            title="Training the dialogue model",
            command=[
                str(at.dialogue_python), "-m", "bot.training",
                "--domain", "domain.yml", "--config", "config.yml", "--data", "data",
                "--out", str(fresh), "--fixed-model-name", "patella", "--force",
                # `make validate` does it, and the tests do; here it would cost a third of the time.
                "--skip-validation",
            ],
            inputs=(
                "domain.yml", "config.yml", "data/**/*.yml", "bot/nlu/**/*",
                "knowledge/*.yml", "knowledge/*.py", "knowledge/search/encoder.py",
                "requirements/dialogue.txt",
            ),
            output=at.model,
            after=("encoder",),
            # Rasa's own cache does not see a change in our components' helpers.
            env={
                **_ONE_THREAD,
                "RASA_MAX_CACHE_SIZE": "0",
                "RASA_CACHE_DIRECTORY": str(at.build / "rasa-cache"),
                "PATELLA_ENCODER_THREADS": "2",
            },
            made_in=fresh / "patella.tar.gz",
            signed=at.model,
            sources=model_fingerprint(),
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
    """Whether `step` was made from just these inputs, and is still there and undamaged."""
    if step.elsewhere or not step.output.exists() or not stamp.exists():
        return False
    return stamp.read_text().strip() == wanted and _is_whole(step)


def _is_whole(step: Step) -> bool:
    return step.signed is None or checksums.is_whole(step.signed, checksums.model_key())


def make(step: Step, at: Places, log: Path) -> bool:
    """Runs one step and puts its output in place; False if it failed, which was then told."""
    return make_together([step], at, log) == [step]


def make_together(chosen: Sequence[Step], at: Places, log: Path) -> list[Step]:
    """Runs steps at the same time and puts their outputs in place; those that went well.

    Of the others it was told what failed. What they print is put into the log at the end.
    """
    for step in chosen:
        step.output.parent.mkdir(parents=True, exist_ok=True)
        if step.made_in is not None:
            shutil.rmtree(step.made_in.parent, ignore_errors=True)
    with ExitStack() as held:
        said = {step.name: held.enter_context(tempfile.TemporaryFile()) for step in chosen}
        held.callback(_write_down, chosen, said, log)
        with Progress(_title(chosen)) as progress:
            children = {}
            for step in chosen:
                children[step.name] = _start(step, at, said[step.name])
                held.callback(_end, children[step.name])
            codes = {name: progress.until_ends(child) for name, child in children.items()}
            made = [step for step in chosen if codes[step.name] == 0 and _is_there(step)]
            progress.failed = len(made) < len(chosen)
        for step in chosen:
            if step in made:
                _put_in_place(step)
            else:
                _tell_failure(step, _read(said[step.name]), log)
    return made


def _title(chosen: Sequence[Step]) -> str:
    first, *others = (step.title for step in chosen)
    return ", ".join([first, *(title[0].lower() + title[1:] for title in others)])


def _start(step: Step, at: Places, sink: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        step.command,
        cwd=at.root,
        env=child_env(PATELLA_BUILD=at.build, **_PATIENT, **step.env),
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=subprocess.STDOUT,
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends a program that still runs, because another one was interrupted."""
    if child.poll() is None:
        child.terminate()
        child.wait()


def _is_there(step: Step) -> bool:
    """Whether a step left its output: Rasa's training ends with 0 also where it made nothing."""
    return (step.made_in or step.output).exists()


def _put_in_place(step: Step) -> None:
    """Moves what was made to where it is used, with its checksum.

    The old checksum goes first: if this is interrupted there is none, and never a wrong one.
    """
    if step.signed is not None:
        checksums.checksum_file(step.signed).unlink(missing_ok=True)
    if step.made_in is None:
        if step.signed is not None:
            checksums.write(step.signed, checksums.model_key())
        return
    marks = sign(step.made_in, step.sources, checksums.model_key()) if step.sources else []
    for made, place in [
        (step.made_in, step.output),
        *((m, step.output.parent / m.name) for m in marks),
    ]:
        os.replace(made, place)
    shutil.rmtree(step.made_in.parent, ignore_errors=True)


def _throw_away_damaged(step: Step) -> None:
    """Removes an output that is not what was made: what makes it might leave it as it is."""
    if step.signed is not None and step.output.is_file() and not _is_whole(step):
        step.output.unlink()


def _read(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode("utf-8", "replace")


def _write_down(chosen: Sequence[Step], said: Mapping[str, IO[bytes]], log: Path) -> None:
    with log.open("a", encoding="utf-8") as sink:
        for step in chosen:
            sink.write(f"\n=== {step.title} ({time.strftime('%Y-%m-%d %H:%M:%S')})\n")
            sink.write(_read(said[step.name]))


def _tell_failure(step: Step, said: str, log: Path) -> None:
    say(f"{step.title}: failed.")
    for line in useful_lines(said):
        say(f"  {line}")
    say(f"  (all of it: {log})")


def waves(plan: Iterable[Step]) -> Iterator[list[Step]]:
    """The steps in groups, each of which stands only on the groups before it."""
    left = list(plan)
    while left:
        # A step that is not in the plan is not waited for.
        names = {step.name for step in left}
        ready = [step for step in left if not names & set(step.after)]
        if not ready:
            raise ValueError(f"steps that wait for each other: {', '.join(sorted(names))}")
        yield ready
        left = [step for step in left if step not in ready]


def train(
    at: Places,
    force: bool = False,
    only: Sequence[str] | None = None,
    cache: Path | None = None,
) -> int:
    """Makes what is not made yet, or of that `only` the steps of these names; the exit code.

    What other checkouts have encoded is taken from `cache`, and left there for them.
    """
    at.logs.mkdir(parents=True, exist_ok=True)
    stamps = at.build / "stamps"
    stamps.mkdir(parents=True, exist_ok=True)
    log = at.logs / "training.log"
    known: dict[str, str] = {}
    with alone(at.build / "train.lock"):
        for group in waves(steps(at)):
            for step in group:
                known[step.name] = fingerprint(step, at.root, known)
            stale = [
                step
                for step in group
                if (only is None or step.name in only)
                and (force or not is_made(step, stamps / step.name, known[step.name]))
            ]
            if not stale:
                continue
            borrow(at.build, cache)
            if not known_to_fit_in(log):
                log.unlink(missing_ok=True)
            for step in stale:
                (stamps / step.name).unlink(missing_ok=True)
                _throw_away_damaged(step)
            made = make_together(stale, at, log)
            for step in made:
                (stamps / step.name).write_text(known[step.name] + "\n")
            if len(made) < len(stale):
                return 1
            lend(at.build, cache)
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
    names = [step.name for step in steps(places())]
    parser.add_argument(
        "--only", nargs="+", choices=names, help="where an image has what these need and no more"
    )
    chosen = parser.parse_args(arguments)
    try:
        return train(places(), chosen.force, chosen.only, cache_folder())
    except OSError as error:
        say(f"Training could not write {error.filename or 'its files'}: {error.strerror}.")
        return 1
    except KeyboardInterrupt:
        say("Training was interrupted; the next one starts where this one was.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
