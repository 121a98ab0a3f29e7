"""The lines of a PDF page with where they stand and how large, as pypdf shows its pieces."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from knowledge.ingest.blocks import clean

_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_MARK = re.compile(r"^(?:[•‣◦▪●○■–·*-]|\d{1,2}[.)])$")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|\|)\s*\d{1,4})?", re.IGNORECASE
)
# The dots that lead from a title to its page in a table of contents.
_LEADER = re.compile(r"(?:\.\s?){5,}\s*\d*$")
# How many lines from the edge of a page a header or footer may be, and on what share of the
# pages it has to stand: of a book with two kinds of pages, each has half.
_EDGE = 3
_SHARE = 0.4


@dataclass(frozen=True)
class Line:
    """A line of a page: `x` and `y` of its beginning in points, `y` growing upwards."""

    page: int
    x: float
    y: float
    size: float
    bold: bool
    text: str


@dataclass(frozen=True)
class _Piece:
    x: float
    y: float
    size: float
    bold: bool
    text: str


def lines_of(page: Any, number: int) -> list[Line]:
    """Return the lines of a pypdf page in reading order; `number` counts from 1."""
    pieces: list[_Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text:
            pieces.append(_piece(text, cm, tm, font, size))

    page.extract_text(visitor_text=visit)
    lines = [line for line in _assembled(pieces, number) if line.text]
    return _with_marks(_side_by_side(lines))


def _piece(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> _Piece:
    across = (tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
    return _Piece(
        x=tm[4] * cm[0] + tm[5] * cm[2] + cm[4],
        y=tm[4] * cm[1] + tm[5] * cm[3] + cm[5],
        size=abs(size) * math.hypot(*across),
        bold=bool(font) and bool(_BOLD.search(str(font.get("/BaseFont", "")))),
        # Text across the page is a stamp, no part of what is read.
        text="\n" if abs(across[0]) > abs(across[1]) else text,
    )


def _assembled(pieces: Iterable[_Piece], number: int) -> Iterable[Line]:
    held: list[_Piece] = []
    for piece in pieces:
        for count, text in enumerate(piece.text.split("\n")):
            if count:
                yield _line(held, number)
                held = []
            if not text.strip() and not held:
                continue
            if held and text.strip() and abs(piece.y - held[0].y) > 0.5 * held[0].size:
                yield _line(held, number)
                held = []
            if text:
                held.append(replace(piece, text=text))
    yield _line(held, number)


def _line(held: Sequence[_Piece], number: int) -> Line:
    seen = [piece for piece in held if piece.text.strip()]
    if not seen:
        return Line(number, 0, 0, 0, False, "")
    text = clean("".join(piece.text for piece in held))
    # Some fonts name the bullet by a number that means nothing outside them.
    raw = "".join(piece.text for piece in seen).lstrip()
    if raw[:1] in ("\x7f", "\uf0b7", "\uf0a7") and raw[:1] != text[:1]:
        text = f"• {text}"
    size = max(seen, key=lambda piece: len(piece.text)).size
    bold = all(piece.bold for piece in seen)
    return Line(number, seen[0].x, seen[0].y, size, bold, text)


def _side_by_side(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those put together that stand beside each other: cells of a row."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else None
        level = before is not None and abs(before.y - line.y) < 0.2 * max(line.size, 1)
        if before is not None and level and line.x > before.x and not _MARK.match(line.text):
            bold = before.bold and line.bold
            whole[-1] = replace(before, text=f"{before.text} {line.text}", bold=bold)
        else:
            whole.append(line)
    return whole


def _with_marks(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, bullets that were drawn apart from their text put before it."""
    marks = [line for line in lines if _MARK.match(line.text)]
    found = [line for line in lines if not _MARK.match(line.text)]
    for mark in marks:
        beside = [
            (line.x, number)
            for number, line in enumerate(found)
            if abs(line.y - mark.y) < 0.5 * max(line.size, 1) and line.x > mark.x
        ]
        if beside:
            number = min(beside)[1]
            line = found[number]
            found[number] = replace(line, x=mark.x, text=f"{mark.text} {line.text}")
    return found


def without_headers(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the pages without what is repeated at their edges, page numbers and contents."""
    edges = [_edge(lines) for lines in pages]
    size = 1.1 * text_size(line for lines in pages for line in lines)
    on_pages: dict[tuple[str, int], list[int]] = {}
    for number, lines in enumerate(edges):
        for key in {_repeated(line, size) for line in lines}:
            on_pages.setdefault(key, []).append(number)
    least = max(2, math.ceil(_SHARE * sum(bool(lines) for lines in pages)))

    def is_header(line: Line) -> bool:
        seen = on_pages[_repeated(line, size)]
        # The header of a chapter stands only on its own pages, one after the other.
        near = any(second - first <= 2 for first, second in pairwise(seen))
        return len(seen) >= least or (near and line.size <= size)

    kept: list[list[Line]] = []
    for lines, edge in zip(pages, edges, strict=True):
        drop = {id(x) for x in edge if is_header(x) or _PAGE_NUMBER.fullmatch(x.text)}
        kept.append([x for x in lines if id(x) not in drop and not _LEADER.search(x.text)])
    return kept


def text_size(lines: Iterable[Line]) -> float:
    """Return the size in which most is written, rounded to half a point."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[rounded(line.size)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def rounded(size: float) -> float:
    """Return a size to half a point, within which it is the same for a reader."""
    return round(2 * size) / 2


def _edge(lines: Sequence[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: line.y)
    return list({id(line): line for line in (*ordered[:_EDGE], *ordered[-_EDGE:])}.values())


def _repeated(line: Line, text_size: float) -> tuple[str, int]:
    """Return what makes a line the same on two pages: its words and roughly its height."""
    # "Page 3 of 9" is the same everywhere; "Chapter 3", which is larger, is a heading.
    words = line.text.lower()
    return re.sub(r"\d+", "#", words) if line.size <= text_size else words, round(line.y / 12)
