"""How long the joint is stiff, as the whole of an answer: "an hour at least, she says"."""

from __future__ import annotations

import re

from bot.nlu.extract.findings import Findings

#: The sign of a list that is told by a length of time.
STIFFNESS = "morning_stiffness_long"

_LONG = (
    r"(?:(?:an?|one|1|two|2|three|3|couple of|few|several|good|full|solid) (?:\w+ )?hours?|hours|"
    r"half (?:an? )?hour|three quarters of (?:an? )?hour|3/4 (?:of )?(?:an? )?hour|"
    r"(?:3\d|4\d|5\d|60|90) ?min(?:ute)?s?)"
)
_ONLY_A_TIME = re.compile(
    rf"^\W*(?:(?:yes|yeah|yep|oh|well|about|around|like|maybe|at least|at|over|more than|nearly|"
    rf"almost|roughly|probably|it takes|takes|it's|it is|an?|the|good|easily|usually|mostly)\W+)*"
    rf"{_LONG}(?:\W+(?:easy|easily|or so|or more|at least|each|every|most|days?|mornings?|in the|"
    rf"he|she|they|i|says?|said|think|guess|reckons?|i'd say|probably|maybe|yes|yeah|really))*\W*$"
)


def tells_stiff_time(text: str) -> bool:
    """Whether an answer is a length of time of half an hour or more, and nothing besides."""
    return _ONLY_A_TIME.match(text) is not None


def is_stiff_for_a_time(findings: Findings) -> bool:
    """Whether a joint was said to be stiff in the morning, and not for how long."""
    judged = {*findings["present"], *findings["absent"], *findings["uncertain"]}
    is_stiff = "stiffness" in findings["present"] and STIFFNESS not in judged
    return is_stiff and "morning" in findings.get("triggers", ())
