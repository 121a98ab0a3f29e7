"""The page of an evaluation: its frame, the gates, tables; one file that asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from knowledge.evaluation.gates import BELOW_TARGET, MISSED, PASS
from knowledge.evaluation.report import bound, value

_STYLE = Path(__file__).with_name("page.css")
_MARKS = {PASS: "pass", BELOW_TARGET: "below", MISSED: "missed"}
_GATES = "<th>what<th><th>figure<th>target<th>floor<th>"

Row = Mapping[str, Any]


def document(title: str, body: str) -> str:
    """A page with the style of all evaluations."""
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<title>{escape(title)}</title>"
        # Without it the browser would ask the server for an icon.
        "<link rel=icon href='data:,'>"
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head><body>{body}</body></html>"
    )


def gates(verdicts: Iterable[Row]) -> str:
    """The gates as a table under a heading."""
    rows = "".join(
        f"<tr><td>{escape(row['title'])}"
        f"<td class='mark {_MARKS[row['status']]}'>{row['status']}"
        f"<td data-name=figure>{value(row)}"
        f"<td data-name=target>{bound(row, 'target')}<td data-name=floor>{bound(row, 'floor')}"
        f"<td class='left full soft'>{escape('; '.join(filter(None, _notes(row))))}"
        for row in verdicts
    )
    return (
        "<h2 id=gates>Gates</h2><p class=soft>The target is what is wanted; below the floor the "
        f"tests fail. In brackets: where the true share lies, with 95 % certainty.</p>"
        f"{table('cards', _GATES, rows)}"
    )


def _notes(row: Row) -> tuple[str | None, str | None]:
    return row["detail"] and f"lowest: {row['detail']}", row["reason"]


def table(style: str, head: str, rows: str) -> str:
    """A table that may be wider than the page."""
    return (
        f"<div class=wide><table class={style}><thead><tr>{head}</thead><tbody>{rows}</table></div>"
    )
