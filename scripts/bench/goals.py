"""What Patella is to be beside the stock bot, and whether it is: pure functions on the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.bench.figures import PATELLA, Spread, ratios, spread

#: part → what was measured of it, as it is kept.
Results = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Goal:
    """A bound on a median of ratios.

    Attributes:
        part: the part of the benchmark that measures it.
        key: its measure, or its series where `is_growth`.
        title: what it is the ratio of.
        bound: the most that is good enough, or the least where `is_least`.
        is_growth: whether it is about the largest size beside the smallest, and not about the
            stock bot.
    """

    part: str
    key: str
    title: str
    bound: float
    is_least: bool = False
    is_growth: bool = False

    def is_met(self, value: float) -> bool:
        """Whether a median is good enough."""
        return value >= self.bound if self.is_least else value <= self.bound

    @property
    def wanted(self) -> str:
        """The bound as a person reads it."""
        return f"{'≥' if self.is_least else '≤'} {self.bound:g}"


GOALS = (
    Goal("turns", "p50", "a turn, p50", 1.0),
    Goal("turns", "p95", "a turn, p95", 1.2),
    Goal("understanding", "training", "training", 0.35),
    Goal("start", "warm", "start to first answer, warm", 0.6),
    Goal("start", "memory", "memory of all processes", 1.1),
    Goal("crowd", "rate_50", "turns a second, 50 people at once", 2.0, is_least=True),
    Goal("crowd", "p95_50", "p95 of a turn, 50 people at once", 0.5),
    Goal(
        "growth",
        "stored",
        "a turn's p50, 10,000 to 10 conversations stored",
        1.25,
        is_growth=True,
    ),
    Goal("growth", "turns", "a turn's p50, after 100 to after 5 turns", 1.25, is_growth=True),
    Goal("vocabulary", "vocabulary", "understanding, vocabulary × 10", 1.25, is_growth=True),
)


def measured(goal: Goal, results: Results) -> Spread | None:
    """Return the ratios of all rounds that a goal is about; ``None`` where none was measured."""
    part = results.get(goal.part)
    if part is None:
        return None
    if goal.is_growth:
        return growth_of(part[goal.key], PATELLA)
    if goal.key not in part["rounds"][PATELLA][0]:
        return None
    return spread(ratios(goal.key, part["rounds"]))


def growth_of(series: Mapping[str, Any], bot: str) -> Spread:
    """Return by how many times a turn takes longer at the largest size than at the smallest."""
    return spread([row[-1] / row[0] for row in series["rounds"][bot]])


def lines(results: Results, goals: Sequence[Goal] = GOALS) -> list[str]:
    """Return the goals as the lines of a Markdown table, with what was measured beside each."""
    rows = [
        "| ratio of Patella to stock, or of the largest to the smallest | wanted | measured"
        " | min | max | met | measured on |",
        "|---|--:|--:|--:|--:|---|---|",
    ]
    for goal in goals:
        found = measured(goal, results)
        if found is None:
            rows.append(f"| {goal.title} | {goal.wanted} | not measured | | | | |")
            continue
        met = "yes" if goal.is_met(found.middle) else "**no**"
        about = results[goal.part]["about"]
        rows.append(
            f"| {goal.title} | {goal.wanted} | {found.middle:.2f} | {found.least:.2f}"
            f" | {found.most:.2f} | {met} | {about['date']}, load {about['load']:.1f} |"
        )
    return rows
