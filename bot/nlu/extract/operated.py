"""Which joint an operation was on: the one that is named beside it, or before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

BOTH_JOINTS = ("knee_surgery", "hip_surgery")

# "broke my hip and had it pinned": what was mended is what was named before.
_FIXED = word_set(
    """
    rebuilt reconstructed repaired pinned plated screwed scoped trimmed bolted wired pin pins screw
    screws plate plates rod bolts metalwork nail nails nailed
    """
)
_JOINT_OF = {
    **dict.fromkeys(
        word_set("knee knees kneecap patella acl mcl pcl cruciate meniscus cartilage"),
        "knee_surgery",
    ),
    **dict.fromkeys(word_set("hip hips pelvis femur femoral acetabulum labrum"), "hip_surgery"),
}


# "Keyhole on the hip", "had the scope done on her hip joint": mostly of the knee, and taken as that
# where no joint is named.
_OF_EITHER = word_set(
    """
    keyhole scope scoped scopes arthroscopy arthroscopic arthroscopies osteotomy osteotomies
    cleaned washed
    """
)
_ENDS = frozenset(".!?;")


def told_by_joint(mention: Mention, tokens: Sequence[Token]) -> Mention:
    """Surgery is of the joint that is named; of both where none is, which only a "no" may mean."""
    if mention.values == BOTH_JOINTS[:1]:
        return _of_nearest_joint(mention, [token.text for token in tokens])
    if mention.values != BOTH_JOINTS:
        return mention
    words = [token.text for token in tokens]
    if _FIXED & set(words[mention.start : mention.end]):
        before = [_JOINT_OF[word] for word in words[: mention.end] if word in _JOINT_OF]
        return replace(mention, values=(before[-1],)) if before else mention
    named = _named(_sentence(mention, words)) or _named(words)
    return replace(mention, values=named) if named else mention


def _named(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        value
        for value, joint in zip(BOTH_JOINTS, ("knee", "hip"), strict=True)
        if {joint, f"{joint}s"} & set(words)
    )


def _sentence(mention: Mention, words: Sequence[str]) -> Sequence[str]:
    start, end = mention.start, mention.end
    while start and words[start - 1] not in _ENDS:
        start -= 1
    while end < len(words) and words[end] not in _ENDS:
        end += 1
    return words[start:end]


def _of_nearest_joint(mention: Mention, words: Sequence[str]) -> Mention:
    """What may be of either joint is of the one named after it in its sentence, or else before."""
    inside = words[mention.start : mention.end]
    if not _OF_EITHER & set(inside) or any(word in _JOINT_OF for word in inside):
        return mention
    start, end = mention.start, mention.end
    while start and words[start - 1] not in _ENDS:
        start -= 1
    while end < len(words) and words[end] not in _ENDS | {",", "and", "but"}:
        end += 1
    named = [_JOINT_OF[word] for word in words[mention.end : end] if word in _JOINT_OF][:1]
    named += [_JOINT_OF[word] for word in words[start : mention.start] if word in _JOINT_OF][-1:]
    return replace(mention, values=(named[0],)) if named else mention


def not_the_other_joint(history: Sequence[str]) -> frozenset[str]:
    """Return the operations that another one told of is mistaken for by the look of a message."""
    if "joint_replacement" in history:
        return frozenset(BOTH_JOINTS) - set(history)
    told = set(BOTH_JOINTS) & set(history)
    return frozenset(BOTH_JOINTS) - told if told else frozenset()
