"""The figures of the vignettes as text for a terminal and for docs/evaluation.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.evaluation.vignettes.published import COLUMNS
from knowledge.evaluation.report import DOCUMENT, bound, value, with_block

#: What `make evaluate ARGS=--docs` writes stands between these lines.
MARKS = ("<!-- vignettes: written by make evaluate ARGS=--docs -->", "<!-- end of vignettes -->")

OURS = "Patella"


def as_text(figures: Mapping[str, Any]) -> list[str]:
    """The table beside the published figures, every card that went wrong, what was asked again."""
    rows = comparison(figures)
    width = max(len(row[0]) for row in rows)
    lines = [
        "",
        *("  ".join([row[0].ljust(width), *(f"{c:>17}" for c in row[2:])]) for row in rows),
    ]
    lines += ["", *("  ".join(f"{cell:>12}" for cell in row) for row in by_file(figures))]
    lines += ["", *more_figures(figures), ""]
    for card in figures["wrong"]:
        sign = "✗" if card["reached"] not in card["acceptable"] else "~"
        lines.append(
            f"{sign} {card['id']}: {card['reached']}, wanted {card['expected']}"
            f"; pattern {card['pattern']}, named {', '.join(card['patterns']) or 'none'}"
        )
    for again in figures["asked_again_for"]:
        lines.append(f"? {again['id']}: asked for {again['question']}, which the opening states")
    return lines


def more_figures(figures: Mapping[str, Any]) -> list[str]:
    """What stands beside the gates."""
    return [
        f"{figures['cards']} cards, {figures['emergencies']} of them emergencies; "
        f"{figures['patterned']} with a pattern and no emergency.",
        f"A level that a clinician would accept: {figures['acceptable']:.1%}; less urgent than the "
        f"one wanted: {figures['below_expected']:.1%}; more urgent: {figures['above_expected']:.1%}"
        f" (inclination to over-triage {figures['inclination_to_over_triage']:.2f}).",
        f"Pattern among three: {figures['pattern_top_three']:.1%}. Questions where no emergency "
        f"ended it: median {figures['questions_median']:g}, 95 % at most "
        f"{figures['questions_95']}, most {figures['questions_most']}. Put a second "
        f"time: in {figures['put_again']:.1%} of conversations; the rest of a list asked for, "
        f'where an answer in words told a part of it, or which of it was meant by "a bit": in '
        f"{figures['followed_up']:.1%}. Asked "
        f"for what the opening had stated: in {figures['asked_though_stated']:.1%}; whether there "
        f"was an accident, where only that it came on all at once was told: in "
        f"{figures['whether_injured']:.1%}; where about the hip, where a hip was told of and no "
        f"part of it: in {figures['part_of_hip']:.1%}.",
    ]


def comparison(figures: Mapping[str, Any]) -> list[list[str]]:
    """A heading and a row for each who was measured, ours first: who, study, figures."""
    ours = [_percent(100 * figures[name]) for _, name in COLUMNS.values()]
    rows = [
        ["", "study", *(title for title, _ in COLUMNS.values())],
        [OURS, "these cards", *ours],
    ]
    for row in figures["published"]:
        shares = [_percent(row[name]) if name in row else "–" for name in COLUMNS]
        rows.append([row["who"], row["study"], *shares])
    return rows


def by_file(figures: Mapping[str, Any]) -> list[list[str]]:
    """A heading and a row for each file of cards."""
    shares = ("emergency_recall", "exact", "safe", "under_triage", "over_triage")
    rows = [
        ["file", "cards", "emergencies", "found", "exact", "safe", "under-triage", "over-triage"]
    ]
    for row in figures["files"]:
        told = [_percent(100 * row[name]) for name in shares]
        rows.append([row["file"], str(row["cards"]), str(row["emergencies"]), *told])
    return rows


def as_markdown(figures: Mapping[str, Any]) -> str:
    """The gates and the comparison, for docs/evaluation.md."""
    lines = [
        f"{figures['about']['date']}. " + " ".join(more_figures(figures)),
        "",
        "| gate | figure (95 % interval) | target | floor | |",
        "|---|---|---|---|---|",
        *(
            f"| {row['title']} | {value(row)} | {bound(row, 'target')} | {bound(row, 'floor')} "
            f"| {row['status']} |"
            for row in figures["gates"]
        ),
        "",
        *_markdown_table(comparison(figures)),
        "",
        *_markdown_table(by_file(figures)),
    ]
    return "\n".join(lines)


def write_document(figures: Mapping[str, Any], path: Path = DOCUMENT) -> None:
    """Put the figures into docs/evaluation.md."""
    document = path.read_text(encoding="utf-8")
    block = with_block(document, as_markdown(figures), MARKS)
    path.write_text(block, encoding="utf-8")


def _markdown_table(rows: Sequence[Sequence[str]]) -> list[str]:
    head, *body = rows
    return [
        "| " + " | ".join(head) + " |",
        "|---" * len(head) + "|",
        *("| " + " | ".join(row) + " |" for row in body),
    ]


def _percent(share: float) -> str:
    return f"{share:.1f} %" if share % 1 else f"{share:.0f} %"
