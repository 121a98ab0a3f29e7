"""What every reader makes of a file: headings and pieces of plain text in their order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "text", "lines"]

_LONGEST_TITLE = 200
# Letters that type setting joins; the rest of Unicode's compatibility forms (², ½) must stay.
_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_BLANKS = re.compile(r"[^\S\n]+")
_BROKEN_WORD = re.compile(r"(\w[\w-]*)[-\u2010]\n\s*(\w+)")
_WHOLE_WORD = re.compile(r"(?<![\w-])\w+(?:-\w+)*(?![\w-])")
# They are written with a hyphen before other words, also where that stands only once.
_TAKE_HYPHENS = (
    *("well", "self", "long", "short", "low", "high", "full", "part", "non", "anti", "follow"),
    *("weight", "over", "one", "two", "three", "hip", "knee"),
)


class UnreadableError(Exception):
    """A file of which nothing can be taken; the message says why, and what would help.

    Attributes:
        line: the line at fault, where there is one.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(reason)


@dataclass(frozen=True)
class Block:
    """A heading of a level from 1, a paragraph, or lines: the items of a list, rows of a table."""

    kind: Kind
    text: str
    level: int = 0


@dataclass(frozen=True)
class Extracted:
    """What a reader found in a file.

    Attributes:
        blocks: headings and texts in reading order, the title not among them.
        title: what the document calls itself, None where it does not.
        date: the day that the document itself carries, as YYYY-MM-DD; never the file's.
        url: the address that the document gives as its own.
        notes: what a person should know about how it was read.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    date: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Return a text without invisible characters, joined letters taken apart, blanks single."""
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES)).replace("\r\n", "\n")
    text = text.replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in _INVISIBLE)
    lines = _BLANKS.sub(" ", "".join(kept)).split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def one_line(text: str) -> str:
    """Return a cleaned text on a single line."""
    return " ".join(clean(text).split())


def mend(lines: Sequence[str], words: frozenset[str] = frozenset()) -> str:
    """Return lines as one paragraph, words put together that were broken at a line's end.

    Args:
        lines: the lines, each without its end.
        words: what stands whole elsewhere in the document; see `words_in`.
    """

    def joined(match: re.Match[str]) -> str:
        first, second = match.groups()
        return f"{first}-{second}" if _keeps_hyphen(first, second, words) else first + second

    return " ".join(_BROKEN_WORD.sub(joined, "\n".join(lines)).split())


def words_in(lines: Iterable[str]) -> frozenset[str]:
    """Return the words that stand whole on a line, also with a hyphen inside, lower case."""
    found: set[str] = set()
    broken = False
    for line in lines:
        words = _WHOLE_WORD.findall(line.lower())
        # Below a hyphen the first word is the rest of one.
        found.update(words[1:] if broken else words)
        broken = line.endswith(("-", "\u2010"))
    return frozenset(found)


def _keeps_hyphen(first: str, second: str, words: frozenset[str]) -> bool:
    """Whether a hyphen at a line's end belongs to the word: X-rays, 10-15, low-impact."""
    one, two = first.lower(), second.lower()
    if len(first) < 2 or first[-1].isdigit() or first[-1].isupper() or not second[0].islower():
        return True
    if one + two in words or f"{one}-{two}" in words:
        return one + two not in words
    return "-" in one or one in _TAKE_HYPHENS or (one in words and two in words)


def take_title(blocks: Sequence[Block]) -> tuple[str | None, tuple[Block, ...]]:
    """Return the document's title and the blocks without it.

    The title is the first heading where it is the only one of its level and none is above it.
    """
    headings = [block for block in blocks if block.kind == "heading"]
    if not headings:
        return None, tuple(blocks)
    first = headings[0]
    alone = all(block.level > first.level for block in headings[1:])
    if not alone or (len(headings) == 1 and blocks[0] is not first):
        return None, tuple(blocks)
    rest = [block for block in blocks if block is not first]
    return first.text, tuple(rest)


def as_title(text: str | None) -> str | None:
    """Return a title on one line and not too long, None where nothing is left of it."""
    line = one_line(text or "")
    return line[:_LONGEST_TITLE].strip() or None
