"""Signs that cannot wait, told by families of lay words that a phrase with gaps cannot hold.

What pierced a knee, how a head was struck and which bone is thought to be broken are told by any
of many nouns with any of many verbs, in either order. The vocabulary has the commonest; here the
nouns and the verbs are named once, and combined. What the words around a hit make of it, be it
denied, past or supposed, is decided as of every other mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.innocent import (
    AS_TOLD_TO,
    NO_SURGEON,
    NO_VISIT,
    NOT_WORN,
    ON_TIME,
    hedged_break,
    is_innocent,
)
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

#: The kind of a mention that a family found.
FAMILY = "family"

_MY = r"(?:(?:my|his|her|their|the|our|that|this|me|ma|an?|right|left|bad|own|poor|wee) )*"
_SIDE_OF = r"(?:(?:the )?(?:side|front|back|top|inside|outside|edge|skin) of )?"
_LEG = (
    r"(?:knee ?caps?|knees?|patella|legs?|shins?|shin ?bone|thighs?|thigh ?bone|hips?|joint|tibia|"
    r"femur|pelvis)"
)
_BONE = rf"(?:{_LEG}(?: bone)?|bone)"
_HEAD = r"(?:head|heid|skull|forehead|temple|bonce|noggin|crown|face and head|back of (?:the|my|"
_HEAD += r"his|her) head)(?! (?:of (?:\w+ )?(?:tibia|fibula|femur|thigh ?bone|shin ?bone|knee ?cap|"
_HEAD += r"patella|bone|queue)|colds?)\b)"

# What goes into flesh, and what it does there.
_SHARP = (
    r"(?:thorns?|prongs?|nails?|needles?|splinters?|tines?|spikes?|screws?|hooks?|(?:garden |"
    r"pitch)?fork|"
    r"knife|glass|shards?|(?:barbed )?wire|blades?|skewer|chisel|dart|stake|spear|bolt|barb|sickle|"
    r"scythe|saw|chainsaw|axe|hatchet|machete|screwdriver|scissors|tin|metal|stone|rock|flint|"
    r"fence|railings?|kerb|gravel|antler|horn|tusk|shell|oyster|coral)"
)
_WENT_IN = (
    r"(?:went|gone|going|goes|got|rammed|punched|drove|driven|stuck|jabbed|pierced|stabbed|slipped|"
    r"ripped|sliced|tore|embedded|lodged|jammed|pushed|slid|dug)"
)
_CUT_VERB = (
    r"(?:ripped|tore|torn|split|slashed|sliced|gashed|cut|opened|burst|gouged|spiked|impaled|"
    r"pierced|stabbed|punctured|lacerated|laid)"
)
_BITER = (
    r"(?:dogs?|cats?|horses?|rats?|fox|snakes?|pigs?|ferrets?|monkeys?|badger|parrot|kid|child)"
)
_BIT = r"(?:bit|bitten|savaged|nipped|mauled|clawed)"

_STRUCK = (
    r"(?:hit|banged|bumped|knocked|cracked|smacked|bashed|whacked|clonked|clattered|dunted|thumped|"
    r"walloped|clunked|skelped|clocked|conked|dinged|struck|slammed|battered|split|gashed|stoved|"
    r"clobbered|smashed|bounced|whanged|thwacked|caught)"
)
_NO_BLOW = (
    r"(?! (?:the |my |a )?(?:pillow|hay|sack|news|headlines?|jackpot|road(?! (?:hard|when))|"
    r"nail|target|gym|wall of|big time|rocks?\b(?= bottom)))"
)
_BROKEN = r"(?:broke|broken|fractured|snapped|smashed|shattered|cracked|bust|busted)"
_OPINES = (
    r"(?:think|thinks|reckons?|believe|believes|bet|swear|sure|convinced|certain|positive|afraid|"
    r"scared|feels? like|looks? like|sounds? like|feels? as if|suspect|suspects|doubt(?= it is "
    r"not))"
)
_WITH_CHILD = (
    r"(?! (?:too|it|the|him|her|them|that|this|an?|my|more|less|to|results?|good|bad|news))"
)


_CHILD = (
    r"(?:wee (?:one|man|lad|lass|boy|girl)|little (?:one|man|lad|boy|girl)|wean|bairn|youngest|"
    r"eldest|baby|bubba|toddler|kid|child|son|daughter|grandson|granddaughter|niece|nephew|twins?|"
    r"(?:\d|one|two|three|four|five) ?(?:year|yr|month)s? ?(?:old|yo)?|\d ?yo)"
)
_MEDICINE = (
    r"(?:tablets?|pills?|meds?|medicines?|medication|painkillers?|paracetamol|calpol|ibuprofen|"
    r"nurofen|naproxen|diclofenac|co codamol|codeine|tramadol|morphine|oramorph|gabapentin|"
    r"pregabalin|amitriptyline|aspirin|warfarin|methotrexate|patch(?:es)?(?! of (?!fent|morph|bupr|"
    r"lido|nico|pain))|inhaler|antibiotics?|"
    r"sleeping tablets?|blood pressure (?:tablets?|pills?)|heart (?:tablets?|pills?))"
)
# All of a medicine, said outright or left to be understood: never "all the stairs".
_THE_LOT = (
    r"(?:the (?:whole )?(?:lot|packet|box|bottle|strip)|them all|all of (?:them|it)|all (?:of )?"
    rf"(?:(?:my|the|these|them|those) )?(?:\w+ )?(?:{_MEDICINE}|drugs|insulin|opioids|pain killers|"
    r"packets|boxes|bottles|strips)|all(?: (?:of )?(?:my|the|these|them|those))?"
    r"(?= ?(?:[.,;!?]|$|and\b|at once\b|in one\b|tonight\b|now\b)))"
)
# "Like a knife going into my knee", "pins and needles": what the pain is like.
_IS_LIKENED = re.compile(
    r"\b(?:like|as if|as though|feels?|felt|pins and|pins n)"
    r"(?: (?!after|when|since|and|but)\w+){0,3} ?$"
)
_MINE = frozenset({"me", "my", "mine", "ma"})
_PRESENT, _INJURY = "findings", "injury"
_FAMILIES: tuple[tuple[tuple[tuple[str, str], ...], re.Pattern[str]], ...] = tuple(
    (values, re.compile(pattern))
    for values, pattern in (
        (
            (("fresh_fracture", _PRESENT), ("true", _INJURY)),
            # "I reckon it's broke", "pretty sure the kneecap's smashed"
            rf"\b{_OPINES} (?:that |so |i |i 've |he |she |has |have |of )*{_MY}"
            rf"(?:it|its|it's|{_BONE}) ?(?:'s|is|has|has been|are|was just|may be|might be|just)?"
            rf"(?: just| been| really| definitely)* {_BROKEN}\b(?! (?:out|down|up|into|off|and|"
            r"so|free|for)\b)"
            rf"|\b{_OPINES} (?:that |i |i 've |he |she |he 's |she 's |they |has |have |we )+"
            rf"{_BROKEN} {_MY}(?:{_BONE}|it|something)\b"
            # "my shin bone looks broken"
            rf"|\b{_BONE} (?:looks?|feels?|seems?|sounds?|must be|has to be|is surely) "
            rf"(?:to be )?{_BROKEN}\b",
        ),
        (
            (("deformity", _PRESENT),),
            # "came out of its socket", "bone is pushing out under the skin"
            rf"\b{_LEG} (?:(?:has|have|just|has just|is|'s|had|bone|looks?|feels?) )*"
            r"(?:came|come|coming|gone|went|slipped|jumped|popped|slid|knocked)(?: right| clean| "
            r"half)* out of (?:(?:its|the|his|her|my|it's) )?(?:socket|joint|place)\b"
            r"|\bbone (?:(?:is|'s|has|end|that is|just) )*(?:push|pok|stick|jut|com|show|"
            r"protrud)\w*"
            r"(?: right| out| through| up| under)+ ?(?:(?:of )?(?:the|my|his|her) )?(?:skin|knee|"
            r"shin|leg|thigh)\b",
        ),
        (
            (("open_wound", _PRESENT), ("true", _INJURY)),
            # "a nail went into my knee", "stood on a rake, a tine went in near the knee"
            rf"\b{_SHARP} (?:of \w+ )?(?:\w+ )?{_WENT_IN} (?:(?:deep|right|straight|clean|in|"
            rf"into|through|by|"
            rf"near|beside|behind|below|above|under|to|open|up|just|off) )*{_SIDE_OF}{_MY}{_LEG}\b"
            rf"{NO_SURGEON}"
            # "ripped my knee on a nail", "knee sliced open on the tin roof"
            rf"|\b{_CUT_VERB} {_MY}{_LEG}(?: (?:wide|right|clean))?(?: open| up)?"
            rf"(?: bad\w*)? (?:on|with|off|by|from) {_MY}(?:\w+ ){{0,2}}{_SHARP}\b"
            rf"|\b{_LEG} (?:\w+ ){{0,2}}{_CUT_VERB} (?:wide |right |clean )?open\b{NO_SURGEON}"
            rf"|\b{_CUT_VERB} {_MY}{_LEG} (?:wide |right |clean )?open\b{NO_SURGEON}"
            # "fell on a spike, hole by the knee"
            r"|\b(?:fell|landed|stood|knelt|stepped|trod|sat|kneeled) (?:right )?on(?:to)? "
            r"(?:an? |the |some )?(?:\w+ )?(?:nail|thorn|prong|pitchfork|spike|glass|fork|tine|"
            r"needle|screw|blade|knife(?! edge)|tack|"
            r"splinter|shard|rake|barbed wire)s?\b"
            rf"|\bhole (?:by|in|near|beside|below|above|under) {_MY}{_LEG}\b{NOT_WORN}"
            # "a deep wound at the knee from a sickle"
            rf"|\b(?:cut|wound|gash|hole|slit|slash|puncture) (?:\w+ ){{0,2}}{_MY}{_LEG} (?:\w+ )?"
            rf"(?:from|by|with|off) (?:an? |the |some )?(?:\w+ )?{_SHARP}\b",
        ),
        (
            (("open_wound", _PRESENT), ("true", _INJURY)),
            # "the dog bit my knee", "bitten on the shin by a fox"
            rf"\b{_BITER} (?:\w+ )?{_BIT} (?:me |him |her |us |them )?(?:(?:on|in|by|near|"
            rf"behind) )?"
            rf"{_MY}(?:\w+ of (?:the|my|his|her) )?{_LEG}\b"
            rf"|\b(?:bit|bitten|savaged|mauled) (?:on |in |near |behind )?{_MY}{_LEG} by\b",
        ),
        (
            (("head_injury", _PRESENT),),
            # "her head hit the radiator", "head got banged on the road"
            rf"\b(?:{_HEAD}|head first) (?:(?:got|was|has|had|been|has been|just|then|also|"
            rf"really) )*"
            rf"{_STRUCK}{_NO_BLOW}\b(?! (?:by the (?:news|idea|thought)|it on the))"
            # "clonked his head", "caught my forehead on the door"
            rf"|\b{_STRUCK} (?:(?:my|his|her|their|the|our|me|ma|hard|back of|back of the|side of|"
            rf"side of the|old|poor|wee|own|and) )*{_HEAD}\b(?! (?:boy|girl|chef|teacher|office|"
            r"against a brick))"
            # "a dunt to the head", "fell head first off the couch"
            rf"|\b(?:blow|whack|clout|bang|bump|knock|dunt|crack|wallop|thump|smack|clatter|skelp|"
            rf"kick|cut|lump|egg) (?:to|on|off|of|at|over) {_MY}{_HEAD}\b"
            r"|\b(?:fell|fallen|landed|tumbled|toppled|tipped|pitched|thrown|flew|slid) (?:\w+ "
            r"){0,3}?"
            r"(?:head ?first|on (?:to )?(?:my|his|her|their|the) head)\b"
            r"|\bhelmet (?:(?:is|was|'s|got|has|all) )*(?:cracked|split|smashed|broke|broken|"
            r"dented)\b",
        ),
        (
            (("overdose", _PRESENT),),
            # "The wee one got into my co-codamol"
            rf"\b{_CHILD} (?:(?:has|have|had|'s|just|somehow|may have|might have|only|about) )*"
            r"(?:(?:got (?:into|at|hold of)|gotten into|got (?:her|his) hands on|been (?:at|into))"
            r"(?: (?:his|her|the|my|ma|me|our))?|(?:eaten|ate|been eating|swallowed|chewed|"
            r"sucked|licked|drunk|"
            r"drank|necked|scoffed|munched)(?= [^.;!?]*\b(?:my|ma|me|our|granny|nana|nan|gran|"
            r"dad|mum|dog|"
            r"mam)\b))(?: (?:on|some|a few|few|one|two|three|an?|handful|of|my|our|granny|nana|nan|"
            r"gran|dad|mum|mam|'s|whole|all|lot|bottle|box|strip|packet|half|the|\d+))* "
            rf"{_MEDICINE}\b",
        ),
        (
            (("cannot_bear_weight", _PRESENT),),
            # "can only hop", "crawling to the toilet on my hands and knees"
            r"\b(?:(?:can|could) (?:only|just)|only able to|having to|have to|has to|had to|got to)"
            r" (?:\w+ )?(?:hop|crawl)(?! (?:in|on (?:a|the) (?:bus|train|bike|plane|call)|"
            r"over to|into the car)\b)(?: (?:about|around|round|everywhere|up|down|to|on|it|the|"
            r"stairs|"
            r"toilet|loo|now|home))*(?= ?(?:[.,;!]|and\b(?! (?:jump|skip|leap|dance)\w*)|since\b|"
            r"because\b|as\b|$))"
            rf"|\b(?:{_LEG}|foot) (?:is |'s )?(?:absolutely |just )?(?:no|nae) (?:use|good) under "
            r"(?:me|him|her)\b|\bnot a (?:chance|hope) of (?:standing|stepping|walking)\b|"
            r"\b(?:foot|leg) (?:will not|would not|can not) (?:take|stand|bear) (?:any )?(?:weight|"
            r"pressure)\b"
            rf"|\b{_LEG} (?:just )?(?:will not|would not|wilnae|willnae|wouldnae) "
            r"(?:take|hold|bear|support|carry) (?:me|him|her|us|my weight|his weight|her weight|"
            r"any "
            r"weight|weight)\b",
        ),
        (
            (("weight_loss", _PRESENT),),
            r"\b(?:reduced|dropped|shed|lost|down|gone down|shrunk|losing)(?: by| about| nearly| "
            r"almost| around| over)* (?:\d+|a|an|one|two|three|half a) ?(?:kgs?|kilos?|stones?|"
            r"lbs?|"
            r"pounds)(?: [\w']+){0,4}? (?:without (?:\w+ )?(?:reason|trying|cause|diet\w*|meaning)|"
            r"for no reason|no reason|not (?:trying|dieting)|and (?:i |he |she )?(?:am |is |'m |"
            r"'s )?"
            r"not (?:trying|dieting))\b",
        ),
        (
            (("pregnant", _PRESENT),),
            rf"(?:^|[.,;!] )(?:(?:hi|hello|so|and|also|currently) ,? ?)*expecting{_WITH_CHILD}"
            r"(?= ?(?:[.,;!]|and\b|with\b|$))",
        ),
        (
            (("self_harm", _PRESENT),),
            r"\b(?:not|no|lost|without) (?:have |got )?(?:the |any )?will to (?:go on|live|"
            r"carry on)"
            r"\b|\bdo(?:ing)? (?:every ?body|every ?one|them all|the world|you all|my family) a "
            r"favou?r if i (?:was|were|'m|am) (?:gone|dead|not here|not around)\b|"
            rf"\b(?:(?:thought|thinking|tempted|think) (?:of|about) (?:taking|swallowing|necking)|"
            rf"tempted to (?:take|swallow|neck)) {_THE_LOT}\b{AS_TOLD_TO}",
        ),
        (
            (("rapid_swelling", _PRESENT), ("swelling", _PRESENT)),
            # "Knee like a basketball ten minutes after"
            r"\bknees? (?:\w+ ){0,2}?(?:like an?|size of an?|the size of an?) (?:\w+ )?(?:football|"
            r"balloon|basketball|melon|pumpkin|grapefruit|turnip|beach ball|netball|rugby ball|"
            r"coconut|cabbage) (?:\w+ ){0,2}?(?:minutes|mins|hour|seconds) (?:after|later)\b",
        ),
        (
            (("swelling", _PRESENT),),
            # "The knee's up": puffed up, in Scotland and Ireland.
            r"\bknee (?:is|'s)(?: right| well| all| still)? up(?= ?(?:[.,;!]|$|like|since|"
            r"today|and "
            r"(?:hot|sore|red)))",
        ),
        (
            (("foot_numb", _PRESENT),),
            r"\b(?:foot|toes?) (?:just |keeps? |is |'s |has started )?(?:flaps?|flapping|slaps?|"
            r"slapping|catches on (?:every|the)|drags?|dragging|trails?)(?= (?:when|as|on the|"
            r"along|"
            r"behind|if|the (?:floor|ground))\b| ?(?:[.,;!]|$))",
        ),
        (
            (("night_pain", _PRESENT), ("night", "triggers")),
            r"\b(?:hurt|ach|throb|pain|kill|burn|gnaw|pound)\w*(?: \w+){0,2} all night(?: long)?\b|"
            r"\b(?:constant\w*|non ?stop|all the time|all day|never (?:stops|lets up))(?:,| and|"
            r" ,| "
            r"but)* (?:and )?(?:all night(?: long)?|nights? too|(?:at |every )night (?:too|as "
            r"well))\b",
        ),
        (
            (("popped", _PRESENT), ("true", _INJURY)),
            r"\b(?:jumped|landed|lunged|sprinted|dived|kicked|leapt|pivoted) ?,? (?:and )?"
            rf"(?:then )?(?:bang|pop|snap|crack|ping|twang)\b{ON_TIME}",
        ),
        (
            (("sudden", "onset"),),
            # "It went from under me", "a sudden crack", "getting up, something snapped"
            r"\bout of a clear (?:blue )?sky\b|\bwithout (?:any )?warning\b|\bsudden like\b|"
            r"\bin the "
            r"space of (?:an?|one|a few|five|two) (?:minutes?|seconds?)\b|\bwoke up (?:and "
            r")?(?:un|not "
            r")able to\b|\bwoke up and (?:i )?could not\b|\binstant (?:pain|agony)\b|\bone minute "
            r"(?:\w+ ){1,4}?,? ?(?:the )?next\b|\bfine (?:at|this|in the) (?:breakfast|morning|"
            r"lunch)"
            r" ?,? (?:but |and )?(?:by|at) (?:lunch|noon|tea|dinner|evening|night)\b|"
            rf"\b(?:{_LEG}|it) (?:just |suddenly |has just )?(?:gave|went|snapped|cracked|broke|"
            r"buckled) (?:right |clean )?(?:from )?(?:under|beneath|underneath) (?:me|him|her)\b|"
            r"\ba?ll of a sudden\b(?= (?:my|his|her|the) (?:leg|hip|knee|thigh)\b)|"
            r"\bsudden (?:crack|snap|pop|bang)\b|\bsomething (?:just )?(?:cracked|snapped)\b|"
            r"\bcame (?:on )?(?:out|oot) (?:of|o) (?:the )?(?:nowhere|naewhere|blue)\b|"
            r"\b(?:hip|knee|leg|groin) just (?:went|gave|goes)\b(?! (?:on|me (?:\w+ )?(?:bother|"
            r"trouble|grief|gip|gyp|jip|hassle|bad days|problems?))\b)",
        ),
        (
            (("true", _INJURY),),
            # "Went over in the bathroom", "found on the floor": a fall with no word for one.
            r"\b(?:toppled|keeled|couped|slithered)(?: over| down| off| onto| on| in|$)|\bslid "
            r"(?:off|"
            r"down|on) (?:the |my |his |her |some |a )?(?:\w+ )?(?:bed|stairs?|steps?|bank|chair|"
            r"toilet|leaves|ice|mud|grass|floor|gravel|roof|ladder|sofa|hill|path)\b|"
            r"\b(?:legs?|feet) "
            r"went (?:out )?from under (?:me|him|her) (?:on|in|at)\b|\b(?:horse|cow|bull|somebody|"
            r"someone|pony|heifer) (?:has )?(?:stood|stamped|trod|stepped) on (?:me|my|him|her|"
            r"his)\b|"
            r"\bprang\b|\b(?:clipped|coped|clattered|dunted|thwacked|whacked|bashed) (?:my|his|"
            r"her|the"
            r"|me) (?:\w+ )?(?:knee|kneecap|leg|shin|hip|thigh) (?:on|off|against|into|with)\b|"
            r"\b(?:bad"
            r"|awkward|heavy|funny) landing\b"
            r"|\bwent over (?=(?:in|on|at|by|getting|when|last|this|yesterday|tonight|today)\b)"
            r"(?!(?:in|on) (?:my |his |her )?(?:mind|head|knees?|time|holiday)\b)"
            rf"{NO_VISIT}"
            r"|\band over (?:i|he|she) went\b|\bdown (?:i|he|she) (?:went|came)\b"
            r"|\bfound (?:him |her |me |mum |dad |nan |gran )?(?:lying |slumped |down )?on "
            r"(?:the )?"
            r"(?:\w+ )?(?:floor|lino|carpet|tiles|landing|pavement|patio)\b(?! (?:and )?(?:laugh|"
            r"play|with her toys))"
            # "Dived for the ball, heard a pop", "popped and gave way, skiing yesterday"
            r"|\b(?:dived|jumped|leapt|lunged|landed|pivoted|tackled|skiing|sprinted|slid)\b[^.;!?]"
            rf"{{0,40}}\b(?:pop|popped|snap|snapped|crack|cracked|bang)\b{ON_TIME}(?! (?:every|all|"
            r"when|now and))"
            r"|\b(?:popped|snapped|cracked)\b[^.;!?]{0,30}\b(?:skiing|tackled?|landing|football|"
            r"rugby|netball|hockey|hurling|camogie|basketball) (?:yesterday|today|last night|this "
            r"(?:morning|afternoon|evening)|just now|earlier|on (?:mon|tues|wednes|thurs|fri|satur|"
            r"sun)day)\b",
        ),
    )
)


def find_signs(tokens: Sequence[Token]) -> list[Mention]:
    """Return the mentions that the families find, in the order of the families."""
    return list(_found(" ".join(token.text for token in tokens)))


def surely_told(
    judged: Sequence[tuple[Mention, Status]], clauses: Sequence[Clause]
) -> frozenset[str]:
    """Return the findings of families that are so: they say outright what happened."""
    return frozenset(
        value
        for mention, status in judged
        if mention.kind == FAMILY and status is Status.PRESENT and mention.group == _PRESENT
        if mention.values == ("self_harm",) or not _is_asked(mention, clauses)
        for value in mention.values
    )


def done_to_me(
    judged: Sequence[tuple[Mention, Status]], tokens: Sequence[Token]
) -> list[tuple[Mention, Status]]:
    """Return the mentions, what another's dog did to the writer as the writer's own.

    And "haven't the will to go on", which begins like a question.
    """
    return [
        (mention, Status.PRESENT)
        if mention.kind == FAMILY and _is_mine(mention, status, tokens)
        else (mention, _in_doubt(mention, status, tokens))
        for mention, status in judged
    ]


def _is_mine(mention: Mention, status: Status, tokens: Sequence[Token]) -> bool:
    if status is Status.ASKED:
        return mention.values == ("self_harm",)
    inside = {token.text for token in tokens[mention.start : mention.end]}
    return status is Status.SOMEONE_ELSE and not _MINE.isdisjoint(inside)


def _in_doubt(mention: Mention, status: Status, tokens: Sequence[Token]) -> Status:
    """The status of a mention; "scared it might be broken", with no fall, is in doubt."""
    if mention.kind != FAMILY or status is not Status.PRESENT:
        return status
    words = [token.text for token in tokens]
    inside = " ".join(words[mention.start : mention.end])
    return Status.UNCERTAIN if hedged_break(inside, " ".join(words)) else status


def _is_asked(mention: Mention, clauses: Sequence[Clause]) -> bool:
    clause = clause_at(clauses, mention.start)
    return clause is not None and bool(clause.question or clause.doubtful)


def _found(text: str) -> Iterator[Mention]:
    for values, pattern in _FAMILIES:
        for match in pattern.finditer(text):
            if values[0][0] == "open_wound" and _IS_LIKENED.search(text[: match.start()]):
                continue
            if is_innocent(values[0][0], text, match.start(), match.end()):
                continue
            lead = len(match[0]) - len(match[0].lstrip(" .,;!"))
            start = text.count(" ", 0, match.start() + lead)
            end = start + match[0].strip().count(" ") + 1
            for value, group in values:
                yield Mention(start, end, (value,), group, FAMILY)
