"""Measures search in both stores, from a hundred passages to a million: `make bench-search`.

It makes passages from the real ones (`scripts.bench.passages`), keeps them in files and in a
PostgreSQL of its own, and asks both stores the same questions in processes of their own. The
figures go to ``.build/results/bench/search.json``, which keeps those of other sizes; with
``--docs`` all in it go into the page and its picture. A missed target is told, not punished.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from knowledge.search.documents import Passage
from knowledge.search.store import IndexMissingError, current_folder
from knowledge.search.stores.files import FileStore, write_files
from knowledge.search.stores.publish import publish
from scripts.bench import search_page
from scripts.bench.passages import make
from scripts.bench.probe import memory as memory_of
from scripts.places import Places, child_env, places
from scripts.postgres import Postgres, PostgresNotStarted, running_postgres
from scripts.terminal import say

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = 5
QUESTIONS = 60
#: What an administrator would give a server for a million passages, and no speed for safety.
SERVER: dict[str, str | int] = {
    "fsync": "on",
    "shared_buffers": "2GB",
    "max_wal_size": "4GB",
    "max_parallel_maintenance_workers": 2,
}
# Questions wait for nobody: other work on the machine is to count for little.
_FIRST = ("nice", "-n", "-15")


def questions_of(passages: Sequence[Passage], count: int) -> list[str]:
    """Return questions in people's words that the documents answer, evenly from all of them."""
    every = list(dict.fromkeys(q for each in passages for q in each.questions))
    return every[:: max(1, len(every) // count)][:count]


def measure(at: Places, sizes: Sequence[int], rounds: int) -> Iterator[dict[str, Any]]:
    """Yield the figures of each size: of files and of PostgreSQL."""
    real = FileStore(current_folder(at.build / "index"))
    with _folder(at) as folder, running_postgres(**SERVER) as server:
        questions = folder / "questions"
        questions.write_text("\n".join(questions_of(real.passages[:], QUESTIONS)), "utf-8")
        for size in sizes:
            say(f"Search in {size:,} passages: making them …")
            about = search_page.about()
            index = folder / f"made_{size}"
            index.mkdir()
            content = make(real, size)
            started = time.monotonic()
            write_files(content, index)
            del content
            wrote = time.monotonic() - started
            asked = _probe(at, index, questions, rounds)
            files = {"build_s": wrote, "disk_mb": _size(index), **asked}
            tables = _in(server, index, at, questions, rounds)
            about = {"about": about, "rounds": rounds, "size": size}
            yield {**about, "files": files, "postgres": tables}
            shutil.rmtree(index)


def _in(server: Postgres, index: Path, at: Places, questions: Path, rounds: int) -> dict[str, Any]:
    url = server.database(index.name)
    told: list[str] = []
    started = time.monotonic()
    publish(index, url, told.append)
    built = time.monotonic() - started
    say(*told[-1:])
    disk = server.size(index.name)
    found = _probe(at, url, questions, rounds)
    # What the processes share counts once.
    memory = sum(memory_of(Path(f"/proc/{pid}/smaps_rollup")) for pid in server.processes)
    server.drop(index.name)
    return {"build_s": built, "disk_mb": disk, "server_mb": memory, "told": told, **found}


def _probe(at: Places, place: Path | str, questions: Path, rounds: int) -> dict[str, Any]:
    say(f"  asking {'PostgreSQL' if isinstance(place, str) else 'files'} …")
    first = _FIRST if shutil.which(_FIRST[0]) and os.geteuid() == 0 else ()
    done = subprocess.run(
        [*first, sys.executable, "-m", "scripts.bench.search_probe", place, questions, str(rounds)],
        cwd=at.root,
        env=child_env(PATELLA_BUILD=at.build, OPENBLAS_NUM_THREADS=1),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def _folder(at: Places) -> Iterator[Path]:
    at.build.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-search-", dir=at.build) as folder:
        yield Path(folder)


def _size(folder: Path) -> float:
    return sum(each.stat().st_size for each in folder.iterdir()) / 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make bench-search", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="PASSAGES")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--docs", action="store_true", help=f"also write {search_page.PAGE}")
    chosen = parser.parse_args(arguments)
    if min(chosen.sizes) < 1 or chosen.rounds < 1:
        parser.error("at least one passage, and one round")
    at = places()
    file = at.build / "results" / "bench" / "search.json"
    try:
        for each in measure(at, sorted(chosen.sizes), chosen.rounds):
            keep(file, each)
    except (PostgresNotStarted, IndexMissingError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("The benchmark was interrupted; what it had measured is kept.")
        return 130
    results = kept(file)
    print("\n".join(search_page.lines(results)))
    if chosen.docs:
        search_page.write(results, at)
    return 0


def kept(file: Path) -> list[dict[str, Any]]:
    """Return the results in a file, smallest size first; none where it does not exist."""
    found = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    return sorted(found, key=lambda each: int(each["size"]))


def keep(file: Path, result: dict[str, Any]) -> None:
    """Put a result into a file, in place of that of the same size."""
    others = [each for each in kept(file) if each["size"] != result["size"]]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([*others, result], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
