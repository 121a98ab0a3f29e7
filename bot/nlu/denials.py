"""Which signs a message may be taken to deny: those of which it says that they are not there.

The recogniser knows what a message is about better than what it says of that: "my breathing is a
bit odd" is near to "my breathing is fine". A sign that is denied is not asked about any more, so
one that may mean an emergency is denied in words or not at all, and one that is near to something
milder only where it is named: who says "it never sticks" has not said that it is not stuck now.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.nlu.extract.urgent_signs import urgent_signs
from bot.nlu.learned.examples import group_of
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
# An accident that did not happen is told by `injury`, and a place or a trigger is taken out.
_MAY_BE_ABSENT = frozenset({"findings", "history"})
# What is graver than something like it, and the words without which it is not the one denied.
_NAMED_BY = {
    "locked_now": r"\b(?:now|currently|moment|still|today|solid|unlock\w*)\b",
    "morning_stiffness_long": r"\b(?:mornings?|wak\w+|first thing|get(?:ting)? up)\b",
    "leg_shorter_or_turned": r"\b(?:short\w*|length|turn(?:s|ed) (?:out|in)\w*|outwards?|inwards?|"
    r"rotat\w*|point(?:s|ed|ing))\b",
    "both_legs_weak": r"\b(?:weak\w*|strength|power|strong)\b",
    "saddle_numbness": r"\b(?:saddle|between|groin|privates?|genitals?|crotch|bum|bottom|buttocks?|"
    r"backside|down (?:there|below)|wip\w+|underneath)\b",
    "severe_allergy": r"\b(?:allerg\w*|face|lips?|tongue|throat|mouth|hives|swallow\w*)\b",
    "rapid_swelling": r"\b(?:hours?|minutes?|mins|fast|quick\w*|rapid\w*|straight ?away|at once|"
    r"immediate\w*|instant\w*|right away|suddenly|sudden)\b",
}


def denied_in_words(recognised: Recognised) -> Recognised:
    """The same, without what nobody denies and what no word of the message bears out."""
    text = recognised.text
    bears_out = _SAYS_NO.search(text) is not None and _ODD.search(text) is None
    kept = {
        value: score
        for value, score in recognised.denied.items()
        if group_of(value) in _MAY_BE_ABSENT
        and (bears_out or value not in urgent_signs())
        and (value not in _NAMED_BY or re.search(_NAMED_BY[value], text))
    }
    return replace(recognised, denied=kept)
