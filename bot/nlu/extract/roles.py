"""The words beside a time that tell what it is the time of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from bot.nlu.extract.matcher import BARE, find_mentions
from bot.nlu.extract.tokens import tokenise


class Role(Enum):
    """What a word says of a time beside it."""

    COMPLAINT = "complaint"
    BEGINNING = "beginning"
    BODY = "body"
    EVENT = "event"
    ACTIVITY = "activity"


class Word(NamedTuple):
    """A stretch of a text that has a role."""

    start: int
    end: int
    role: Role


_COMPLAINT = re.compile(
    r"\b(?:pain\w*|hurt\w*|ach\w+|sore\w*|niggl\w+|nagging|twing\w+|throb\w*|stiff\w*|swoll\w*|"
    r"swell\w*|puff\w*|balloon\w*|limp\w*|hobbl\w+|trouble\w*|problem\w*|bother\w*|bad|bung|dodgy|"
    r"gammy|wonky|knackered|banjaxed|play\w* up|act\w* up|symptoms?|discomfort|agony|torment\w*|"
    r"hop(?:s|ping)|not slept (?:through|right|properly|well|a)|not sleep(?:ing)? (?:through|right|"
    r"properly|well)|"
    r"murder|kill\w*|numb\w*|tingl\w*|lock\w*|stuck(?! in (?:bed|hospital|a chair|my chair|"
    r"the house))|jam\w*|click\w*|clunk\w*|crunch\w*|grind\w*|"
    r"give\w* way|giving way|gave way|weak\w*|burn\w*|stab\w*|tender|catch\w*|struggl\w+|suffer\w*|"
    r"plagu\w+|crippl\w+|grumbl\w+|complain\w*|can not|refus\w+|"
    r"never (?:been )?(?:right|the same)|never (?:quite )?forgiven|gyp|jip|grief|seiz(?:es|ed|ing)|"
    r"nag(?:s|ged)\b|like an? (?:\w+ )?(?:old (?:man|woman|lady)|granny|grandad|penguin|crab|duck|"
    r"cowboy|zombie|robot|giraffe|pensioner)|"
    r"not (?:been )?the same|"
    r"will not|could not|unable|issue\w*|going on|goes on|"
    r"had it|have it|has it|got it|had this|have this|has this|like this|like that|this way|"
    r"that way|"
    r"not (?:been )?able|not (?:\w+ )?(?:right|walk\w*|stand\w*|bend\w*|straight\w*|use|using|"
    r"bear\w*|myself)|"
    r"(?:been|gone) (?:off|funny|weird)|a mess|no better|not better|worse|on and off|"
    r"off and on|comes and goes|come and gone)\b"
)
_BEGINNING = re.compile(
    r"\b(?:start\w*|beg[aiu]n\w*|commenc\w+|came on|come on|comes on|came out|c(?:a|"
    r"o)me from nowhere|"
    r"happen\w*|appear\w*|arriv\w+(?! (?:from|home|back|here)\b)|developed|(?<!without )notic\w+|"
    r"felt an? |"
    r"found (?:an?|this|some|the) (?:\w+ ){0,2}(?:lumps?|bumps?|knobs?|swelling|growth|mass|"
    r"dents?|bulge|hollow)|spotted|discovered|popped up|turned up|showed up|flared up|set in|"
    r"(?:knee|hip|leg|back) (?:just |"
    r"suddenly )*went (?=at|on|in|when|while|yesterday|last)|first felt|first entry|"
    r"(?:pain|ache|swelling|it) came(?! and (?:go|went)| back| when| every| each)|slips?|"
    r"(?:cut|gashed|sliced) (?:my|me|his|her|the) (?:\w+ ){0,2}(?:knee|leg|shin|thigh|hip|calf)|"
    r"planted and (?:turned|twisted|cut|pivoted)|planted (?:my|his|her|the) (?:foot|leg|boot)|"
    r"pivoted|"
    r"fell|fallen|fall|falls|twist\w*|injur\w+|tripp\w+|slipp\w+(?! dis[ck])|"
    r"bang\w*|knock\w*|did it|"
    r"did something|"
    r"got it|tore|landed|sprain\w*|popped|snapped|stepped|hit|bumped|crash\w*|accident|"
    r"woke up|woken up|woke|(?:i|he|she|they) hurt|hurt (?=yesterday|playing|doing)|hurt (?:it|"
    r"my|his|her|the|myself)|kicked off|"
    r"blew (?:up|out)|went (?:bang|pop|crack|over|snap|from under|down|funny)|gave out|got worse|"
    r"crept|sneaked|there it was)\b"
)
_BODY = re.compile(r"\b(?:knees?|hips?|legs?|groin|thighs?|kneecaps?|joints?|calf|calves|buttocks?|"
                   r"shins?|foot|feet|back)\b")  # fmt: skip
_EVENT = re.compile(
    r"\b(?:surger\w+|operat\w+|op|ops|replac\w+|arthroscop\w+|keyhole|scan\w*|mris?|"
    r"slipped dis[ck]s?|x ?ray\w*|ct|"
    r"ultrasound|injection\w*|injected|jabs?|jag|jags|shots?|gel|cortisone|steroids?|predniso\w+|"
    r"physio\w*|rehab\w*|exercis\w+|diagnos\w+|cancer|chemo\w*|radio ?therapy|clots?|dvt|stroke|"
    r"heart attack|angina|ticker|pacemaker|diabet\w*|insulin|crohn'?s?|colitis|asthma|lupus|copd|"
    r"arthritis|osteo\w+|arthros\w+|sciatica|fibromyalgia|gout|cold|flu|covid|pneumonia|ulcers?|"
    r"infection|"
    r"fever\w*|chills?|temperature|rigors?|cough\w*|chest|breath\w*|pee|"
    r"wee(?! (?:girl|boy|lad|lass|man|one|bit|fella|toe|hole))|urinat\w+|bowels?|poo|"
    r"incontinent|wet|tablets?|pills?|meds|medicines?|medication\w*|ibuprofen|naproxen|paracetamol|"
    r"co ?codamol|codeine|antibiotics?|inhaler|statins?|hrt|blood thinners?|warfarin|apixaban|"
    r"eliquis|"
    r"xarelto|rivaroxaban|methotrexate|azathioprine|biologics?|dialysis|prescri\w+|took|"
    r"taking|tried|treat\w*|retired|redundant|married|widow\w*|divorced|birthday|born|mileage|"
    r"upped|"
    r"marathon|"
    r"cast|plaster|brace|crutches|splint|wheelchair|bedbound|bed ?rest|hospital|clinic|appointment|"
    r"flew|flight|moved (?:house|in|to)|holiday|cruise|"
    r"lost|(?<!put )(?<!bear )(?<!any )(?<!no )(?<!bearing )weight|kilos?|kg|stone|pounds|lbs|"
    r"grew|grown|growing|growth|taller|inch\w*|cm|shot up|"
    r"pregnan\w*|preggo|preggers|expecting|period|smok\w+|vap\w+|drink\w*|army|infantry|navy|vet|"
    r"job|career|trade|lived|living|stroke|surgeon|consultant|bled|bleed\w*|transplant|"
    r"(?:had|got|have|has) (?:\w+ ){1,3}(?:done|out|removed|drained|fixed|pinned|sorted)|"
    r"waiting list|referr\w+|signed off|off work|trained)\b"
)
_ACTIVITY = re.compile(
    r"\b(?:training|run|runs|running|ran|runner|sit|sitting|sat|stand|standing|walk|walking|walked|"
    r"drive|driving|driver|work\w*|shift|gym|cycl\w+|swim\w*|danc\w+|play\w*|squat\w*|lift\w*|"
    r"rest\w*|"
    r"doing (?!it\b|this\b|that\b|me\b|my\b)\w+|(?:have|has|'ve|had) done|"
    r"garden\w*|climb\w*|gave it up|gave up|quit|kneel\w*|kickbox\w*|ballet|gymnast\w+|judo|"
    r"karate|footy|netball|hockey|rugby|tennis|fenc(?:ing|er)|skat(?:ing|er)|horse ?riding)\b"
)
# "I started zumba last month": what somebody began to do, not the pain.
_TAKEN_UP = re.compile(
    r"(?:(?:^|[,.;] ?|\b(?:i|he|she|we|have|has|had|just|only|recently|and|i've|'ve) )"
    r"(?:just |only |recently )*(?:started|began|joined|took up|taken up)) "
    r"(?:back )?(?:to (?:run|jog|play|train|cycle|swim|dance|go|do|work)\b|"
    r"(?:a |an |my |the |at |at the |doing |going |playing |on |on the |new |this |some |our |"
    r"pre ?season |five a side |u\d+ )*"
    r"(?:zumba|footy|futsal|lacrosse|cricket|camogie|hurling|pre ?season|courses?|bik\w+|college|"
    r"uni\b|university|term|pilates|yoga|crossfit|spin\w*|aerobics|couch|parkrun|gym|run\w*|jog\w*|train\w*|"
    r"cycl\w*|swim\w*|danc\w*|football|netball|tennis|golf|hockey|rugby|squash|badminton|padel|"
    r"basketball|volleyball|karate|judo|boxing|classes?|class|job|work\w*|weights|lift\w*|"
    r"squat\w*|hik\w*|walk\w*|climb\w*|row\w*|garden\w*|exercis\w*|workouts?|hiit|martial|"
    r"ballet|gymnastics|keep fit|school|season|team|club|horse\w*|riding))\b"
)
# Complaints of another part, or of the whole person: their times are not those of the joint.
_ELSEWHERE = frozenset(
    [
        "fever",
        "weight_loss",
        "bladder_bowel_trouble",
        "saddle_numbness",
        "breathless",
        "chest_pain",
        "coughing_blood",
        "stroke_signs",
        "severe_allergy",
        "self_harm",
        "overdose",
        "extra_dose",
        "shivering_unwell",
        "collapse",
        "pregnant",
        "heavy_bleeding",
    ]
)
# An earlier injury so short a while ago is the beginning of the complaint.
_RECENT = 60
_DOINGS = frozenset({"training_increase", "runner", "desk_job"})
_OLD_INJURY = frozenset({"previous_knee_injury", "previous_hip_injury"})
_NEARLY = re.compile(r"\b(?:nearly|almost) (?:\w+ )?$")


def roles_in(text: str, days: float) -> Iterator[Word]:
    """Yield the words of a text that have a role; ``days`` tells a recent injury from an old."""
    yield from _named(text, days)
    taken_up = [match.span() for match in _TAKEN_UP.finditer(text)]
    for start, end in taken_up:
        yield Word(start, end, Role.ACTIVITY)
    for pattern, role in (
        (_EVENT, Role.EVENT),
        (_BEGINNING, Role.BEGINNING),
        (_COMPLAINT, Role.COMPLAINT),
        (_ACTIVITY, Role.ACTIVITY),
        (_BODY, Role.BODY),
    ):
        for match in pattern.finditer(text):
            if role is Role.BEGINNING and (
                _NEARLY.search(text[: match.start()])
                or any(start <= match.start() < end for start, end in taken_up)
            ):
                continue
            yield Word(match.start(), match.end(), role)


def is_taken_up(text: str) -> bool:
    """Whether a text tells of something that somebody began to do: "i started zumba"."""
    return _TAKEN_UP.search(text) is not None


def place_of(word: Word) -> tuple[int, int]:
    """Where a word begins and ends."""
    return word.start, word.end


def _named(text: str, days: float) -> Iterator[Word]:
    """What the vocabulary knows in the text."""
    tokens = tokenise(text)
    places, place = [], 0
    for token in tokens:
        place = text.find(token.text, place)
        places.append((place, place + len(token.text)))
        place += len(token.text)
    for mention in find_mentions(tokens):
        role = _role_of(mention.group, mention.values, days)
        begin = places[mention.start][0]
        nearly = role is Role.BEGINNING and _NEARLY.search(text[:begin])
        if role is not None and mention.kind != BARE and not nearly:
            yield Word(begin, places[mention.end - 1][1], role)


def _role_of(group: str, values: tuple[str, ...], days: float) -> Role | None:
    if group in ("injury", "onset"):
        return Role.BEGINNING if values != ("false",) else None
    if group == "history":
        if set(values) <= _DOINGS:
            return Role.ACTIVITY
        recent = days <= _RECENT and set(values) & _OLD_INJURY
        return Role.BEGINNING if recent else Role.EVENT
    if group == "findings":
        return Role.EVENT if set(values) & _ELSEWHERE else Role.COMPLAINT
    return {"quality": Role.COMPLAINT, "location": Role.BODY}.get(group)
