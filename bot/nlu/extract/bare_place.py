"""A word for a side of a joint with no joint beside it: "outer side", "round the front", "deep"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.complaint import hurts
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.parts import KNEE, OTHER_PARTS, PARTS
from bot.nlu.extract.words import word_set

_LEADS_TO_PLACE = word_set(
    """
    on round around at in to toward towards along from over across near like behind under and or
    , the mainly mostly more is 's just right meaning specifically
    """
)
_CLEAR_ALONE = word_set("front outer inner outside inside medial lateral anterior everywhere deep")
_LEADS_ALONE = word_set("the on at my")
# "It's the inside bit": a whole phrase may be told so, a single word says too little.
_IT_IS = word_set("it its 's is just mostly mainly more like well")
_SIDES = word_set("left right")
_NOT_PLACE_AFTER = OTHER_PARTS | set(
    ["of", "toe", "toes", "finger", "fingers", "ear", "home", "door", "row"]
)
_IT = word_set("it them em both mine")
_SIGNS = frozenset(".,;!?()")
_FAR = 25
_MOSTLY = word_set("mostly mainly really only usually i think")
_STOPS_AT = word_set("stops stopped stop sticks stuck catches locks jams halts halted freezes")
_SPANS = word_set("day days week weeks month months year years fortnight while bit")
#: A message of so many words may do without a verb.
VERBLESS_WORDS = 7


def bare_fits(
    words: Sequence[str],
    mention: Mention,
    accepted: Sequence[Mention],
    asked: bool,
    corrects: bool,
) -> bool:
    """Whether a word such as "front" or "deep" says where it hurts.

    Args:
        words: the words of the message.
        mention: the word.
        accepted: the places that were taken from it so far.
        asked: whether the place is what was asked.
        corrects: whether the message takes something back.
    """
    following = words[mention.end : mention.end + 2]
    of_it = following[:1] == ["of"] and following[1:] and following[1] in _IT
    if set(following[:1]) & _NOT_PLACE_AFTER and not of_it:
        return False
    if asked or corrects:
        return True
    if mention.values == ("knee_deep",) and _STOPS_AT & set(
        words[max(0, mention.start - 3) : mention.start]
    ):
        return False  # "it stops in the middle"
    if _is_all_of_a_clause(words, mention) or _is_what_hurts(words, mention):
        return True
    if not mention.values[0].startswith("knee_"):
        return False
    if mention.length == 1 or PARTS & set(words):
        if not _nearest_is_knee(words, mention.start):
            return False
    elif len(words) > _FAR:
        return False
    if words[mention.start] in _LEADS_TO_PLACE or _is_between_signs(words, mention):
        return True
    before = [
        w for w in words[max(0, mention.start - 3) : mention.start] if w not in ("my", "right")
    ]
    if before[-1:] == ["the"]:
        return bool(_LEADS_TO_PLACE & set(before[:-1]))
    if before[-1:] and before[-1] in ("and", "or", ","):
        return any(each.end >= mention.start - 2 for each in accepted)
    return len(words) <= VERBLESS_WORDS and before[-1:] != ["i"]


def _is_what_hurts(words: Sequence[str], mention: Mention) -> bool:
    """Whether a sentence begins with it and goes on with a pain: "fronts of both ache"."""
    begins = not mention.start or words[mention.start - 1] in _SIGNS
    return begins and mention.length > 1 and hurts(words[mention.end : mention.end + 1])


def _is_all_of_a_clause(words: Sequence[str], mention: Mention) -> bool:
    """Whether it stands by itself: "outer side. also, can i swim?"."""
    before = list(words[: mention.start])
    # A sentence of its own behind others: "… does my knee in. outside part mostly."
    while mention.length > 1 and {".", "!"} & set(before):
        before = before[1:]
    after = [word for word in words[mention.end :] if word not in _MOSTLY]
    if mention.length == 1:
        # "back" alone is a command, "middle" a degree.
        alone = all(word in _LEADS_ALONE for word in before)
        return alone and words[mention.start] in _CLEAR_ALONE and not after
    alone = all(word in _LEADS_ALONE | _IT_IS for word in before)
    return alone and _without_side(after)[:1] in ([], ["."], [","], [";"], ["!"])


def _without_side(words: list[str]) -> list[str]:
    """What goes on behind "on the right", "of my left one", "right"."""
    rest = list(words)
    if rest[:1] in (["on"], ["of"]) and rest[1:2] in (["the"], ["my"]) and _SIDES & set(rest[2:3]):
        rest = rest[2:]
    if not _SIDES & set(rest[:1]):
        return list(words)
    return rest[2:] if rest[1:2] in (["one"], ["side"], ["leg"], ["knee"]) else rest[1:]


def _is_between_signs(words: Sequence[str], mention: Mention) -> bool:
    """Whether it is a fragment of its own behind the joint: "right knee, outer side"."""
    if mention.length == 1 and words[mention.start] not in _CLEAR_ALONE:
        return False
    before = [word for word in words[: mention.start] if word not in ("the", "on", "at", "my")]
    after = words[mention.end : mention.end + 1]
    begins = before[-1:] == [] or before[-1] in (*KNEE, *_SIGNS)
    return begins and (after == [] or after[0] in _SIGNS)


def _is_ago(words: Sequence[str], place: int) -> bool:
    """Whether "back" is a time and no part: "9 days back"."""
    return words[place] == "back" and bool(_SPANS & set(words[max(0, place - 1) : place]))


def _nearest_is_knee(words: Sequence[str], place: int) -> bool:
    parts = [
        (abs(index - place), word)
        for index, word in enumerate(words)
        if (word in KNEE or (word in OTHER_PARTS and index < place))
        and place - index < _FAR
        and not _is_ago(words, index)
    ]
    return bool(parts) and min(parts)[1] in KNEE
