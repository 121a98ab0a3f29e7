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
    def label(self) -> str:
        """The place in words, with its side where that was told: "Thigh (left)"."""
        vocabulary = load_vocabulary()
        place = vocabulary.label(self.zone)
        if self.side is None or self.zone in MIDDLE:
            return place
        side = vocabulary.label(self.side)
        return f"{place} ({side[:1].lower()}{side[1:]})"

    def as_dict(self) -> dict[str, str | None]:
        """The object of the web API."""
        return {"zone": self.zone, "side": self.side, "label": self.label}


def areas(answers: Answers) -> tuple[Area, ...]:
    """Every place that was told, in the order of telling."""
    return tuple(Area(zone, BOTH if zone in MIDDLE else answers.side) for zone in answers.location)
