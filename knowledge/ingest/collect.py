"""A folder of documents made records; what has not changed since the last time is not read."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from knowledge.ingest.library import Entry, Library
from knowledge.ingest.reading import BESIDE, KINDS, READERS, FileAt, read_record, told
from knowledge.ingest.records import Record, clashes
from knowledge.ingest.settings import MEGABYTE, Limits
from knowledge.loading import ContentError, shown_path
from knowledge.search import settings as search_settings
from knowledge.sources import Source, read_sources

SOURCES = "sources.yml"
_LIBRARIES = ("markdown-it-py", "trafilatura", "lxml", "pypdf", "mammoth")
# A file changed again within the grain of its clock looks the same.
_GRAIN = 2_000_000_000  # nanoseconds

State = Literal["new", "changed", "read again", "unchanged", "removed", "left out", "not read"]
# Told how many files of how many are done, and the one that is next.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Told:
    """What became of a file: how many passages, and why it was left out or what to know."""

    name: str
    state: State
    passages: int = 0
    reasons: tuple[str, ...] = ()


@dataclass
class Collected:
    """What a folder came to; `problems` name file, line and reason."""

    recipe: str
    entries: dict[str, Entry] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return sum(len(record.cuts) for record in self.records)


def collect(
    folder: Path,
    library: Library,
    limits: Limits,
    keep: Callable[[Record], str],
    progress: Progress = lambda done, total, name: None,
    afresh: bool = False,
) -> Collected:
    """Read the documents of a folder.

    Args:
        folder: where they are.
        library: what was taken the last time.
        limits: how much is taken.
        keep: given each record that is new; returns the name that it is kept under.
        progress: told about each file.
        afresh: read also what has not changed.

    Raises:
        ContentError: the folder's own sources.yml is wrong.
    """
    known = {**read_sources(search_settings.SOURCES), **_own_sources(folder)}
    found = Collected(recipe(folder))
    before = library.manifest.entries if library.manifest.folder == str(folder) else {}
    usable = {} if afresh or library.manifest.recipe != found.recipe else before
    files = list(walk(folder))
    for number, (path, name) in enumerate(files):
        progress(number, len(files), name)
        if path.suffix.lower() not in READERS:
            found.told.append(_not_ours(path, name))
            continue
        try:
            entry, record, state = _one(path, name, usable.get(name), library, limits, known, keep)
        except ContentError as error:
            found.problems += error.problems
            found.told.append(Told(name, "not read", reasons=error.problems))
            continue
        if found.passages + len(record.cuts) > limits.passages:
            reason = f"too much: the files up to here hold more than {limits.passages} passages"
            found.problems.append(told(path, f"{reason} (PATELLA_INGEST_MAX_PASSAGES)"))
            found.told.append(Told(name, "not read", reasons=(reason,)))
            break
        if state == "new" and name in before:
            state = "read again" if before[name].digest == entry.digest else "changed"
        found.entries[name] = entry
        found.records.append(record)
        found.told.append(Told(name, state, len(record.cuts), record.notes))
    seen = {each.name for each in found.told}
    found.told += [Told(name, "removed") for name in before if name not in seen]
    _leave_out_clashes(folder, found)
    return found


def walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file of a folder and its path from there, hidden ones left out, in order."""
    # Following a link to a folder above would never end, so links to folders are not followed.
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith((".", "_")))
        for name in sorted(names):
            path = Path(where, name)
            if name.startswith((".", "_", "~$")) or path == folder / SOURCES:
                continue
            beside = path.suffix == BESIDE and path.with_suffix("").suffix.lower() in READERS
            if not (beside and path.with_suffix("").is_file()):
                yield path, _printable(path.relative_to(folder).as_posix())


def _printable(name: str) -> str:
    """Return a name with a mark for what is no text in it, which names of files may hold."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def recipe(folder: Path) -> str:
    """Return what records depend on besides their file: our code, the readers, the sources."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    code = sorted(here.rglob("*.py"))
    for path in (*code, here.parent / "loading.py", here.parent / "search" / "documents.py"):
        digest.update(path.read_bytes())
    for name in _LIBRARIES:
        digest.update(importlib.metadata.version(name).encode() + b"\0")
    for path in (search_settings.SOURCES, folder / SOURCES):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:16]


def _own_sources(folder: Path) -> Mapping[str, Source]:
    path = folder / SOURCES
    return read_sources(path) if path.is_file() else {}


def _not_ours(path: Path, name: str) -> Told:
    kind = path.suffix.lower() or "of this kind"
    advice = "; save it as .docx" if kind in (".doc", ".odt", ".rtf") else ""
    return Told(name, "left out", reasons=(f"files {kind} are not read, {KINDS} are{advice}",))


def _one(
    path: Path,
    name: str,
    entry: Entry | None,
    library: Library,
    limits: Limits,
    known: Mapping[str, Source],
    keep: Callable[[Record], str],
) -> tuple[Entry, Record, State]:
    """Return what becomes of one file; raise `ContentError` where nothing can be taken of it."""
    seen = time.time_ns()
    beside = path.with_name(path.name + BESIDE)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise ContentError(told(path, "not a file"))
        stamps = (*_stamps(about), *(_stamps(beside.stat()) if beside.is_file() else ()))
        if entry and entry.stamps == stamps and max(about.st_mtime_ns, 0) + _GRAIN < entry.seen:
            kept = _kept(library, entry)
            if kept is not None:
                return entry, kept, "unchanged"
        if about.st_size > limits.file_bytes:
            size = f"{about.st_size / MEGABYTE:.0f} MB, more than {limits.file_bytes // MEGABYTE}"
            raise ContentError(told(path, f"too large: {size} (PATELLA_INGEST_MAX_MB)"))
        data = path.read_bytes()
        described = beside.read_bytes() if beside.is_file() else b""
    except OSError as error:
        raise ContentError(told(path, f"cannot be read: {error.strerror}")) from None
    digest = hashlib.sha256(hashlib.sha256(data).digest() + described).hexdigest()
    if entry and entry.digest == digest:
        kept = _kept(library, entry)
        if kept is not None:
            return Entry(entry.record, digest, stamps, seen), kept, "unchanged"
    record = read_record(FileAt(path, name, about.st_mtime), data, known, limits.seconds)
    kept_as = keep(record)
    return Entry(kept_as, digest, stamps, seen), record, "new"


def _stamps(about: os.stat_result) -> tuple[int, ...]:
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino


def _kept(library: Library, entry: Entry) -> Record | None:
    """Return the record of a file as it was, None where it got lost: then it is read again."""
    try:
        return library.record(entry)
    except ContentError:
        return None


def _leave_out_clashes(folder: Path, found: Collected) -> None:
    for name, other in clashes(found.records).items():
        record = next(each for each in found.records if each.path == name)
        what = f"id: already taken by {shown_path(folder / other.path)} (value {record.id!r})"
        found.problems.append(told(folder / name, what, record.id_line))
        found.records.remove(record)
        del found.entries[name]
        found.told = [
            Told(name, "not read", reasons=(what,)) if each.name == name else each
            for each in found.told
        ]
