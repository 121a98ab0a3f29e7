"""What a person has answered so far, free of the dialogue engine that stores it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

PRESENT, ABSENT, UNCERTAIN = "present", "absent", "uncertain"

# How a question that was put can have been left without an answer.
# Put once more, it is left open until it is answered.
LEFT_OPEN = ("not_sure", "skip", "again:not_sure", "again:skip")

SINGLE_VALUED = ("who", "age", "side", "onset", "injury", "duration_days", "severity")
MANY_VALUED = ("location", "triggers", "quality")
STATUSES = ("findings", "history")
# How to speak of the one it is about; they change with `who`.
ADDRESS = ("pronoun", "relation")


@dataclass(frozen=True)
class Answers:
    """Every answer of one interview.

    ``None`` means "not asked or not said", never "no". ``findings`` and ``history`` map a
    canonical name to ``present``, ``absent`` or ``uncertain``; a name that is missing was
    never spoken of. ``duration_days`` is (low, high) in days, ``severity`` 0 to 10,
    ``age`` in years. ``suspected`` names the red flags that a message looked like though nothing it
    states makes them fire. ``asked`` maps a question that was put to the person to how it was
    answered: ``value``, ``none``, ``not_sure`` or ``skip``, or a mark of knowledge/questions.py
    (``again:not_sure``) when it is to be put once more. ``pronoun`` (she, he, they) and
    ``relation`` ("mum") are how to speak of somebody else; see knowledge/address.py.
    ``place_sides`` maps a location to its side, where the sides were told place by place and
    differ; ``side`` is then ``both``. A location that no longer stands has no side here.
    """

    who: str | None = None
    age: float | None = None
    side: str | None = None
    location: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    onset: str | None = None
    injury: bool | None = None
    duration_days: tuple[float, float] | None = None
    severity: float | None = None
    findings: Mapping[str, str] = field(default_factory=dict)
    history: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    suspected: tuple[str, ...] = ()
    summary_confirmed: bool | None = None
    pronoun: str | None = None
    relation: str | None = None
    place_sides: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Drop the sides of places that do not hurt, or no longer."""
        stale = self.place_sides.keys() - set(self.location)
        if stale:
            kept = {place: self.place_sides[place] for place in self.place_sides.keys() - stale}
            object.__setattr__(self, "place_sides", kept)

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Answers:
        """Read the answers out of the slots of a conversation; unknown slots are ignored."""
        known = {f.name for f in fields(cls)}
        values = {
            name: value for name, value in slots.items() if name in known and value is not None
        }
        for name in (*MANY_VALUED, "suspected"):
            values[name] = tuple(values.get(name) or ())
        if "duration_days" in values:
            values["duration_days"] = as_range(values["duration_days"])
        return cls(**values)

    def to_slots(self) -> dict[str, Any]:
        """Return slot values, JSON-able; an empty collection becomes ``None``."""
        slots: dict[str, Any] = {}
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, tuple):
                value = list(value)
            elif isinstance(value, Mapping):
                value = dict(value)
            slots[f.name] = None if value in ([], {}) else value
        return slots

    def status(self, name: str) -> str | None:
        """The status of a finding or an item of history; ``None`` when it was never spoken of."""
        return self.findings.get(name) or self.history.get(name)

    def is_left_open(self, question: str) -> bool:
        """Whether a question was put and answered with "not sure", or skipped."""
        return self.asked.get(question) in LEFT_OPEN

    @cached_property
    def leaves_open(self) -> bool:
        """Whether anything at all was left open: a question, or a sign that is uncertain."""
        statuses = (*self.findings.values(), *self.history.values())
        return UNCERTAIN in statuses or any(how in LEFT_OPEN for how in self.asked.values())

    @cached_property
    def found_out(self) -> dict[str, Any]:
        """Name → what was found out from these answers, kept so that it is done only once.

        It goes with them, and is no part of them.
        """
        return {}

    @property
    def is_about_self(self) -> bool:
        """Whether the person who writes is the one who hurts; assumed unless they say otherwise.

        Who only says "she fell" and not who that is speaks of somebody else all the same.
        """
        return self.who == "self" or (self.who is None and self.pronoun is None)

    def changed(self, **values: Any) -> Answers:
        """Return a copy with other values."""
        return replace(self, **values)


def as_range(value: Any) -> tuple[float, float]:
    """A number or a [low, high] pair as (low, high)."""
    if isinstance(value, (list, tuple)):
        low, high = value
        return (float(low), float(high))
    return (float(value), float(value))
