"""The figures of an evaluation as text for a terminal and for docs/evaluation.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.evaluation.report import DOCUMENT, bound, gate_lines, value, with_block

#: What `make evaluate ARGS=--docs` writes stands between these lines.
MARKS = ("<!-- figures: written by make evaluate ARGS=--docs -->", "<!-- end of figures -->")

#: The figures of each part that are told for each file, and how.
HEADLINES = {
    "intents": (("macro_f1", "macro-F1"),),
    "findings": (
        ("micro_f1", "micro-F1"),
        ("precision", "precision"),
        ("recall", "recall"),
        ("turned_round", "denied or doubtful taken for present"),
    ),
    "red_flags": (
        ("recall", "recall"),
        ("high_enough", "level right or higher"),
        ("false_alarms", "false alarms"),
    ),
}
TITLES = {"intents": "Intents", "findings": "Findings", "red_flags": "Red flags"}


def as_text(figures: Mapping[str, Any], errors: bool = False) -> str:
    """The gates and the figures of each file and class, with every error where that is wanted."""
    lines = [*gate_lines(figures["gates"])]
    for part, headlines in HEADLINES.items():
        own = figures[part]
        lines += ["", f"{TITLES[part]} ({own['messages']} held-out messages)"]
        for row in _with_total(own):
            told = ", ".join(f"{name} {row[key]:.3f}" for key, name in headlines)
            lines.append(f"  {row['file']:20} n {row['messages']:4}  {told}")
        lines += [_class_line(row) for row in own["classes"]]
        if errors:
            lines += [f"  ✗ {row['what']}: {row['text']}" for row in own["errors"]]
    return "\n".join(lines)


def as_markdown(figures: Mapping[str, Any]) -> str:
    """The gates and the figures of each file, for docs/evaluation.md."""
    about = figures["about"]
    lines = [
        f"{about['date']}, {about['messages']} messages, Python {about['python']}, "
        + ", ".join(f"{name} {number}" for name, number in about["versions"].items())
        + ".",
        "",
        "| gate | figure (95 % interval) | target | floor | |",
        "|---|---|---|---|---|",
    ]
    for row in figures["gates"]:
        told = "; ".join(part for part in (row["status"], row["detail"], row["reason"]) if part)
        lines.append(
            f"| {row['title']} | {value(row)} | {bound(row, 'target')} "
            f"| {bound(row, 'floor')} | {told} |"
        )
    for part, headlines in HEADLINES.items():
        names = " | ".join(name for _, name in headlines)
        lines += ["", f"| {TITLES[part].lower()} | messages | {names} |"]
        lines.append("|---|---" + "|---" * len(headlines) + "|")
        for row in _with_total(figures[part]):
            told = " | ".join(f"{row[key]:.3f}" for key, _ in headlines)
            lines.append(f"| {row['file']} | {row['messages']} | {told} |")
    return "\n".join(lines)


def write_document(figures: Mapping[str, Any], path: Path = DOCUMENT) -> None:
    """Put the figures into docs/evaluation.md."""
    document = path.read_text(encoding="utf-8")
    path.write_text(with_block(document, as_markdown(figures), MARKS), encoding="utf-8")


def _with_total(part: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [*part["files"], {**part, "file": "together"}]


def _class_line(row: Mapping[str, Any]) -> str:
    if "f1" in row:
        told = f"precision {row['precision']:.2f}  recall {row['recall']:.2f}  F1 {row['f1']:.2f}"
    else:
        told = f"recall {row['recall']:.2f}  level right or higher {row['high_enough']:.2f}"
    return f"    {row['name']:36} n {row['count']:3}  {told}"
