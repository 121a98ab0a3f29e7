"""How a report becomes a file of each kind.

A format's libraries are loaded when it is first wanted: they are large, and a machine on which
one of them is missing can still make the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


class Impossible(RuntimeError):
    """A format that cannot be made on this machine; the text says what is missing."""


@dataclass(frozen=True)
class Format:
    """``render`` makes the bytes of a `knowledge.report.content.Report`."""

    content_type: str
    render: Callable[[Any], bytes]


def as_html(report: Any) -> bytes:
    """A page."""
    from knowledge.report import html

    return html.render(report).encode()


def as_pdf(report: Any) -> bytes:
    """A PDF.

    Raises:
        Impossible: if WeasyPrint, or Pango that it needs, is not installed.
    """
    from knowledge.report import pdf

    try:
        return pdf.render(report)
    except (ImportError, pdf.PangoMissing) as missing:
        raise Impossible(str(missing)) from None


def as_fhir(report: Any) -> bytes:
    """A FHIR R4 Bundle as JSON."""
    from knowledge.report import fhir

    return json.dumps(fhir.bundle(report), ensure_ascii=False, indent=2).encode()


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "html": Format("text/html; charset=utf-8", as_html),
        "pdf": Format("application/pdf", as_pdf),
        "fhir": Format("application/fhir+json", as_fhir),
    }
)
