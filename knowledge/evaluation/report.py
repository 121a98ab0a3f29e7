"""Gates and figures as text for a terminal and for docs/evaluation.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.evaluation.gates import BELOW_TARGET, LESS, MISSED, PASS
from knowledge.loading import ROOT

DOCUMENT = ROOT / "docs" / "evaluation.md"
_SIGNS = {PASS: "✓", BELOW_TARGET: "~", MISSED: "✗"}


def bound(verdict: Mapping[str, Any], name: str) -> str:
    """A target or floor with its direction: ``≥ 0.92``."""
    return f"{'≤' if verdict['better'] == LESS else '≥'} {verdict[name]:.2f}"


def value(verdict: Mapping[str, Any]) -> str:
    """A figure, with its 95 % interval where there is one."""
    between = verdict.get("interval")
    told = f" ({between[0]:.3f}–{between[1]:.3f})" if between else ""
    return f"{verdict['value']:.3f}{told}"


def gate_lines(verdicts: Iterable[Mapping[str, Any]]) -> list[str]:
    """A line for each gate, and one for the reason that a floor is not the target."""
    lines = []
    for row in verdicts:
        lines.append(
            f"{_SIGNS[row['status']]} {row['status']:12} {row['title']:52} {value(row):22} "
            f"target {bound(row, 'target')}, floor {bound(row, 'floor')}"
            + (f"  [{row['detail']}]" if row["detail"] else "")
        )
        if row["reason"]:
            lines.append(f"  {'':12} {row['reason']}")
    return lines


def with_block(document: str, block: str, marks: tuple[str, str]) -> str:
    """A document with what stands between two marks replaced.

    Raises:
        ValueError: the marks are not there.
    """
    before, begin, rest = document.partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not begin or not end:
        raise ValueError(f"no place for the figures: {marks[0]} … {marks[1]}")
    return f"{before}{begin}\n\n{block}\n\n{end}{after}"
