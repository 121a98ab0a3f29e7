"""The report as one page of HTML that stands alone: no script, and nothing that is fetched."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from knowledge.areas import areas
from knowledge.report import body_map
from knowledge.report.content import Report
from knowledge.report.style import style
from knowledge.report.words import load_words

FOLDER = Path(__file__).parent
TEMPLATE = "report.html"


def render(report: Report) -> str:
    """The page; everything that was told or looked up is escaped."""
    marks = areas(report.answers)
    return _template().render(
        report=report,
        h=load_words().headings,
        notes=load_words().notes,
        style=Markup(style()),
        picture=Markup(body_map.marked(marks)),
        picture_text=body_map.described(marks),
    )


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
