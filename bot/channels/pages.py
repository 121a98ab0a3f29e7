"""The chat page and its files."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT

FOLDER = ROOT / "bot" / "web"

#: What knowledge/report/html.py puts into a report's page as its style.
REPORT_STYLE = ROOT / "knowledge" / "report" / "report.css"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class Page:
    """A file as it is served; the tag changes with its content."""

    body: bytes
    content_type: str
    tag: str


def read_page(name: str, folder: Path = FOLDER) -> Page | None:
    """The file of this name (with folders), if it is one that we serve."""
    path = (folder / name).resolve()
    # Neither a way out of the folder, nor hidden files, nor anything of an unknown kind.
    inside = path.is_relative_to(folder.resolve())
    hidden = any(part.startswith(".") for part in Path(name).parts)
    if not inside or hidden or path.suffix not in TYPES or not path.is_file():
        return None
    body = path.read_bytes()
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return Page(body, TYPES[path.suffix], tag)


def page_policy(frame_ancestors: Sequence[str]) -> str:
    """The content security policy of the page: only our own files, no inline code.

    A report that the page shows from memory is under the same policy, hence its style.
    """
    ancestors = " ".join(["'self'", *frame_ancestors])
    return (
        f"default-src 'self'; style-src 'self' {_report_style()}; base-uri 'none';"
        f" form-action 'none'; object-src 'none'; frame-ancestors {ancestors};"
        " require-trusted-types-for 'script'"
    )


def report_policy() -> str:
    """For a report as a page: it carries its own style, and can run or load nothing."""
    return (
        f"default-src 'none'; style-src {_report_style()}; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )


def _report_style() -> str:
    # Its digest lets this one style in, and no other.
    digest = hashlib.sha256(REPORT_STYLE.read_bytes()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


#: For answers that are data: they must never be run or shown as a page.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
