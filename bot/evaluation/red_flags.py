"""Red flags in held-out messages, and look-alikes that are none (tests/nlu/red_flags.yml)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.evaluation.scores import Score
from knowledge.urgency import SAME_DAY, at_least


@dataclass(frozen=True)
class Screening:
    """A held-out message and the level that was raised; ``kind`` is its group or why it is none."""

    text: str
    kind: str
    raised: str | None
    is_flag: bool

    @property
    def is_alarm(self) -> bool:
        """Whether something that cannot wait was raised."""
        return self.raised is not None and at_least(self.raised, SAME_DAY)


def examples(path: Path) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The messages with a red flag, and those without."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data["positive"], data["negative"]


def recall_by_group(screenings: Iterable[Screening]) -> list[Score]:
    """How many of each group's messages raised an alarm."""
    rows = [row for row in screenings if row.is_flag]
    groups = sorted({row.kind for row in rows})
    found = []
    for group in groups:
        own = [row for row in rows if row.kind == group]
        alarms = sum(row.is_alarm for row in own)
        found.append(Score(group, len(own), alarms, alarms))
    return found


def false_alarms(screenings: Iterable[Screening]) -> list[Screening]:
    """The look-alikes that raised an alarm."""
    return [row for row in screenings if not row.is_flag and row.is_alarm]
