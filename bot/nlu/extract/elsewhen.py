"""What a "no" or a "gave up" leaves standing: "when it doesn't lock it clicks", "too sore"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OTHER_TIMES = re.compile(
    r"\b(?:when|whenever|times|days|mornings) (?:that )?(?:it|he|she|the knee|my knee)"
    r" (?:does|is) not(?: actually| even)?$"
)
_THAT_IT = re.compile(
    r"\b(?:once|until|till|before|because|whenever|when|unless) (?:it|the knee|my knee)$"
)
# "… doesn't lock it clicks"
_THEN_IT = re.compile(
    r"\b(?:does|did|do) not (?!mean|think|say|look|feel|seem|know|show|prove|suggest|believe|sound|"
    r"help|matter)\w+ (?:up |on me )?it$"
)
_OVER_THE_PAIN = re.compile(
    r"^(?:it |that |all |altogether )*,? ?(?:over (?:it|this|the (?:pain|knee|hip))|"
    r"(?:because|due|thanks|owing|with|as|since)\b.{0,25}\b(?:pain|knee|hip|hurt\w*|sore|sair|it)\b|"
    r"too (?:sore|painful)|(?:it )?(?:hurts|hurt|was killing))"
)


def is_at_other_times(before: Sequence[str], inside: Sequence[str]) -> bool:
    """Whether a "no" tells how it is when a sign is not there, or what is of no avail when it is.

    "When it doesn't lock it clicks", "there's no freeing it once it catches": it does so at times.

    Args:
        before: the words of its clause before the sign.
        inside: its own words.
    """
    if _OTHER_TIMES.search(" ".join(before)):
        return True
    said = " ".join(before)
    goes_on = _THAT_IT.search(said) or _THEN_IT.search(said)
    return goes_on is not None and inside[0].endswith("s")


def is_over_the_pain(rest: Sequence[str]) -> bool:
    """Whether what was given up was given up for the pain it brings, by the words after it."""
    return _OVER_THE_PAIN.search(" ".join(rest)) is not None
