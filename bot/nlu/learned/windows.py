"""The parts of a message that can state something by themselves."""

from __future__ import annotations

import re

from bot.nlu.learned.features import prepared

_LEAST_WORDS = 2
_MOST_WINDOWS = 24
# A new part begins after a sign, at "but", and at "and" where somebody or something does
# something else.
_BETWEEN = re.compile(
    r"\s*(?:[.!?;,:()]+|\bbut\b"
    r"|\band\b(?= (?:now|i|i'm|i've|my|he|she|it|it's|the|they|also)\b))\s*"
)
_SENTENCE_END = re.compile(r"\s*[.!?;]+\s*")


def windows(text: str) -> list[str]:
    """Return the whole text, prepared, then its sentences and their parts where it has several."""
    whole = prepared(text)
    parts = dict.fromkeys([*_SENTENCE_END.split(whole), *_BETWEEN.split(whole)])
    others = [part for part in parts if len(part.split()) >= _LEAST_WORDS and part != whole]
    return [whole, *others[:_MOST_WINDOWS]]
