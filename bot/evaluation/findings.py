"""The findings of held-out messages (tests/nlu/findings*.yml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.evaluation.scores import Score, by_class

STATUSES = ("present", "absent", "uncertain", "history")
#: Under these a message lists what it does not state as true now.
NOT_PRESENT = ("absent", "uncertain", "past", "history")
LISTS = (*STATUSES, "location", "triggers", "quality")
NUMBERS = ("duration_days", "severity", "age")
SINGLES = ("side", "onset", "injury", "who")
#: How far a duration may be off and still be the same in people's words.
TOLERANCE = 0.2

Pair = tuple[str, str]


@dataclass(frozen=True)
class Reading:
    """A held-out message, what it states, and what understanding found."""

    text: str
    asked: str | None
    expected: Mapping[str, Any]
    found: Mapping[str, Any]
    file: str = ""


def written_on(path: Path) -> date:
    """The day from which the messages of a file count "since Monday".

    Raises:
        KeyError: the file does not tell; its figures would change from day to day.
    """
    day: date = yaml.safe_load(path.read_text(encoding="utf-8"))["today"]
    return day


def examples(path: Path) -> Iterator[tuple[str, str | None, Mapping[str, Any]]]:
    """Yield (text, pending question, findings)."""
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]:
        yield row["text"], row.get("asked"), row["expect"]


def pairs(findings: Mapping[str, Any]) -> set[Pair]:
    """Findings as (group, value); numbers stand for themselves, for `is_right` to compare."""
    found = {(name, value) for name in LISTS for value in findings.get(name) or ()}
    found |= {
        (name, str(findings[name]).lower())
        for name in SINGLES
        if findings.get(name) is not None and findings[name] != "self"
    }
    found |= {(name, "number") for name in NUMBERS if findings.get(name) is not None}
    answer = findings.get("answer") or {}
    # What a value is, the other pairs tell.
    if answer.get("outcome") not in (None, "value"):
        found.add(("answer", answer["outcome"]))
    return found


def right_pairs(reading: Reading) -> set[Pair]:
    """The pairs that are expected and were found."""
    both = pairs(reading.expected) & pairs(reading.found)
    return {
        (name, value)
        for name, value in both
        if name not in NUMBERS or close(reading.expected[name], reading.found[name])
    }


def close(expected: Any, found: Any) -> bool:
    """Whether two numbers or ranges mean the same in people's words."""
    low, high = _range(expected)
    least, most = _range(found)
    slack = TOLERANCE * max(abs(high), 1e-9)
    return least <= high + slack and most >= low - slack


def scores(readings: Iterable[Reading]) -> list[Score]:
    """The score of each value, named ``group: value``."""
    rows = list(readings)
    return by_class(
        (_name(pair) for row in rows for pair in pairs(row.expected)),
        (_name(pair) for row in rows for pair in pairs(row.found)),
        (_name(pair) for row in rows for pair in right_pairs(row)),
    )


def turned_round(readings: Iterable[Reading]) -> list[tuple[str, str]]:
    """(value, message) where what is denied, past or in doubt was taken for present.

    A held-out message may list what it tells as over by now under ``past``.
    """
    return [
        (value, row.text)
        for row in readings
        for group in ("present", "history")
        for value in row.found.get(group) or ()
        if value not in (row.expected.get(group) or ())
        and any(value in (row.expected.get(status) or ()) for status in NOT_PRESENT)
    ]


def unexpected(readings: Iterable[Reading]) -> int:
    """How many values were found present of which a message is not said to state anything.

    What is past is mostly among these, so that with `turned_round` it bounds how much of what is
    not there now was taken for present.
    """
    return sum(
        value not in (row.expected.get("present") or ())
        and not any(value in (row.expected.get(status) or ()) for status in NOT_PRESENT)
        for row in readings
        for value in row.found.get("present") or ()
    )


def difference(reading: Reading) -> str:
    """What a reading lacks and adds, with the numbers; empty when all is right."""
    right = right_pairs(reading)
    lacks = _told(pairs(reading.expected) - right, reading.expected)
    adds = _told(pairs(reading.found) - right, reading.found)
    parts = [f"lacks {lacks}" if lacks else "", f"adds {adds}" if adds else ""]
    return "; ".join(part for part in parts if part)


def _told(some: Iterable[Pair], findings: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{group}: {findings[group] if group in NUMBERS else value}"
        for group, value in sorted(some)
    )


def _range(value: Any) -> tuple[float, float]:
    low, high = value if isinstance(value, (list, tuple)) else (value, value)
    return float(low), float(high)


def _name(pair: Pair) -> str:
    return ": ".join(pair)
