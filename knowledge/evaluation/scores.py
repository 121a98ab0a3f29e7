"""Counting what was right: precision, recall and F1 by class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Score:
    """How well one class is recognised; all but the counts are between 0 and 1.

    ``count`` is how often it occurs, ``found`` how often it was said to.
    """

    name: str
    count: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what occurs that was found."""
        return self.right / self.count if self.count else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.count + self.found
        return 2 * self.right / both if both else 0.0

    def as_dict(self) -> dict[str, float | int | str]:
        """JSON-ready."""
        return {
            "name": self.name,
            "count": self.count,
            "found": self.found,
            "right": self.right,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


def by_class(expected: Iterable[str], found: Iterable[str], right: Iterable[str]) -> list[Score]:
    """One score for each class that occurs or was found, by name."""
    occurs, claimed, hits = Counter(expected), Counter(found), Counter(right)
    return [
        Score(name, occurs[name], claimed[name], hits[name]) for name in sorted(occurs | claimed)
    ]


def micro(scores: Iterable[Score]) -> Score:
    """All classes taken together."""
    rows = list(scores)
    return Score(
        "all",
        sum(row.count for row in rows),
        sum(row.found for row in rows),
        sum(row.right for row in rows),
    )


def macro_f1(scores: Iterable[Score]) -> float:
    """The mean F1 over the classes that occur."""
    values = [score.f1 for score in scores if score.count]
    return sum(values) / len(values) if values else 0.0


def share(part: int, whole: int) -> float:
    """The share of a whole, 0 of nothing."""
    return part / whole if whole else 0.0


def interval(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's), for how much so many messages can tell."""
    if not whole:
        return 0.0, 1.0
    z = 1.96
    middle = (part + z * z / 2) / (whole + z * z)
    reach = z / (whole + z * z) * sqrt(part * (whole - part) / whole + z * z / 4)
    return max(0.0, middle - reach), min(1.0, middle + reach)
