"""What a joint is stiff after, and does not hurt as far as is said: "stiff after sitting"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.assertion import Status
from bot.nlu.extract.clauses import SENTENCE_ENDS, Clause, clause_at
from bot.nlu.extract.complaint import hurts
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.words import word_set

STIFF = frozenset({"stiffness", "morning_stiffness_long"})
_ONLY_STIFF_AFTER = frozenset({"standing_up", "prolonged_sitting"})
_BESIDES_STIFF = word_set("worse worst bad sore hard difficult struggle problem trouble")


def only_stiff_then(
    mentions: Sequence[tuple[Mention, Status]], words: Sequence[str], clauses: Sequence[Clause]
) -> frozenset[str]:
    """Return the activities after which it is stiff and, as far as is said, does not hurt."""
    stiff = [m for m, s in mentions if s is Status.PRESENT and set(m.values) & STIFF]
    told = [m for m, s in mentions if s is Status.PRESENT and m.group == "triggers"]
    only = {
        m
        for m in told
        if any(each.start in between_commas(words, m) for each in stiff)
        and is_of_stiffness(words, m, stiff, clauses)
    }
    sore = {value for m in told if m not in only for value in m.values}
    return frozenset(value for m in only for value in m.values) - sore


def is_of_stiffness(
    words: Sequence[str], mention: Mention, stiff: Sequence[Mention], clauses: Sequence[Clause]
) -> bool:
    """Whether it only is stiff then: "stiff after sitting" tells of no pain."""
    if mention.values[0] not in _ONLY_STIFF_AFTER:
        return False
    clause = clause_at(clauses, mention.end - 1)
    part = between_commas(words, mention)
    if any(part.start <= m.start < part.stop for m in stiff):
        told = words[part.start : part.stop]
        return not hurts(told) and not _BESIDES_STIFF & set(told)
    same = [each for each in clauses if clause and each.sentence == clause.sentence]
    is_stiff = any(each.holds(m.start) for m in stiff for each in same)
    own = words[same[0].start : same[-1].end] if same else []
    return is_stiff and not hurts(own) and not _BESIDES_STIFF & set(own)


def between_commas(words: Sequence[str], mention: Mention) -> range:
    """Return the places of the words around a mention up to the next sign on either side."""
    start, end = mention.start, mention.end
    while start and words[start - 1] not in (",", *SENTENCE_ENDS):
        start -= 1
    while end < len(words) and words[end] not in (",", *SENTENCE_ENDS):
        end += 1
    return range(start, end)
