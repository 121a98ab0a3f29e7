"""Whether words put right what was noted: "take out the limp", "not the front, the inside"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.findings import MANY
from bot.nlu.extract.words import word_set

_TAKE_OUT = re.compile(
    r"\b(?:delete|remove|scrap|strike|scratch|erase|drop|cancel|untick|leave out|"
    r"(?:take|cross|strike|leave|rub) (?:the |that |my )?out|take (?:away|off)|get rid of)\b"
)
_NOT_TO_BE_THERE = re.compile(
    r"(?:should|does|do|must) not (?:be|belong|stand) (?:there|in there|on there|in it|on it|"
    r"(?:in|on) (?:the|your|that|this|my) (?:list|summary|answers))\b"
)
_CALLED_WRONG = re.compile(
    r"(?:is|are|was|were|'s) (?:wrong|incorrect|a mistake|not (?:right|true|correct))(?: .)?$"
)
_PLEASE = word_set("please can you could just and then pls to , you'll will want i would like no")
_MORE_DENIED = word_set("or nor and either neither no never")
_FEW = 5
# "Not the front, the inside": what stands behind the sign is said instead.
_INSTEAD = word_set("the my his her on in at its it's just only more when it 's is , but around")


def is_taken_out(before: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether it is to be taken out of what was noted: "please delete the limp"."""
    # "take burning out" is "take out burning"
    text = " ".join((*before, *rest[:1]) if rest[:1] in (["out"], ["off"], ["away"]) else before)
    found = _TAKE_OUT.search(text)
    return found is not None and set(text[: found.start()].split()) <= _PLEASE


def is_called_wrong(rest: Sequence[str], group: str) -> bool:
    """Whether it is said not to belong there: "night is wrong", "it should not be on the list"."""
    text = " ".join(rest)
    if _NOT_TO_BE_THERE.match(text):
        return True
    return group in MANY and _CALLED_WRONG.match(text) is not None


def is_said_instead(before: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether another was denied and this is so: "not the front, the inside"."""
    place = max((n for n, word in enumerate(before) if word == ","), default=None)
    if place is None or not set(before[place:]) <= _INSTEAD:
        return False
    lead = list(before[:place])
    if "not" not in lead[-_FEW:]:
        return False
    told = lead[len(lead) - 1 - lead[::-1].index("not") :]
    return not _MORE_DENIED & {*told, *rest}
