"""Which part of the hip hurts: "my hip" leaves it open, and "the side" answers when it is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.complaint import hurts, is_fine
from bot.nlu.extract.findings import Findings, Pending
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.parts import DENIED, KNEE
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set
from knowledge.hip_part import HIP_PLACES, PARTS_OF_HIP

HIP_ITSELF, KNEE_ITSELF = "hip", "knee"
# What is said of a knee, meant of the hip that was asked about.
_AT_THE_HIP = {
    "knee_front": ("hip_groin",),
    "knee_inner": ("hip_groin",),
    "knee_deep": ("hip_groin",),
    "knee_outer": ("hip_side",),
    "knee_back": ("buttock",),
    "lower_back": ("buttock",),
    "knee_all_over": PARTS_OF_HIP,
}
_HIP = re.compile(r"\bhips?\b")
_A_KNEE = re.compile(r"\bknees?\b")
_KNEE_IS_FINE = re.compile(
    r"\bknees? (?:\w+ ){0,3}(?:fine|ok|okay|good|alright|all right|great|perfect|healed)\b|"
    r"\b(?:not|no|never) (?:\w+ ){0,2}knees?\b|\bknees? (?:replaced|replacement|op|operation)\b"
)
_SIDE = re.compile(
    r"\b(?<!left )(?<!right )(?<!other )(?<!which )(?<!each )(?<!either )(?<!both )"
    r"(?:side|sides|sideways|outer|outside|lateral)\b"
)
_FRONT = re.compile(r"\b(?:front|anterior|crease|fold)\b")
_BACK = re.compile(r"\b(?:back|behind|rear|posterior)\b(?! (?:in|then|when|to|again|pain)\b)")
_EVERYWHERE = re.compile(
    r"\b(?:all over|all round|all around|everywhere|all of (?:it|them|those|these)|"
    r"the whole (?:of it|hip|thing|lot|area))\b"
)
_LOWER_BACK = re.compile(r"\b(?:lower|low|small of my|small of the) back\b|\bspine\b|\blumbar\b")
_DENIED_PART = re.compile(r"\b(?:not|no) (?:(?:in|at|on|round|really|so much|the|my) )*[a-z]+")
_OTHER_LIMBS = KNEE | word_set("thigh thighs leg legs calf calves shin shins foot ankle")
_JOINED = word_set("and & n or , plus also the my both her his left right l r")
_NEAR = 4
_TIGHT = word_set("tight stiff tightness stiffness seized out misaligned crooked uneven weak wonky")
# In so few words there is room for the name of a joint, and hardly for a part of it.
_BRIEF = 10


def unplaced(
    places: Sequence[Mention], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> list[str]:
    """Return the joints that hurt without a word about where: the hip, and the knee beside it.

    Args:
        places: the locations that the message tells.
        tokens: its words.
        clauses: its clauses.
    """
    hips = [mention for mention in places if mention.values == HIP_PLACES]
    words = [token.text for token in tokens]
    if not hips or (set(HIP_PLACES) <= set(_told_in(" ".join(words))) and not KNEE & set(words)):
        return []  # "hip, front and side"
    others = any(mention.values != HIP_PLACES for mention in places)
    if others and all(_is_only_tight(mention, words, clauses) for mention in hips):
        return []
    has_place = any(value.startswith("knee_") for m in places for value in m.values)
    if not has_place and any(
        _hurts_too(n, hips, words, clauses) for n, word in enumerate(words) if word in KNEE
    ):
        return [HIP_ITSELF, KNEE_ITSELF]
    return [HIP_ITSELF]


def asks_part_of_hip(pending: Pending | None) -> bool:
    """Whether the pending question asks where about the hip, and offers nothing else."""
    return (
        pending is not None
        and pending.id == "location"
        and bool(pending.shown)
        and set(pending.shown) <= set(PARTS_OF_HIP)
    )


def read_part_of_hip(findings: Findings, tokens: Sequence[Token]) -> None:
    """Take the places of an answer for those of the hip: "the front", "more the outside"."""
    words = [token.text for token in tokens]
    if _OTHER_LIMBS & set(words):
        return
    text = _DENIED_PART.sub(" ", " ".join(words))
    said = list(findings.get("location") or ())
    if findings.get("unplaced") or _LOWER_BACK.search(text):
        said = [value for value in said if value not in _AT_THE_HIP]
    else:
        said = [each for value in said for each in _AT_THE_HIP.get(value, (value,))]
    exact = _told_in(text)
    if findings.get("unplaced") and exact:
        # "The hip, more the side" tells the part of it.
        said = [value for value in said if value not in HIP_PLACES]
        del findings["unplaced"]
    said += exact
    if said:
        findings["location"] = list(dict.fromkeys(said))
    else:
        findings.pop("location", None)


def places_left_out(pending: Pending | None, tokens: Sequence[Token]) -> frozenset[str]:
    """Return the places that an answer about the hip has no room for: those of the knee."""
    if not asks_part_of_hip(pending) or _OTHER_LIMBS & {token.text for token in tokens}:
        return frozenset()
    return frozenset(value for value in _AT_THE_HIP if value.startswith("knee_"))


def with_unplaced(findings: Findings, by_rules: Findings, text: str) -> Findings:
    """Return findings with the part of the hip open where only the recogniser heard of a hip.

    Args:
        findings: what was found by the rules and the recogniser together.
        by_rules: what was found by the rules.
        text: the message, normalised.
    """
    said, pair = list(findings.get("location") or ()), set(HIP_PLACES)
    is_heard = pair & set(said) and "unplaced" not in findings and _HIP.search(text)
    if not is_heard or pair & set(by_rules.get("location") or ()) or _told_in(text):
        return findings
    if not pair <= set(said) and len(text.split()) > _BRIEF:
        return findings
    # Of the hip as a whole the recogniser may hear one part only.
    places = list(dict.fromkeys([*said, *HIP_PLACES]))
    has_knee = any(place.startswith("knee_") for place in said)
    is_knee_open = not has_knee and _A_KNEE.search(text) and not _KNEE_IS_FINE.search(text)
    joints = [HIP_ITSELF, KNEE_ITSELF] if is_knee_open else [HIP_ITSELF]
    return {**findings, "location": places, "unplaced": joints}


def _told_in(text: str) -> tuple[str, ...]:
    if _EVERYWHERE.search(text):
        return PARTS_OF_HIP
    tests = ((_FRONT, "hip_groin"), (_SIDE, "hip_side"))
    told = [place for test, place in tests if test.search(text)]
    if _BACK.search(text) and not _LOWER_BACK.search(text):
        told.append("buttock")
    return tuple(told)


def _is_only_tight(hip: Mention, words: Sequence[str], clauses: Sequence[Clause]) -> bool:
    """Whether a hip is told of as tight or out of line, and not as sore."""
    clause = clause_at(clauses, hip.start)
    if clause is None:
        return False
    own = words[clause.start : clause.end]
    return bool(_TIGHT & set(own)) and not hurts(own)


def _hurts_too(
    place: int, hips: Sequence[Mention], words: Sequence[str], clauses: Sequence[Clause]
) -> bool:
    """Whether a knee is told of as sore: beside words of pain, or in one breath with the hip."""
    clause = clause_at(clauses, place)
    if clause is None or clause.question:
        return False
    own = words[clause.start : clause.end]
    if DENIED & set(own[: place - clause.start]) or is_fine(words[place + 1 : clause.end]):
        return False
    if hurts(own):
        return True
    between = [words[min(place, m.start) + 1 : max(place, m.start)] for m in hips]
    return any(len(each) <= _NEAR and set(each) <= _JOINED for each in between)
