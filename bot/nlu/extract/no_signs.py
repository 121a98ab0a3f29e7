"""What sounds like a sign that cannot wait and is none: figures of speech, pets, films, old times.

Each rule is narrow. An animal or a film has to stand right where the sign is told, and a time long
ago has to be that of the sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.figures import only_figures
from bot.nlu.extract.innocent import innocent_alone
from bot.nlu.extract.long_ago import is_long_ago
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.passed import ELSEWHERE
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.urgent_signs import urgent_signs

Judged = tuple[Mention, Status]

_ENDS = frozenset(".;!?")

_PET = (
    r"(?:dog|doggo|puppy|pup|cat|kitten|kitty|horse|pony|mare|foal|rabbit|bunny|hamster|hen|cow|"
    r"heifer|bullock|sheep|ewe|lamb|goat|donkey|spaniel|labrador|collie|terrier|greyhound|whippet|"
    r"poodle|retriever|alsatian|staffie|parrot|budgie)"
)
_LEADS_TO_PET = (
    rf"^(?:(?:and|but|so|the|our|my|an?|his|her|\d+|month|year|week|old|little|wee|poor|new|hi|"
    rf"hello|,) )*{_PET}"
)
# "My dog limps", "the puppy's back leg is cold": the animal is the subject, and nobody comes in.
_OF_A_PET = re.compile(
    rf"{_LEADS_TO_PET}(?: (?:'s|is|was|has|had|keeps|kept|been|also|now|just|started|got|an?|the|"
    r"its|his|her|back|front|left|right|hind|leg|legs|paw|hip|knee|belly|can|will|not|suddenly|"
    r"to|in|field|garden|seems|looks))*$"
)
_ONLY_A_PET = re.compile(
    rf"{_LEADS_TO_PET} (?:'s|is|was|has|limps?|limping|keeps|can not|will not|hobbles)\b"
)
_PET_DID_IT = re.compile(
    r"\b(?:bit|bitten|bites?|knock\w*|pull\w*|jump\w*|trip\w*|push\w*|kick\w*|threw|thrown|fell|"
    r"stood|stamped|trod|bolted|reared|ran|run|him|son|daughter|mum|dad|walk(?:ing|er)|"
    r"scratch\w*|wife|husband|partner|baby|child|kid|kids|boy|girl|daddy|mummy|mother|father|nan|"
    r"gran|granny|grandad|grandma|grandpa|brother|sister|uncle|auntie?|friend|neighbour|girlfriend|"
    r"boyfriend|man|woman|lady|someone|somebody|under|over|crush\w*|(?:and|since|because|then|,) "
    r"(?:he|she|they))\b"
)
_OWN = re.compile(r"\b(?:i|i'm|i've|my|me|mine|we|our|us)\b")
# Who sits watching may well collapse: what counts is what is on the screen, or in the film.
_ON_SCREEN = re.compile(
    r"\b(?:on (?:the |that |this |my |an? )?(?:\w+ )?(?:telly|tv|television|show|programme|soap|"
    r"film|drama|casualty(?! (?:ward|department|unit))|holby|corrie|coronation street|eastenders|"
    r"emmerdale|netflix|news|"
    r"match of the day)|in (?:that|this|an?) (?:(?:tv|telly|quiz|talk|chat|hospital|medical) "
    r"show|(?:\w+ )?(?:programme|soap|film|movie|drama|"
    r"box ?set|episode|documentary|video ?game|novel)))\b"
)
# Whose sign it is: a stranger's, or that of a story; a telly may be what a head was hit on.
_A_CHARACTER = re.compile(
    r"(?:^|\b(?:an?|some|saw|watched) )(?:man|woman|lad|girl|boy|bloke|guy|lady|actor|player|"
    r"patient|character|footballer)\b|\b(?:someone|somebody|people|the (?:actor|character|player|"
    r"hero|villain))\b"
)
# Nobody hits the head on a show, as they may on a telly.
_SHOWN = re.compile(r"on (?:the |that |this )(?:\w+ )?(?:show|programme|soap|drama)\b")
_TURNS_TO_SELF = re.compile(r"\b(?:while|as|when|whilst|and|but|so|,|\.)\s(?:i|my|now my)\b")
_PRETENDS = re.compile(
    r"\b(?:pretend(?:s|ed|ing)? (?:to|he is|she is|he 's|she 's)(?: \w+)?|play(?:s|ed|ing)? at|"
    r"doing (?:an )?impressions? of|act(?:s|ed|ing)? out)(?: an?| the| being)*$"
)
_NOT_AFTER_ALL = re.compile(r"\b(?:not|no|without)\b")

# What else has a time of its own, and what is taken from old stock.
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:had|replac\w*|strokes?|stents?|op|operations?|surgery|pinned|broke\w*|left ?over|"
    r"leftovers?|from|bought|prescribed|warfarin|thinners|since (?:i|he|she|the|my)|"
    r"because|concussion)\b"
)
_GOES_ON = re.compile(
    r"\b(?:still|again|today|tonight|yesterday|now (?:i|it|my|he|she|his|her|the|have|has|am|is|"
    r"feel|there)|just now|ever since|since then|this (?:morning|afternoon|evening|week)|worse|"
    r"last night|hours? ago|minutes? ago|back again|returned|came back|on and off)\b"
)
# When far too many tablets were taken is judged where they are found.
_TOLD_AS_A_STORY = frozenset(
    {"head_injury", "extra_dose", "severe_allergy", "heavy_bleeding", "deformity"}
)  # fmt: skip

_EYES = re.compile(r"\b(?:eyes?|eyelids?|gums?|hands?|fingers?|feet|ankles)\b(?: (?:\w+ ){0,3})?$")
_A_JOINT = re.compile(r"\b(?:knees?|kneecaps?|hips?|legs?|calf|calves|thighs?|joints?|it|shin)\b")
_POPS = re.compile(r"\b(?:pop\w*|snap\w*|crack\w*|tore|tear|rip\w*|twang|ping)\b")
_GAINS_WEIGHT = re.compile(
    r"\b(?:skinny|underweight|scrawny|calories|gain(?:s|ed|ing)? (?:any |a |an )?(?:weight|pounds?|"
    r"lbs?|ounce|stone|muscle|kilos?|it)|weight gain|protein|(?:too|so|very|always|naturally|'m|"
    r"am) "
    r"slim|(?:no matter|however|whatever|"
    r"how much) (?:\w+ ){0,3}eat)\b"
)
_PUT_WEIGHT_ON = re.compile(
    r"\bput (?:any )?weight on(?= ?(?:[.,;!]|$|and\b|but\b|because\b|no\b))"
)
# What keeps somebody from putting weight on the leg, and not on the scales.
_ON_THE_LEG = re.compile(
    r"\b(?:fell|fall|fallen|landed|accident|crash\w*|twisted|snapp\w*|crack\w*|leg|foot|stand|walk|"
    r"stairs|hop\w*|limp\w*|crutch\w*|because (?:of )?(?:the |my |it )?(?:hip|knee|hurts|"
    r"pain)\w*)\b"
)
# "I can't stand queues", with a word for what is not liked; "on it", "up" or "long" are of the leg.
_DISLIKES = re.compile(
    r"\bcan not stand (?:the|these|those|this|my|his|her|your|people|being (?!on\b|up|vertical|"
    r"still|long|straight)|waiting|hearing|seeing|"
    r"watching|how|when (?!i\b|he\b|she\b|we\b)|having (?:to )?(?!fall\w*|been|"
    r"broke\w*|had|hurt|injured|twisted|landed|come)|(?!stairs\b|always\b|days\b|times\b|as\b|"
    r"is\b|its\b|hours\b|"
    r"minutes\b|"
    r"unless\b|steps\b|nights\b|this\b|legs\b|seconds\b)[a-z]{3,}s)\b(?! (?:\w+ )?(?:leg|foot|"
    r"weight|"
    r"knee|hip|pain|morning|afternoon|evening|minute|week|side|one)\b)"
)
_STANDS = re.compile(
    r"\b(?:weight|walk\w*|step\w*|bear|foot|leg|knees|hips|hip (?:(?:is|in|has|it) )?(?:agony|"
    r"gone|went)|stand (?:on|up)|get up|"
    r"useless|fell|landed|twist\w*|snapp\w*|crack\w*|broke\w*|buckl\w*|hurt (?:it|my)|slip\w*|"
    r"trip\w*|floor|lying|lie|"
    r"knocked|fall\w*|crash\w*|accident)\b"
)
# Breath that is short for the effort, as it always was.
_EFFORT = re.compile(
    r"\b(?:out of (?:puff|breath)|puffed(?: out)?|breathless|winded|short of breath)(?: \w+){0,3}? "
    r"(?:running|hills?|stairs|climbing|jogging|sprint\w*|uphill|the bus|exercise|hoovering)\b"
)
_AS_EVER = re.compile(
    r"\b(?:unfit|out of shape|overweight|(?:i 'm|too|so) (?:heavy|fat)|always (?:am|have|been|"
    r"was)|as "
    r"(?:ever|always|usual)|same as|smok\w+|nothing new|for years)\b"
)
_NOT_AS_EVER = re.compile(
    r"\b(?:new|worse|sudden\w*|today|tonight|yesterday|since|calf|calves|chest|flight|clot|night|"
    r"never|more than|leg|legs|swell\w*|swoll\w*|cast|plaster|op|operation|surgery|replac\w*|just "
    r"had|done|"
    r"cough\w*|blood|pregnan\w*|getting|haul|flew|plane|flying|rest|resting|sitting|sat|lying|lie|"
    r"days?|weeks?|bad|badly|terrible|scared|pain|panting|talk|hospital)\b"
)
# "The fall colours", "fell about laughing": no accident, at any age.
_NO_FALL = re.compile(
    r"^(?: (?:colou?rs?|foliage|leaves|semester|term|weather|season|hike|about laughing|about "
    r"(?:with )?laugh\w*|in with (?:a|an|bad|the wrong)|short of (?:my |the |our |his |her )?"
    r"(?:target|goals?|expectations|money|mark|time|cash)|foul|silent|pregnant|flat on (?:its|"
    r"the) face with))\b"
)
_STRETCHES_OUT = re.compile(
    r"\b(?:eas\w+|loosen\w*|better|reliev\w+|relief|helps?|goes|fine|"
    r"gone)\b[^.;]{0,30}\b(?:stretch\w*|"
    r"warm\w*|foam|roll\w*|massag\w*|yoga|heat|bath)\b|\b(?:stretch\w*|warm\w*|foam|roll\w*|"
    r"massag\w*|yoga)\b[^.;]{0,30}\b(?:eas\w+|loosen\w*|better|reliev\w+|helps?|sorts|fixes)\b"
)
_DIRE = re.compile(
    r"\b(?:agony|pain\w*|unbear\w*|scream\w*|excruc\w*|worse|worst|cast|plaster|numb\w*|tingl\w*|"
    r"crush\w*|hard|harder|rock|nothing|no (?:longer|better|good|help|use)|crash\w*|usually|"
    r"normally|used to|burst\w*|dead|knock\w*|tackl\w*|bruis\w*|today|tonight|new|sudden\w*|"
    r"swoll\w*|swell\w*|kick\w*|fell|hit|cold|not "
    r"(?:help|eas\w+|touch))\b"
)
_STRAIGHTENS = re.compile(
    r"\b(?:straight leg rais\w+|slr|leg rais\w+|extension|extends?|straightens?)(?: (?:is|are|'s|"
    r"all|both|seems?|feels?|was|it|out))* (?:fine|ok|okay|full|fully|normal|normally|good|intact|"
    r"negative|easily|perfectly|no (?:bother|problem|trouble|issue)|well)\b|"
    r"\bfull (?:extension|range|rom|straightening)\b"
)
_AWAKE_FOR_OTHER_REASONS = re.compile(
    r"\b(?:teeth(?:ing)?|colic|(?:bad )?dreams?|nightmares?|night terrors?|night feeds?|feeding|"
    r"newborn|snor\w+|hot flush\w*|monsters?|the dark|bed ?wetting)\b"
)
# The one that is well is not the one that is asked about.
_OTHER_LEG = re.compile(
    r"\b(?:other|good|uninjured|unaffected|healthy) (?:knee|leg|side|one)\b|"
    r"\bleft\b.*\bright\b|\bright\b.*\bleft\b|\b(?:this|that|bad|sore) (?:one|leg|knee|side)\b"
)
_NOT_LIFTED = re.compile(
    r"\b(?:can|could|will|would|does|did)(?: not|nae) (?:\w+ ){0,2}?(?:lift|raise|straighten|"
    r"extend|hold)\b"
)
_PAIN_WAKES = re.compile(
    r"\b(?:pain|ache|aching|throb\w*|it|knee|hip|leg)(?: \w+){0,2}? (?:wakes?|woke|waking|keeps?|"
    r"kept|"
    r"wakens?)\b"
)
_NO_PAIN = re.compile(r"\bno pain(?= ?(?:[.,;!]|$|at all\b|at night\b))")


def without_figures(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> tuple[list[Judged], frozenset[str]]:
    """Return the mentions without signs that are none, and the signs that there is no room for.

    Those of pets, films and old times are set aside. There is no room for what a message may look
    like to the recogniser, and whose words mean something else.
    """
    text = " ".join(token.text for token in tokens)
    figures = only_figures(text) | innocent_alone(text)
    if "rapid_swelling" in figures:
        figures |= {"swelling"}
    kept: list[Judged] = []
    none = set(figures)
    for mention, status in judged:
        if mention.group == "injury" and _NO_FALL.search(_after(mention, tokens)):
            continue
        if mention.group != "findings" or status is not Status.PRESENT:
            kept.append((mention, status))
            continue
        if set(mention.values) <= figures or _is_of_another_sort(mention, tokens, clauses, text):
            none |= _with_its_like(mention, text)
            continue
        meant = _whose_and_when(mention, tokens, clauses)
        if _is_effort(mention, text):
            meant = Status.UNCERTAIN
        if meant in (Status.SOMEONE_ELSE, Status.HYPOTHETICAL):
            none |= _with_its_like(mention, text)
        kept.append((mention, meant))
    none |= _unlikely(text)
    return kept, frozenset(none - {v for m, s in kept if s is Status.PRESENT for v in m.values})


def _with_its_like(mention: Mention, text: str) -> set[str]:
    """The values of a mention, and what the recogniser would take the same words for."""
    values = set(mention.values)
    if not ELSEWHERE.isdisjoint(values):
        return values | ELSEWHERE
    if "rapid_swelling" in values:
        return values | {"swelling"} | (set() if _POPS.search(text) else {"popped"})
    return values


def _unlikely(text: str) -> set[str]:
    """What the message says nothing of, though the recogniser may think so."""
    none = set()
    if _STRAIGHTENS.search(text) and not (_OTHER_LEG.search(text) or _NOT_LIFTED.search(text)):
        none.add("cannot_straighten_leg")
    awake = _AWAKE_FOR_OTHER_REASONS.search(text) and not _PAIN_WAKES.search(text)
    if awake or _NO_PAIN.search(text):
        none.add("night_pain")
    if _STRETCHES_OUT.search(text) and not _DIRE.search(text):
        none.add("tight_muscle_severe_pain")
    if _gains_weight(text) or _dislikes(text):
        none.add("cannot_bear_weight")
    if _is_of_pets_alone(text):
        none |= urgent_signs()
    return none


def _is_of_another_sort(
    mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause], text: str
) -> bool:
    """Whether the words mean another thing than the sign they are like."""
    if "tight_muscle_severe_pain" in mention.values:
        return _STRETCHES_OUT.search(text) is not None and _DIRE.search(text) is None
    if "cannot_bear_weight" in mention.values:
        return _gains_weight(text) or _dislikes(text)
    if "rapid_swelling" in mention.values:
        clause = clause_at(clauses, mention.start)
        lead = _words(tokens, clause.start if clause else 0, mention.start)
        own = f"{lead} {_words(tokens, mention.start, mention.end)}"
        return _EYES.search(lead) is not None and _A_JOINT.search(own) is None
    return False


def _gains_weight(text: str) -> bool:
    """Whether "can't put weight on" is of getting no heavier."""
    sentences = re.split(r"[.;!?]", text)
    if _ON_THE_LEG.search(text):
        return False
    return any(_PUT_WEIGHT_ON.search(each) and _GAINS_WEIGHT.search(each) for each in sentences)


def _dislikes(text: str) -> bool:
    """Whether "can't stand" is of what somebody does not like, and no standing is told of."""
    return _DISLIKES.search(text) is not None and _STANDS.search(_DISLIKES.sub(" ", text)) is None


def _is_effort(mention: Mention, text: str) -> bool:
    if "breathless" not in mention.values or _NOT_AS_EVER.search(text):
        return False
    return _EFFORT.search(text) is not None and _AS_EVER.search(text) is not None


def _after(mention: Mention, tokens: Sequence[Token]) -> str:
    return " " + _words(tokens, mention.end, mention.end + 4)


def _whose_and_when(mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause]) -> Status:
    clause = clause_at(clauses, mention.start)
    if clause is None:
        return Status.PRESENT
    lead = _words(tokens, clause.start, mention.start)
    if _OF_A_PET.search(lead):
        return Status.SOMEONE_ELSE
    if _PRETENDS.search(lead) and not _NOT_AFTER_ALL.search(lead):
        return Status.HYPOTHETICAL
    own = _words(tokens, clause.start, clause.end)
    turn = _TURNS_TO_SELF.search(own)
    before_turn = own[: turn.start()] if turn else own
    inside = _words(tokens, mention.start, mention.end)
    if (
        _ON_SCREEN.search(before_turn)
        and inside in before_turn
        and not _OWN.search(before_turn.replace("my telly", " "))
        and (_A_CHARACTER.search(lead) or _SHOWN.match(_words(tokens, mention.end, clause.end)))
    ):
        return Status.SOMEONE_ELSE
    if not _TOLD_AS_A_STORY.isdisjoint(mention.values) and _is_of_old(mention, tokens):
        return Status.PAST
    return Status.PRESENT


def _is_of_old(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether it is dated long ago, and nothing goes on since."""
    words = [token.text for token in tokens]
    place = mention.end - 1
    last = place + 1
    while last < len(words) and words[last] not in _ENDS:
        last += 1
    by_clock = "extra_dose" in mention.values
    if not is_long_ago(words, _sentence_start(words, place), last, place, by_clock=by_clock):
        return False
    if _OF_SOMETHING_ELSE.search(_words(tokens, mention.end, last)):
        return False
    return _GOES_ON.search(" ".join(words)) is None


def _sentence_start(words: Sequence[str], place: int) -> int:
    return max((n + 1 for n in range(place) if words[n] in _ENDS), default=0)


def _is_of_pets_alone(text: str) -> bool:
    """Whether a message speaks of an animal, and of nobody."""
    spoken = _ONLY_A_PET.search(text)
    if spoken is None:
        return False
    rest = text[spoken.end() :]
    return _OWN.search(rest) is None and _PET_DID_IT.search(rest) is None


def _words(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])
