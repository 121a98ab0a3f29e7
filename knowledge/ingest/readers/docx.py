"""Word files (.docx): headings, lists and tables by way of the HTML that mammoth makes of them."""

from __future__ import annotations

import io
import re
import zipfile

from knowledge.ingest.blocks import (
    Extracted,
    UnreadableError,
    as_title,
    one_line,
    take_title,
)
from knowledge.ingest.readers.html import day_of
from knowledge.ingest.tree import blocks_of

# Word's title is a style of its own, above the headings of the first level.
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        *(
            f"p[style-name='{name} {level}'] => h{min(level + 1, 6)}:fresh"
            for name in ("Heading", "heading")
            for level in range(1, 7)
        ),
    ]
)
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
# XML shrinks to a tenth; a file that grows far more than that is made to fill the memory.
_MOST_GROWTH = 100
_ALWAYS_ALLOWED = 20_000_000  # bytes


def read_docx(data: bytes) -> Extracted:
    """Return the headings and texts of a Word file.

    Raises:
        UnreadableError: it is protected, of the old format, or broken.
    """
    import mammoth
    from lxml import html

    if data.startswith(_OLD_FORMAT):
        what = "protected by a password, or of the old .doc format"
        raise UnreadableError(f"{what}; save it as .docx without a password")
    created, title = _checked(data)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {}),
        )
        root = html.document_fromstring(f"<html><body><div>{made.value}</div></body></html>")
        found, blocks = take_title(list(blocks_of(root)))
    # What a broken file does to the reader is not ours to foresee.
    except Exception as error:
        raise UnreadableError(f"broken Word file: {_reason(error)}") from None
    return Extracted(blocks, title=found or title, date=created)


def _checked(data: bytes) -> tuple[str | None, str | None]:
    """Return the day and the title in the file's properties, after a look at the archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = {each.filename: each.file_size for each in archive.infolist()}
            if "word/document.xml" not in sizes:
                raise UnreadableError("broken Word file: there is no document in it")
            text = sum(size for name, size in sizes.items() if name.endswith((".xml", ".rels")))
            if text > max(_ALWAYS_ALLOWED, _MOST_GROWTH * len(data)):
                what = f"its text unpacks to {text // 1_000_000} MB"
                raise UnreadableError(f"too large: {what}; cut it into several files")
            core = archive.read("docProps/core.xml") if "docProps/core.xml" in sizes else b""
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, KeyError) as error:
        raise UnreadableError(f"broken Word file: {_reason(error)}") from None
    return _properties(core.decode("utf-8", "replace"))


def _properties(core: str) -> tuple[str | None, str | None]:
    day = re.search(r"<dcterms:modified[^>]*>([^<]+)<", core)
    title = re.search(r"<dc:title[^>]*>([^<]+)<", core)
    words = title.group(1) if title else ""
    sensible = words.lower() not in ("", "word document", "untitled", "title")
    return day_of(day.group(1)) if day else None, as_title(words) if sensible else None


def _reason(error: BaseException) -> str:
    return one_line(str(error))[:200] or type(error).__name__
