"""An injection into a joint, as against a course of steroids: one needle is no year of tablets."""

from __future__ import annotations

import re

_NEEDLE = r"inject\w*|jabs?|jabbed|shots?|(?<!and )(?<!n )(?<!& )needle(?:s (?:of|in))?|syringe"
_INJECTED = re.compile(rf"\b(?:{_NEEDLE})\b")
# No injection is told of without a word for it.
_NAMED = re.compile(
    rf"\b(?:{_NEEDLE}|(?<!and )(?<!n )(?<!& )needles|jab\w*|steroids?|cortisone|kenalog|depo\w*|"
    r"hyaluron\w*|prp|gel|stuck|"
    r"aspirat\w*|drained|tapped|numbing|anaesthetic|filler|viscosup\w*|synvisc|durolane|ostenil|"
    r"hyalgan|monovisc|fluid (?:\w+ ){0,2}(?:off|out|drawn|removed|taken)|"
    r"(?:took|taken|drew|drawn|removed|remove) (?:\w+ ){0,3}fluid)\b"
)
# What tells that steroids were taken, beside an injection of one.
_BY_MOUTH = re.compile(
    r"\b(?:tablets?|pills?|courses?|oral|daily|mg|pred\w*|dexameth\w*|hydrocort\w*|"
    r"on (?:the )?(?:cortico)?steroids|tak(?:e|es|ing|en) (?:\w+ )?steroids)\b"
)


def names_injection(text: str) -> bool:
    """Whether a text has any word for an injection, or for what is injected or drawn off."""
    return _NAMED.search(text) is not None


def is_one_injection(near: str, course: str | None = None) -> bool:
    """Whether a steroid was injected: "needle of steroid in the knee", "injected with steroid".

    Args:
        near: the words around it.
        course: the words that may tell of a course of it instead; by default the same.
    """
    return _INJECTED.search(near) is not None and not is_taken(near if course is None else course)


def is_taken(text: str) -> bool:
    """Whether a text tells of steroids that are swallowed, day by day."""
    return _BY_MOUTH.search(text) is not None
