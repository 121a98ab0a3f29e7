"""Places that a message leaves no room for, though they are told of in much the same words.

"At the front of my hip" sounds like the front of the knee, and one part of the hip like another.
What no rule has words for the recogniser adds; of these it is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.findings import Findings
from bot.nlu.extract.parts import KNEE
from bot.nlu.extract.words import word_set
from knowledge.vocabulary import load_vocabulary

_HIP = word_set("hip hips groin")
_GROIN, _SIDE = "hip_groin", "hip_side"
_OF_THE_HIP = frozenset({_GROIN, _SIDE})
# By these words it may be the knee as well.
_LOWER = KNEE | word_set("joint joints patellas")
_WORDS_OF = {
    _GROIN: word_set("groin groyn front crease fold deep inside inner inguinal crotch"),
    _SIDE: word_set("side sides sideways outer outside lateral bony bone trochanter edge"),
}


def unspoken_places(findings: Findings, words: Sequence[str]) -> frozenset[str]:
    """Return the places that are not meant where the rules found a part of the hip.

    Args:
        findings: what the rules found.
        words: those of the message.
    """
    told, said = set(findings.get("location") or ()), set(words)
    if not told & _OF_THE_HIP or not said & _HIP:
        return frozenset()
    out = set() if said & _LOWER else _of_the_knee()
    for one, other in ((_GROIN, _SIDE), (_SIDE, _GROIN)):
        if one in told and other not in told and not said & _WORDS_OF[other]:
            out.add(other)
    return frozenset(out - told)


def _of_the_knee() -> set[str]:
    places = (term.value for term in load_vocabulary() if term.group == "location")
    return {place for place in places if place.startswith("knee_")}
