"""PDF: pages of lines put together to headings, paragraphs and lists by size and distance."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from knowledge.ingest.blocks import (
    Block,
    Extracted,
    UnreadableError,
    as_title,
    mend,
    one_line,
    take_title,
    words_in,
)
from knowledge.ingest.readers.html import day_of
from knowledge.ingest.readers.pdf_lines import (
    Line,
    lines_of,
    rounded,
    text_size,
    without_headers,
)

LARGER = 1.15
_MOST_HEADING_WORDS = 25
_MOST_BOLD_WORDS = 14
# A gap of more than this many usual ones begins a paragraph.
_PARAGRAPH_GAP = 1.3
_SCANNED_BELOW = 20  # letters a page, on average
_ITEM = re.compile(r"^(?:[•‣◦▪●○■–·*-]|\d{1,2}[.)])\s+(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’)\]]*$")
_NO_TITLE = re.compile(
    r"untitled|unspecified|^microsoft|\.(?:docx?|pdf|indd|qxd|html?|pptx?)$|^\W*$", re.I
)


def read_pdf(data: bytes) -> Extracted:
    """Return the text of a PDF, its headings guessed by their size.

    Raises:
        UnreadableError: it is encrypted, a scan, or broken.
    """
    from pypdf import PdfReader

    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("broken PDF: it does not begin as one")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise UnreadableError("encrypted PDF: save a copy without protection")
        pages = [lines_of(page, number) for number, page in enumerate(reader.pages, 1)]
        title, day = _information(reader)
    except UnreadableError:
        raise
    # What a broken file does to the reader is not ours to foresee.
    except Exception as error:
        raise UnreadableError(f"broken PDF: {_reason(error)}") from None
    letters = sum(len(line.text) for lines in pages for line in lines)
    if not pages:
        raise UnreadableError("broken PDF: it has no pages")
    if letters < _SCANNED_BELOW * len(pages):
        what = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
        raise UnreadableError(
            f"scanned PDF: no text on its {what}; have the text recognised (OCR) first"
        )
    found, blocks = take_title(list(_blocks(without_headers(pages))))
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    return Extracted(
        blocks,
        title=as_title(found) or title,
        date=day,
        notes=(f"no text on page {', '.join(map(str, empty))}",) if empty else (),
    )


def _information(reader: Any) -> tuple[str | None, str | None]:
    """Return the title and the day that the file's properties give, where they make sense."""
    about = reader.metadata or {}
    title = as_title(str(about.get("/Title") or ""))
    if title and _NO_TITLE.search(title):
        title = None
    stamp = re.match(r"D:(\d{4})(\d{2})(\d{2})", str(about.get("/ModDate") or ""))
    stamp = stamp or re.match(r"D:(\d{4})(\d{2})(\d{2})", str(about.get("/CreationDate") or ""))
    return title, day_of("-".join(stamp.groups())) if stamp else None


def _blocks(pages: Sequence[Sequence[Line]]) -> Iterator[Block]:
    lines = [line for page in pages for line in page]
    words = words_in(line.text for line in lines)
    body = text_size(lines)
    pitch = _pitch(lines, body)
    sizes = _heading_sizes(lines, body, pitch)
    for level, group in _groups(lines, sizes, pitch):
        texts = [line.text for line in group]
        if level:
            yield Block("heading", mend(texts).rstrip(": "), level)
        elif _ITEM.match(texts[0]):
            texts[0] = re.sub(r"^\D\s+", "- ", texts[0])
            yield Block("lines", mend(texts, words))
        else:
            yield Block("text", mend(texts, words))


def _groups(
    lines: Sequence[Line], sizes: dict[float, int], pitch: float
) -> Iterator[tuple[int, list[Line]]]:
    """Yield the lines that belong together, with the level where they are a heading."""
    level, group = 0, [*lines[:1]]
    before: Line | None = None
    for number, line in enumerate(lines):
        now = _level(line, before, sizes, pitch)
        if number == 0:
            level = now
        elif now == level and not _begins(line, lines[number - 1], group[0], now, pitch):
            group.append(line)
        else:
            yield level, group
            level, group = now, [line]
        before = line
    if group:
        yield level, group


def _begins(line: Line, before: Line, first: Line, level: int, pitch: float) -> bool:
    """Whether a line begins a paragraph, an item or a heading of its own."""
    gap = before.y - line.y
    if level:
        return line.page != before.page or not 0 < gap < 2 * line.size
    if _ITEM.match(line.text):
        return True
    item = _ITEM.match(first.text)
    if line.page != before.page or gap <= -pitch:
        # Over the end of a page or a column a sentence goes on, and so does its paragraph.
        return bool(_ENDS_SENTENCE.search(before.text))
    if gap > _PARAGRAPH_GAP * pitch or abs(line.size - before.size) > 0.6:
        return True
    if item and line.x <= first.x + 1:
        return True
    indented = line.x - before.x > 0.8 * line.size and not item
    return indented and bool(_ENDS_SENTENCE.search(before.text))


def _level(line: Line, before: Line | None, sizes: dict[float, int], pitch: float) -> int:
    """Return the level of a heading, 0 for other lines."""
    words = line.text.split()
    size = rounded(line.size)
    if _ITEM.match(line.text) and not line.text[0].isdigit():
        return 0
    if not any(character.isalpha() for character in line.text):
        return 0
    if size in sizes and size > sizes_body(sizes) * LARGER:
        long = len(words) > _MOST_BOLD_WORDS and line.text.endswith(".")
        return 0 if long or len(words) > _MOST_HEADING_WORDS else sizes[size]
    if not line.bold or len(words) > _MOST_BOLD_WORDS or re.search(r"[.;,]$", line.text):
        return 0
    if size < 0.95 * sizes_body(sizes) or 0.0 not in sizes:
        return 0
    apart = (
        before is None
        or before.page != line.page
        or before.y - line.y > 1.15 * pitch
        or before.y < line.y
        or bool(_ENDS_SENTENCE.search(before.text))
    )
    return sizes[0.0] if apart else 0


def sizes_body(sizes: dict[float, int]) -> float:
    """Return the size of the running text, which the table of heading sizes keeps below 0."""
    return -min(sizes)


def _heading_sizes(lines: Sequence[Line], body: float, pitch: float) -> dict[float, int]:
    """Return the level of each size of headings; 0.0 is for bold ones of the text's own size."""
    larger = sorted({rounded(x.size) for x in lines if x.size > body * LARGER}, reverse=True)
    sizes = {size: min(number, 6) for number, size in enumerate(larger, 1)}
    sizes[-body] = 0
    letters = sum(len(line.text) for line in lines)
    bold = sum(len(line.text) for line in lines if line.bold)
    # Where half of it is bold, bold means nothing.
    if bold < 0.5 * letters:
        sizes[0.0] = min(len(larger) + 1, 6)
    return sizes


def _pitch(lines: Sequence[Line], body: float) -> float:
    """Return the usual distance from a line of running text to the next."""
    gaps = [
        before.y - line.y
        for before, line in pairwise(lines)
        if before.page == line.page and 0 < before.y - line.y < 2.5 * body
        if rounded(line.size) == body == rounded(before.size)
    ]
    return median(gaps) if gaps else 1.2 * body


def _reason(error: BaseException) -> str:
    return one_line(str(error))[:200] or type(error).__name__
