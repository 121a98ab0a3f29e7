"""Whether a place, a doing or an organ is said to be well: "the calf itself is fine"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.phrases import combined, find_phrase, has_phrase, phrases
from bot.nlu.extract.words import word_set

# A place, an activity or an organ of which this is said is well.
_WELL = phrases(
    """
    fine, ok, okay, grand, perfect, perfectly fine, normal, good, great, alright, all right, sound,
    painless, healthy, pain free, no bother, not a bother, no drama, no problem, no problems,
    no trouble, no issue, no issues, no worries, no pain, no hassle, not a problem, not an issue,
    not a thing, not sore, not painful, not the problem, not the issue, not bothering, not hurting,
    does not hurt, do not hurt, does not bother, do not bother, never hurt, never hurts,
    does not set, do not set, does not bring, do not bring, does not trigger, does not affect,
    does not make, do not make, does not do it, do not do it, no harm, never bother, never bothers,
    never bothered, never sets, never gives, has no pain, no discomfort, not a twinge,
    without hurting, without pain, without any pain, without it hurting, without a twinge,
    without trouble, without bother, feel nothing, not a trigger, not a factor, never been sore,
    never been a problem, have no pain, no worse, not affected, not bad, 100 %
    """
)
# "tests for arthritis came back clear"
_TESTED_NEGATIVE = combined("came back, was, were, is", "clear, negative, normal, all clear")
_AFTER_WELL = word_set(
    """
    , . ; ! at me it him her them there too as though now and tbh really either of off thank thanks
    """
)
_BETWEEN_WELL = word_set(
    """
    which is are 's itself test tests function bloods results levels were cause causes all both
    feel feels look looks seem seems been was were just still i
    they it really always completely totally absolutely perfectly sir pretty quite
    """
)

# What is named by a part or a doing, not by what is wrong with it.
_NAMED_BY_PART = frozenset(
    {"many_joints", "trouble_with_socks", "back_pain", "kidney_disease", "heart_disease", "fever"}
)
_PAIN = word_set(
    "pain pains painful hurt hurts hurting ache aches aching sore worse but otherwise bad kills "
    "killing agony murder nightmare only except sometimes swollen stiff"
)


def is_well(words: Sequence[str], mention: Mention) -> bool:
    """Whether a place, a doing or an organ is said to be well: "the calf itself is fine"."""
    if mention.group not in ("location", "triggers") and not is_named_by_part(mention):
        return False
    found = find_phrase(words, _WELL)
    if found is None:
        return False
    place, length = found
    between, rest = list(words[:place]), words[place + length :]
    if rest and rest[0] not in _AFTER_WELL:
        return False
    if _PAIN & set(between) or between.count(",") > 1 or "and" in between:
        return False
    if set(between) <= _BETWEEN_WELL or between == [","]:
        return True
    if mention.group == "triggers":
        return between[-1:] == [","] or "," not in between
    return between[-1:] == [","] and "," not in between[:-1] and len(between) <= 4


def is_named_by_part(mention: Mention) -> bool:
    """Whether it is named by what it befalls: "kidneys", "other joints", "socks"."""
    return set(mention.values) <= _NAMED_BY_PART


def is_tested_negative(words: Sequence[str], mention: Mention) -> bool:
    """Whether it was looked for and not found: "tests for arthritis came back clear"."""
    looked_for = mention.group == "history" and not mention.values[0].startswith("imaging")
    looked_for = looked_for or "pregnant" in mention.values
    return looked_for and has_phrase(words, _TESTED_NEGATIVE)


def well_words() -> frozenset[str]:
    """Return the words that say that something is well."""
    return frozenset(word for phrase in _WELL for word in phrase)
