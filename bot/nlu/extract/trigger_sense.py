"""Whether a word for an activity means that activity: not "this morning", "up like a football"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.nlu.extract.complaint import complains, hurts
from bot.nlu.extract.hedged import SOFTENERS
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.words import word_set

_ONE_MORNING = word_set(
    """
    this yesterday since good grand lovely tomorrow one that other monday tuesday wednesday thursday
    friday saturday sunday next happy great fine beautiful same
    """
)
_GREETED = word_set("doctor doc dr all everyone folks team there sir madam nurse")
_ONE_NIGHT = word_set(
    "last one that other sunday monday tuesday wednesday thursday friday saturday"
)
_TIES = word_set("when after whenever if during while from with time")
_HOBBIES = frozenset({"impact_sport", "running", "cycling"})
# "Walking every day", said of a job or a habit, tells of no pain.
_HABITS = frozenset({"walking", "driving"})
_OFTEN = re.compile(
    r"\b(?:every ?day|each day|daily|all day|all week|for (?:a living|work)|at work|every week|"
    r"every (?:morning|evening)|(?:\d+|several|many) (?:miles|km|hours|hrs|steps|times)|a lot|"
    r"(?:twice|once) a (?:day|week))\b"
)
# What one gets up for, or is kept awake by, that is not the knee.
_UP_FOR = re.compile(
    r"\b(?:toilet|loo|bathroom|pee|peeing|weeing|urinate|bladder|potty|nappy|"
    r"(?:for|need|have|to|do) (?:a )?(?:wee|piss))\b"
)
_SLEEPS = re.compile(
    r"\b(?:sleep|sleeps|slept|sleeping|rests?)(?: (?:is|are|was|really|very|quite|pretty|so|all|"
    r"just))* (?:well|good|fine|ok|okay|soundly|sound|great|perfectly|perfect|alright|better|"
    r"peacefully|easily|through|like a (?:log|baby|top))\b|\b(?:good|sound|great) (?:sleep|"
    r"sleeper|night's sleep)\b"
)
_PEOPLE = word_set("i he she we who plays play playing boy girl son daughter travel does do")
_GUESSES = word_set("think guess suppose reckon believe say")
_NOT = word_set("not never hardly barely without no")
_STOPS = frozenset(".,;!?()") | {"and", "but"}
_COUNTED = word_set("first few four couple daily mid each every two three ten some small baby")
_UNABLE = word_set("can't cannot not cannae unable impossible refuse refuses")
_WAKING = word_set("wake wakes woke waking woken awake")
_WHOSE_TURN = word_set("weather foot feet toes leg it skin things he she colour")
_TURNED_TO = word_set(
    """
    into out up white blue black red purple green pale wet cold damp 40 30 50 60 70 cloudy nasty bad
    over to vicious off
    """
)
_PAIN_MOVES = word_set("pain ache it that which burning tingling numbness keeps radiates")
_MOVES_ON = word_set("down along from into up through all round around across to")
_WALKS_HOW = word_set(
    """
    like wonky funny lopsided tilting tilted crooked crookedly sideways off past frame stick sticks
    aid normally unaided unevenly odd oddly weird weirdly
    """
)
_IS_COLD = word_set(
    """
    foot feet toes toe leg hand hands skin ice stone freezing feels feel gone went goes is are looks
    pale stays sweats sweat blue white knee calf lower turned turns 's tap passed pack
    """
)
_COLD_THING = word_set("to pack packs compress sore sores water drink feet foot sweat sweats calf")
_SAT_BEFORE = word_set(
    "i 've been have has he she when after being 'm was am they we just while if is keeps you"
)
_WHILE_SITTING = word_set("normally properly comfortably up wheelchair")


# "The pain is unbearable and climbing by the hour"
_RISES = re.compile(
    r"(?:by the|by \d|every (?:hour|minute|day)|each (?:hour|minute|day)|all the time|fast|"
    r"steadily|higher|to (?:a |an )?(?:\d|nine|ten|eight))"
)
# "Parked in bed since the operation", "shaking in bed" tell of no night.
_ABED = word_set(
    "parked stuck been laid confined resting shaking sweating shivering spent day days week weeks"
)
# "Cannot lie on it in bed" is the side, "I drive from five till night" the job.
_LIES_ON_IT = re.compile(
    r"\bl(?:ie|ies|ying|ay|aying) on (?:it|that|this|the|my|his|her)(?: \w+){0,3} in bed$"
)
_FROM_TILL = re.compile(r"\bfrom (?:\w+ ){1,3}(?:till|until|to|til)(?: the)?$")
_SINCE_GOT = re.compile(
    r"\bsince (?:i|he|she|we) (?:got|bought|changed|swapped|borrowed|hired|raised|lowered|put|"
    r"fitted|took)\b[^.;!?]{0,30}$"
)
_HARMS = re.compile(
    r"\b(?:from|because of|due to|after|by) (?:that|this|which)\b[^.;!?]{0,25}\b(?:pain\w*|hurt\w*|"
    r"ach\w+|sore)\b|"
    r"\band by \w+[^.;!?]{0,80}\b(?:pain\w*|hurt\w*|ach\w+|sore|burn\w*|throb\w*|agony|killing|"
    r"screaming|murder|limping|in (?:bits|ribbons|pieces|agony|pain))\b|"
    r"\b(?:and|,)(?: honestly| now| really)? (?:it|that|this)(?: is| 's| has)?"
    r"(?: really| just)? (?:wreck|kill|hurt|ruin|destroy|aggravat|murder|irritat|banjax)\w*"
    r" (?:my|the|his|her|me)\b(?! (?:on|when|in|at|if|with|after|during)\b)"
)
# "It went by teatime", "by teatime they'd recovered".
_GONE_BY = re.compile(
    r"\b(?:gone|went|recovered|better|fine|settled|over|eased)(?: \w+)? by "
    r"(?:tea ?time|evening|night)|"
    r"\bby (?:tea ?time|evening|night)(?: \w+| 'd| 's){0,3} "
    r"(?:gone|recovered|better|fine|settled|grand)\b"
)
_END_OF_DAY = word_set("evening evenings teatime tea dark nightfall dinnertime supper bedtime")
_OF_A_CAR = word_set(
    """
    car van lorry truck taxi cab tractor ute bus jeep clutch brake brakes accelerator driving drive
    """
)
_WITH_A_MOTOR = word_set("motor dirt quad trail pit")
_CRASHED = word_set("crash crashed wreck accident smash")
_SPINS_ROUND = word_set("round around foot feet heel heels leg")


def is_meant(words: Sequence[str], mention: Mention) -> bool:
    """Whether the words around an activity let it mean that activity."""
    if _is_likeness(words, mention):
        return False
    if mention.length > 2 and words[mention.end - 1] == "foot":
        return False  # "on her left foot" is no walk
    if mention.values[0] in _HOBBIES and _is_hobby(words, mention):
        return False
    if mention.values[0] in _HABITS and _is_habit(words, mention):
        return False
    if of_phrases := _CHECKS_OF_PHRASES.get(mention.values[0]):
        return of_phrases(words, mention)
    checks = _CHECKS.get(mention.values[0])
    return checks is None or mention.length > 1 or checks(words, mention)


def _is_likeness(words: Sequence[str], mention: Mention) -> bool:
    """Whether something is only likened to it: "up like a football"."""
    lead = list(words[max(0, mention.start - 3) : mention.start])
    return (
        lead[-2:-1] in (["like"], ["of"])
        and lead[-1] in ("a", "an", "the")
        and (lead[-2] == "like" or "size" in lead)
    ) or lead[-3:-1] == ["like", "a"]


def _is_hobby(words: Sequence[str], mention: Mention) -> bool:
    """Whether it only tells what somebody does: "he plays soccer, …", "i run 4x a week"."""
    start, end = _stretch(words, mention)
    lead = set(words[start : mention.start])
    if tells_what_it_does(words, mention):
        return False
    if lead & _TIES or "not" in lead or hurts(words[start:end]):
        return False
    if lead & _GUESSES and lead <= SOFTENERS:
        return False  # "i guess running"
    return bool({*lead, words[mention.start]} & _PEOPLE)


def tells_what_it_does(words: Sequence[str], mention: Mention) -> bool:
    """Whether the sentence goes on with the harm: "I cycle to work and it's wrecking my knee"."""
    end = mention.end
    while end < len(words) and words[end] not in ".!?;":
        end += 1
    return _HARMS.search(" ".join(words[mention.end : end])) is not None


def since_got(words: Sequence[str], mention: Mention) -> bool:
    """Whether it hurts since the bicycle or the seat on it is another one."""
    start = mention.start
    while start and words[start - 1] not in ".!?;":
        start -= 1
    return (
        mention.values == ("cycling",)
        and _SINCE_GOT.search(" ".join(words[start : mention.start])) is not None
    )


def _is_habit(words: Sequence[str], mention: Mention) -> bool:
    """Whether it tells what somebody does every day: "I'm a postman, walking 10 miles a day"."""
    start, end = _stretch(words, mention)
    own = words[start:end]
    if set(words[start : mention.end]) & _TIES or "not" in own or complains(own):
        return False
    return _OFTEN.search(" ".join(words[mention.start : end])) is not None


def _stretch(words: Sequence[str], mention: Mention) -> tuple[int, int]:
    """The words between two signs in which a mention stands."""
    start, end = mention.start, mention.end
    while start and words[start - 1] not in _STOPS:
        start -= 1
    while end < len(words) and words[end] not in _STOPS:
        end += 1
    return start, end


def _before(words: Sequence[str], mention: Mention, far: int = 1) -> set[str]:
    return set(words[max(0, mention.start - far) : mention.start])


def _after(words: Sequence[str], mention: Mention, far: int = 1) -> set[str]:
    return set(words[mention.end : mention.end + far])


def _is_mornings(words: Sequence[str], mention: Mention) -> bool:
    if words[mention.start] == "mornings":
        return True
    return not (
        _before(words, mention) & _ONE_MORNING
        or _after(words, mention) & _GREETED
        or (mention.start == 0 and words[1:2] in ([","], ["."], ["!"], []))
    )


def _is_nights(words: Sequence[str], mention: Mention) -> bool:
    # Waking from pain is a finding of its own.
    start, end = mention.start, mention.end
    while start and words[start - 1] not in ".!?":
        start -= 1
    while end < len(words) and words[end] not in ".!?":
        end += 1
    own = words[start:end]
    if any(_wakes(own, place) for place in range(len(own))) and not is_of_the_evening(
        words, mention
    ):
        return False
    if words[mention.end - 1] == "bed" and _before(words, mention, 3) & _ABED:
        return False
    begins, ends = _stretch(words, mention)
    near = words[begins:ends]
    if _LIES_ON_IT.search(" ".join(words[begins : mention.end])) or _FROM_TILL.search(
        " ".join(words[begins : mention.start])
    ):
        return False
    if _GONE_BY.search(" ".join(words[max(begins, mention.start - 4) : mention.end + 4])):
        return False
    if complains(near):
        return True
    told = " ".join(near)
    if (_SLEEPS.search(told) and not _NOT & set(near)) or _UP_FOR.search(told):
        return False
    return not _before(words, mention) & _ONE_NIGHT and words[mention.start] != "overnight"


def _wakes(words: Sequence[str], place: int) -> bool:
    """Whether it breaks sleep; "worse by evening, though it never wakes me" does not."""
    return words[place] in _WAKING and not _NOT & set(words[max(0, place - 3) : place])


def is_of_the_evening(words: Sequence[str], mention: Mention) -> bool:
    """Whether what is called the night is the end of the day: "evenings", "teatime onwards"."""
    return bool(_END_OF_DAY & set(words[mention.start : mention.end]))


def _is_turning(words: Sequence[str], mention: Mention) -> bool:
    if not words[mention.start].startswith("turn"):
        return True
    return not (
        _before(words, mention) & _WHOSE_TURN
        or _before(words, mention, 3) & {"weather", "foot", "feet", "toes"}
        or _after(words, mention) & _TURNED_TO
        or "bed" in _after(words, mention, 4)
    )


def _is_running(words: Sequence[str], mention: Mention) -> bool:
    if _before(words, mention) & _PAIN_MOVES and _after(words, mention) & _MOVES_ON:
        return False
    return not any(word[:1].isdigit() and len(word) == 2 for word in _after(words, mention)) or (
        words[mention.start] != "running"
    )


def _is_walking(words: Sequence[str], mention: Mention) -> bool:
    after = list(words[mention.end : mention.end + 2])
    return not (set(after[:1]) & _WALKS_HOW or after == ["with", "a"] or after == ["with", "an"])


def _is_climbing(words: Sequence[str], mention: Mention) -> bool:
    if words[mention.start] in ("step", "steps"):
        before = _before(words, mention, 2)
        counted = any(word.isdigit() for word in before)
        return not (counted or before & _COUNTED or words[mention.start] == "step")
    if not words[mention.start].startswith("climb"):
        return True
    return not (
        _before(words, mention, 2) & {"pain", "it", "keeps", "temperature", "still", "fever"}
        or _RISES.match(" ".join(words[mention.end : mention.end + 3]))
        or _after(words, mention) & {"out", "into", "off", "in", "over", "down"}
    )


def _is_cycling(words: Sequence[str], mention: Mention) -> bool:
    """Whether it is ridden by pedalling: no motorbike, no pedal of a car, no spin on one's heel."""
    word = words[mention.start]
    if word.startswith("pedal"):
        return word.startswith(("pedall", "pedali")) or not _OF_A_CAR & set(words)
    if word.startswith(("spin", "spun")):
        return not _after(words, mention, 4) & _SPINS_ROUND
    return not _before(words, mention) & _WITH_A_MOTOR and not _CRASHED & set(
        words[mention.end : mention.end + 1]
    )


