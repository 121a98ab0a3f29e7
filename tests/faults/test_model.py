"""R10: with a model that is missing, damaged or another's the server does not start."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.background import free_ports
from scripts.places import child_env, places
from serving import checksums

MODEL = "patella.tar.gz"
SECONDS = 60


def missing(models: Path) -> None:
    (models / MODEL).unlink()


def one_bit_other(models: Path) -> None:
    content = bytearray((models / MODEL).read_bytes())
    content[len(content) // 2] ^= 1
    (models / MODEL).write_bytes(content)


def of_other_sources(models: Path) -> None:
    """As one that was trained before an update, with a checksum that is right."""
    told = next(models.glob("*.sources"))
    told.write_text("0" * 64 + "\n")
    checksums.write(models / MODEL, None, [told])


def cut_short(models: Path) -> None:
    content = (models / MODEL).read_bytes()
    (models / MODEL).write_bytes(content[: len(content) // 2])


def no_checksum(models: Path) -> None:
    checksums.checksum_file(models / MODEL).unlink()


def no_model_inside(models: Path) -> None:
    """A file of another kind, with a checksum that is right."""
    (models / MODEL).write_bytes(b"this is not a model")
    checksums.write(models / MODEL, None, models.glob("*.sources"))


SHORT: list[Callable[[Path], None]] = [one_bit_other, of_other_sources]
FULL = [*SHORT, missing, cut_short, no_checksum, no_model_inside]


def start(change: Callable[[Path], None], folder: Path) -> tuple[int | None, str]:
    """Start a dialogue server on a changed copy of the model; its exit code and its last words."""
    build = folder / change.__name__
    (build / "models").mkdir(parents=True)
    for each in places().build.iterdir():
        if each.name != "models":
            (build / each.name).symlink_to(each)
    for each in (places().build / "models").iterdir():
        if each.is_file():
            shutil.copy(each, build / "models")
    change(build / "models")
    settings = {
        "PATELLA_BUILD": build,
        "PATELLA_VAR": build / "var",
        "PATELLA_PORT": free_ports(1)[0],
    }
    try:
        done = subprocess.run(
            [str(places().dialogue_python), "-m", "bot"],
            cwd=places().root,
            env=child_env(**settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None, "it runs"
    return done.returncode, done.stderr.rstrip().rpartition("\n")[2]


def test_no_start_with_another_model(full, record):
    changes = FULL if full else SHORT
    with (
        tempfile.TemporaryDirectory(prefix="patella-models-") as folder,
        ThreadPoolExecutor(2) as pool,
    ):
        ended = list(pool.map(lambda change: start(change, Path(folder)), changes))
    good = [code not in (0, None) and "models" in said for code, said in ended]
    record(
        check="R10",
        title="model " + ", ".join(change.__name__.replace("_", " ") for change in changes),
        wanted="ends with an error that names the file, never serves",
        measured=f"{sum(good)} of {len(good)} ended so",
        passed=all(good),
        stock="starts, says that it is well, and answers nothing",
    )
