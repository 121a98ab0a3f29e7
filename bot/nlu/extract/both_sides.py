"""Whether both sides are meant: "me knees", "the two of them", "can not feel either leg"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.extract.assertion import has_phrase
from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.complaint import PAIN, complains, hurts, phrases
from bot.nlu.extract.words import word_set

BOTH = "both"
PARTS = word_set(
    """
    knee knees kneecap kneecaps hip hips leg legs thigh thighs calf calves calfs groin bum buttock
    buttocks butt foot feet shin shins ankle ankles patella quad quads hamstring hamstrings glute
    glutes cheek side sides thighbone femur shinbone itb hipbone
    """
)
# "The buttocks" are the seat, whichever side of it hurts.
PLURALS = word_set("knees hips kneecaps thighs calves calfs shins legs groins")
_FOUR = word_set("knees hips kneecaps")
_DETERMINERS = word_set("my me his her their our these those the two ma mi")
# "on hands and knees", "between my knees", "above the hips": no word of both hurting.
_AROUND_THEM = word_set("on onto between at above below down behind with bend bending bent high of")
# "on my knees" is a posture; "the front of my knees" is where it hurts.
_NOT_BOTH_AFTER = phrases("the size, not, are not, would, sat, deep, bent, apart, together, up")
_BOTH_OF = phrases(
    """
    two of them, two of em, both of them, both of em, pair of them, pair of em, both sides,
    either side, each side, either of them
    """
)
_FEW = 6
TWO = word_set("both two either neither each pair")
_HAVE_GONE = word_set("gone feel felt are went got getting give gave going")
_ONE_PART = word_set("knee hip leg thigh calf kneecap foot")
_COMPARES = word_set(
    "touched touching felt compared compare comparing checked checking measured looked squeezed"
)
# "neither leg will hold me", unlike "neither knee hurts"
_FAILS = word_set("will can works work holds hold moves bends")
# What ails legs besides pain; "stood on both legs" tells of none.
_AILING_LEGS = word_set(
    """
    weak weaker weakness numb numbness heavy dead power strength feel feeling jelly wobbly shaky
    trembling shaking tingling tingly swollen swelling puffy red cramp cramps cramping stiff cold
    lead useless lift move burning restless floppy limp collapse gave give buckle buckled
    """
)
# Of legs that are weak or numb the finding itself says that it is both; the side is that of pain.
_WEAK = word_set(
    """
    weak weaker weakness numb numbness power strength feel feeling feels jelly wobbly shaky dead
    lead     heavy floppy useless limp sensation paralysed paralyzed carry hold strong working work
    """
)
# Of these "both legs" is a finding for certain, which calls for help by itself.
_OF_COWS = word_set("feeding feed fed milking milk rearing rear herding cows cattle lambs bucket")
_POWERLESS = word_set("weak weaker weakness strength jelly floppy useless power")
_PARTS_OFF = frozenset(",.;:!?()")
_AILS = PAIN - word_set(
    """
    feel feels feeling can't cannot gives goes comes coming symptoms especially mainly mostly
    difficult difficulty hard impossible struggle struggling worse worst awful terrible started
    """
)
_NOT_OF_LEGS_ALONE = word_set("knees hips kneecaps thighs calves groins knee hip thigh calf groin")
_UNEVEN = word_set("differ differs different length lengths uneven unequal")
# "My hips are out of line" tells how they stand, not that both hurt.
_OUT_OF_LINE = word_set(
    """
    misaligned misalignment alignment aligned align uneven lopsided wonky crooked squint tilted
    tilt twisted rotated
    """
)
# Of these the single words say other things: "my hips even click", "after line dancing".
_NOT_IN_LINE = phrases(
    """
    out of line, not in line, not line up, do not line, out of balance, off balance, not balanced,
    out of level, not level, are level, out of square, not square
    """
)
# "are not even", where nothing follows: "are not even stiff" is of something else.
_AT_THE_END = phrases("not even, are even")
# Of one knee it is what "'s" stands before, of two what "are" does.
_NEEDS_A_VERB = word_set(
    """
    bad sore killing hurting aching throbbing burning swollen stiff been gone playing giving
    clicking locking knackered wrecked banjaxed done dodgy gammy
    """
)
_EVEN_MORE = word_set("really so very well dead pure all just still always quite pretty right")
_ALL_OF_THEM = word_set("both two these those")
# A side said of these is no side of a knee or hip.
ELSEWHERE = word_set(
    """
    arm arms shoulder shoulders elbow elbows wrist wrists hand hands finger fingers thumb eye eyes
    ear ears chest jaw face breast boob kidney lung wing hander handed handside mate
    """
)
ENDS = word_set(", . ; ! ? ) ( and but / - then with since for from too also btw")
_ELSEWHERE_UNLESS = {"hand": ("side",)}
_WHOSE = word_set("my his her their the your our me ma")
# "my right side of face", "the left side of his body"
_NOT_THE_LEG = ELSEWHERE | word_set("body head neck mouth lip lips tongue tummy stomach ribs")
_SENTENCE_ENDS = frozenset(".?!;")


def _are_weak_legs(words: Sequence[str], place: int) -> bool:
    """Whether it is of both legs that are weak or numb, and not of pain."""
    if _are_weak_by_themselves(words, place):
        return True
    near = _without_downward(words[max(0, place - 10) : place + 8])
    legs = bool({"legs", "leg"} & set(near)) and not _NOT_OF_LEGS_ALONE & set(near)
    return legs and bool(_WEAK & set(near)) and not hurts(near)


def _without_downward(near: Sequence[str]) -> list[str]:
    """The words without "from the knees down", which tells how far up a leg is numb."""
    return [
        word
        for n, word in enumerate(near)
        if word not in PLURALS or near[n + 1 : n + 2] not in (["down"], ["downwards"])
    ]


def _are_weak_by_themselves(words: Sequence[str], place: int) -> bool:
    """Whether the pain is told apart: "my low back is killing me, both legs are jelly"."""
    begin = max((n for n in range(place) if words[n] in _PARTS_OFF), default=-1) + 1
    end = next((n for n in range(place, len(words)) if words[n] in _PARTS_OFF), len(words))
    own = set(_without_downward(words[begin:end]))
    legs = bool({"legs", "leg"} & own) and not _NOT_OF_LEGS_ALONE & own
    both = words[place] in ("both", "two", "neither", "legs")
    return both and legs and bool(_POWERLESS & own) and not _AILS & own


def of_plural(
    words: Sequence[str], place: int, asked: bool, clauses: Sequence[Clause]
) -> str | None:
    """Return both where a plural word for the body says so: "my knees", "pain in hips"."""
    lead = words[max(0, place - 4) : place]
    after = words[place + 1 : place + 4]
    if words[place] == "calves" and _OF_COWS & set(lead):
        return None
    if lead[-2:] == ["from", "the"] and after[:1] in (["down"], ["downwards"]):
        return None
    if any(tuple(after[: len(each)]) == each for each in _NOT_BOTH_AFTER):
        return None
    clause = clause_at(clauses, place)
    own = words[clause.start : clause.end] if clause else words
    if words[place] == "legs" and (not hurts(own) or _UNEVEN & set(own)):
        return None
    if words[place] == "hips" and _are_out_of_line(own) and not hurts(own):
        return None
    if words[place] == "legs" and _are_weak_legs(words, place):
        return None
    near = [word for word in lead[-2:] if word not in _DETERMINERS | {"both", "poor", "old"}]
    around = near[-1:] and near[-1] in _AROUND_THEM
    if around and not (near[-1] == "of" and _is_part_of(words, place)):
        return None
    if _DETERMINERS & set(lead[-3:]):
        return None if _may_be_one(lead, after) else BOTH
    # "knees are screaming", "shoulders, elbows and knees all hurt"
    if lead[-1:] == ["in"] and PAIN & set(lead):
        return BOTH
    bare = not lead or lead[-1] in (",", ".", "and", "&", "now", "n", "but", "because", "so")
    return BOTH if bare and words[place] in _FOUR and complains(own) else None


def _may_be_one(lead: Sequence[str], after: Sequence[str]) -> bool:
    """Whether "my knees bad" may be one knee, written without the apostrophe: it is asked then."""
    told = [word for word in after if word not in _EVEN_MORE]
    return not _ALL_OF_THEM & set(lead) and bool(_NEEDS_A_VERB & set(told[:1]))


def _are_out_of_line(own: Sequence[str]) -> bool:
    if _OUT_OF_LINE & set(own) or has_phrase(own, _NOT_IN_LINE):
        return True
    said = [word for word in own if word not in ENDS]
    return any(tuple(said[-len(each) :]) == each for each in _AT_THE_END)


def _is_part_of(words: Sequence[str], place: int) -> bool:
    parts = word_set("front fronts back backs side sides inside outside insides outsides both")
    return bool(parts & set(words[max(0, place - 5) : place]))


def of_both(words: Sequence[str], place: int, asked: bool, clauses: Sequence[Clause]) -> str | None:
    """Return both where "both", "two", "either", "each" or "pair" says so."""
    here = words[place : place + 3]
    after = words[place + 1] if place + 1 < len(words) else ""
    near = words[place + 1 : place + 4]
    is_both = words[place] == "both"
    if asked and is_both:
        return BOTH
    if is_both and (_are_compared(words, place) or _are_two_doings(words, place)):
        return None
    if _are_weak_legs(words, place):
        return None
    knee_side = after in ("side", "sides") and {"knee", "kneecap"} & set(words)
    if knee_side and words[place] in TWO and {"of", "the"} & set(words[place + 2 : place + 4]):
        return None
    if ELSEWHERE & set(near[:2]):
        return None
    clause = clause_at(clauses, place)
    own = words[clause.start : clause.end] if clause else list(words)
    ails = hurts(own) or bool(_AILING_LEGS & set(own))
    if "legs" in near and (not ails and len(own) > 3):
        return None
    if has_phrase(here, [each for each in _BOTH_OF if each[0] == words[place]]):
        named = ails and bool(PLURALS & set(own))
        return BOTH if complains(own) or named or len(own) <= _FEW else None
    if words[place] in ("either", "neither"):
        return _of_either(words, place, own)
    if is_both:
        earlier = bool(PLURALS & set(words[max(0, place - 4) : place]))
        if earlier and ails and (after in ENDS | {""} or hurts([after]) or after in _HAVE_GONE):
            return BOTH
        before = words[place - 1] if place else ""
        named = bool((PARTS | {"backs", "fronts"}) & set(near)) or before in ("in", "with", "on")
        return BOTH if named or hurts([after]) or after in ("but", ",") else None
    if words[place] == "two":
        return BOTH if PLURALS & set(near[:2]) else None
    if words[place] == "each":
        return BOTH if after in ("knee", "hip", "leg") else None
    return None


def _are_compared(words: Sequence[str], place: int) -> bool:
    """Whether both are looked at for a difference: "touched both knees, the left is warmer"."""
    return bool(_COMPARES & set(words[max(0, place - 3) : place]))


def _are_two_doings(words: Sequence[str], place: int) -> bool:
    """Whether both are what hurts to do: "kneeling and crouching, both hurt, left knee"."""
    before = words[:place]
    if PARTS & set(before) or not hurts(words[place + 1 : place + 2]):
        return False
    return sum(word.endswith("ing") for word in before) > 1


def _of_either(words: Sequence[str], place: int, own: Sequence[str]) -> str | None:
    """Whether it is "can not feel either leg", not "either knee or hip", "no pain in either"."""
    after = words[place + 1 : place + 3]
    if not after or after[0] not in _ONE_PART or after[1:2] == ["or"]:
        return None
    if words[place] == "neither":
        return BOTH if _FAILS & set(after[1:]) else None
    text = " ".join(own).replace("can not", "cannot")
    return None if {"no", "not", "without", "never"} & set(text.split()) else BOTH


def is_elsewhere(words: Sequence[str], place: int) -> bool:
    """Whether the side is that of a hand or a shoulder: "my left arm"."""
    after = list(words[place + 1 : place + 3])
    if after[:2] in (["side", "of"], ["half", "of"]):
        near = [word for word in words[place + 3 : place + 5] if word not in _WHOSE]
        return bool(near) and near[0] in _NOT_THE_LEG
    if after[:1] == ["side"] and after[1:] and after[1] in _NOT_THE_LEG:
        return True
    if not after or after[0] not in ELSEWHERE:
        return False
    return after[1:2] == [] or after[1] not in _ELSEWHERE_UNLESS.get(after[0], ())


def is_asked_back(words: Sequence[str], place: int) -> bool:
    """Whether it repeats a question in order to deny it: "both hips? no, only the knee"."""
    end = next((n for n in range(place, len(words)) if words[n] in _SENTENCE_ENDS), len(words))
    return words[end : end + 1] == ["?"] and words[end + 1 : end + 2] in (["no"], ["nope"], ["nah"])
