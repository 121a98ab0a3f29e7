"""What the words of a message settle by themselves, whatever it looks like as a whole.

The recogniser has the whole message in view, and so takes a sore arm beside chest pain for a
stroke, or a knee that was shaken free for one that is stuck. Where the words say which it is, they
have the last word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.nlu.extract.broken import broken_now
from bot.nlu.extract.injections import is_one_injection, is_taken, names_injection
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.ordinary import draws_knee_to_chest
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.urgent_signs import urgent_signs
from bot.nlu.extract.words import word_set

Judged = tuple[Mention, Status]

_ARM_HURTS = re.compile(
    r"\b(?:arms?|shoulders?|jaw)(?: (?:is|are|'s|also|really|now|too|still|both|so|very|feels?))* "
    r"(?:hurt\w*|ach\w+|sore|pain\w*|heavy)\b|\b(?:pain|ache|soreness|aching|hurts?)(?: (?:in|down|"
    r"into|to|across|going|spread\w*|shoot\w*))+ (?:my |the |his |her )?(?:left |right )?"
    r"(?:arms?|shoulders?|jaw)\b"
)
_OF_A_STROKE = re.compile(
    r"\b(?:weak\w*|droop\w*|slur\w*|face|numb\w*|speech|speak\w*|talk\w*|words|lift\w*|raise|dead|"
    r"limp|sagg\w*|mouth|one side|move)\b"
)
_STUCK = r"(?:caught|stuck|jam(?:s|med)?|lock(?:s|ed)?|wedged|sticks|catches)"
# It came free, and nothing says that it did not.
_FREED = re.compile(
    rf"\b{_STUCK}\b.*\b(?:fre(?:e|ed|es|eing)|loose|unstuck|un ?lock(?:s|ed)|un ?jam(?:s|med)|"
    r"lets? go|releas(?:es|ed)|(?:click|pop|snap|clunk)\w* (?:back|out|free)|"
    r"(?:now|and) (?:it |it's |its |it 's )?(?:is |'s )?(?:ok|okay|fine|moving|normal|better|"
    r"alright)|(?:wiggl|waggl|jiggl|wriggl)\w* (?:it|my knee|the knee|my leg))\b"
)
_NOT_FREED = re.compile(
    r"\b(?:not|never|nothing|no|un\w+able)\b[^.;]{0,40}$|\b(?:try|tried|trying|will not)\b[^.;]*$"
)
_STILL_STUCK = re.compile(
    r"\b(?:still|before|now it (?:is |'s |will not|can not)"
    r"(?!ok|fine|free|better|normal|moving|alright)|"
    r"again and|right now|(?:stuck|locked|jammed) (?:again|now|solid|at)|"
    r"(?:now|stay\w*|remain\w*|been) (?:stuck|locked|jammed) (?!twice|once|\d|two|three|a few)|"
    r"now (?:stuck|locked|jammed)|(?:can|will|could|does) not (?:\w+ )?(?:straighten|bend|move|"
    r"budge|unlock|release))\b"
)
_TIMES = (
    r"(?:twice|(?:two|three|four|five|several|few|couple of|\d) times|sometimes|"
    r"now and (?:then|again)|every so often|on and off|occasionally)"
)
_NOW_AND_THEN = re.compile(
    rf"\b(?:{_TIMES}|once) (?:(?:it|it's|its|'s|has|is|my|the|knee|been|got|gets|"
    rf",) ){{0,4}}{_STUCK}\b|"
    rf"\b{_STUCK} (?:\w+ ){{0,3}}?(?:{_TIMES}|once(?! (?:i|it|he|she|we|they|the|my|his|her)\b))\b"
)
# "Couldn't get it to unlock for a minute, then it freed"
_STUCK_FOR_A_MOMENT = re.compile(
    r"\b(?:could|did|would) not (?:\w+ ){0,3}(?:unlock|free|budge|straighten|bend|move|unjam)"
    r"(?: (?:it|my knee|the knee|up))? for (?:an? |about |\d+ |one )*(?:second|sec|minute|min|"
    r"moment|bit)s?\b.*\b(?:then|but|and|before)\b.*\b(?:freed|free|loose|moved|let go|"
    r"released|unlocked|fine|came back|came right)\b"
)
_MAY_HAVE_TORN = re.compile(
    r"\b(?:hit|landed|fell|fall|ruptur\w*|snap\w*|tore|torn|tear|kneecap|tendon|dashboard|crash\w*|"
    r"accident|tackle\w*|kick\w*|jump\w*)\b"
)
_IS_STUCK = re.compile(r"\b(?:stuck|locked|jammed|wedged|frozen|seized)\b")
_LIFT = word_set("lift lifted raise raised hold up off bed")
_NOT_STRAIGHT = "cannot_straighten_leg"
_LOCKED, _LOCKING = "locked_now", "locking"
_LEG_FOLDS = re.compile(
    r"\b(?:buckl\w+|fold(?:s|ed|ing)?|giv(?:es|ing) (?:way|out)|gave (?:way|out)|"
    r"collaps\w+ (?:at the (?:knee|hip)|under|beneath))\b"
)
_AT_JOINT = re.compile(r"\b(?:collaps|buckl|fold|crumpl)\w* (?:at|from) the (?:knee|hip)\b")
_JOINT_GIVES = re.compile(
    r"\b(?:knee|leg|hip)s? (?:(?:just|is|are|keep|has|have|'s|had|suddenly|keeps|kept|"
    r"always|then|also|even|now|really|often|sometimes|still|twice|once) )*(?:collaps\w+|buckl\w+|"
    r"giv(?:es|ing) (?:way|out|away)|gave (?:way|out|away)|given (?:way|out))\b"
)
_WHOLE_PERSON = re.compile(
    r"\b(?:faint\w*|pass\w* out|black\w* out|conscious\w*|respon\w+|wak\w+|woke|breath\w*|seizure|"
    r"c(?:a|o)me (?:round|to)|could not (?:be|speak|move)|fit|fitting|floor|collapsed|dizzy|"
    r"not moving)\b"
)
_WOBBLY = re.compile(r"\b(?:legs?|knees?)\b[^.;]*\b(?:wobbl\w*|jelly|unsteady|unstable)\b")
# What an infection in a joint or a flu is told by; wobbly legs alone are none.
_ILL = re.compile(
    r"\b(?:shiver\w*|shak\w+|shook|trembl\w*|hot|cold|warm|burning up|sweat\w*|chills?|rigors?|"
    r"ill|unwell|sick|poorly|rough|fever\w*|temperature|flu\w*|virus|infect\w*|grotty|clammy|"
    r"faint\w*|dizzy|light ?headed|awful|terrible|dreadful|lousy|rotten|wiped|washed out|drained|"
    r"chatter\w*|confused|delirious|bed|red|swollen)\b"
)
_POP = re.compile(r"\bpop\w*\b")
# The whole of a message: to "How did it start?".
_NO_FALL = re.compile(
    r"^\W*(?:no|not|never|there was no|i had no|without)(?: (?:a|an|any|real|actual|had))*"
    r" (?:falls?|fell|trips?|knocks?|blows?|bangs?|accidents?|injury|injuries)\W*$"
)
_HEART_OR_BREATH = re.compile(
    r"\b(?:heart|breath\w*|ribs?|breastbone|sternum|jaw|arms?|cough\w*|blood\w*|gasp\w*)\b"
)
_RED_PART = re.compile(
    r"\b(?:eyes?|face|cheeks?|nose|throat|ears?|hands?|arms?|fingers?)\b[^.;]{0,20}\b(?:red|hot|"
    r"flushed)\b|\b(?:red|bloodshot|flushed) (?:\w+ )?(?:eyes?|face|cheeks?|nose|throat|ears?|"
    r"hands?)\b"
)
_JOINT = re.compile(r"\b(?:knee|hip|joint|leg|calf|thigh|it|replacement|wound|scar)s?\b")
_MORE_THAN_RED = re.compile(
    r"\b(?:roll\w*|open|swell\w*|swollen|puff\w*|lips?|tongue|throat|hives|rash|itch\w*|breath\w*|"
    r"wheez\w*|droop\w*|slur\w*|weak\w*|numb\w*|blue|faint\w*|respon\w+|wak\w+|collaps\w*)\b"
)

# "He points at the thigh" shows where it hurts, and no foot that points outwards.
_SHOWS_WHERE = re.compile(
    r"\b(?:point(?:s|ing|ed)?|show(?:s|ing|ed)?(?: me| us)?) (?:at|to|towards?) (?:the |his |her |"
    r"my |their |its )?(?:\w+ )?(?:knee|knees|thigh|hip|groin|leg|shin|kneecap|calf|bum|buttock|"
    r"side|front|inside|outside|same|spot|place)\b"
)
_TURNED_LEG = re.compile(
    r"\b(?:foot|feet|toes?|turn\w*|rotat\w*|roll\w*|twist\w*|short\w*|longer|outward\w*|"
    r"inward\w*|odd\w*|wrong|funny|strange|weird|bent|bend\w*|angle\w*|crooked|out of (?:place|"
    r"shape)|fell|falls?|fallen|falling|tripp\w*|slipp\w*|knocked|crash\w*|accident|thrown|hit)\b"
)

_HARD_TO_SAY = re.compile(
    r"\b(?:hard|difficult|tricky|tough) to (?:say|tell|know|judge|see)\b|"
    r"\b(?:can|could) not (?:\w+ )?(?:say|tell|swear|decide|be (?:sure|certain))\b"
)
_OF_THE_PAIN = re.compile(
    r"\b(?:describ\w+|pinpoint|pin\b|words?\b|sort of pain|kind of pain|"
    r"what (?:it|the pain) ?(?:is|'s|feels?) like|where (?:it|exactly|the)|explain|place it|"
    r"vague|weird|strange|odd|funny)"
)
_FEW_WORDS = 12
# "The right foot", "left calf": where or which, and nothing of how it is there.
_ONLY_A_PART = re.compile(
    r"^\W*(?:(?:the|my|his|her|their|me|on|in|at|of|just|only|it's|it|is|'s|its|mostly|mainly|left|"
    r"right|both|other|one|front|back|inner|outer|inside|outside|side|top|bottom|part|and|or|to|"
    r"down|think|i|yes|yeah|no|mate|dear|please|lt|rt|l|r|upper|lower|whole|sides|two)\b\W*)*"
    r"(?:(?:foot|feet|leg|legs|knee|knees|hip|hips|calf|calves|calfs|thigh|thighs|shin|shins|groin|"
    r"buttock|buttocks|bum|kneecap|kneecaps|ankle|ankles|joint|joints|heel|heels|toe|toes|back|"
    r"side|left|right|both|mostly|mainly|only|one|ones|i|think|and|the|my|in|of|please|"
    r"mate)\b\W*)+$"
)

# What tells of feeling or of the part itself; not to feel when one has to go is the bladder's.
_OF_THE_SADDLE = re.compile(
    r"\b(?:numb\w*|feel(?:ing|ings|s)?(?! (?:when|if|that|whether|the (?:need|urge)))|felt|"
    r"sensations?|tingl\w*|prickl\w*|needles|dead|asleep|woolly|wip(?:e|es|ed|ing)|bums?|bottom|"
    r"backside|arse|buttocks?|between|saddle|down (?:there|below)|below|underneath|under\w*|"
    r"privates?|genitals?|bits|crotch|groin|penis|willy|vagina|fanny|testicles?|balls|perineum|"
    r"anus|passage|nethers?|inner thighs?|paper|sex\w*|sit|sits|sitting|seat)\b"
)

# "How many paracetamol would kill me"
_DEADLY = re.compile(
    r"\b(?:how (?:many|much)|enough|amount|number|quantity)\b[^.;!?]*"
    r"\b(?:kill?|die|dead|lethal|fatal|deadly|end it)\b|"
    r"\b(?:lethal|fatal|deadly) (?:dose|amount|overdose|quantity|number)\b"
)

# "I've got deformity of the knee": a sign that is told with nothing around it.
_HAS = re.compile(r"(?:i|he|she) (?:'ve got|have got|has got|'s got|have|has) (?:an? |the )?")
_OF_A_JOINT = re.compile(
    r" ?(?:(?:of|in|at) (?:the |my |his |her )?(?:knee|hip|leg|foot|joint)s?)?"
)

# "I'd rather not wake up" is a wish, and nobody who cannot be woken.
_WISHES = re.compile(
    r"\b(?:rather|wish\w*|hop\w+|want\w*|pray\w*|prefer\w*|happier if|better if|glad if|like to|"
    r"love "
    r"to|go to sleep and|fall asleep and)(?: [\w']+){0,4}$"
)
_WAKE = re.compile(r"\b(?:wak\w+|woke|get up)\b")


def came_free(text: str) -> bool:
    """Whether a joint that was stuck is free again: "had to waggle it free", "caught twice"."""
    if _STILL_STUCK.search(text):
        return False
    if _STUCK_FOR_A_MOMENT.search(text):
        return True
    freed = _FREED.search(text)
    if freed is not None:
        return not _NOT_FREED.search(freed[0].rpartition(" ")[0])
    return bool(_NOW_AND_THEN.search(text))


def sorted_out(judged: Sequence[Judged], tokens: Sequence[Token]) -> list[Judged]:
    """Return the mentions with a knee that came free as one that locks, not one that is stuck.

    Who says that the legs are not numb has not said that they are strong, either. And a leg that
    "collapses at the knee" is one that gives way, not somebody who collapsed; a bone
    that broke once is none that is broken.
    """
    text = _text(tokens)
    judged = broken_now(judged, tokens)
    judged = [
        (_as("giving_way", mention), status)
        if "collapse" in mention.values and _gives_at_joint(mention, tokens)
        else (mention, status)
        for mention, status in judged
    ]
    judged = [
        (_as("self_harm", mention), Status.PRESENT)
        if _is_wished(mention, tokens)
        else (mention, status)
        for mention, status in judged
    ]
    judged = [
        (_as("numbness", mention), status)
        if status is Status.ABSENT and _is_only_of_numbness(mention, tokens)
        else (mention, status)
        for mention, status in judged
    ]
    present = {v for m, status in judged if status is Status.PRESENT for v in m.values}
    if _is_only_stuck(present, text):
        judged = [(m, s) for m, s in judged if not _is_stuck_bent(m, tokens)]
    if not came_free(text):
        return judged
    return [
        (_as(_LOCKING, mention), status) if _LOCKED in mention.values else (mention, status)
        for mention, status in judged
    ]


def settled(judged: Sequence[Judged], tokens: Sequence[Token]) -> frozenset[str]:
    """Return the findings that the words of a message rule out, whatever it looks like."""
    text = _text(tokens)
    present = {v for m, status in judged if status is Status.PRESENT for v in m.values}
    ruled_out = set()
    if _ARM_HURTS.search(text) and not _OF_A_STROKE.search(text):
        ruled_out.add("stroke_signs")
    if _LOCKING in present and _LOCKED not in present and came_free(text):
        ruled_out.add(_LOCKED)
    if _is_only_stuck(present, text) and _LIFT.isdisjoint(text.split()):
        ruled_out |= {_NOT_STRAIGHT} - present
    if "giving_way" in present and _LEG_FOLDS.search(text) and not _WHOLE_PERSON.search(text):
        ruled_out.add("collapse")
    # Not telling when one has to go is the bladder's, and looks like numbness to the recogniser.
    if "bladder_bowel_trouble" in present and not _OF_THE_SADDLE.search(text):
        ruled_out |= {"saddle_numbness"} - present
    if _SHOWS_WHERE.search(text) and not _TURNED_LEG.search(text):
        ruled_out |= {"leg_shorter_or_turned"} - present
    if _NO_FALL.search(text):
        ruled_out |= urgent_signs() - present
    if draws_knee_to_chest(text) and not _HEART_OR_BREATH.search(text):
        ruled_out |= {"chest_pain", "breathless", "coughing_blood"} - present
    if _RED_PART.search(text):
        if not _JOINT.search(text):
            ruled_out |= {"redness_heat"} - present
        if not _MORE_THAN_RED.search(text):
            ruled_out |= {"collapse", "severe_allergy", "stroke_signs"} - present
    if _WOBBLY.search(text) and not _ILL.search(text):
        ruled_out |= {"shivering_unwell"} - present
    if not names_injection(text):
        ruled_out |= {"recent_joint_injection"} - present
    elif is_one_injection(text) or ("cortisone" in text and not is_taken(text)):
        ruled_out |= {"steroid_use"} - present
    if _POP.search(text) and any(
        "clicking" in mention.values and status is Status.ABSENT for mention, status in judged
    ):
        ruled_out.add("popped")
    if _doubts_a_sign(judged, text):
        ruled_out.add("vague")
    return frozenset(ruled_out)


def _doubts_a_sign(judged: Sequence[Judged], text: str) -> bool:
    """Whether "hard to say" is said of a sign, and not of what the pain is like."""
    in_doubt = any(m.group == "findings" and s is Status.UNCERTAIN for m, s in judged)
    return in_doubt and _HARD_TO_SAY.search(text) is not None and _OF_THE_PAIN.search(text) is None


def names_only_a_part(tokens: Sequence[Token]) -> bool:
    """Whether a message is the name of a part of the body, and tells no sign: "the right foot"."""
    return len(tokens) <= _FEW_WORDS and _ONLY_A_PART.match(_text(tokens)) is not None


# The recogniser knows sleep as what people do at night.
_LEG_SLEEPS = re.compile(
    r"\b(?:leg|thigh)(?: ?'s| is| has been| feels| goes)?(?: \w+ing)? (?:asleep|sleeping)\b"
)


def beyond_doubt(judged: Sequence[Judged], tokens: Sequence[Token]) -> frozenset[str]:
    """Return the findings that hold in whatever message they stand: a knee that came free locks."""
    present = {v for m, status in judged if status is Status.PRESENT for v in m.values}
    text = _text(tokens)
    sure = {_LOCKING} if came_free(text) else set()
    if _AT_JOINT.search(text) or _JOINT_GIVES.search(text):
        sure.add("giving_way")
    if _LEG_SLEEPS.search(text):
        sure.add("numbness")
    # The recogniser has heard many a "how many tablets", and takes this for one more of them.
    if _DEADLY.search(text):
        sure.add("self_harm")
    return frozenset(sure & present) | _told_alone(judged, tokens)


def _told_alone(judged: Sequence[Judged], tokens: Sequence[Token]) -> frozenset[str]:
    """Return what a message says that somebody has, where it says nothing besides."""
    return frozenset(
        value
        for mention, status in judged
        if status is Status.PRESENT
        and mention.group == "findings"
        and _HAS.fullmatch(_text(tokens[: mention.start]) + " ")
        and _OF_A_JOINT.fullmatch(_text(tokens[mention.end :]))
        for value in mention.values
    )


def _is_only_stuck(present: Collection[str], text: str) -> bool:
    """Whether a knee is stuck, and nothing popped or hit it: a tendon may have torn with that."""
    if "popped" in present or _MAY_HAVE_TORN.search(text):
        return False
    return _LOCKED in present and _IS_STUCK.search(text) is not None


def _is_stuck_bent(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether not to be straightened is what being stuck means: nothing of lifting it."""
    words = {token.text for token in tokens[mention.start : mention.end]}
    return mention.values == (_NOT_STRAIGHT,) and _LIFT.isdisjoint(words)


def _is_only_of_numbness(mention: Mention, tokens: Sequence[Token]) -> bool:
    words = {token.text for token in tokens[mention.start : mention.end]}
    return mention.values == ("both_legs_weak",) and "numb" in words and "weak" not in words


def _gives_at_joint(mention: Mention, tokens: Sequence[Token]) -> bool:
    near = _text(tokens[mention.start : mention.end + 3])
    return bool(_LEG_FOLDS.search(near)) and not _WHOLE_PERSON.search(near)


def _is_wished(mention: Mention, tokens: Sequence[Token]) -> bool:
    lead = _text(tokens[max(0, mention.start - 9) : mention.start])
    inside = _text(tokens[mention.start : mention.end])
    return (
        "collapse" in mention.values
        and _WAKE.search(inside) is not None
        and _WISHES.search(lead) is not None
        and re.search(r"\bi\b", lead) is not None
    )


def _as(value: str, mention: Mention) -> Mention:
    return replace(mention, values=(value,))


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)
