"""The page of the vignettes: gates, the comparison as a plot, levels, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from bot.evaluation.plots import level_table
from bot.evaluation.vignettes.figures import NO_ENDING
from bot.evaluation.vignettes.published import COLUMNS
from bot.evaluation.vignettes.report import OURS, by_file, more_figures
from knowledge.evaluation.page import document, gates, table
from knowledge.urgency import LEVELS


def write(figures: Mapping[str, Any], folder: Path) -> None:
    """Write the page to ``index.html``."""
    (folder / "index.html").write_text(page(figures), encoding="utf-8")


def page(figures: Mapping[str, Any]) -> str:
    """The page, complete in itself."""
    told = "".join(f"<p>{escape(line)}</p>" for line in more_figures(figures))
    body = (
        "<h1>How soon to be seen: the patient cards, held as conversations</h1>"
        f"<p class=soft>{escape(figures['about']['date'])} · the same as JSON: "
        "<a href=figures.json>figures.json</a> · <a href=conversations.json>the conversations</a>"
        f"</p>{gates(figures['gates'])}{told}"
        f"<h2>Each file of cards</h2>{_files(figures)}"
        f"<h2>Beside the published figures</h2>{_plot(figures)}"
        "<h2>Levels</h2><p class=soft>A row is the level wanted, a column the level given; framed "
        f"is what differs.</p>{level_table(figures['levels'], (*LEVELS, NO_ENDING))}"
        f"<h2>Every card that went wrong</h2>{_wrong(figures)}"
    )
    return document("Patient cards", body)


def _files(figures: Mapping[str, Any]) -> str:
    head, *rows = by_file(figures)
    told = "".join(
        "<tr>"
        + "".join(
            f"<td data-name='{escape(name)}'>{escape(cell)}"
            for name, cell in zip(head, row, strict=True)
        )
        for row in rows
    )
    return table("cards", "".join(f"<th>{escape(n)}" for n in head), told)


def _plot(figures: Mapping[str, Any]) -> str:
    """For each figure a row of bars, ours first."""
    told = ""
    for name, (title, own) in COLUMNS.items():
        rows = [(OURS, "", 100 * figures[own])]
        rows += [(r["who"], r["study"], r[name]) for r in figures["published"] if name in r]
        told += f"<h3>{escape(title)}</h3><table class=compare>" + "".join(
            f"<tr{' class=ours' if who == OURS else ''}><td>{escape(who)}<td>{share:.0f} %"
            f"<td class=bar><i style='width:{share:.0f}%'></i><td class=soft>{escape(study)}"
            for who, study, share in rows
        )
        told += "</table>"
    return told


def _wrong(figures: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(card['id'])}<td class=left>{escape(card['expected'])}"
        f"<td class=left>{escape(card['reached'])}<td class=left>{escape(str(card['pattern']))}"
        f"<td class=left>{escape(', '.join(card['patterns']))}"
        f"<td class='left full'>{escape(card['opening'])}"
        f"<br><span class=soft>{escape(card['why'])}</span>"
        for card in figures["wrong"]
    )
    head = (
        "<th>card<th class=left>wanted<th class=left>given<th class=left>pattern"
        "<th class=left>named<th class=left>opening, and why the level"
    )
    return (
        f"<div class=wide><table class=cards><thead><tr>{head}</thead><tbody>{rows}</table></div>"
    )
