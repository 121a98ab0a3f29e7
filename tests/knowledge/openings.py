"""What the first message of a patient card plainly says, read with a few simple patterns.

Meant to catch a card that contradicts itself, not to understand people: each pattern is one that
can hardly mean anything else in these cards. Kept apart from the understanding of the bot, so
that the two cannot share a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_AGES = (
    r"\b(?:i'?m|i am|she'?s|he'?s|she is|he is|son is|mum is|aged?|has|of|lady,|man,) (\d{1,2})"
    r"(?!\.\d)(?! ?(?:weeks|days|hours?|minutes|cm|months))\b",
    r"\b(\d{1,2})(?:[ -]?years?[ -](?:old|young)|[ -]?yrs?\b(?! ago| plus)(?: old)?|yo\b)",
    r"(?<!\d)[.,(?] ?(\d{1,2})(?=[,.)?]| ?[mf]\b|$)",
    r"^(\d{1,2})m\b",
)
_PARTS = "knee|knees|hip|leg|groin|foot|thigh|calf|shin|kneecap|one|side|is"
_SIDE = rf"\b(left|right)\b(?= (?:\w+ )?(?:{_PARTS})\b)"
_PERSONS = {
    "child": "son|daughter|lad|little girl|girl|year old|yr old",
    "parent": "mum|mother|dad|father",
    "partner": "husband|husbands|wife|partner|boyfriend|girlfriend",
    "other": "friend|mate|flatmate",
}
# "Dad here" is who writes, "my girlfriend says it's arthritis" is who has an opinion, "my wife has
# started doing my laces" who helps
_IS_MEANT = "(?! here| says it's| has started doing my)"
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_NOT = re.compile(r"\b(?:no|not|isn't|doesn't|hasn't|won't|never|without|or)\b(?: \w+){0,2} ?$")

# What is said, and the findings of which at least one must then be present (or not be known)
_SIGNS = {
    r"swollen|swelled|puffy|blew up(?!.*went down)|swelling up|fat left knee": {
        "swelling", "calf_swelling", "severe_allergy",
    },
    r"red,? (?:and )?hot\b|hot and (?:massive|red)": {"redness_heat"},
    r"fever|temp of|sweating and shaking|the shivers": {"fever", "shivering_unwell"},
    r"pregnant": {"pregnant"},
    r"limp(?:s|ed|ing)?\b": {"limp"},
    r"(?:can't|cannot|cant|can not) (?:stand\b|put (?:any weight|the foot)|bear weight)": {
        "cannot_bear_weight",
    },
    r"refused to walk": {"cannot_bear_weight"},
    r"(?:can't|cant|hardly|no way can i) bend": {"cannot_bend_knee"},
    r"\blump\b(?! of fluid)": {"lump"},
    r"\b(?:stuck half bent|sits locked|locked solid|will not straighten)\b": {"locked_now"},
    r"\bpop\b": {"popped"},
    r"\bnumb\b": {"numbness", "foot_numb", "saddle_numbness"},
    r"short of breath|hard to breathe": {"breathless"},
    r"gives? way|folded|lets me down|letting go": {"giving_way"},
    r"\bclick(?:s|y)?\b|crunches|\bcreak\b": {"clicking"},
    r"\bstiff\b": {"stiffness", "morning_stiffness_long"},
    r"foot is white": {"foot_cold_or_pale"},
    r"(?:foot|leg) (?:turns out|is pointing outwards|looks? (?:more )?short)": {
        "leg_shorter_or_turned",
    },
    r"weeping": {"wound_leak"},
    r"(?:my|her|his|the|that) socks|tie my boots": {"trouble_with_socks"},
}  # fmt: skip

# What is said not to be so, and the findings that must then not be present
_DENIALS = {
    r"walking fine|walk ok|(?:can|does still) walk\b|still toddling|walks with": {
        "cannot_bear_weight",
    },
    r"running about|runs round": {"cannot_bear_weight", "limp"},
    r"no temperature|hasn't got a temperature|temperature's gone": {"fever"},
    r"not hot now": {"redness_heat"},
    r"looks completely normal": {"swelling", "redness_heat", "deformity"},
}
_NO_INJURY = (
    r"did not fall|never fell|no fall|no bump|never hurt it|hasn't banged|didn't do anything"
)

_PLACES = {
    r"groin": {"hip_groin"},
    r"\bcalf\b|\bshin\b": {"calf"},
    r"knee ?caps?\b(?! jumped)": {"knee_front"},
    r"behind (?:my|the) (?:left |right )?knee\b|back of my (?:left |right )?knee": {"knee_back"},
    r"(?:outside|outer (?:side|edge)) of (?:my|the) (?:left |right )?knee|outer knee": {
        "knee_outer",
    },
    r"inside of (?:my|the|that) knee|inner knee": {"knee_inner"},
    r"\bbuttock|\bbum\b": {"buttock"},
    r"\bthighs?\b": {"thigh", "hip_groin"},
    r"lower back|\bmy back (?:and|through|went)": {"lower_back"},
    r"side of (?:my|the|that|the same) (?:left |right |same )?hip": {"hip_side"},
}


def ages(opening: str) -> set[int]:
    """Return the ages that the opening names, in years."""
    text = _plain(opening)
    return {int(found) for pattern in _AGES for found in re.findall(pattern, text)}


def sides(opening: str) -> set[str]:
    """Return the sides (left, right) that the opening names beside a part of the body."""
    return set(re.findall(_SIDE, _plain(opening)))


def persons(opening: str) -> set[str]:
    """Return whom the opening is about, where it says "my son", "our mum" or begins with one."""
    text = _plain(opening)
    return {
        who
        for who, words in _PERSONS.items()
        if re.search(rf"(?:\b(?<!i had )(?:my|our) |^)(?:{_COUNT} )?(?:{words})\b{_IS_MEANT}", text)
    }


def signs(opening: str) -> Iterator[set[str]]:
    """Yield, for each sign that is said and not denied, the findings that stand for it."""
    text = _plain(opening)
    for pattern, findings in _SIGNS.items():
        if any(not _NOT.search(text[: found.start()]) for found in re.finditer(pattern, text)):
            yield findings


def denials(opening: str) -> set[str]:
    """Return the findings that the opening says are not there."""
    text = _plain(opening)
    return {
        finding
        for pattern, findings in _DENIALS.items()
        if re.search(pattern, text)
        for finding in findings
    }


def denies_an_injury(opening: str) -> bool:
    """Whether the opening says that nothing happened to it."""
    return re.search(_NO_INJURY, _plain(opening)) is not None


def places(opening: str) -> Iterator[set[str]]:
    """Yield, for each place that the opening names, the locations that stand for it."""
    text = _plain(opening)
    return (locations for pattern, locations in _PLACES.items() if re.search(pattern, text))


def _plain(opening: str) -> str:
    return " ".join(opening.lower().replace("’", "'").split())
