"""What the recogniser may have made of a message, for tests of what is done with that."""

from __future__ import annotations

from dataclasses import replace

from bot.nlu.learned.recogniser import Recognised

CALM = Recognised(
    urgent_part=-1.0,
    values={},
    words={},
    denied={},
    urgent=-1.0,
    urgent_words="",
    flags={},
    text="so we went to the sea and on the way back something came up",
)


def recognised(urgent: float = -1.0, **values: float) -> Recognised:
    """Values with their scores in a message that is otherwise calm."""
    words = dict.fromkeys(values, "the words")
    return replace(CALM, values=values, words=words, urgent=urgent, urgent_words="the words")
