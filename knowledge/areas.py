"""Where it hurts, place by place, as it is marked on the picture of the body. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.answers import Answers
from knowledge.vocabulary import load_vocabulary

LEFT, RIGHT, BOTH = "left", "right", "both"
SIDES = (LEFT, RIGHT)
# People tell a side for the leg; the back they do not tell apart.
MIDDLE = ("lower_back",)


@dataclass(frozen=True)
class Area:
    """A place of the vocabulary, and the side: left, right, both, or ``None`` where not told."""

    zone: str
    side: str | None

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides on which the picture shows it: both where it is not known which."""
        return (self.side,) if self.side in SIDES else SIDES

    @property
    def value(self) -> str:
        """The place and its side as a payload has them: ``thigh@left``."""
        has_side = self.side is not None and self.zone not in MIDDLE
        return f"{self.zone}@{self.side}" if has_side else self.zone

    @property
    def label(self) -> str:
        """The place in words, with its side where that was told: "Thigh (left)"."""
        place = load_vocabulary().label(self.zone)
        return place if self.zone in MIDDLE else with_side(place, self.side)

    def as_dict(self) -> dict[str, str | None]:
        """The object of the web API."""
        return {"zone": self.zone, "side": self.side, "label": self.label}


def areas(answers: Answers) -> tuple[Area, ...]:
    """Every place that was told, in the order of telling."""
    return tuple(Area(zone, _side(zone, answers)) for zone in answers.location)


def with_side(place: str, side: str | None) -> str:
    """The words for a place with those for its side: "Thigh (left)"."""
    return f"{place} ({load_vocabulary().label(side).lower()})" if side else place


def _side(zone: str, answers: Answers) -> str | None:
    if zone in MIDDLE:
        return BOTH
    if answers.place_sides:
        # That other places are on different sides says nothing of this one.
        return answers.place_sides.get(zone)
    return answers.side
