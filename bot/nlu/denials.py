"""Which signs a message may be taken to deny: those of which it says that they are not there.

The recogniser knows what a message is about better than what it says of that: "my breathing is a
bit odd" is near to "my breathing is fine". A sign that is denied is not asked about any more, so
one that may mean an emergency is denied in words or not at all.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.nlu.extract.urgent_signs import urgent_signs
from bot.nlu.learned.recogniser import Recognised

_SAYS_NO = re.compile(
    r"\b(?:no|not|none|never|neither|nor|nothing|nowt|nope|nah|nil|zero|without|any|negative|"
    r"fine|ok|okay|alright|right|normal(?:ly)?|good|great|clear|well|free|gone|dry|clean|"
    r"usual(?:ly)?|easily|stopped|settled|healed|can|could|able|manage[sd]?|cannot|denies|"
    r"un\w+)\b|n't\b"
)
_ODD = re.compile(
    r"\b(?:odd(?:ly)?|strange(?:ly)?|weird(?:ly)?|funny|queer|off|so so|"
    r"not (?:quite |really |so |too |very |all that |exactly )?(?:right|good|great|normal|well|"
    r"myself|clear|fine|ok|okay))\b"
)


def denied_in_words(recognised: Recognised) -> Recognised:
    """The same, without the denials of urgent signs that no word of the message bears out."""
    text = recognised.text
    if _SAYS_NO.search(text) and not _ODD.search(text):
        return recognised
    kept = {
        value: score for value, score in recognised.denied.items() if value not in urgent_signs()
    }
    return replace(recognised, denied=kept)
