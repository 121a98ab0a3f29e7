"""Red flags in held-out messages, and look-alikes that are none (tests/nlu/red_flags*.yml)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.evaluation.scores import Score, share
from knowledge.urgency import LEVELS, SAME_DAY, WITHIN_DAYS, at_least

#: What a message calls for, or what was raised, where that is nothing.
NOTHING = "nothing"


@dataclass(frozen=True)
class Screening:
    """A held-out message and what was raised for it.

    Attributes:
        text: the message.
        kind: the group of its red flag, or why it is none.
        wanted: the level that it calls for, ``None`` for a look-alike.
        raised: the level that was raised.
        flag: the red flag that was raised.
        score: the recogniser's, of how much the message looks like one that cannot wait.
        file: where the message is from.
    """

    text: str
    kind: str
    wanted: str | None
    raised: str | None
    flag: str | None = None
    score: float | None = None
    file: str = ""

    @property
    def is_flag(self) -> bool:
        """Whether the message has a red flag."""
        return self.wanted is not None

    @property
    def is_alarm(self) -> bool:
        """Whether something that cannot wait was raised."""
        return self.raised is not None and at_least(self.raised, SAME_DAY)

    @property
    def is_found(self) -> bool:
        """Whether its red flag was noticed; what can wait some days by any, the others by an alarm.

        Which group was raised does not count: the person is told to be seen in time.
        """
        return self.raised is not None if self.wanted == WITHIN_DAYS else self.is_alarm

    @property
    def is_high_enough(self) -> bool:
        """Whether the level raised is the right one or higher."""
        return (
            self.wanted is not None
            and self.raised is not None
            and at_least(self.raised, self.wanted)
        )


def examples(path: Path) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The messages with a red flag, and those without."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data.get("positive") or [], data.get("negative") or []


def recall_by_group(screenings: Iterable[Screening]) -> list[Score]:
    """How many of each group's messages were noticed."""
    return [
        Score(group, len(own), found, found)
        for group, own in _by_kind(row for row in screenings if row.is_flag)
        for found in (sum(row.is_found for row in own),)
    ]


def groups(screenings: Iterable[Screening]) -> list[dict[str, Any]]:
    """Each group: level, recall, how often the level is high enough, and what was raised for it."""
    return [
        {
            "name": group,
            "wanted": "/".join(sorted({row.wanted or "" for row in own}, key=LEVELS.index)),
            "count": len(own),
            "found": sum(row.is_found for row in own),
            "recall": round(share(sum(row.is_found for row in own), len(own)), 4),
            "high_enough": round(share(sum(row.is_high_enough for row in own), len(own)), 4),
            "raised": _raised(own),
        }
        for group, own in _by_kind(row for row in screenings if row.is_flag)
    ]


def lookalikes(screenings: Iterable[Screening]) -> list[dict[str, Any]]:
    """Each kind of look-alike: how many alarms it raised, and for what."""
    return [
        {
            "name": kind,
            "count": len(own),
            "alarms": sum(row.is_alarm for row in own),
            "share": round(share(sum(row.is_alarm for row in own), len(own)), 4),
            "raised": _raised([row for row in own if row.is_alarm]),
        }
        for kind, own in _by_kind(row for row in screenings if not row.is_flag)
    ]


def false_alarms(screenings: Iterable[Screening]) -> list[Screening]:
    """The look-alikes that raised an alarm."""
    return [row for row in screenings if not row.is_flag and row.is_alarm]


def levels(screenings: Iterable[Screening]) -> list[dict[str, Any]]:
    """How often each level was raised for each that was called for."""
    counts = Counter((row.wanted or NOTHING, row.raised or NOTHING) for row in screenings)
    names = [*LEVELS, NOTHING]
    return [
        {"wanted": wanted, "raised": raised, "count": counts[wanted, raised]}
        for wanted in names
        for raised in names
        if counts[wanted, raised]
    ]


def curve(screenings: Iterable[Screening]) -> list[tuple[float, float]]:
    """(share of false alarms, recall) of the recogniser alone, from its strictest threshold on.

    Of messages that cannot wait, against the look-alikes; empty where there are no scores.
    """
    rows = [row for row in screenings if row.score is not None and row.wanted != WITHIN_DAYS]
    flags, others = sum(row.is_flag for row in rows), sum(not row.is_flag for row in rows)
    if not flags or not others:
        return []
    points, right, wrong = [(0.0, 0.0)], 0, 0
    for row in sorted(rows, key=lambda row: -(row.score or 0.0)):
        right, wrong = right + row.is_flag, wrong + (not row.is_flag)
        points.append((round(wrong / others, 4), round(right / flags, 4)))
    return points


def _by_kind(screenings: Iterable[Screening]) -> list[tuple[str, list[Screening]]]:
    kinds: dict[str, list[Screening]] = {}
    for row in screenings:
        kinds.setdefault(row.kind, []).append(row)
    return sorted(kinds.items())


def _raised(rows: Sequence[Screening]) -> list[dict[str, Any]]:
    counts = Counter((row.flag or NOTHING, row.raised or NOTHING) for row in rows)
    return [
        {"flag": flag, "level": level, "count": count}
        for (flag, level), count in counts.most_common()
    ]
