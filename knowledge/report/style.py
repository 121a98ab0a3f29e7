"""The style of the report's page, and its digest, by which a policy lets in this style only."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

PATH = Path(__file__).with_name("report.css")


@lru_cache(maxsize=1)
def style() -> str:
    """What stands in the page's only style element."""
    return PATH.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def style_source() -> str:
    """The style as a source of a content security policy: ``'sha256-…'``, quotes included."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
