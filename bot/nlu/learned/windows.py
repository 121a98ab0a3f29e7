"""The parts of a message that can state something by themselves."""

from __future__ import annotations

import re

from bot.nlu.extract.spelling import mend_word
from bot.nlu.learned.features import encodable

_LEAST_WORDS = 2
_MOST_WINDOWS = 24
# A new part begins after a sign, at "but", and at "and" where somebody or something does
# something else.
_BETWEEN = re.compile(
    r"\s*(?:[.!?;,:()]+|\bbut\b"
    r"|\band\b(?= (?:now|i|i'm|i've|my|he|she|it|it's|the|they|also)\b))\s*"
)
# Words are mended whole; of "knee's" nothing is.
_WORD = re.compile(r"(?<![\w'])[a-z]+(?![\w'])")


def windows(text: str) -> list[str]:
    """Return the whole text, normalised, and after it its parts where there are several.

    Misspelt words of the vocabulary are put right: the encoder knows "breathless", not "brethless".
    """
    whole = _WORD.sub(lambda match: mend_word(match[0]), encodable(text))
    parts = [part for part in _BETWEEN.split(whole) if len(part.split()) >= _LEAST_WORDS]
    return [whole, *parts[:_MOST_WINDOWS]] if len(parts) > 1 else [whole]
