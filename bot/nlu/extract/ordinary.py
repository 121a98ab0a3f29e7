"""Words that mean nothing of the kind where they stand: red eyes, a pain that "is back"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.words import word_set

_ELSEWHERE = word_set(
    """
    eye eyes eyelid eyelids face cheek cheeks nose throat ear ears hand hands arm arms finger
    fingers thumb thumbs palm palms neck head forehead tongue lip lips belly tummy nails
    """
)
_JOINT = word_set(
    """
    knee knees kneecap kneecaps hip hips joint joints leg legs calf calves thigh thighs shin shins
    groin skin ankle ankles foot feet it it's its this replacement side mine scar wound
    """
)
# What swells there is no swollen knee, though it may be told of by other values.
_JOINT_SWELLS = _JOINT - word_set("ankle ankles foot feet skin")
_SWELLS_ELSEWHERE = _ELSEWHERE | word_set(
    """
    wrist wrists elbow elbows shoulder shoulders knuckle knuckles gum gums gland glands mouth ankle
    ankles foot feet toe toes breast breasts testicle testicles balls stomach
    """
)
_JOINS_PARTS = word_set(", and & n or plus my the his her both left right also one two a")
_BETWEEN_COLOUR_AND_PART = word_set(
    "and & or , gritty sore itchy dry watery puffy hot cold sweaty very my his her runny blotchy"
)
_AHEAD = 4
_OF_JOINT = re.compile(
    r"^(?:of|in|on|over|around|about|at) (?:(?:the|my|his|her|their|left|right|bad|sore) )*"
    r"(?:knee|kneecap|hip|joint|leg|calf|thigh|shin|groin|scar|wound)s?\b"
)
_STIFF_THINGS = word_set(
    """
    door doors gate gates window drawer drawers lock handle tap boot boots shoe shoes
    trainers collar gear gears clutch brake brakes lid zip jeans belt brush chain spring mattress
    shirt card breeze drink drinks competition opposition penalty sentence fine chair shutter cleats
    steering wheel lever button buttons splint brace bandage strap tape gin whisky leather
    """
)
_STIFF_PARTS = word_set(
    """
    neck shoulder shoulders jaw finger fingers hand hands wrist wrists elbow elbows thumb thumbs arm
    arms
    """
)
_STIFF_SUBJECT = re.compile(
    rf"\b(?:{'|'.join(sorted(_STIFF_THINGS | _STIFF_PARTS))})(?: (?:is|are|'s|was|feels?|gets?|got|"
    r"goes|went|gone|so|very|really|a|bit|too|all|always|quite|awful|fierce|pretty|has|have|had|been|"
    r"some|both))*$"
)
_IN_JOINT = re.compile(
    r"^(?:and \w+ )?(?:(?:in|of) (?:the |my |his |her )?\w* ?)?(?:knees?|hips?|legs?|joints?)\b"
)
_RETURNED = word_set("is 's are was were came come comes coming crept now be been")
_OF_PLACE = word_set("of side part knee leg right left there area")
# Where the tendon of the kneecap is fixed to the shin everybody has one.
_SHIN_BUMP = re.compile(
    r"\b(?:bump|bumps|knob|knobble|knobbly bit|bobble|bony bit|bony part)\b(?: (?:just|right|"
    r"that|is|"
    r"there|which|on|at|in|of|the|my|his|her|a|bit|front|top|shin|shinbone|bone))* (?:under|below|"
    r"beneath|underneath)(?: (?:the|my|his|her|your|each|both|left|right))* (?:knee|kneecap|"
    r"patella)s?\b"
)
# How far a hip bends, and how it is stretched: "it hurts when I bring my knee to my chest".
_KNEE_TO_CHEST = re.compile(
    r"\b(?:bring|brought|pull|draw|drew|lift|rais|hug|bend|flex|push|press|tuck|get|hold|mov|tak)"
    r"\w*(?: (?!from|pain|ache|hurt)\w+){0,4}? (?:knees?|legs?|thighs?)"
    r"(?: (?:right|all the way|up|back|in|over))*"
    r" (?:to|towards?|into|onto|against|on)(?: (?:the|my|his|her|your|their))? chest\b"
)
_NOT_BEFORE = re.compile(
    r"\b(?:grow\w*|grew|bigger|larger|new|appear\w*|c(?:a|o)me up|not there|never there|"
    r"before|found|"
    r"lump|mass|soft|squish\w*|spread\w*|overnight|suddenly|size of|hard|firm|solid|noticed|"
    r"developed|formed|egg|golf|marble|weeks?|months?)\b"
)


def is_redness_elsewhere(mention: Mention, words: Sequence[str], clause: Clause) -> bool:
    """Whether what is red or hot is no joint: "my eyes are red and gritty", "red cheeks"."""
    if "redness_heat" not in mention.values or _JOINT & set(words[mention.start : mention.end]):
        return False
    following = " ".join(words[mention.end : min(clause.end, mention.end + _AHEAD)])
    if _OF_JOINT.search(following):
        return False
    for place in range(mention.end - 1, clause.start - 1, -1):
        if words[place] in _ELSEWHERE:
            return True
        if words[place] in _JOINT:
            return False
    for word in words[mention.end : min(clause.end, mention.end + _AHEAD)]:
        if word in _ELSEWHERE:
            return True
        if word not in _BETWEEN_COLOUR_AND_PART:
            return False
    return False


def is_swelling_elsewhere(mention: Mention, words: Sequence[str], clause: Clause) -> bool:
    """Whether what is swollen is no knee: "wrists swell up too", not "knee and ankle swollen"."""
    if "swelling" not in mention.values or "rapid_swelling" in mention.values:
        return False
    # "Knee went as I landed on my foot and swelled": what comes before it in its clause may swell.
    if (
        _JOINT_SWELLS & set(words[clause.start : mention.end])
        and "and" in words[clause.start : mention.end]
    ):
        return False
    if _JOINT_SWELLS & set(words[mention.start : mention.end]):
        return False
    following = " ".join(words[mention.end : min(clause.end, mention.end + _AHEAD)])
    if _OF_JOINT.search(following):
        return False
    place = mention.end - 1
    while place >= clause.start and words[place] not in _SWELLS_ELSEWHERE | _JOINT_SWELLS:
        place -= 1
    if place < clause.start or words[place] in _JOINT_SWELLS:
        return False
    # The list that the part is in, back to where it begins.
    while place >= clause.start and words[place] in _SWELLS_ELSEWHERE | _JOINS_PARTS:
        place -= 1
    return place < clause.start or words[place] not in _JOINT_SWELLS


def is_stiff_elsewhere(mention: Mention, words: Sequence[str], clause: Clause) -> bool:
    """Whether what is stiff is no leg: "the front door is stiff", "my neck's stiff", "stiff boots".

    "Fingers and knees are stiff" tells of the knees.
    """
    if mention.values != ("stiffness",) or _JOINT & set(words[mention.start : mention.end]):
        return False
    following = " ".join(words[mention.end : min(clause.end, mention.end + _AHEAD)])
    if _OF_JOINT.search(following) or _IN_JOINT.search(following):
        return False
    if set(words[mention.end : mention.end + 1]) & (_STIFF_THINGS | _STIFF_PARTS):
        return True
    own = words[clause.start : mention.start]
    if "like" in own[-_AHEAD:]:
        return False  # "like a rusty gate"
    if _JOINT & set(own) - {"it", "its", "it's", "this", "mine", "side"}:
        return False
    return _STIFF_SUBJECT.search(" ".join(own)) is not None


def is_return(mention: Mention, words: Sequence[str]) -> bool:
    """Whether "back" says that something came again: "my knee pain is back"."""
    if words[mention.start : mention.end] != ["back"]:
        return False
    before = words[max(0, mention.start - 1) : mention.start]
    following = words[mention.end : mention.end + 1]
    return not _RETURNED.isdisjoint(before) and _OF_PLACE.isdisjoint(following)


def is_shin_bump(mention: Mention, words: Sequence[str], clause: Clause) -> bool:
    """Whether a lump may be the bump that every shin has: "the bump under the kneecap"."""
    if mention.values != ("lump",):
        return False
    own = " ".join(words[clause.start : clause.end])
    return bool(_SHIN_BUMP.search(own)) and not _NOT_BEFORE.search(own)


def is_knee_to_chest(mention: Mention, words: Sequence[str], clause: Clause) -> bool:
    """Whether the chest is only where the knee is drawn to."""
    if mention.values != ("chest_pain",):
        return False
    return draws_knee_to_chest(" ".join(words[clause.start : clause.end]))


def draws_knee_to_chest(text: str) -> bool:
    """Whether the only chest in a text is where a knee is drawn to."""
    return _KNEE_TO_CHEST.search(text) is not None and text.count("chest") == 1
