"""Whose a medicine is and who has swallowed it: "took my mum's tablets", "toddler got into them".

Whose tablets they are tells nothing of the one who took them, and who took too many is the one it
is about, though no joint of theirs is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.medicines import medicine
from bot.nlu.extract.overdose_words import MORE_THAN_MEANT, TAKEN

CHILD = "child"
_REACH = 16
_MEDICINE = re.compile(rf"{medicine()}|\b(?:blister pack|pill box|dosette|inhaler|patch(?:es)?)\b")
_TAKES_IN = (
    rf"(?:{TAKEN}|taking|swallow\w*|eating|gulped|chewed|emptied|(?:got|gotten|getting|"
    r"been) (?:into|at|in to|hold of|"
    r"(?:his|her|their) hands on))"
)
_SWALLOWED = re.compile(
    r"^(?!,)(?:(?!says?|said|thinks?|gave|gives|knows|not|never|i|my)[\w']+ ){0,4}?"
    rf"{_TAKES_IN}\b"
)
_CARRIED_OFF = re.compile(
    r"\b(?:to (?:the|a|his|her|my) (?:chemist|pharmacy|pharmacist|doctor|gp|hospital|surgery)|"
    r"back to|away|off me|from me|out of my)\b"
)
_WRITER_TAKES = re.compile(
    rf"\b{_TAKES_IN}(?: (?!not\b)[\w']+){{0,4}}? ?(?:my |me |our |the |of )*$|"
    r"\b(?:take|tak|borrow\w*|used|tried|on) (?:\w+ ){0,3}?(?:my |me |our |the |of )*$"
)
_GIVEN = re.compile(r"\b(?:gave|given|giving|give|handed|fed|slipped)(?: my| our| the| me)?$")


def owns_medicine(words: Sequence[str], person: Mention) -> bool:
    """Whether a person is named for the medicine that another took: "took hubby's heart pills"."""
    after = list(words[person.end : person.end + 5])
    if after[:1] == ["'s"]:
        after = after[1:]
    elif not words[person.end - 1].endswith("s"):
        return False
    theirs = _MEDICINE.search(" ".join(after[:4]))
    before = " ".join(words[max(0, person.start - 8) : person.start])
    return theirs is not None and _WRITER_TAKES.search(before) is not None


def swallowed(words: Sequence[str], person: Mention) -> bool:
    """Whether a person took what was too much or, being a child, not meant for them."""
    told = " ".join(_sentence_from(words, person.end))
    if not _SWALLOWED.search(told) or not _MEDICINE.search(told) or _CARRIED_OFF.search(told):
        return False
    return person.values == (CHILD,) or MORE_THAN_MEANT.search(told) is not None


def was_given(words: Sequence[str], person: Mention) -> bool:
    """Whether a person was given a medicine once too often: "gave mum her pill twice"."""
    told = " ".join(_sentence_from(words, person.end))
    before = " ".join(words[max(0, person.start - 3) : person.start])
    if words[person.end : person.end + 1] == ["'s"] or not _GIVEN.search(before):
        return False
    return bool(_MEDICINE.search(told) and MORE_THAN_MEANT.search(told))


def _sentence_from(words: Sequence[str], start: int) -> Sequence[str]:
    near = list(words[start : start + _REACH])
    ends = [near.index(sign) for sign in (".", "!", "?", ";") if sign in near]
    return near[: min(ends, default=len(near))]
