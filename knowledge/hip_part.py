"""A hip that hurts without a word about where: kept as all it may be until that is told. Pure.

"My hip" is put down as the groin and the side of it, so that no rule about a hip is missed, and the
question where it hurts is put about the hip alone. Only an answer to that narrows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.answers import LEFT_OPEN, Answers

#: In the place of an answer to `location`: where about the hip is asked next, or about both joints.
HIP, HIP_AND_KNEE = "hip", "hip_and_knee"
LOCATION = "location"
#: What "the hip" is put down as.
HIP_PLACES = ("hip_groin", "hip_side")
#: What is offered where it is asked for.
PARTS_OF_HIP = (*HIP_PLACES, "buttock")
_SIDES = ("left", "right")
_BOTH = "both"


def is_part_open(answers: Answers) -> bool:
    """Whether a hip hurts and where about it is still to be told."""
    return answers.asked.get(LOCATION) in (HIP, HIP_AND_KNEE)


def is_whole_hip(answers: Answers) -> bool:
    """Whether the places of the hip stand for the hip as a whole, because no part was told."""
    is_left = is_part_open(answers) or answers.asked.get(LOCATION) in LEFT_OPEN
    return is_left and set(HIP_PLACES) <= set(answers.location)


def open_part(before: Answers, stated: Answers, text: str) -> str | None:
    """What an answer to where it hurts leaves to be asked about the hip; ``None`` for nothing.

    It is asked once: the hip once more tells no part of it, and ends the matter.

    Args:
        before: what was known.
        stated: the same with what the answer states.
        text: what was typed, empty for a tap.
    """
    if not is_part_open(stated):
        return None
    if not is_part_open(before):
        return stated.asked[LOCATION]
    # "All over" to both joints is of both.
    is_all_over = "knee_all_over" in stated.location and text and "knee" not in text.lower()
    return HIP if before.asked[LOCATION] == HIP_AND_KNEE and not is_all_over else None


def placed(
    before: Answers, stated: Answers, findings: Mapping[str, Any], pending: str | None
) -> Answers:
    """The answers after a message, with the part of the hip open, or told where it was open.

    Args:
        before: what was known.
        stated: the same with the facts of the message.
        findings: what the message states; ``unplaced`` names the joints without a part.
        pending: the id of the pending question.
    """
    told = set(findings.get(LOCATION) or ())
    if "hip" in (findings.get("unplaced") or ()):
        return _unplaced(before, stated, findings)
    parts = told & set(PARTS_OF_HIP if pending == LOCATION else HIP_PLACES)
    if not is_part_open(before) or not parts:
        return stated
    location = tuple(v for v in stated.location if v not in HIP_PLACES or v in told)
    asked = {name: how for name, how in stated.asked.items() if name != LOCATION}
    if before.asked[LOCATION] == HIP:
        stated = _with_sides_of_others(before, stated, findings, parts)
    return stated.changed(location=location, asked=asked)


def _unplaced(before: Answers, stated: Answers, findings: Mapping[str, Any]) -> Answers:
    if is_part_open(before):
        return stated
    is_put_right = LOCATION in (findings.get("corrects") or ())
    if set(before.location) & set(HIP_PLACES) and not is_put_right:
        # The part is known: the name of the whole adds nothing to it.
        kept = (*before.location, *(v for v in stated.location if v not in HIP_PLACES))
        return stated.changed(location=tuple(dict.fromkeys(kept)))
    has_knee = any(place.startswith("knee_") for place in stated.location)
    is_knee_open = "knee" in findings["unplaced"] and not has_knee
    mark = HIP_AND_KNEE if is_knee_open else HIP
    return stated.changed(asked={**stated.asked, LOCATION: mark})


def _with_sides_of_others(
    before: Answers, stated: Answers, findings: Mapping[str, Any], parts: set[str]
) -> Answers:
    """A side that is tapped beside a part of the hip is the hip's alone: the knee keeps its own."""
    others = [place for place in before.location if place not in HIP_PLACES]
    side = findings.get("side")
    if not others or side is None or before.side in (None, side):
        return stated
    own = findings.get("place_sides") or dict.fromkeys(parts, side)
    of_others = before.place_sides or (
        dict.fromkeys(others, before.side) if before.side in _SIDES else {}
    )
    kept = {place: each for place, each in of_others.items() if place in others}
    return stated.changed(side=_BOTH, place_sides={**kept, **own})
