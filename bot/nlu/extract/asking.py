"""Whether a message asks: what something means, or nothing but whether one may or should."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.complaint import hurts
from bot.nlu.extract.words import word_set

ASKS_MEANING = re.compile(
    r"\bwhat (?:does|do|did|is|are|exactly).{0,40} (?:mean|means|meant)\b|"
    r"\bwhat's .{0,30} mean\b|\bmeaning of\b|\bwhat (?:do )?you mean\b|"
    r"\b(?:know|sure|understand|tell me|idea) what (?:\w+ ){1,5}(?:means?|is|are)\b|"
    r"\bdo not (?:understand|get)(?: (?:it|that|this|you|what you .*|the (?:question|word)))?\W*$|"
    r"\bwhat (?:is|are|'s) (?:a |an |the )?(?:giving way|locking|pins and needles|kneecap|groin|"
    r"buttock|calf|saddle|stiffness|limp|osteoporosis|tingling|numbness|blood thinners?)\b\W*$|"
    r"\bexplain what\b|\bdefine\b|\bwhat counts as\b|\bhow do you mean\b"
)

#: What opens a question about what one may or should do, and tells nothing by itself.
MODALS = word_set("can could should shall may will would must")
_ASKS = MODALS | word_set("is are am do does did what which how who where ?")
_LITTLE = 1


def only_asks(words: Sequence[str], clauses: Sequence[Clause]) -> bool:
    """Whether a message asks and tells of no pain: "can I run?", "what has the groin to do …?"."""
    told = [each for each in clauses if each.end - each.start > _LITTLE]
    return bool(told) and all(
        each.question in _ASKS and not hurts(words[each.start : each.end]) for each in told
    )
