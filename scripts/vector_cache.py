"""What one checkout has encoded, lent to the next: by far the longest part of training.

Encoding tens of thousands of sentences takes minutes, a quarter of an hour on an old processor, and
gives the same vectors each time. The last ones lie in `PATELLA_CACHE`, by default
~/.cache/patella, and a build folder that has none yet begins with them. Who reads them takes only
those of the same encoder and the same text (bot/nlu/learned/layers.py, knowledge/search/reuse.py),
so that an old cache costs nothing but time. Without it everything is made as on a new machine.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.nlu.learned.layers import FILE as LAYERS
from knowledge.search.settings import POINTER

#: The name under which an index comes into a new build folder: no pointer leads to it.
LENT = "lent"
_INDEX = "index"


def cache_folder(env: Mapping[str, str] | None = None) -> Path | None:
    """Where vectors are kept: `PATELLA_CACHE`, or patella in the user's cache; None if empty."""
    env = os.environ if env is None else env
    told = env.get("PATELLA_CACHE")
    if told is not None:
        return Path(told) if told else None
    home = env.get("XDG_CACHE_HOME") or (env.get("HOME") and Path(env["HOME"]) / ".cache")
    return Path(home) / "patella" if home else None


def borrow(build: Path, cache: Path | None) -> None:
    """Give a build folder that has no vectors those of the cache, as far as there are any."""
    if cache is None:
        return
    with suppress(OSError):
        if not (build / LAYERS).exists():
            _copy(cache / LAYERS.name, build / LAYERS)
    index = build / "index"
    if (index / POINTER).exists() or (index / LENT).exists():
        return
    with suppress(OSError):
        _copy_folder(cache / _INDEX, index / LENT)


def lend(build: Path, cache: Path | None) -> None:
    """Put the vectors of a build folder into the cache, in the place of those that lie there."""
    if cache is None:
        return
    with suppress(OSError):
        _copy(build / LAYERS, cache / LAYERS.name)
    with suppress(OSError):
        index = build / "index"
        _copy_folder(index / (index / POINTER).read_text(encoding="utf-8").strip(), cache / _INDEX)


def _copy(source: Path, target: Path) -> None:
    """Copy a file whole or not at all; without space of its own where both lie on one disk."""
    if not source.exists() or (target.exists() and target.samefile(source)):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="new-", dir=target.parent) as folder:
        os.replace(_linked(source, Path(folder) / source.name), target)


def _copy_folder(source: Path, target: Path) -> None:
    """Copy the files of a folder, which take the place of those that were there."""
    files = sorted(source.iterdir())
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix="new-", dir=target.parent))
    try:
        for each in files:
            _linked(each, new / each.name)
        shutil.rmtree(target, ignore_errors=True)
        os.replace(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _linked(source: Path, target: Path) -> Path:
    # Neither is ever written on: what is new replaces the name, and leaves the other's content.
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
    return target
