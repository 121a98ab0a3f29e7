"""Activities that are listed, with what hurts said once for all of them or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.assertion import Status
from bot.nlu.extract.clauses import SENTENCE_ENDS, Clause
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.stiff_then import between_commas
from bot.nlu.extract.words import word_set

_LEAD = 6
_LISTS = re.compile(r"^(?:when|worse|worst|triggers?|bad|hurts|painful|sore|pain)\b[^:,]{0,20}:")
_THOSE = re.compile(
    r"\b(?:those|these|all|both)(?: (?:two|three|four|five|of them|of those|of these|things|ones))*"
    r" (?:bring|set|hurt|make|kill|aggravate|are (?:bad|sore|murder|painful)|do it|get it)\b"
)
# Words that leave a fragment of an activity alone: "getting out of the car", "doing PE".
_FILLERS = word_set(
    """
    the a an my me ma this that in on at of to for from with and or also too n & + = when whenever
    after during while if doing going getting coming using long any all day time really just mainly
    mostly especially again much lot lots big whole every each out into off up down round about
    around over quickly fast first thing bit steep , . ; : - !
    """
)
_SPEAKS = word_set("i he she we by only far often usually")


def is_fragment(
    words: Sequence[str],
    mention: Mention,
    clause: Clause,
    mentions: Sequence[tuple[Mention, Status]],
) -> bool:
    """Whether a sentence names activities and nothing else: "Also stairs.", "skipping rope"."""
    start, end = clause.start, clause.end
    while start and words[start - 1] not in SENTENCE_ENDS:
        start -= 1
    while end < len(words) and words[end] not in SENTENCE_ENDS:
        end += 1
    if words[end : end + 1] == ["?"]:
        return False
    named = [m for m, _ in mentions if m.group == "triggers"]
    # "only when i walk far" speaks of the pain, "i walk" does not.
    fillers = _FILLERS | _SPEAKS if "when" in words[start : mention.start] else _FILLERS
    covered = {place for m in named for place in range(m.start, m.end)}
    return all(words[place] in fillers or place in covered for place in range(start, end))


def closes_list_of(
    words: Sequence[str],
    mention: Mention,
    same: Sequence[Clause],
    mentions: Sequence[tuple[Mention, Status]],
) -> bool:
    """Whether what is said of a list is said at its end: "bike and cold: both do it"."""
    if _THOSE.search(" ".join(words[mention.end : same[-1].end])) is None:
        return False
    part = between_commas(words, mention)
    named = [m for m, _ in mentions if m.group == "triggers"]
    rest = {words[n] for n in part if not any(m.start <= n < m.end for m in named)}
    after = " ".join(words[mention.end : same[-1].end])
    return rest <= _FILLERS | {"doctor", "doc"} and _THOSE.search(after) is not None


def is_item(
    words: Sequence[str],
    mention: Mention,
    same: Sequence[Clause],
    mentions: Sequence[tuple[Mention, Status]],
) -> bool:
    """Whether it is one of a list of what hurts: "when: first steps, bicycle, squatting, cold"."""
    part = between_commas(words, mention)
    rest = set(words[part.start : mention.start]) | set(words[mention.end : part.stop])
    lead = words[same[0].start : same[-1].end]
    asks_when = _LISTS.search(" ".join(lead[:_LEAD])) is not None
    others = {
        m.values
        for m, _ in mentions
        if m.group == "triggers" and m.start not in part and same[0].start <= m.start < same[-1].end
    }
    return asks_when and rest <= _FILLERS and len(others) > 1
