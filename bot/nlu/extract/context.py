"""What the words around a mention make of it: an old dislocation, a tight calf, a bladder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.extract.accidents import accident
from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.constant import CONSTANT_PAIN, is_of_something_else
from bot.nlu.extract.injections import is_one_injection
from bot.nlu.extract.long_ago import Least, is_long_ago, tells_of_then
from bot.nlu.extract.matcher import BARE, NORMAL, Mention
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.short_leg import FELL, WENT_DOWN, short_leg
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

_MUSCLES = word_set(
    """
    calf calves glute glutes hamstring hamstrings quad quads thigh thighs muscle muscles band itb
    buttock buttocks bum adductor adductors
    """
)
_PARTS = _MUSCLES | word_set("knee knees hip hips joint leg legs kneecap")
_ENDS = word_set("foot feet toe toes hand hands fingers")
_AGO = re.compile(
    r"\bat (?:age )?\d{1,2}\b(?! ?(?:am|pm|o'clock|:))|\bwhen i was\b|\bas a (?:kid|child|teen\w*|"
    r"boy|girl|student)\b|\byears? (?:ago|back)\b|\b(?:in|back in) (?:19|20)\d\d\b|\bmonths ago\b|"
    r"\bin my (?:teens|twenties|thirties|\d0s)\b|\bat (?:school|uni|college)\b|\bonce before\b"
)
_AGO = re.compile(r"\b(\d+(?:\.\d+)?|an?) (day|week|month|year)s? (?:ago|back)\b")
_DAYS_IN = {"day": 1, "week": 7, "month": 30, "year": 365}
_RECENT = 62
_OTHER_REASON = re.compile(
    r"\b(?:because|due to|for|cos|from|needing|need|to)\b.*\b(?:bladder|loo|toilet|pee|wee|baby|"
    r"kids?|worry|worried|worrying|anxiety|anxious|stress\w*|noise|snor\w+|hot flush\w*|heat|"
    r"work|shifts?)\b|"
    r"(?<!as a )\b(?:baby|toddler|kids?|dog|cat|husband|wife|partner|neighbours?|snor\w+|"
    r"bladder|alarm|phone|traffic|noise) (?:\w+ )?(?:wakes?|woke|keeps?|kept|disturbs?)"
    r" (?:me|us)\b|"
    r"\bnot because of (?:the |my )?(?:pain|knee|hip|leg)\b"
)
_NOT_FOR_PAIN = re.compile(
    r"\bnot because of (?:the |my |any )?(?:pain|knee|hip|leg)\b|"
    r"\b(?:baby|toddler|kids?|dog|cat|husband|wife|partner|snor\w+|bladder|alarm|phone|noise) "
    r"(?:\w+ )?(?:wakes?|woke|keeps?|kept) (?:me|us)\b[^.]*"
    r"\bnot (?:the |my |this )?(?:pain|knee|hip|leg)\b"
)
_ON_WAKING = re.compile(
    r"\b(?:this|yesterday|one|that|in the|every|each) morning\b|"
    # "woke up with it today", unlike "it woke me yesterday"
    r"\bwoke (?:up )?(?:with|to|in|and)\b[^.]*\b(?:today|yesterday|on \w+day|last week|this week|"
    r"one day|days? ago)\b|"
    r"\b(?:today|yesterday|on \w+day|one day) (?:i |he |she )?woke (?:up )?with\b|"
    r"\b(?:went|gone) to bed (?:\w+ )?(?:fine|grand|ok|okay|well)\b[^.]*\bwoke\b"
)
_AT_NIGHT = re.compile(r"\b(?:night|nights|sleep|[1-6] ?am|awake)\b")
_NO_PAINKILLERS = word_set(
    """
    pressure heart thyroid sleeping water cholesterol diabetes iron vitamin hrt bp allergy
    antidepressant calcium epilepsy prostate statin statins asthma bladder sugar reflux depression
    anxiety hayfever antihistamine antibiotic antibiotics thinning steroid steroids prednisolone
    prednisone cortisone rejection immune methotrexate insulin angina parkinson's malaria dementia
    """
)
_MAY_BE_FOR_ANYTHING = word_set("tablet tablets meds med medication medicine pill pills aspirin")
_HALF_BEFORE = word_set("not way never barely hardly only if until when could so used want wish")
_HALF = word_set(
    """
    but only if with barely hardly not bit little though except just until before unless still
    without slightly partly halfway maybe some hurts painful going numb dead tingling asleep fuzzy
    """
)


def in_context(
    mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause], number: int
) -> Mention | None:
    """Return what a mention means where it stands, ``None`` where it means nothing.

    Args:
        mention: what was found.
        tokens: the words of the message.
        clauses: its clauses.
        number: which clause the mention lies in.
    """
    clause = clauses[number]
    same = [each for each in clauses if each.sentence == clause.sentence]
    words = [token.text for token in tokens]
    sentence = with_digits(" ".join(words[same[0].start : same[-1].end]))
    inside = words[mention.start : mention.end]
    values = set(mention.values)
    if mention.kind == NORMAL:
        if values == {"leg_shorter_or_turned"} and "length" in inside and not FELL.search(sentence):
            return replace(mention, values=("leg_length_difference",), group="history")
        if not mention.says_no and _DENIES & set(inside):
            return None
        return None if _is_half(words, mention, same[-1].end, clause) else mention
    if inside == ["operated"] and _OPERATES & set(words[mention.end : mention.end + 1]):
        return None  # "I operated a crane"
    if values == {"knee_surgery", "hip_surgery"} and not _OPERATION & set(inside):
        return None if _TO_COME.search(sentence) else mention
    if inside[-1] == "done" and (_NO_SURGERY & set(inside) or _TO_COME.search(sentence)):
        return None
    if inside[-1] == "done" and words[mention.end : mention.end + 1] in (["for"], ["nothing"]):
        return None  # "my hips are done for"
    if values <= _EARLIER_INJURY and _is_seen_on_scan(words, mention, clause):
        return replace(mention, values=("imaging_abnormal",))
    if values == {"bladder_bowel_trouble"} and _is_little(words, mention):
        return None
    if values == {CONSTANT_PAIN} and is_of_something_else(mention, tokens, clause):
        return None
    if values == {"cannot_bear_weight"} and inside[-1] in _WALKS:
        after = " ".join(words[mention.end : mention.end + _AFTER_WALK])
        is_hurt = WENT_DOWN.search(" ".join(words)) or "broke" in words or "today" in words
        return None if _ONLY_NOT_SO.match(after) and not is_hurt else mention
    if values == {"many_joints"} and "put" in words[max(0, mention.start - 3) : mention.start]:
        return None  # "can't put my finger on what the pain is like"
    if values == {"leg_shorter_or_turned"} or values == {"leg_length_difference"}:
        return short_leg(mention, words)
    if mention.group == "injury":
        return accident(mention, words, clause, same[-1].end)
    if "deformity" in values and any(word.startswith("dislocat") for word in inside):
        return _dislocated(mention, words, same[0].start, same[-1].end)
    if values == {"stiffness"} and inside[0].startswith("tight"):
        return None if _is_of_a_muscle(words, mention) else mention
    if values == {"recent_surgery"} and not _is_recent(sentence):
        return None
    if values == {"recent_joint_injection"} and _is_no_injection(mention, words):
        return None
    if values == {"steroid_use"} and _is_one_injection(mention, words, clause):
        return None
    if values == {"redness_heat"} and any(w.startswith("warm") for w in inside):
        warms_up = inside[-1:] == ["warm"] and words[mention.end : mention.end + 1] == ["up"]
        lead = words[max(clause.start, mention.end - 8) : mention.end - 1]
        is_stiff = warms_up and lead[-1:] == ["to"] and bool(_TAKES_ITS_TIME & set(lead))
        return None if is_stiff or _is_of_an_end(words, mention) else mention
    if "night_pain" in values and not _is_pain_at_night(sentence):
        return None
    if values == {"painkillers_tried"} and _NOT_ALLOWED.search(
        with_digits(" ".join(words[clause.start : clause.end]))
    ):
        return None
    if values == {"knee_surgery"} or values == {"hip_surgery"}:
        return _of_both_joints(mention, words)
    if "painkillers_tried" in values and _is_another_medicine(mention, words):
        return None
    return mention


def sleeps_badly_for_another_reason(text: str) -> bool:
    """Whether a message says that it is not pain that breaks the sleep."""
    return bool(_NOT_FOR_PAIN.search(text) and re.search(r"\b(?:sle[ep]\w*|a?wak\w+|woke)\b", text))


def fits_as_answer(mention: Mention, tokens: Sequence[Token], offered: frozenset[str]) -> bool:
    """Whether a word that is a sign only where that sign was asked for says little else."""
    if mention.group not in ("findings", "history") or mention.kind != BARE:
        return True
    if not offered & set(mention.values):
        return False
    start = end = mention.start
    while start and tokens[start - 1].text not in _PARTING:
        start -= 1
    while end < len(tokens) and tokens[end].text not in _PARTING:
        end += 1
    rest = {t.text for t in (*tokens[start : mention.start], *tokens[mention.end : end])}
    return rest <= _SAYS_LITTLE


_DENIES = word_set("not never no nothing without hardly barely less little only neither")
# Not taken because it must not be: no word on whether it was tried.
_NOT_ALLOWED = re.compile(
    r"\b(?:can not|could not|must not|not allowed|not supposed|not able|allerg\w+|intoleran\w+|"
    r"no \w+ for me|not meant|(?:careful|wary|cautious|nervous) (?:with|of|about)|"
    r"(?:afraid of|scared of|fear|avoid|steer clear of|off limits))\b"
)
_OR = frozenset({"or", "and", "nor", "/", ","})
_ON_THE = word_set("on the my either a an in any not never left right")
_OPERATION = word_set("surgery surgeries operation operations operated op ops")
_OPERATES = word_set("a an the from out machinery machines heavy under with at our its cranes")
_NO_SURGERY = word_set(
    """
    scan scans mri xray ray ultrasound exercise exercises stretches physio injection injections
    bloods test tests nothing anything
    """
)
_TO_COME = re.compile(
    r"\b(?:need|needs|want|wants|waiting|getting|should|might|going to|will|can)\b"
)
_PARTING = frozenset(",.;:!?()") | {"and", "or", "but"}
_SAYS_LITTLE = word_set(
    """
    just only the my a an bit little is it it's 's mine yes yeah maybe think i mainly mostly very
    as well too also even no not slightly quite really he she his her them that this one have has
    got feels seems
    """
)


def _is_another_medicine(mention: Mention, words: Sequence[str]) -> bool:
    """Whether tablets are for something else: "tablets for my blood pressure"."""
    if not _MAY_BE_FOR_ANYTHING & set(words[mention.start : mention.end]):
        return False
    before = words[max(0, mention.start - 2) : mention.start]
    return bool(_NO_PAINKILLERS & {*before, *words[mention.end : mention.end + 5]})


def _is_little(words: Sequence[str], mention: Mention) -> bool:
    """Whether "wee" is said of the size of what hurts, and nothing of passing water."""
    near = " ".join(words[mention.start : mention.end + 2])
    told = " ".join(words)
    return _WEE_PART.search(near) is not None and _OF_THE_BLADDER.search(told) is None


def _is_half(words: Sequence[str], mention: Mention, end: int, clause: Clause) -> bool:
    """Whether "can bend it" is taken back in part: "… a bit", "… but it hurts", "can i …?"."""
    if clause.question:
        return True
    before = words[max(clause.start, mention.start - 3) : mention.start]
    near = words[mention.end : min(end, mention.end + 6)]
    return bool(_HALF & set(near)) or bool(_HALF_BEFORE & set(before))


def _of_both_joints(mention: Mention, words: Sequence[str]) -> Mention:
    """An operation "on the knee or the hip" is of either; named hip first it is told as it is."""
    other = "hip" if mention.values == ("knee_surgery",) else "knee"
    following = [w for w in words[mention.end : mention.end + 8] if w not in _ON_THE]
    lead = following[1:2] if following[:1] and following[0] in _OR else []
    if lead and lead[0] in (other, f"{other}s"):
        return replace(mention, values=("hip_surgery", "knee_surgery"))
    return mention


def _is_no_injection(mention: Mention, words: Sequence[str]) -> bool:
    """Whether it is pins and needles in a knee, or what feels as if somebody shot at it."""
    inside = words[mention.start : mention.end]
    if inside[0].startswith("needle") and words[max(0, mention.start - 1)] in ("and", "&", "n"):
        return True
    return inside[0] == "shot" and inside[1] in ("me", "him", "her")


def _is_one_injection(mention: Mention, words: Sequence[str], clause: Clause) -> bool:
    course = words[mention.start : mention.end + 3]
    near = words[max(clause.start, mention.start - 6) : min(clause.end, mention.end + 3)]
    return is_one_injection(" ".join(near), " ".join(course))


_EARLIER_INJURY = frozenset({"previous_knee_injury", "previous_hip_injury"})
# "My wee knee pain will not go": small, where nothing else is of the bladder.
_WEE_PART = re.compile(
    r"\bwee (?:\w+ )?(?:knees?|hips?|legs?|back|foot|toes?|pains?|aches?|joints?|niggles?|calf|"
    r"thigh|"
    r"groin|lumps?)\b"
)
_OF_THE_BLADDER = re.compile(
    r"\b(?:pee\w*|urin\w*|bladder|bowels?|poo|loo|toilet|waterworks|leak\w*|incontinen\w*|wet|"
    r"soiled|wees|weeing|(?:a|my|to|no|any) wee(?= ?(?:$|[.,;]|will|does|has|and|or)))\b"
)
# "Couldn't walk far": who walks at all puts weight on the leg.
_WALKS = word_set("walk walking stand standing")
_ONLY_NOT_SO = re.compile(
    r"^(?:(?:very|too|that|so|as|really) )?(?:far|fast|quickly|quick|briskly|long distances?|"
    r"for (?:long|miles|ages))\b(?! without| enough)"
)
_TAKES_ITS_TIME = word_set("take takes took taking need needs needed has have slow while minutes")
_SCAN = word_set("mri scan scans xray ray rays ultrasound ct imaging shows showed says found")
_SCAN_FAR = 6
_AFTER_WALK = 6


# "When i dislocated my shoulder in 2010 the knee was fine"
_ANOTHER_JOINT = re.compile(
    r"\bdislocat\w+ (?:my |his |her |the |left |right )*(?:shoulder|elbow|finger|thumb|wrist|jaw|"
    r"ankle|toe)\b|\b(?:shoulder|elbow|finger|thumb|wrist|jaw|ankle|toe) (?:\w+ )?dislocat\w+"
)


def _is_seen_on_scan(words: Sequence[str], mention: Mention, clause: Clause) -> bool:
    """Whether a tear is what a scan shows now: "the MRI says torn cartilage"."""
    # "MRI: labral tear"
    begin = clause.start - 2 if words[clause.start - 1 : clause.start] == [":"] else clause.start
    lead = words[max(begin, 0, mention.start - _SCAN_FAR) : mention.start]
    own = " ".join(words[clause.start : clause.end])
    tears = any(word.startswith(("tear", "torn")) for word in words[mention.start : mention.end])
    return tears and bool(_SCAN & set(lead)) and not tells_of_then(own)


def _dislocated(mention: Mention, words: Sequence[str], start: int, end: int) -> Mention | None:
    """A joint that came out long ago is an earlier injury: "kneecap dislocated at school"."""
    if not is_long_ago(words, start, end, mention.start, Least.MONTHS):
        return mention
    sentence = " ".join(words[start:end])
    hip = bool(re.search(r"\bhips?\b", sentence))
    if not hip and _ANOTHER_JOINT.search(sentence):
        return None
    value = "previous_hip_injury" if hip else "previous_knee_injury"
    return replace(mention, values=(value,), group="history")


def _is_of_a_muscle(words: Sequence[str], mention: Mention) -> bool:
    if _MUSCLES & set(words[mention.end : mention.end + 2]):
        return True
    before = [word for word in words[: mention.start] if word in _PARTS]
    return bool(before) and before[-1] in _MUSCLES


def _is_of_an_end(words: Sequence[str], mention: Mention) -> bool:
    before = [word for word in words[: mention.start] if word in _PARTS | _ENDS]
    return bool(before) and before[-1] in _ENDS


def _is_recent(sentence: str) -> bool:
    return all(
        (1.0 if number[0] == "a" else float(number)) * _DAYS_IN[unit] <= _RECENT
        for number, unit in _AGO.findall(sentence)
    )


def _is_pain_at_night(sentence: str) -> bool:
    if _OTHER_REASON.search(sentence) and not re.search(
        r"\b(?:from|with|by) (?:the )?pain\b", sentence
    ):
        return False
    return bool(_AT_NIGHT.search(sentence)) or not _ON_WAKING.search(sentence)
