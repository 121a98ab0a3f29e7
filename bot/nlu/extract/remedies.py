"""Tablets that nobody took for the pain: "took my mum's tablets by accident", "forty paracetamol".

What was swallowed in error or in excess tells of no treatment, unless what it was for is told too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.overdose import EXTRA_DOSE, OVERDOSE, SELF_HARM
from bot.nlu.extract.overdose_words import TAKEN_IN_ERROR
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

Judged = tuple[Mention, Status]

_PAINKILLERS = "painkillers_tried"
_TOO_MUCH = frozenset({OVERDOSE, EXTRA_DOSE, SELF_HARM})
_FOR_THE_PAIN = re.compile(
    r"\b(?:for|because|cos|since|cause|due|against|as|with)\b[^.;!?]{0,24}\b(?:pain|pains|painful|"
    r"knees?|hips?|legs?|joints?|back|ache|aches|aching|it|sore|hurts?|hurting|bad)\b"
)


def without_mistakes(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> list[Judged]:
    """Return the mentions, tablets taken in error or in excess as no treatment that was tried."""
    words = [token.text for token in tokens]
    return [
        (mention, Status.HYPOTHETICAL)
        if mention.values == (_PAINKILLERS,)
        and status is Status.PRESENT
        and _is_no_treatment(mention, judged, words, clauses)
        else (mention, status)
        for mention, status in judged
    ]


def _is_no_treatment(
    mention: Mention, judged: Sequence[Judged], words: Sequence[str], clauses: Sequence[Clause]
) -> bool:
    own = clause_at(clauses, mention.start)
    if own is None:
        return False
    same = [each for each in clauses if each.sentence == own.sentence]
    text = " ".join(words[same[0].start : same[-1].end])
    too_much = any(
        status is Status.PRESENT
        and not _TOO_MUCH.isdisjoint(other.values)
        and any(each.holds(other.start) for each in same)
        for other, status in judged
    )
    return bool(too_much or TAKEN_IN_ERROR.search(text)) and _FOR_THE_PAIN.search(text) is None
