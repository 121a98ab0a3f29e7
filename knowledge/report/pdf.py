"""The report as a tagged PDF (PDF/UA-1), made from the same page."""

from __future__ import annotations

import logging
from typing import Any

from knowledge.report import html
from knowledge.report.content import Report

# What WeasyPrint loads of the system, as Debian and Ubuntu call it.
PACKAGES = "libpango-1.0-0, libpangoft2-1.0-0"


class PangoMissing(RuntimeError):
    """The library that sets the text of a PDF is not on this machine."""

    def __init__(self, cause: OSError) -> None:
        first_line = str(cause).partition("\n")[0]
        super().__init__(
            f"a PDF needs Pango: install {PACKAGES} (macOS: brew install pango). {first_line}"
        )


def render(report: Report) -> bytes:
    """The PDF.

    Raises:
        PangoMissing: naming the packages to install.
    """
    return from_page(html.render(report))


def from_page(page: str) -> bytes:
    """A page of HTML as PDF; nothing that the page refers to is fetched.

    Raises:
        PangoMissing: see `render`.
    """
    weasyprint = _weasyprint()
    fetch_nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    document = weasyprint.HTML(string=page, url_fetcher=fetch_nothing)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def _weasyprint() -> Any:
    # Not at import: it loads Pango, which only the PDF needs.
    try:
        import weasyprint
    except OSError as error:
        raise PangoMissing(error) from error
    # It warns of every rule of the style that is for screens only.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return weasyprint
