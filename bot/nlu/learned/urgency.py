"""Whether a message cannot wait: the evidence of rules and recogniser, weighed.

A rule that fires on a combination ("hot, swollen, and a fever") is strong evidence; one that fires
on a single word is weak, for the same word stands in "no longer swollen", in figures of speech and
in what happened to others. The recogniser has the whole message in view. The weights are those of
a logistic regression on messages of voices that the recogniser had not learned from;
``python -m bot.nlu.learned.weigh`` fits them anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from typing import Any

from bot.nlu.learned.recogniser import Recognised
from knowledge.red_flags import cannot_wait, urgent_flags
from knowledge.vocabulary import load_vocabulary

_UNKNOWN_FLAG = -1.5


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against; truth values count 1 and 0.

    Attributes:
        recognised: how much the message looks like one that cannot wait.
        flag: score of the likeliest red flag that cannot wait.
        rule: a rule fires on what the rules of language found.
        sign: the rules found a sign that cannot wait by itself.
        doubted: they found one that is in doubt.
        set_aside: they found one that is past, supposed, asked about or somebody else's.
    """

    recognised: float
    flag: float
    rule: float
    sign: float
    doubted: float
    set_aside: float


WEIGHTS = Evidence(
    recognised=4.9,
    flag=3.8,
    rule=2.3,
    sign=-1.6,
    doubted=-0.95,
    set_aside=-0.95,
)
BIAS = 2.05
#: From this sum on a message cannot wait.
THRESHOLD = 0.6


def weigh(evidence: Evidence) -> float:
    """Return how much speaks for a message that cannot wait, as log odds."""
    pairs = zip(astuple(WEIGHTS), astuple(evidence), strict=True)
    return BIAS + sum(weight * value for weight, value in pairs)


def gather(
    findings: Mapping[str, Any], set_aside: Collection[str], recognised: Recognised
) -> Evidence:
    """Return the evidence in what rules and recogniser made of a message."""
    alone = lone_signs()
    return Evidence(
        recognised=recognised.urgent,
        flag=max(recognised.flags.get(flag.id, _UNKNOWN_FLAG) for flag in urgent_flags()),
        rule=float(cannot_wait(findings)),
        sign=float(not alone.isdisjoint(findings["present"])),
        doubted=float(not alone.isdisjoint(findings["uncertain"])),
        set_aside=float(not alone.isdisjoint(set_aside)),
    )


@lru_cache(maxsize=1)
def lone_signs() -> frozenset[str]:
    """The findings each of which fires a red flag that cannot wait, whatever else is so."""
    return frozenset(
        term.value
        for term in load_vocabulary().group("findings")
        if cannot_wait({"present": [term.value]})
    )


NAMES = tuple(field.name for field in fields(Evidence))