def _is_the_cold(words: Sequence[str], mention: Mention) -> bool:
    if not words[mention.start].startswith(("cold", "chill", "freez")):
        return True
    return not (
        _before(words, mention, 2) & _IS_COLD - ({"is"} if "when" in words else set())
        or _after(words, mention) & _COLD_THING
    )


def _is_sitting(words: Sequence[str], mention: Mention) -> bool:
    word = words[mention.start]
    if word == "sat":
        return bool(_before(words, mention, 2) & _SAT_BEFORE)
    if word in ("sit", "sits") and (
        _before(words, mention) & {"to"} or _after(words, mention, 2) & _WHILE_SITTING
    ):
        return False
    return not {"wheelchair"} & _after(words, mention, 4)


def _is_squatting(words: Sequence[str], mention: Mention) -> bool:
    return not words[mention.start].startswith("lungs")


def _is_skipping(words: Sequence[str], mention: Mention) -> bool:
    return words[mention.start] not in ("skip", "skipped") and not (
        words[mention.start] == "landed" and "on" in _after(words, mention)
    )


def _is_lifting(words: Sequence[str], mention: Mention) -> bool:
    """Whether it is lifted and hurts; a leg that cannot be lifted off the bed is another sign."""
    chest = "chest" in words[mention.start : mention.end]
    return chest or not _before(words, mention, 4) & _UNABLE


# Single words that may mean something else; a phrase of several says what it means.
_CHECKS: dict[str, Callable[[Sequence[str], Mention], bool]] = {
    "morning": _is_mornings,
    "twisting": _is_turning,
    "running": _is_running,
    "walking": _is_walking,
    "stairs_up": _is_climbing,
    "cold": _is_the_cold,
    "prolonged_sitting": _is_sitting,
    "impact_sport": _is_skipping,
    "squatting": _is_squatting,
    "cycling": _is_cycling,
}
# Of these a phrase may mean something else as well.
_CHECKS_OF_PHRASES: dict[str, Callable[[Sequence[str], Mention], bool]] = {
    "night": _is_nights,
    "hip_flexion": _is_lifting,
}
