"""What sounds like a sign that cannot wait and is none: figures of speech, pets, films, old times.

Each rule is narrow. A figure of speech is struck out of the message first, and the sign goes only
where nothing is left that could tell it: "red hot form, but the knee is hot as well" keeps its
heat. An animal or a film has to stand right where the sign is told, and a time long ago right
beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.innocent import innocent_alone
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.passed import ELSEWHERE
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.urgent_signs import urgent_signs

Judged = tuple[Mention, Status]

# Value → the figures of speech that sound like it, and what tells it in earnest.
_FIGURES: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    value: (re.compile(figures), re.compile(tells))
    for value, (figures, tells) in {
        "heavy_bleeding": (
            r"\b(?:wallet|bank balance|purse|savings|pockets?|budget|heart)(?: (?:is|'s|has|been|"
            r"was|still|just|really))* bleed(?:s|ing)?\b|\b(?:bled|bleed\w*) (?:me |us )?dry\b|"
            r"\bbleed(?:s|ing)? (?:money|cash|heart|edge|obvious|useless|awful|typical|nuisance|"
            r"hell)\b|\b(?:bled|bleed|bleeding) (?:the |all the |our )?(?:radiators?|brakes)\b|"
            r"\bblood (?:tests?|group|type|pressure|sugars?|orange|bank|donor|thinners?|relatives?|"
            r"brothers?|moon|work|count|results?|sample)\b|\bpouring (?:rain|with rain)\b|"
            r"\bblood ,? ?sweat\b|\bin (?:my|the|his|her) blood\b",
            r"\b(?:bleed\w*|blood\w*|bled|gush\w*|pouring|spurt\w*|pump\w*|haemorrhag\w*|"
            r"hemorrhag\w*|squirt\w*|soak\w*)\b",
        ),
        "fever": (
            r"\b(?:gold|cabin|football|spring|hay|election|wedding|disco|jungle|saturday night|"
            r"exam|world cup|derby|festival|shopping|euro) fever\b|\bfever tree\b|\bfever "
            r"(?:pitch|dream)s?\b|"
            r"\b(?:blow\w*|run\w*|blew|ran) (?:a bit )?hot and cold (?:on|about|whether)\b",
            r"\b(?:fever\w*|temp\w*|hot|burning|shiver\w*|chills?|sweat\w*|febrile|pyrexia\w*|"
            r"37|38|39|40|41)\b",
        ),
        "redness_heat": (
            r"\bred hot (?:form|favourites?|tips?|deals?|chill\w+|pokers?|streak|topic|news|"
            r"tickets?)\b|\b(?:boiling|roasting|scorching|baking) (?:hot )?(?:here|outside|weather|"
            r"day|summer)\b|\bhot (?:tub|desk|potato|rod|seat|mess|chocolate|flush(?:es)?|topic|"
            r"dogs?|air|yoga|spell|country|climate|kitchen|cross buns?)\b|\bred (?:letter|tape|"
            r"card|herring|cap|sauce|pepper|wine|squirrel|kite|lights?|dress|coat|car|hair|paint|"
            r"shoes)\b|\b(?:hair|brace|car|coat|dress|shoes|trainers|jumper|paint|door|sunset)"
            r"(?: is| 's| are)? (?:bright |all )?red\b",
            r"\b(?:red\w*|hot\w*|warm\w*|heat|pink|crimson|scarlet|burn\w*|fire|flush\w*|inflam\w*|"
            r"angry|glow\w*|beetroot|roast\w*|boiling|purple|cook\w*|radiator|toast\w*)\b",
        ),
        "head_injury": (
            r"\bnails? (?:right |bang |square )?on the head\b|\bhead over heels\b|"
            r"\bbang(?:ing|s) (?:\w+ ){1,2}heads? (?:against|off) an? brick wall\b|"
            r"\bhead hits? the (?:pillow|sack|hay)\b|\b(?:knock|hit|bang)(?:s|ed|ing)? (?:it|"
            r"(?:that|the|this|my|his|her) (?:plan|idea|notion|hobby|dream|habit|job|thing)|that|"
            r"this|running|football|golf|things) on the head\b|\boff the top of my head\b|"
            r"\b(?:all|way|right|went|goes|it 's) over (?:my|his|her|your) head\b|"
            r"\bin(?:side)? (?:my|his|her|your) head\b|\bheads? (?:up|start|teacher|office|chef|"
            r"coach|first into (?:work|life|it|the job))\b|\bheads together\b",
            r"\b(?:head\w*|heid|skull|concuss\w*|forehead|temple|helmet|bonce|noggin|face|brain)\b",
        ),
        "leg_shorter_or_turned": (
            r"\b(?:days?|nights?|evenings?|temper|fuse|breath|walks?|runs?|rides?|strides?|steps?|"
            r"skirts?|hair|trousers|sleeves|sessions?|queue|list|attention span)(?: (?:is|are|'s|"
            r"getting|gets|got|have|has|been|become|a|bit|much|even))* short(?:er|ened)?\b|"
            r"\bshorter (?:days?|nights?|temper|fuse|walks?|runs?|rides?|strides?|steps?|hair|"
            r"sessions?|cut|distances?|hours|shifts?)\b|\b(?:chair|table|stool|bed|trouser|desk) "
            r"legs?\b(?: \w+){0,2} short\w*|\blegs? of the (?:chair|table|stool|bed|desk)\b(?: \w+)"
            r"{0,2} short\w*",
            r"\b(?:short\w*|turn\w*|rotat\w*|point\w*|twist\w*|roll\w*|outward\w*|inward\w*|"
            r"length|longer|flop\w*|splay\w*|squint|lopsided|uneven)\b",
        ),
        "rapid_swelling": (
            r"\b(?:ego|pride|heart|crowds?|river|sea|music|numbers?|ranks|queue|head)\b(?: "
            r"\w+){0,2}? "
            r"(?:swell\w*|swoll\w*|swelled|balloon\w*)\b|\bswell\w* with pride\b|\bswollen "
            r"(?:river|"
            r"ego|head)\b|\bballoon\w* (?:to|up to) (?:\d+|\w+teen) (?:stone|kg|kilos?|lbs?|"
            r"pounds)\b|"
            r"\b(?:hot air |party )?balloon(?:s|ing)? (?:was|is|flight|trip|ride|for the)\b",
            r"\b(?:swell\w*|swoll\w*|puff\w*|balloon\w*|big|bigger|huge|massive|blew|blown|fat)\b",
        ),
        "limp": (
            r"\blimp (?:excuses?|wrists?|wristed|handshakes?|lettuce|hair|biscuits?|salad|jokes?|"
            r"apology|lasagne)\b|\blimp(?:s|ed|ing)? (?:to|towards?) (?:the )?(?:end of term|half "
            r"term|(?:christmas|easter|summer) holidays?)\b",
            r"\b(?:limp\w*|hobbl\w*|hirpl\w*|drag\w*|favour\w*|hop\w*|lame|waddl\w*|not walk\w*)\b",
        ),
        "collapse": (
            r"\b(?:deck ?chair|chair|bed|tent|shelf|roof|ceiling|shed|wall|bridge|bank|company|"
            r"firm|"
            r"marriage|business|economy|talks?|arch(?:es)?|cake|souffl\w+|pram|table)(?: "
            r"(?:has|have|just|is|was|then|had))* collaps\w+\b|\bcollapsed (?:arch(?:es)?|"
            r"vertebrae?|disc|discs|veins?)\b|\bpassed out of\b|"
            r"\bcollaps\w+ (?:in|into|with) (?:laughter|giggles|fits of giggles|hysterics)\b",
            r"\b(?:collaps\w*|faint\w*|unconscious|unresponsive|respon\w+|wake\w*|woke|waking|"
            r"breath\w*|passed out|blacked out|out cold|keeled|seizure|fitt?ing|floor|rouse\w*)\b",
        ),
        "stroke_signs": (
            r"\bstroke of (?:luck|genius|midnight|noon|twelve|bad luck|fortune|the pen|\w+ "
            r"o'clock)\b|"
            r"\b(?:breast|back|butterfly|swim\w*|golf|putting|brush|pen|two|four) ?strokes?\b|"
            r"\bstrok(?:e|ed|es|ing) (?:the|my|a|our|his|her) (?:cat|dog|kitten|puppy|beard|pet|"
            r"hair|horse|rabbit)\b|\bon the stroke of\b|\bstroke (?:play|order|rate|technique)\b",
            r"\b(?:strokes?|tia|face|mouth|smile|speech|slur\w*|speak\w*|words?|droop\w*|arm|hand|"
            r"one side|weak\w*|numb\w*|lopsided|crooked|vision|sight)\b",
        ),
    }.items()
}

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
    r"scratch\w*|(?:and|since|because|then|,) (?:he|she|they))\b"
)
_OWN = re.compile(r"\b(?:i|i'm|i've|my|me|mine|we|our|us)\b")
# Who sits watching may well collapse: what counts is what is on the screen, or in the film.
_ON_SCREEN = re.compile(
    r"\b(?:on (?:the |that |this |my |an? )?(?:\w+ )?(?:telly|tv|television|show|programme|soap|"
    r"film|drama|casualty|holby|corrie|coronation street|eastenders|emmerdale|netflix|news|"
    r"match of the day)|in (?:that|this|an?) (?:\w+ )?(?:show|programme|soap|film|movie|drama|"
    r"box ?set|episode|documentary|video ?game|novel))\b"
)
# Whose sign it is: a stranger's, or that of a story; a telly may be what a head was hit on.
_A_CHARACTER = re.compile(
    r"^(?:\w+ ){0,2}?(?:man|woman|lad|girl|boy|bloke|guy|lady|somebody|player) on (?:the |my )?"
    r"(?:telly|tv|box|news|screen)\b|\b(?:on|in) (?:that|this) (?:\w+ )?(?:show|programme|soap|"
    r"film|movie|drama|box ?set|episode|documentary|video ?game|novel)\b|"
    r"\b(?:an? (?:man|woman|lad|girl|boy|bloke|guy|lady|actor|player|patient|character|"
    r"footballer)|someone|somebody|people|the (?:actor|character|player|hero|villain))\b"
)
_TURNS_TO_SELF = re.compile(r"\b(?:while|as|when|whilst|and|but|so|,|\.)\s(?:i|my|now my)\b")
_PRETENDS = re.compile(
    r"\b(?:pretend(?:s|ed|ing)? (?:to|he is|she is|he 's|she 's)(?: \w+)?|play(?:s|ed|ing)? at|"
    r"doing (?:an )?impressions? of|act(?:s|ed|ing)? out)(?: an?| the| being)*$"
)
_NOT_AFTER_ALL = re.compile(r"\b(?:not|no|without)\b")

_LONG_AGO_AFTER = re.compile(
    r"^(?: (?!since|for|from|of|i|it|the|my|over)[\w']+){0,4}? ?(?:"
    r"(?:in|back in|around) (?:the )?(?:early |late |mid )?(?P<year>(?:19|20)\d\d)(?: ?s)?\b|"
    r"(?:in|back in) (?:the |my )?(?:early |late |mid )?(?:sixties|seventies|eighties|nineties|"
    r"teens|twenties|thirties|noughties|childhood|youth|student days)\b|"
    r"(?:when i was (?:about |only |just )?\d|as an? (?:kid|child|boy|girl|teen\w*|student))\b|"
    r"(?:\w+ ){0,2}(?:years|decades|yrs) (?:ago|back)\b)"
)
_LONG_AGO_BEFORE = re.compile(
    r"(?:^|[.;!?] )(?:(?:so|well|yes|no|but|and|,) )*(?:(?:many|some|\d+|ten|twenty|thirty|forty|"
    r"fifty|a few|donkey 's|few|several) )?(?:years|decades|yrs) (?:ago|back) ?,? (?:i |he |she |"
    r"we )?(?:\w+ ){0,3}$"
)
_GOES_ON = re.compile(
    r"\b(?:still|again|today|tonight|yesterday|now (?:i|it|my|he|she|his|her|the|have|has|am|is|"
    r"feel|there)|just now|ever since|since then|this (?:morning|afternoon|evening|week)|worse|"
    r"last night|hours? ago|minutes? ago|back again|returned|came back|on and off)\b"
)
_TOLD_AS_A_STORY = frozenset(
    {"head_injury", "overdose", "extra_dose", "severe_allergy", "heavy_bleeding", "deformity"}
)  # fmt: skip

_EYES = re.compile(r"\b(?:eyes?|eyelids?|gums?|hands?|fingers?|feet|ankles)\b(?: (?:\w+ ){0,3})?$")
_A_JOINT = re.compile(r"\b(?:knees?|kneecaps?|hips?|legs?|calf|calves|thighs?|joints?|it|shin)\b")
_POPS = re.compile(r"\b(?:pop\w*|snap\w*|crack\w*|tore|tear|rip\w*|twang|ping)\b")
_GAINS_WEIGHT = re.compile(
    r"\b(?:skinny|underweight|scrawny|calories|gain\w*|protein|slim|(?:no matter|however|whatever|"
    r"how much) (?:\w+ ){0,3}eat)\b"
)
_PUT_WEIGHT_ON = re.compile(
    r"\bput (?:any )?weight on(?= ?(?:[.,;!]|$|and\b|but\b|because\b|no\b))"
)
# "I can't stand queues", with a word for what is not liked; "on it", "up" or "long" are of the leg.
_DISLIKES = re.compile(
    r"\bcan not stand (?:the|these|those|this|my|his|her|your|people|being|waiting|hearing|seeing|"
    r"watching|having|how|when|(?!stairs\b|always\b|days\b|times\b|as\b|is\b|its\b|hours\b|"
    r"minutes\b|"
    r"unless\b|steps\b|nights\b|this\b|legs\b|seconds\b)[a-z]{3,}s)\b(?! (?:\w+ )?(?:leg|foot|"
    r"weight|"
    r"knee|hip|pain|morning|afternoon|evening|minute|week|side|one)\b)"
)
_STANDS = re.compile(
    r"\b(?:weight|walk\w*|step\w*|bear|foot|leg|knees|hips|stand (?:on|up)|get up|"
    r"fell|fall\w*|crash\w*|accident)\b"
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
    r"never|more than|leg|legs|swell\w*|swoll\w*|cast|plaster|op|operation|surgery|replac\w*|"
    r"cough\w*|blood|pregnan\w*|getting)\b"
)
# "The fall colours", "fell about laughing": no accident, at any age.
_NO_FALL = re.compile(
    r"^(?: (?:colou?rs?|foliage|leaves|semester|term|weather|season|hike|about laughing|about "
    r"(?:with )?laugh\w*|in with|short of|foul|silent|pregnant|flat on (?:its|the) face with))\b"
)
_STRETCHES_OUT = re.compile(
    r"\b(?:eas\w+|loosen\w*|better|reliev\w+|relief|helps?|goes|fine|"
    r"gone)\b[^.;]{0,30}\b(?:stretch\w*|"
    r"warm\w*|foam|roll\w*|massag\w*|yoga|heat|bath)\b|\b(?:stretch\w*|warm\w*|foam|roll\w*|"
    r"massag\w*|yoga)\b[^.;]{0,30}\b(?:eas\w+|loosen\w*|better|reliev\w+|helps?|sorts|fixes)\b"
)
_DIRE = re.compile(
    r"\b(?:agony|pain\w*|unbear\w*|scream\w*|excruc\w*|worse|worst|cast|plaster|numb\w*|tingl\w*|"
    r"crush\w*|swoll\w*|swell\w*|kick\w*|fell|hit|cold|not (?:help|eas\w+|touch))\b"
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
_NO_PAIN = re.compile(r"\bno pain(?= ?(?:[.,;!]|$|at all\b|at night\b))")


def without_figures(
    judged: Sequence[Judged], tokens: Sequence[Token], clauses: Sequence[Clause]
) -> tuple[list[Judged], frozenset[str]]:
    """Return the mentions without signs that are none, and the signs that there is no room for.

    Those of pets, films and old times are set aside. There is no room for what a message may look
    like to the recogniser, and whose words mean something else.
    """
    text = " ".join(token.text for token in tokens)
    figures = _only_figures(text) | innocent_alone(text)
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
    if _STRAIGHTENS.search(text):
        none.add("cannot_straighten_leg")
    if _AWAKE_FOR_OTHER_REASONS.search(text) or _NO_PAIN.search(text):
        none.add("night_pain")
    if _STRETCHES_OUT.search(text) and not _DIRE.search(text):
        none.add("tight_muscle_severe_pain")
    if _gains_weight(text) or _dislikes(text):
        none.add("cannot_bear_weight")
    if _is_of_pets_alone(text):
        none |= urgent_signs()
    return none


def _only_figures(text: str) -> frozenset[str]:
    """The signs of which a message has a figure of speech and, that struck out, nothing."""
    return frozenset(
        sign
        for value, (figures, tells) in _FIGURES.items()
        if figures.search(text) and not tells.search(rest := figures.sub(" ", text))
        for sign in (value, *_heat_besides(value, rest))
    )


def _heat_besides(value: str, rest: str) -> tuple[str, ...]:
    """What else somebody hot may have, where the rest of a message tells of no fever either."""
    told = _FIGURES["fever"][1].search(rest)
    return ("fever", "shivering_unwell") if value == "redness_heat" and not told else ()


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
    return bool(_PUT_WEIGHT_ON.search(text)) and _GAINS_WEIGHT.search(text) is not None


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
        and _A_CHARACTER.search(before_turn)
    ):
        return Status.SOMEONE_ELSE
    if not _TOLD_AS_A_STORY.isdisjoint(mention.values) and _is_of_old(mention, tokens):
        return Status.PAST
    return Status.PRESENT


def _is_of_old(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether a time long ago stands right beside it, and nothing goes on since."""
    before = _words(tokens, 0, mention.start)
    after = _words(tokens, mention.end, len(tokens))
    told = _LONG_AGO_AFTER.search(f" {after}")
    year = told.group("year") if told else None
    is_old = told is not None and (year is None or int(year) < date.today().year)
    if not is_old and not _LONG_AGO_BEFORE.search(f"{before} " if before else ""):
        return False
    return _GOES_ON.search(f"{before} {after}") is None


def _is_of_pets_alone(text: str) -> bool:
    """Whether a message speaks of an animal, and of nobody."""
    spoken = _ONLY_A_PET.search(text)
    if spoken is None:
        return False
    rest = text[spoken.end() :]
    return _OWN.search(rest) is None and _PET_DID_IT.search(rest) is None


def _words(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])
