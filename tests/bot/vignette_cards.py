"""A patient card and an outcome of its conversation, made by hand."""

from __future__ import annotations

from typing import Any

from bot.evaluation.vignettes.cards import Card
from bot.evaluation.vignettes.conversation import Outcome

FACTS = {
    "who": "self",
    "age": 41,
    "side": "left",
    "location": ["knee_front", "thigh"],
    "onset": "gradual",
    "injury": False,
    "duration_days": 21,
    "severity": 4,
    "triggers": ["stairs_down"],
    "quality": ["aching"],
    "present": ["swelling"],
    "history": ["runner"],
    "unsure": ["fever"],
}


def card(name="one", expected="routine", acceptable=(), pattern=None, **more: Any) -> Card:
    """A card of a person with a sore left knee."""
    usual: dict[str, Any] = {"opening": "my left knee hurts", "why": "Because.", "facts": FACTS}
    accepted = tuple(acceptable) or (expected,)
    return Card(
        id=name, expected=expected, acceptable=accepted, pattern=pattern, **{**usual, **more}
    )


def outcome(level, of=None, patterns=(), asked=("side", "age"), **more: Any) -> Outcome:
    """How the conversation of a card ended, or of one made from ``more``."""
    return Outcome(of or card(**more), level, (), tuple(patterns), tuple(asked), ())
