"""HTML pages: what the page is about, without its navigation, banners and footers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from knowledge.ingest.blocks import (
    Block,
    Extracted,
    UnreadableError,
    as_title,
    one_line,
    take_title,
)
from knowledge.ingest.readers.plain import decode
from knowledge.ingest.tree import blocks_of, is_seen

# A page of which trafilatura keeps less than this share is one that it took wrongly.
_LEAST_KEPT = 0.5
_SMALL = 60  # words
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*[01]?[0-9a-f]|0*[0-2]?\d);", re.I
)
_WHERE_DECLARED = 2048  # bytes, as browsers have it

_AROUND = ("nav", "footer", "aside", "form", "menu")
_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"}
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|cookies?|consent|gdpr|onetrust|banner"
    r"|footer|sidebar|share|social|newsletter|subscribe|skip|related|pagination|advert)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATES = (
    "article:modified_time", "article:published_time", "dcterms.modified", "dc.date.modified",
    "dcterms.date", "dc.date", "date", "last-modified", "datemodified", "datepublished",
)  # fmt: skip


def read_html(data: bytes) -> Extracted:
    """Return the main text of a page.

    Raises:
        UnreadableError: the encoding is wrong, or no element can be made out.
    """
    from lxml import etree, html

    found = _DECLARED.search(data[:_WHERE_DECLARED])
    text = decode(data, found.group(1).decode("ascii") if found else None)
    # The parser takes no text that declares an encoding of its own, and no control characters.
    text = _CONTROL.sub(" ", re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    if not re.search(r"<\s*[a-zA-Z!]", text):
        raise UnreadableError("not an HTML page: there is no element in it")
    try:
        root = html.document_fromstring(text)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"broken HTML: {one_line(str(error))}") from None
    title, blocks = take_title(_main_blocks(text, root))
    return Extracted(
        blocks,
        title=title or as_title(_first_heading(root)) or _named_in_head(root),
        date=_date_of(root),
        url=_url_of(root),
    )


def _main_blocks(text: str, root: Any) -> list[Block]:
    """Return the blocks that trafilatura keeps, or of a page too small for it all but the frame."""
    import trafilatura
    from lxml import html

    kept = trafilatura.extract(
        text,
        output_format="html",
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_links=False,
    )
    found = list(blocks_of(html.document_fromstring(kept))) if kept else []
    plain = list(blocks_of(_without_frame(root)))
    # Of small pages it takes all that there is, in one piece.
    enough = _words(found) >= max(_SMALL, _LEAST_KEPT * _words(plain)) and len(found) > 1
    headings = sum(block.kind == "heading" for block in found)
    lost = not headings and any(block.kind == "heading" for block in plain)
    return found if enough and not lost else plain


def _without_frame(root: Any) -> Any:
    """Return the main part of a page, or all of it without what the names say is around it."""
    from lxml import html

    body = html.fromstring(html.tostring(root, encoding="unicode"))
    for element in list(body.iter()):
        if isinstance(element.tag, str) and element.tag not in ("html", "body", "main", "article"):
            names = f"{element.get('class') or ''} {element.get('id') or ''}"
            around = element.tag in _AROUND or (element.get("role") or "") in _ROLES
            site = element.tag == "header" and not element.xpath("ancestor::main|ancestor::article")
            if (around or site or _NAMED.search(names)) and element.getparent() is not None:
                element.drop_tree()
    mains = [each for each in body.iter("main", "article") if is_seen(each)]
    return mains[0] if len(mains) == 1 else body


def _words(blocks: list[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _first_heading(root: Any) -> str | None:
    headings = root.xpath("//h1")
    return headings[0].text_content() if len(headings) == 1 else None


def _named_in_head(root: Any) -> str | None:
    for found in (*root.xpath("//meta[@property='og:title']/@content"), root.findtext(".//title")):
        if as_title(found):
            # "Hip pain | My Clinic": the page, then whose it is.
            return as_title(re.split(r"\s+[|–—]\s+", str(found))[0]) or as_title(found)
    return None


def _date_of(root: Any) -> str | None:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        found.setdefault(name.lower(), meta.get("content") or "")
    return next(filter(None, (day_of(found.get(name, "")) for name in _DATES)), None)


def day_of(text: str) -> str | None:
    """Return the day at the beginning of an ISO time, None where there is none."""
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return None


def _url_of(root: Any) -> str | None:
    canonical = root.xpath("//link[@rel='canonical']/@href")
    named = root.xpath("//meta[@property='og:url']/@content")
    return next((url for url in (*canonical, *named) if re.match(r"https?://\S+$", url)), None)
