"""The figures of an evaluation as text, and as a page with tables and plots."""

from __future__ import annotations

import base64
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

#: The figures of each part that are told first, and how.
HEADLINES = {
    "intents": (("macro_f1", "macro-F1"),),
    "findings": (
        ("micro_f1", "micro-F1"),
        ("turned_round", "denied or doubtful taken for present"),
    ),
    "red_flags": (("recall", "recall"), ("false_alarms", "false alarms on look-alikes")),
}
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:right}
td:first-child,th:first-child{text-align:left}tr:nth-child(even){background:#f2f2f2}
img{max-width:100%}li{margin:.2rem 0}"""


def as_text(figures: Mapping[str, Any]) -> str:
    """The figures and every error, for a terminal."""
    lines: list[str] = []
    for part, headlines in HEADLINES.items():
        lines += ["", f"{part} ({figures[part]['messages']} held-out messages)"]
        lines += [f"  {name}: {figures[part][key]:.3f}" for key, name in headlines]
        lines += [
            f"    {row['name']:36} n {row['count']:3}  precision {row['precision']:.2f}  "
            f"recall {row['recall']:.2f}  F1 {row['f1']:.2f}"
            for row in figures[part]["classes"]
        ]
        lines += [f"  ✗ {error}" for error in figures[part]["errors"]]
    return "\n".join(lines[1:])


def write(figures: Mapping[str, Any], folder: Path) -> None:
    """Write the page, plots inside, to ``index.html``."""
    parts = []
    for part, headlines in HEADLINES.items():
        told = "; ".join(f"{name} <b>{figures[part][key]:.3f}</b>" for key, name in headlines)
        picture = _picture(_bars(figures[part]["classes"]))
        parts.append(
            f"<h2>{part} ({figures[part]['messages']} messages)</h2><p>{told}</p>"
            f"{picture}{_table(figures[part]['classes'])}<h3>Every error</h3>"
            f"<ul>{''.join(f'<li>{escape(error)}</li>' for error in figures[part]['errors'])}</ul>"
        )
    parts.insert(1, f"<h3>Confusion</h3>{_picture(_confusion(figures['intents']['confusion']))}")
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Understanding</title>"
        f"<style>{_STYLE}</style><h1>Understanding, on held-out messages</h1>"
        f"{''.join(parts)}</html>"
    )
    (folder / "index.html").write_text(page, encoding="utf-8")


def _table(classes: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{escape(row['name'])}<td>{row['count']}<td>{row['precision']:.2f}"
        f"<td>{row['recall']:.2f}<td>{row['f1']:.2f}"
        for row in classes
    )
    return f"<table><tr><th>class<th>n<th>precision<th>recall<th>F1{rows}</table>"


def _bars(classes: Sequence[Mapping[str, Any]]) -> Any:
    figure, axes = _figure(10, 0.22 * len(classes) + 1)
    names = [row["name"] for row in classes][::-1]
    axes.barh(names, [row["f1"] for row in classes][::-1], color="#0d6066")
    axes.set_xlim(0, 1)
    axes.set_xlabel("F1")
    axes.tick_params(labelsize=8)
    return figure


def _confusion(rows: Sequence[Sequence[str]]) -> Any:
    counts = Counter((intent, guessed) for intent, guessed in rows)
    names = sorted({name for pair in counts for name in pair})
    figure, axes = _figure(9, 9)
    axes.imshow([[counts[a, b] for b in names] for a in names], cmap="BuGn")
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_xlabel("taken for")
    for row, a in enumerate(names):
        for column, b in enumerate(names):
            if counts[a, b]:
                axes.text(column, row, counts[a, b], ha="center", va="center", fontsize=7)
    return figure


def _figure(width: float, height: float) -> tuple[Any, Any]:
    # Drawing needs no screen; the plotting library would look for one when imported as usual.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="tight")
    FigureCanvasAgg(figure)
    return figure, figure.subplots()


def _picture(figure: Any) -> str:
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=110)
    return f"<img alt='' src='data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}'>"
