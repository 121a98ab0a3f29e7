"""Whether the writer speaks of their own body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.matcher import BARE, Mention
from bot.nlu.extract.people import BODY, THIRD_PERSON, clause_of
from bot.nlu.extract.words import word_set

NOT_COMPLAINT = word_set("think wonder want know reckon noticed notice worry asked said")
# Where another is spoken of, "I heard the crack" tells whose it was not.
_WITNESSED = word_set("heard saw watched witnessed seen")
# "forget about my knee for a moment"
_SET_ASIDE = re.compile(r"\b(?:forget(?: about)?|never mind(?: about)?|ignore)$")
_OBJECTS = word_set("him his her them their")
_PARTS_FROM_BODY = frozenset({"'s", ".", ",", "is", "has", "and", "the", "that", "when", "in"})


def complains(
    words: Sequence[str],
    clauses: Sequence[Clause],
    health: Sequence[Mention],
    others: Sequence[Mention],
) -> bool:
    """Whether the writer speaks of their own body: "my … knee", or "i" with a finding."""
    named = {place for person in others for place in range(person.start, person.end)}
    if own_body(words, others):
        return True
    if others and any(_denies_for_self(words[each.start : each.end]) for each in clauses):
        return True
    aside = {each.end for each in others} | {
        each.end + 1 for each in others if _relative(words, each)
    }
    for mention in health:
        if mention.kind == BARE:
            continue
        clause = clauses[clause_of(mention, clauses)]
        # "the gentleman i look after has a limp" says nothing of the writer
        lead = [
            "" if place in aside else words[place] for place in range(clause.start, mention.start)
        ]
        if "i" not in lead:
            continue
        since = lead[lead.index("i") + 1 :]
        start = clause.start + lead.index("i")
        if named & set(range(start, mention.start)) or THIRD_PERSON & set(since):
            continue
        # "i can not wake my dad", "i can not wake her", "i can not bend his knee"
        beyond = 3 if words[mention.end : mention.end + 1] == ["with"] else 2
        if named & set(range(mention.end, mention.end + beyond)):
            continue
        if THIRD_PERSON & set(words[mention.start : mention.end]) or _OBJECTS & set(
            words[mention.end : mention.end + 2]
        ):
            continue
        if others and _WITNESSED & set([*since, words[mention.start]][:1]):
            continue
        if not NOT_COMPLAINT & set(since[:1]):
            return True
    return False


def own_body(words: Sequence[str], others: Sequence[Mention]) -> bool:
    """Whether it is "my … knee", "me knee", "ma hip", or "mine"."""
    named = {place for person in others for place in range(person.start, person.end)}
    for place, word in enumerate(words):
        if word == "mine" and words[max(0, place - 1) : place] not in (["of"], ["not"]):
            return True
        if word not in ("my", "me", "ma"):
            continue
        if others and _SET_ASIDE.search(" ".join(words[max(0, place - 3) : place])):
            continue
        reach = 5 if word == "my" else 3
        for ahead in range(place + 1, min(place + reach, len(words))):
            if ahead in named or words[ahead] in _PARTS_FROM_BODY or words[ahead] in THIRD_PERSON:
                break
            if words[ahead] in BODY and (word == "my" or words[ahead] not in ("pain", "pains")):
                return True
    return False


def _relative(words: Sequence[str], person: Mention) -> bool:
    """Whether a clause of the writer's tells which person: "a lad who i coach"."""
    return words[person.end : person.end + 1] in (["who"], ["that"], ["whom"], ["which"])


def _denies_for_self(clause: Sequence[str]) -> bool:
    """Whether it is "i have not" alone, said after speaking of another."""
    lead = [word for word in clause if word not in (",", "but", "and")]
    return len(lead) <= 4 and lead[:1] == ["i"] and "not" in lead
