"""One file made a record: read by its kind, described, cut into passages."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from types import FrameType

from knowledge.ingest.blocks import Block, Extracted, UnreadableError, one_line
from knowledge.ingest.describe import (
    Description,
    from_file,
    from_front_matter,
    has_front_matter,
)
from knowledge.ingest.passages import Cut, cut
from knowledge.ingest.readers.docx import read_docx
from knowledge.ingest.readers.html import read_html
from knowledge.ingest.readers.markdown import read_markdown
from knowledge.ingest.readers.pdf import read_pdf
from knowledge.ingest.readers.plain import decode, read_plain
from knowledge.ingest.records import Record, id_from_path, title_from_path
from knowledge.loading import ContentError, shown_path
from knowledge.sources import Source

#: How a file of each ending is read.
READERS: dict[str, Callable[[bytes], Extracted]] = {
    ".md": lambda data: read_markdown(decode(data)),
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".txt": read_plain,
}
READERS[".markdown"] = READERS[".md"]
READERS[".text"] = READERS[".txt"]
KINDS = ".md .html .pdf .docx .txt"

#: Beside "leaflet.pdf" the file "leaflet.pdf.yml" may say what front matter would.
BESIDE = ".yml"

_FEWEST_WORDS = 3
# "400 mg/day" is a dose; "5 mg/l" is what a blood test finds.
_DOSE = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:mgs?|mcg|µg|μg|milligrams?|micrograms?)\b(?!\s*/\s*(?:d|m)?l\b)"
    r"|\b(?:one|two|three|four|\d+)\s+(?:tablets?|capsules?|pills?|puffs?|spoonfuls?)\b",
    re.IGNORECASE,
)


class _TooSlowError(BaseException):
    """Raised by the clock inside a reader, past whatever that catches."""


@dataclass(frozen=True)
class FileAt:
    """A file of the folder: where it is, its path from the folder, when it was changed."""

    path: Path
    name: str
    modified: float


def read_record(file: FileAt, data: bytes, known: Mapping[str, Source], seconds: float) -> Record:
    """Return what is kept of a file.

    Args:
        file: the file.
        data: its bytes.
        known: the sources that it may name by their keys.
        seconds: how long reading may take.

    Raises:
        ContentError: nothing can be taken of it; names the file, the line if any, and why.
    """
    try:
        said, body = _described(file, data, known)
        with _within(seconds):
            reader = READERS[file.path.suffix.lower()]
            extracted = reader(data) if body is None else read_markdown(body)
            blocks = extracted.blocks
            if body is not None and said.title and extracted.title not in (None, said.title):
                # Where the front matter gives the title, the first heading is one of its own.
                blocks = (Block("heading", str(extracted.title), 1), *blocks)
            cuts = cut(blocks)
    except UnreadableError as error:
        raise ContentError(told(file.path, str(error), error.line)) from None
    except ContentError:
        raise
    # What a damaged file does to a reader is not ours to foresee.
    except Exception as error:
        what = one_line(str(error))[:200] or type(error).__name__
        raise ContentError(told(file.path, f"broken: {what}")) from None
    except _TooSlowError:
        raise ContentError(
            told(file.path, f"given up after {seconds:.0f} s; is it broken, or far too large?")
        ) from None
    if sum(len(each.text.split()) for each in cuts) < _FEWEST_WORDS:
        raise ContentError(told(file.path, "empty: there is no text in it"))
    return _record(file, said, extracted, cuts)


def told(path: Path, reason: str, line: int | None = None) -> str:
    """Return the line that names a problem of a file."""
    where = shown_path(path) if line is None else f"{shown_path(path)}:{line}"
    return f"{where}: {reason}"


def _described(
    file: FileAt, data: bytes, known: Mapping[str, Source]
) -> tuple[Description, str | None]:
    """Return what is said about a file, and the body of Markdown below its front matter."""
    if not data.strip():
        raise UnreadableError("empty: there is nothing in it")
    beside = file.path.with_name(file.path.name + BESIDE)
    if file.path.suffix.lower() in (".md", ".markdown") and has_front_matter(decode(data)):
        return from_front_matter(file.path, known)
    return (from_file(beside, known) if beside.is_file() else Description()), None


def _record(file: FileAt, said: Description, extracted: Extracted, cuts: list[Cut]) -> Record:
    name = said.id or id_from_path(file.name)
    title = said.title or extracted.title or title_from_path(file.name)
    safe = [each for each in cuts if not _DOSE.search(f"{each.heading}\n{each.text}")]
    notes = [*said.notes, *extracted.notes]
    for each in cuts:
        if each not in safe:
            notes.append(f"left out, for it gives a dose: {each.heading or title}")
    return Record(
        path=file.name,
        id=name,
        id_line=said.id_line,
        title=title,
        sources=_sources(file, name, title, said, extracted),
        cuts=tuple(safe),
        topics=said.topics,
        audience=said.audience,
        questions=said.questions,
        reviewed=said.reviewed,
        signed_off_by=said.signed_off_by,
        notes=tuple(notes),
    )


def _sources(
    file: FileAt, name: str, title: str, said: Description, extracted: Extracted
) -> tuple[Source, ...]:
    """Return what is shown as the source: what the editor says, or else the file itself.

    The day on which a file was last changed is no more than that, and called so.
    """
    if said.cited and not (said.source or said.url):
        return said.cited
    day = said.date or extracted.date
    year = said.year or (date.fromisoformat(day).year if day else None)
    label = PurePosixPath(file.name).name
    if year is None:
        changed = datetime.fromtimestamp(file.modified)
        label += f", file of {changed.day} {changed:%B} {changed.year}"
    own = Source(
        id=name,
        name=said.source or f"{title} ({label})",
        year=year,
        where=said.url or extracted.url or file.name,
    )
    return (own, *said.cited)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Let the clock end what takes too long; only the main thread has one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TooSlowError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
