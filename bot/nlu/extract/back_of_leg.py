"""Pain in "the back of my leg" that comes from the buttock or the back is in the thigh as well.

Alone it may as well be the calf or the hollow of the knee, and is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.nlu.extract.complaint import complains
from bot.nlu.extract.tokens import Token

_COMES_FROM = frozenset({"buttock", "lower_back"})
_LOWER_DOWN = frozenset({"thigh", "calf", "knee_back"})
_BACK_OF_LEG = re.compile(
    r"\bbacks? of (?:(?:the|my|me|his|her|your|left|right|both) ){0,3}legs?\b"
)
_DENIED = re.compile(r"\b(?:no|not|never|nothing)\b")


def is_in_thigh(places: Iterable[str], tokens: Sequence[Token]) -> bool:
    """Whether a message tells of pain in the thigh by "the back of the leg".

    Args:
        places: where it hurts, as far as it was read.
        tokens: the words of the message.
    """
    told = set(places)
    if not told & _COMES_FROM or told & _LOWER_DOWN:
        return False
    words = [token.text for token in tokens]
    text = " ".join(words)
    return bool(_BACK_OF_LEG.search(text)) and complains(words) and not _DENIED.search(text)
