"""The page of understanding: gates, tables, plots and every error.

Bars and matrices are tables and the curve is drawn as SVG, so that all of it stays readable on a
phone, can be searched, and follows the colours of the device.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from bot.evaluation.plots import level_matrix, matrix, roc
from bot.evaluation.report import HEADLINES, TITLES
from knowledge.evaluation.page import document, gates, table
from knowledge.evaluation.plots import bar

_CLASSES = "<th>class<th>F1<th class=bar><th>n<th>precision<th>recall"
_GROUPS = (
    "<th>group<th class=left>level<th>n<th>recall<th class=bar><th>level right or higher"
    "<th class=left>raised as"
)
_LOOKALIKES = "<th>kind<th>n<th>alarms<th>share<th class=left>raised as"

Row = Mapping[str, Any]


def write(figures: Mapping[str, Any], folder: Path) -> None:
    """Write the page to ``index.html``."""
    (folder / "index.html").write_text(page(figures), encoding="utf-8")


def page(figures: Mapping[str, Any]) -> str:
    """The page, complete in itself."""
    about = figures["about"]
    targets = {f"{row['part']}.{row['figure']}": row["target"] for row in figures["gates"]}
    versions = ", ".join(f"{escape(n)} {escape(v)}" for n, v in about["versions"].items())
    links = "".join(
        f"<a href='#{part}'>{title}</a>" for part, title in [("gates", "Gates"), *TITLES.items()]
    )
    body = (
        "<h1>How well messages are understood that nothing was learned from</h1>"
        f"<p class=soft>{escape(about['date'])} · {about['messages']} messages · "
        f"Python {escape(about['python'])} · {versions} · the same as JSON: "
        "<a href=figures.json>figures.json</a></p>"
        f"<nav>{links}<a href='#errors'>Errors</a></nav>"
        f"{gates(figures['gates'])}{_intents(figures['intents'], targets)}"
        f"{_findings(figures['findings'], targets)}{_red_flags(figures['red_flags'], targets)}"
        f"{_errors(figures)}"
    )
    return document("Understanding of held-out messages", body)


def _intents(part: Row, targets: Mapping[str, float]) -> str:
    return (
        f"<h2 id=intents>Intents</h2>{_files('intents', part)}"
        "<h3>What was taken for what</h3><p class=soft>A row is what a message meant, a column "
        f"what it was taken for.</p>{matrix(part['confusion'])}"
        "<h3>Each intent, the weakest first</h3>"
        f"{_classes(part['classes'], 0, targets['intents.macro_f1'])}"
    )


def _findings(part: Row, targets: Mapping[str, float]) -> str:
    return (
        f"<h2 id=findings>Findings</h2>{_files('findings', part)}"
        f"<p class=soft>Of what was found, {part['unexpected']:.1%} was taken for present though "
        "the message is not said to state it in any way.</p>"
        f"<h3>Each value, the weakest first</h3><p class=soft>Pale: fewer than "
        f"{part['judged_from']} occurrences, so that one message decides; these are not judged "
        "singly.</p>"
        f"{_classes(part['classes'], part['judged_from'], targets['findings.lowest_f1'])}"
    )


def _red_flags(part: Row, targets: Mapping[str, float]) -> str:
    groups = "".join(
        f"<tr><td>{_name(row['name'])}<td class=left>{escape(row['wanted'])}"
        f"<td data-name=n>{row['count']}<td data-name=recall>{row['recall']:.2f}"
        f"{bar(row['recall'], targets['red_flags.recall'])}"
        f"<td data-name='level right or higher'>{row['high_enough']:.2f}"
        f"<td class='left full'>{_raised(row['raised'])}"
        for row in part["classes"]
    )
    others = "".join(
        f"<tr><td>{_name(row['name'])}<td data-name=n>{row['count']}"
        f"<td data-name=alarms>{row['alarms']}<td data-name=share>{row['share']:.2f}"
        f"<td class='left full'>{_raised(row['raised'])}"
        for row in part["lookalikes"]
    )
    return (
        f"<h2 id=red_flags>Red flags</h2>{_files('red_flags', part)}"
        "<p class=soft>A message counts as noticed when anything that cannot wait is raised for "
        "it, and where its group can wait some days, when anything is. Which group it is raised "
        "as is told below.</p>"
        f"<h3>Levels</h3><p class=soft>A row is what a message calls for, a column what was "
        f"raised.</p>{level_matrix(part['levels'])}"
        f"{_curve(part, targets)}"
        f"<h3>Each group, and what was raised for it</h3>{table('cards', _GROUPS, groups)}"
        f"<h3>Look-alikes</h3>{table('cards', _LOOKALIKES, others)}"
    )


def _curve(part: Row, targets: Mapping[str, float]) -> str:
    if not part["curve"]:
        return ""
    now = part["false_alarms"], part["recall"]
    goal = targets["red_flags.false_alarms"], targets["red_flags.recall"]
    return (
        "<h3>Recall against false alarms</h3><p class=soft>The line is the recogniser by itself "
        "at every threshold, the dot rules and recogniser together as they are set, the green "
        f"corner the target.</p>{roc(part['curve'], now, goal)}"
    )


def _raised(rows: Iterable[Row]) -> str:
    return "<br>".join(
        f"{row['count']} × {escape(row['flag'])}"
        + (f" <span class=soft>{escape(row['level'])}</span>" if row["flag"] != "nothing" else "")
        for row in rows
    )


def _files(part: str, figures: Row) -> str:
    headlines = HEADLINES[part]
    rows = "".join(
        f"<tr><td>{escape(row['file'])}<td data-name=messages>{row['messages']}"
        + "".join(f"<td data-name='{name}'>{row[key]:.3f}" for key, name in headlines)
        for row in (*figures["files"], {**figures, "file": "together"})
    )
    names = "".join(f"<th>{escape(name)}" for _, name in headlines)
    return table("cards", f"<th>file<th>messages{names}", rows)


def _classes(classes: Sequence[Row], judged_from: int, enough: float) -> str:
    rows = "".join(
        f"<tr{' class=few' if row['count'] < judged_from else ''}><td>{_name(row['name'])}"
        f"<td>{row['f1']:.2f}{bar(row['f1'], enough)}<td>{row['count']}"
        f"<td>{row['precision']:.2f}<td>{row['recall']:.2f}"
        for row in classes
    )
    return table("classes", _CLASSES, rows)


def _name(name: str) -> str:
    # A long name may break where its words do.
    return escape(name).replace("_", "_<wbr>")


def _errors(figures: Mapping[str, Any]) -> str:
    findings, flags = figures["findings"], figures["red_flags"]
    turned = [{"what": row["value"], "text": row["text"]} for row in findings["turned"]]
    return "<h2 id=errors>Every error</h2>" + "".join(
        (
            _list("Red flags missed, and false alarms", flags["errors"]),
            _list("Red flags noticed at too low a level", flags["too_low"]),
            _list("Denied, past or doubtful, taken for present", turned),
            _list("Findings", findings["errors"]),
            _list("Intents", figures["intents"]["errors"]),
        )
    )


def _list(title: str, errors: Sequence[Row]) -> str:
    items = "".join(
        f"<li><b>{escape(row['what'])}</b><span>{escape(row['text'])}</span>" for row in errors
    )
    return f"<details open><summary>{title}: {len(errors)}</summary><ul>{items}</ul></details>"
