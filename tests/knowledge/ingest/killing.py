"""Run as a program: kills ingestions with SIGKILL at one line after the other of what they write.

Each ingestion is a process of its own, on a copy of an installation that serves an older state of
the folder. After each kill it looks at what is left, and whether the next ingestion mends it. It
prints what it found, as one JSON object.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

# Loaded here once and not in every process.
import bm25s  # noqa: F401
import lxml.html  # noqa: F401
import markdown_it  # noqa: F401
import sklearn.linear_model  # noqa: F401
import trafilatura  # noqa: F401

from knowledge.ingest import __main__ as command
from knowledge.ingest.library import load_library
from knowledge.search import index, settings
from knowledge.search.store import current_folder
from knowledge.search.stores import files
from tests.knowledge.ingest import conftest, made

# Whatever writes, or decides about it. Of these functions each line is a moment to be killed at.
WATCHED = {
    "_serve", "commit", "remove", "restore", "write_record", "write_manifest", "sweep", "build",
    "_write", "_write_postings", "write_files", "write", "_point", "_forget", "_sweep", "install",
}  # fmt: skip
MODULES = {
    *(str(Path(command.__file__).with_name(name)) for name in ("__main__.py", "library.py")),
    *(str(Path(index.__file__).with_name(name)) for name in ("index.py", "reuse.py")),
    files.__file__,
}


class Moment:
    """A line of the watched functions: the one that comes as number `at` ends the process."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.count = 0

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> Any:
        code = frame.f_code
        if event == "call":
            return self if code.co_filename in MODULES and code.co_name in WATCHED else None
        if event == "line":
            if self.count == self.at:
                os.kill(os.getpid(), signal.SIGKILL)
            self.count += 1
        return self


def apart(job: Callable[[], int]) -> int:
    """Run a job in a process of its own; its result, or the negative of the signal it died of."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            with open(os.devnull, "w") as nowhere:
                sys.stdout = sys.stderr = nowhere
                code = job()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def ingestion(root: Path, docs: Path, at: int | None, counted: Path | None = None) -> int:
    """Ingest a folder into an installation, to be killed at a moment; write how many there are."""
    move_to(root)
    moment = Moment(at)
    sys.settrace(moment)
    code = command.main([str(docs)], embed=conftest.FakeEmbed())
    sys.settrace(None)
    if counted:
        counted.write_text(str(moment.count))
    return code


def move_to(root: Path) -> None:
    """Make a folder the installation of this process."""
    os.environ |= {"PATELLA_BUILD": str(root / "build"), "PATELLA_VAR": str(root / "var")}


def state(root: Path) -> dict[str, Any]:
    """What is served, and what the library and the stamp of `make train` say."""
    move_to(root)
    store = files.FileStore(current_folder(root / "build" / "index"))
    texts = sorted(passage.text for passage in store.passages)
    found = store.nearest(store.vectors[0], 3), store.lexical(["knee"], 3)
    return {
        "served": texts,
        "whole": all(found) and len(store.vectors) >= len(texts),
        "kept": sorted(cut.text for record in load_library().records for cut in record.cuts),
        "stamp": (root / "build" / "stamps" / "index").exists(),
    }


def main(place: Path, most: int) -> dict[str, Any]:
    """Kill an ingestion at up to so many moments; the results, counted."""
    settings.DOCUMENTS, settings.SOURCES = conftest.corpus(place / "ours")
    first = place / "first"
    conftest.export(first / "build" / "encoder")
    (first / "build" / "stamps").mkdir()
    (first / "build" / "stamps" / "index").write_text("made\n")
    docs = made.folder(place / "docs")
    assert apart(lambda: ingestion(first, docs, None)) == 0
    old = state(first)
    (docs / "chair.txt").unlink()
    (docs / "scan.txt").write_text(f"What a scan shows\n\n{made.SCAN} This is new.\n")
    done, counted = shutil.copytree(first, place / "done"), place / "counted"
    assert apart(lambda: ingestion(done, docs, None, counted)) == 0
    new = state(done)
    moments = int(counted.read_text())
    results: Counter[str] = Counter()
    for at in range(0, moments, max(1, moments // most)):
        root = shutil.copytree(first, place / "killed")
        died = apart(lambda root=root, at=at: ingestion(root, docs, at))  # type: ignore[misc]
        results["killed" if died == -signal.SIGKILL else f"ended with {died}"] += 1
        results[judged(state(root), old, new)] += 1
        again = apart(lambda root=root: ingestion(root, docs, None))  # type: ignore[misc]
        mended = again == 0 and {**state(root), "stamp": True} == new
        results["mended" if mended else f"not mended after {at}"] += 1
        shutil.rmtree(root)
    return {"moments": moments, "results": results, "differ": old["served"] != new["served"]}


def judged(left: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> str:
    """Whether what is left is the old index, the new one, or neither."""
    if not left["whole"]:
        return "broken"
    serves = [
        name for name, each in (("old", old), ("new", new)) if each["served"] == left["served"]
    ]
    keeps = [name for name, each in (("old", old), ("new", new)) if each["kept"] == left["kept"]]
    if len(serves) != 1 or len(keeps) != 1:
        return "neither"
    if serves != keeps and left["stamp"]:
        return "make train would not notice"
    return f"serves {serves[0]}"


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
