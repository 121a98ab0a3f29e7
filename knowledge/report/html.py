"""The report as one page of HTML that stands alone: no script, and nothing that is fetched."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from knowledge.report import body_map
from knowledge.report.content import Report

FOLDER = Path(__file__).parent
TEMPLATE, STYLE = "report.html", "report.css"


def render(report: Report) -> str:
    """The page; everything that was told or looked up is escaped."""
    places, side = report.answers.location, report.answers.side
    return _template().render(
        report=report,
        style=Markup(_style()),
        picture=Markup(body_map.marked(places, side)),
        picture_text=body_map.described(places, side),
    )


def content_security_policy() -> str:
    """The strictest policy that shows the page as it is meant, for a server's header."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=1)
def _style() -> str:
    return (FOLDER / STYLE).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE)
