"""Whether a calf with a sign that cannot wait is where it hurts as well."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.assertion import Status
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.complaint import hurts
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.parts import CALF, DENIED, PARTS, hurts_there
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

_CALF_ITSELF = word_set("calf calves shin")
_ADDS_IT = word_set("it that is 's very really so quite also now feels feel bit a dead well proper")


def sore_calf(
    mentions: Sequence[tuple[Mention, Status]], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> bool:
    """Whether a calf that is swollen is where it hurts as well: "swollen and tender"."""
    words = [token.text for token in tokens]
    return any(
        status is Status.PRESENT and _is_sore_calf(words, mention, clauses)
        for mention, status in mentions
    )


def _is_sore_calf(words: Sequence[str], mention: Mention, clauses: Sequence[Clause]) -> bool:
    """Whether a sign is of a calf that hurts: tight from pressure it does by itself."""
    of_calf = _CALF_ITSELF & set(words[mention.start : mention.end])
    if "tight_muscle_severe_pain" in mention.values:
        return bool(of_calf)
    return (
        "calf_swelling" in mention.values
        and bool(of_calf)
        and (hurts_there(words, mention, clauses) or _it_hurts_too(words, mention, clauses))
    )


def _it_hurts_too(words: Sequence[str], mention: Mention, clauses: Sequence[Clause]) -> bool:
    """Whether the sentence goes on "and it hurts", "and sore", "and very tender to touch"."""
    end = next((c.end for c in clauses if c.holds(mention.start)), mention.end)
    same = next((c.sentence for c in clauses if c.holds(mention.start)), -1)
    end = max((c.end for c in clauses if c.sentence == same), default=end)
    rest = list(words[mention.end : end])
    for place, word in enumerate(rest):
        if word not in ("and", ",", "but", "n", "&"):
            continue
        told = [each for each in rest[place + 1 : place + 6] if each not in _ADDS_IT]
        other_part = told[1:2] and told[1] in PARTS - CALF
        if hurts(told[:1]) and not other_part and not DENIED & set(rest[place + 1 : place + 6]):
            return True
    return False
