"""A tree of HTML elements turned into headings, paragraphs, lists and tables of plain text.

HTML, Word and Markdown all come through here: mammoth and markdown-it write HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.ingest.blocks import Block, clean, one_line

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = ("ul", "ol", "menu", "dir")
_BLOCKS = {
    *_HEADINGS, *_LISTS, "address", "article", "aside", "blockquote", "body", "caption", "center",
    "details", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "header", "hr", "html", "li", "main", "nav", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr",
}  # fmt: skip
_UNSEEN = {
    "audio", "button", "canvas", "datalist", "dialog", "embed", "head", "iframe", "input", "link",
    "map", "meta", "noscript", "object", "option", "script", "select", "style", "svg", "template",
    "textarea", "title", "video",
}  # fmt: skip
_LONGEST_HEADER_CELL = 8  # words
_MOST_BOLD_WORDS = 12
# Below every real heading.
_BOLD_LEVEL = 7
# Between the paragraphs that a line of two breaks makes.
_BREAK = "\n"


def blocks_of(root: Any) -> Iterator[Block]:
    """Yield the blocks of an lxml element in the order in which they are read."""
    runs: list[str] = []
    for part in _parts(root):
        if isinstance(part, str):
            runs.append(part)
            continue
        yield from _paragraphs(runs)
        runs = []
        yield from _block(part)
    yield from _paragraphs(runs)


def is_seen(element: Any) -> bool:
    """Whether a reader of the page sees an element: no script, no comment, not hidden."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return False
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is None and "display:none" not in style


def _parts(element: Any) -> Iterator[Any]:
    """Yield runs of text and block elements below an element, inline elements dissolved."""
    if element.text:
        yield element.text
    for child in element:
        if is_seen(child):
            if child.tag in _BLOCKS:
                yield child
            elif child.tag == "br":
                yield _BREAK + "\0"
            elif child.tag == "img":
                yield " "
            else:
                yield from _parts(child)
        if child.tail:
            yield child.tail


def _paragraphs(runs: Sequence[str]) -> Iterator[Block]:
    # Only a `br` ends a line in HTML; the source's own line ends are blanks.
    text = "".join(_BREAK if run == _BREAK + "\0" else re.sub(r"\s", " ", run) for run in runs)
    for paragraph in re.split(r"\n[ \t]*\n\s*", text):
        line = one_line(paragraph)
        if any(character.isalnum() for character in line):
            yield Block("text", line)


def _block(element: Any) -> Iterator[Block]:
    tag = element.tag
    if tag in _HEADINGS or tag == "summary":
        text = one_line(_text(element))
        if text:
            # What a "details" element opens on is a heading for people, though not for HTML.
            yield Block("heading", text, _HEADINGS.get(tag) or _level_within(element))
    elif tag == "p" and _is_bold_line(element):
        yield Block("heading", one_line(_text(element)).rstrip(": "), _BOLD_LEVEL)
    elif tag in _LISTS:
        yield from _whole(_items(element, 0))
    elif tag == "dl":
        yield from _whole(_definitions(element))
    elif tag == "table":
        yield from _table(element)
    elif tag == "pre":
        text = clean(_text(element))
        if text:
            yield Block("text", one_line(text))
    elif tag == "li":
        # A stray item without its list.
        yield from _whole(_item(element, "- ", 0))
    else:
        yield from blocks_of(element)


def _is_bold_line(element: Any) -> bool:
    """Whether a paragraph is a line in bold, as headings are that were only painted so."""
    if len(element) != 1 or element[0].tag not in ("strong", "b"):
        return False
    around = f"{element.text or ''}{element[0].tail or ''}".strip(" :")
    words = one_line(_text(element)).split()
    return not around and 0 < len(words) <= _MOST_BOLD_WORDS and words[-1][-1] not in ".,;"


def _whole(lines: Iterator[str]) -> Iterator[Block]:
    text = "\n".join(lines)
    if text:
        yield Block("lines", text)


def _level_within(element: Any) -> int:
    """Return the level below the last heading before an element."""
    for before in element.xpath("preceding::*[self::h1 or self::h2 or self::h3 or self::h4]")[-1:]:
        return _HEADINGS[before.tag] + 1
    return 2


def _items(element: Any, depth: int) -> Iterator[str]:
    start = element.get("start") or "1"
    number = int(start) if element.tag == "ol" and start.isdecimal() else 1
    for child in element:
        if not is_seen(child):
            continue
        if child.tag == "li":
            yield from _item(child, f"{number}. " if element.tag == "ol" else "- ", depth)
            number += 1
        elif child.tag in _LISTS:
            yield from _items(child, depth + 1)


def _item(element: Any, mark: str, depth: int) -> Iterator[str]:
    """Yield the lines of a list's item: its own text, then the lists inside it."""
    own: list[str] = []
    inner: list[str] = []
    for part in _parts(element):
        if isinstance(part, str):
            own.append(part)
        elif part.tag in _LISTS:
            inner += _items(part, depth + 1)
        else:
            own.append(f" {_text(part)} ")
    text = one_line("".join(own).replace("\0", ""))
    if text:
        yield "  " * depth + mark + text
    yield from inner


def _definitions(element: Any) -> Iterator[str]:
    terms: list[str] = []
    for child in element.iter("dt", "dd"):
        text = one_line(_text(child))
        if child.tag == "dt":
            terms.append(text)
        elif text:
            yield f"- {', '.join(terms)}: {text}" if terms else f"- {text}"
            terms = []


def _table(element: Any) -> Iterator[Block]:
    """Yield a table as lines that name their columns, a table for layout as what is in it."""
    rows = [row for row in element.iter("tr") if _nearest_table(row) is element]
    if any(cell.tag in _BLOCKS and cell.tag in (*_HEADINGS, "table") for cell in _inside(rows)):
        for row in rows:
            for cell in row:
                if is_seen(cell):
                    yield from blocks_of(cell)
        return
    for caption in element.iter("caption"):
        text = one_line(_text(caption))
        if text:
            yield Block("text", text)
    cells = [[one_line(_text(cell)) for cell in row if cell.tag in ("td", "th")] for row in rows]
    whole = [(row, texts) for row, texts in zip(rows, cells, strict=True) if any(texts)]
    if not whole:
        return
    head = whole[0][1] if _is_header(*whole[0]) and len(whole) > 1 else []
    lines = (_row(texts, head) for _, texts in (whole[1:] if head else whole))
    yield from _whole(line for line in lines if line)


def _inside(rows: Sequence[Any]) -> Iterator[Any]:
    return (each for row in rows for each in row.iterdescendants() if isinstance(each.tag, str))


def _nearest_table(row: Any) -> Any:
    return next(row.iterancestors("table"), None)


def _is_header(row: Any, texts: Sequence[str]) -> bool:
    if len(texts) < 2 or not all(texts):
        return False
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if all(cell.tag == "th" for cell in cells):
        return True
    return all(
        len(text.split()) <= _LONGEST_HEADER_CELL and not re.search(r"[.!?]$|\d", text)
        for text in texts
    )


def _row(texts: Sequence[str], head: Sequence[str]) -> str:
    named = []
    for number, text in enumerate(texts):
        name = head[number] if number < len(head) else ""
        if text:
            named.append(f"{name}: {text}" if name else text)
    return "; ".join(named)


def _text(element: Any) -> str:
    """Return the text of an element, the blocks in it apart from each other."""
    parts = []
    for part in _parts(element):
        parts.append(part.replace("\0", "") if isinstance(part, str) else f" {_text(part)} ")
    return "".join(parts)
