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
    screws plate plates rod bolts metalwork
    """
)
_JOINT_OF = {
    **dict.fromkeys(
        word_set("knee knees kneecap patella acl mcl pcl cruciate meniscus cartilage"),
        "knee_surgery",
    ),
    **dict.fromkeys(word_set("hip hips pelvis femur labrum"), "hip_surgery"),
}


def told_by_joint(mention: Mention, tokens: Sequence[Token]) -> Mention:
    """Surgery is of the joint that is named; of both where none is, which only a "no" may mean."""
    if mention.values != BOTH_JOINTS:
        return mention
    words = [token.text for token in tokens]
    if _FIXED & set(words[mention.start : mention.end]):
        before = [_JOINT_OF[word] for word in words[: mention.end] if word in _JOINT_OF]
        return replace(mention, values=(before[-1],)) if before else mention
    named = tuple(
        value
        for value, joint in zip(BOTH_JOINTS, ("knee", "hip"), strict=True)
        if {joint, f"{joint}s"} & set(words)
    )
    return replace(mention, values=named) if named else mention
