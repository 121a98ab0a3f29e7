"""The ingested passages as they are kept: records of files, and a manifest that names them.

A record is written under a name of its own and never changed; the manifest is replaced in one
step. So whoever is killed leaves the old manifest, with the records that it names, or the new.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.ingest import settings
from knowledge.ingest.records import Record
from knowledge.ingest.repeats import Repeat, repeats
from knowledge.loading import ContentError, problem
from knowledge.search.documents import Document, Passage

FORMAT = 1
MANIFEST = "manifest.json"
RECORDS = "records"


class BusyError(RuntimeError):
    """Another ingestion into the same library is going on."""


@dataclass(frozen=True)
class Entry:
    """A file in the manifest.

    Attributes:
        record: the name of its record.
        digest: SHA-256 of its bytes, those of what describes it among them.
        stamps: size and times of the file, and of what describes it.
        seen: when these were looked at, in nanoseconds.
    """

    record: str
    digest: str
    stamps: tuple[int, ...]
    seen: int


@dataclass(frozen=True)
class Manifest:
    """What the library holds.

    Attributes:
        folder: where the files are, or were; none before the first ingestion.
        only: whether they serve without our own documents.
        recipe: what the records were made with; see `knowledge.ingest.collect`.
        entries: by the files' paths, in the order in which their passages are preferred.
    """

    folder: str | None = None
    only: bool = False
    recipe: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True)
class Served:
    """What serves: the documents, and what was left out of them.

    Attributes:
        documents: ours first, then the ingested ones in the order of their paths.
        replaced: ids of our documents in whose place an ingested one stands.
        repeated: ids of ingested passages that repeat another, with its id and whether to the
            letter.
    """

    documents: tuple[Document, ...]
    replaced: tuple[str, ...] = ()
    repeated: Mapping[str, tuple[str, bool]] = field(default_factory=dict)


class Library:
    """The ingested passages below a folder."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """What is kept of each file; raise `ContentError` where a record is lost or broken."""
        return tuple(self.record(entry) for entry in self.manifest.entries.values())

    def record(self, entry: Entry) -> Record:
        """Return one record; raise `ContentError` where it is lost or broken."""
        path = self.folder / RECORDS / entry.record
        try:
            return Record.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ContentError(problem(path, 1, (), _broken(error))) from None

    def served(self, ours: Sequence[Document]) -> tuple[Document, ...]:
        """Return the documents that serve: ours and the ingested ones, or these alone."""
        return together(ours, self.records, self.manifest.only).documents


def together(ours: Sequence[Document], records: Sequence[Record], only: bool) -> Served:
    """Return what serves of our documents and of ingested ones.

    An ingested document with the id of one of ours stands in its place. Of passages that say the
    same, ours is kept, or else the first.
    """
    if not records:
        return Served(tuple(ours))
    theirs = [record.document() for record in records]
    taken = {each.id for each in theirs}
    replaced = () if only else tuple(each.id for each in ours if each.id in taken)
    kept = [] if only else [each for each in ours if each.id not in taken]
    passages = [passage for each in (*kept, *theirs) for passage in each.passages]
    own = sum(len(each.passages) for each in kept)
    found = [each for each in repeats([each.text for each in passages]) if each.number >= own]
    repeated = {passages[each.number].id: _of(passages, each) for each in found}
    left = (_without(each, repeated) for each in theirs)
    documents = (*kept, *(each for each in left if each.passages))
    return Served(documents, replaced, repeated)


def load_library(folder: Path | None = None) -> Library:
    """Return the library of this installation, empty where nothing was ingested.

    Raises:
        ContentError: the manifest cannot be read.
    """
    folder = folder or settings.library_folder()
    path = folder / MANIFEST
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Library(folder, _manifest(data))
    except FileNotFoundError:
        return Library(folder, Manifest())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContentError(problem(path, 1, (), _broken(error))) from None


def write_record(folder: Path, record: Record) -> str:
    """Keep a record and return its name, which its content makes."""
    text = record.to_json()
    name = f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.json"
    path = folder / RECORDS / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, text)
    return name


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Let a manifest take the place of the one before, in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / MANIFEST, json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1) + "\n")


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove the records that a manifest does not name, and what killed writers left."""
    named = {entry.record for entry in manifest.entries.values()}
    for path in (*(folder / RECORDS).glob("*"), *folder.glob("new-*")):
        if path.name not in named:
            path.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep a second ingestion out; a killed one leaves no lock.

    Raises:
        BusyError: another one is going on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError("another `make ingest` is going on; wait until it is done") from None
        yield


def _manifest(data: dict[str, Any]) -> Manifest:
    if data["format"] != FORMAT:
        raise ValueError(f"its format is {data['format']}, this program knows {FORMAT}")
    entries = {
        path: Entry(**{**entry, "stamps": tuple(entry["stamps"])})
        for path, entry in data["entries"].items()
    }
    return Manifest(data["folder"], data["only"], data["recipe"], entries)


def _broken(error: Exception) -> str:
    what = error.strerror if isinstance(error, OSError) else str(error)
    return (
        f"what was ingested cannot be read ({what}); run `make ingest` on the folder again,"
        " or `make ingest ARGS=--forget`"
    )


def _write(path: Path, text: str) -> None:
    handle, new = tempfile.mkstemp(prefix="new-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(new, path)
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise


def _of(passages: Sequence[Passage], found: Repeat) -> tuple[str, bool]:
    return passages[found.of].id, found.exact


def _without(document: Document, repeated: Mapping[str, object]) -> Document:
    kept = tuple(each for each in document.passages if each.id not in repeated)
    return replace(document, passages=kept)
