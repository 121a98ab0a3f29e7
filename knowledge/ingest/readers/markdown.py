"""Markdown, with or without front matter."""

from __future__ import annotations

from knowledge.ingest.blocks import Extracted, take_title
from knowledge.ingest.tree import blocks_of


def read_markdown(body: str) -> Extracted:
    """Return the headings and texts of a Markdown body, front matter taken off before."""
    from lxml import html
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    page = parser.render(body)
    # An empty page is no document to the parser.
    root = html.document_fromstring(f"<html><body><div>{page}</div></body></html>")
    title, blocks = take_title(list(blocks_of(root)))
    return Extracted(blocks, title=title)
