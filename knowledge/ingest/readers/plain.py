"""Plain text: paragraphs, lists and headings told by how the lines look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.ingest.blocks import (
    Block,
    Extracted,
    UnreadableError,
    clean,
    mend,
    take_title,
    words_in,
)

# Nobody wraps wider than this, so that a longer line is a paragraph of its own.
_WIDEST_WRAPPED = 120
_LONGEST_HEADING = 90
_MOST_HEADING_WORDS = 14

_ITEM = re.compile(r"^(?:[-*•‣◦–·]|\d{1,2}[.)]|[a-z][.)])\s+\S")
_MARK = re.compile(r"^(?:[*•‣◦–·]|-)\s+")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|~{3,})$")
_ENDS_SENTENCE = re.compile(r"[.!;,…:][\"'”’)\]]*$")

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of some bytes: by their byte order mark, as declared, or as UTF-8.

    Raises:
        UnreadableError: naming the line that is no text in this encoding.
    """
    encoding = next((name for mark, name in _BOMS.items() if data.startswith(mark)), None)
    encoding = encoding or declared or "utf-8"
    try:
        text = data.decode(encoding)
    except LookupError:
        raise UnreadableError(f"wrong encoding: nobody knows {encoding!r}; save as UTF-8") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        name = {"utf-8-sig": "UTF-8"}.get(encoding, encoding.upper())
        raise UnreadableError(f"wrong encoding: not {name} text; save it as UTF-8", line) from None
    if "\0" in text:
        raise UnreadableError("not a text file: it holds zero bytes")
    return text


def read_plain(data: bytes) -> Extracted:
    """Return the headings, paragraphs and lists of a plain text."""
    lines = clean(decode(data)).split("\n")
    words = words_in(lines)
    blocks = list(_with_levels(list(_blocks(lines, words))))
    title, rest = take_title(blocks) if _begins_with_title(blocks) else (None, tuple(blocks))
    return Extracted(rest, title=title)


def _begins_with_title(blocks: Sequence[Block]) -> bool:
    return bool(blocks) and blocks[0].kind == "heading" and len(blocks) > 1


def _blocks(lines: Sequence[str], words: frozenset[str]) -> Iterator[Block]:
    for group in _groups(lines):
        if any(len(line) > _WIDEST_WRAPPED for line in group):
            for number, line in enumerate(group):
                after = group[number + 1] if number + 1 < len(group) else ""
                yield from _line(line, heading=_looks_like_heading(line) and bool(after))
        else:
            yield from _wrapped(group, words)


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the runs of lines between blank ones."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line:
            group.append(line)
        elif group:
            yield group
            group = []


def _line(line: str, heading: bool) -> Iterator[Block]:
    if _ITEM.match(line):
        yield Block("lines", _MARK.sub("- ", line))
    elif heading:
        yield Block("heading", line, 2)
    elif not _UNDERLINE.match(line):
        yield Block("text", line)


def _wrapped(group: list[str], words: frozenset[str]) -> Iterator[Block]:
    """Yield the blocks of lines that end where the page did, so that they belong together."""
    if len(group) > 1 and _UNDERLINE.match(group[1]):
        yield Block("heading", group[0], 1 if group[1].startswith("=") else 2)
        group = group[2:]
    elif _looks_like_heading(group[0]) and (len(group) == 1 or _stands_apart(group)):
        yield Block("heading", group[0], 2)
        group = group[1:]
    paragraph: list[str] = []
    items: list[list[str]] = []
    for line in group:
        if _ITEM.match(line):
            items.append([_MARK.sub("- ", line)])
        elif items:
            items[-1].append(line)
        else:
            paragraph.append(line)
    if paragraph:
        yield Block("text", mend(paragraph, words))
    if items:
        yield Block("lines", "\n".join(mend(item, words) for item in items))


def _looks_like_heading(line: str) -> bool:
    return (
        len(line) <= _LONGEST_HEADING
        and len(line.split()) <= _MOST_HEADING_WORDS
        and not _ENDS_SENTENCE.search(line)
        and not re.match(r"^[-*•‣◦–·]\s", line)
        and (line[0].isupper() or line[0].isdigit())
        and any(character.isalpha() for character in line)
    )


def _stands_apart(group: Sequence[str]) -> bool:
    """Whether a first line ends long before the line is full, and a sentence begins after it."""
    widest = max(len(line) for line in group)
    return widest > 40 and len(group[0]) < 0.6 * widest and group[1][0].isupper()


def _with_levels(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, a heading at the very beginning above all others as the title.

    A heading that nothing follows is a line of text that only looks like one.
    """
    titled = bool(blocks) and blocks[0].kind == "heading"
    for number, block in enumerate(blocks):
        if block.kind != "heading":
            yield block
        elif number + 1 == len(blocks):
            yield Block("text", block.text)
        elif titled:
            yield Block("heading", block.text, block.level + 1 if number else 1)
        else:
            yield block
