"""The chat page and its files."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.channels.minify import minify
from bot.settings import ROOT
from knowledge.report.style import style_source

FOLDER = ROOT / "bot" / "web"

#: What the page shares with the report: one drawing, kept beside the code that marks it there.
SHARED = {"body_map.svg": ROOT / "knowledge" / "report" / "body_map.svg"}

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


#: What is packed already, and only grows when it is packed again.
PACKED = (".png", ".webp", ".woff2")

#: The one file that the pages of other sites load themselves.
LOADER = "loader.js"


@dataclass(frozen=True)
class Page:
    """A file as it is served; the tag changes with its content and its encoding."""

    body: bytes
    content_type: str
    tag: str
    encoding: str | None = None


def read_page(name: str, accepted: str = "", folder: Path = FOLDER) -> Page | None:
    """The file of this name (with folders), if it is one that we serve.

    It is packed with gzip where the request's Accept-Encoding, `accepted`, names that.
    """
    path = SHARED.get(name) or (folder / name).resolve()
    # Neither a way out of the folder, nor hidden files, nor anything of an unknown kind.
    inside = name in SHARED or path.is_relative_to(folder.resolve())
    hidden = any(part.startswith(".") for part in Path(name).parts)
    if not inside or hidden or path.suffix not in TYPES or not path.is_file():
        return None
    packed = path.suffix not in PACKED and _takes_gzip(accepted)
    return _load(path, path.stat().st_mtime_ns, packed)


# Read, made small, packed and hashed once, and again only when the file was changed.
@lru_cache(maxsize=64)
def _load(path: Path, _changed: int, packed: bool) -> Page:
    body = minify(path.read_bytes(), path.suffix)
    tag = hashlib.sha256(body).hexdigest()[:20]
    if not packed:
        return Page(body, TYPES[path.suffix], f'"{tag}"')
    return Page(gzip.compress(body, mtime=0), TYPES[path.suffix], f'"{tag}-gzip"', "gzip")


def _takes_gzip(accepted: str) -> bool:
    offers = [offer.replace(" ", "").lower().split(";") for offer in accepted.split(",")]
    return any(name == "gzip" and rest not in (["q=0"], ["q=0.0"]) for name, *rest in offers)


def page_headers(name: str, page: Page, frame_ancestors: Sequence[str]) -> dict[str, str]:
    """What the browser is told about a file of the page besides its kind and encoding."""
    loader = name == LOADER
    return {
        "Content-Security-Policy": page_policy(frame_ancestors),
        "Cross-Origin-Resource-Policy": "cross-origin" if loader else "same-origin",
        # Kept by the browser, but asked about each time: its name stays when it changes. Only
        # the loader is used as it is for a while, since every page of a clinic asks for it.
        "Cache-Control": "public, max-age=600" if loader else "no-cache",
        "ETag": page.tag,
        "Vary": "Accept-Encoding",
    }


def page_policy(frame_ancestors: Sequence[str]) -> str:
    """The content security policy of the page: only our own files, no inline code.

    A report that the page shows from memory is under the same policy, hence its style.
    """
    ancestors = " ".join(["'self'", *frame_ancestors])
    return (
        f"default-src 'self'; style-src 'self' {style_source()}; base-uri 'none';"
        f" form-action 'none'; object-src 'none'; frame-ancestors {ancestors};"
        " require-trusted-types-for 'script'"
    )


def report_policy() -> str:
    """For a report as a page: it carries its own style, and can run or load nothing."""
    return (
        f"default-src 'none'; style-src {style_source()}; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )


#: For answers that are data: they must never be run or shown as a page.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
