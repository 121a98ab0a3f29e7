"""Counting what was found: ranking, how well confidence parts, and what answering more costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from knowledge.evaluation.scores import interval, share
from knowledge.search import calibrate

#: How many passages a person is shown, and how far down a ranking is looked at.
SHOWN, DEPTH = 3, 10

#: A question's confidence, and whether answering it with the best passage is right.
Judged = tuple[float, bool]


def ranking(places: Sequence[int | None]) -> dict[str, Any]:
    """Return hit@1, hit@3 and the mean reciprocal rank, the shares with their intervals.

    Args:
        places: of the first right passage of each question, 1 for the best; None for none.
    """
    count = len(places)
    first = sum(each == 1 for each in places)
    among = sum(each is not None and each <= SHOWN for each in places)
    reciprocal = sum(1 / each for each in places if each)
    return {
        "questions": count,
        "hit_at_1": round(share(first, count), 4),
        "hit_at_3": round(share(among, count), 4),
        "mrr": round(reciprocal / count, 4) if count else 0.0,
        "intervals": {
            "hit_at_1": rounded(interval(first, count)),
            "hit_at_3": rounded(interval(among, count)),
        },
    }


def rounded(bounds: tuple[float, float]) -> list[float]:
    """Return an interval as a report keeps it."""
    return [round(bound, 4) for bound in bounds]


def auroc(yes: Sequence[float], no: Sequence[float]) -> float:
    """Return how often an answerable question is the surer of two, half of what is equal."""
    return calibrate.auroc(np.array(yes), np.array(no)) if yes and no else 0.0


def risk_coverage(rows: Iterable[Judged]) -> list[tuple[float, float]]:
    """Return (share that is answered, share of those answered wrongly) at every threshold."""
    steps = list(_steps(rows))
    count = steps[-1][0] if steps else 0
    return [(answered / count, wrong / answered) for answered, wrong in steps]


def area(rows: Iterable[Judged]) -> float:
    """Return the area under the risk–coverage curve, 0 to 1, less is better.

    It is the mean risk over all numbers of questions that might be answered, the surest first.
    Among questions of one confidence, which no threshold parts, the wrong ones are spread evenly.
    """
    risks: list[float] = []
    answered, wrong = 0, 0
    for until, wrong_until in _steps(rows):
        size, more = until - answered, wrong_until - wrong
        risks += [
            (wrong + more * number / size) / (answered + number) for number in range(1, size + 1)
        ]
        answered, wrong = until, wrong_until
    return sum(risks) / len(risks) if risks else 0.0


def least_area(rows: Sequence[Judged]) -> float:
    """Return the area if confidence put every wrong answer last, which nothing can better."""
    return area((float(is_right), is_right) for _, is_right in rows)


def _steps(rows: Iterable[Judged]) -> Iterator[tuple[int, int]]:
    """Yield (answered, answered wrongly) with each lower confidence."""
    answered, wrong = 0, 0
    ordered = sorted(rows, key=lambda row: -row[0])
    for _, alike in groupby(ordered, key=lambda row: row[0]):
        rights = [is_right for _, is_right in alike]
        answered += len(rights)
        wrong += rights.count(False)
        yield answered, wrong
