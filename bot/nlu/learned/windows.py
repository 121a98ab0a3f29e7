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
_SENTENCE_END = re.compile(r"\s*[.!?;]+\s*")
# What is said out of politeness is no part of what is told.
_POLITE = re.compile(
    r"^(?:(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening))"
    r"(?: there| doctor| doc| all| everyone| patella)?\b[\s,.!;:-]*)+(?=\w)"
    r"|[\s,.!;:-]+(?:please|thanks|thank you|many thanks|cheers)(?: in advance| very much)?[\s.!]*$"
)
# Words are mended whole; of "knee's" nothing is.
_WORD = re.compile(r"(?<![\w'])[a-z]+(?![\w'])")


def windows(text: str) -> list[str]:
    """Return the whole text, normalised, then its sentences and their parts where it has several.

    Misspelt words of the vocabulary are put right: the encoder knows "breathless", not "brethless".
    """
    plain = encodable(text)
    told = _POLITE.sub("", plain)
    plain = told if len(told.split()) >= _LEAST_WORDS + 1 else plain
    whole = _WORD.sub(lambda match: mend_word(match[0]), plain)
    parts = dict.fromkeys([*_SENTENCE_END.split(whole), *_BETWEEN.split(whole)])
    others = [part for part in parts if len(part.split()) >= _LEAST_WORDS and part != whole]
    return [whole, *others[:_MOST_WINDOWS]]
