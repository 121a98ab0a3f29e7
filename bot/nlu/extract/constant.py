"""Pain that never lets up: "whatever I do it hurts", "moving or not", "sore just sitting there".

The vocabulary has the plain words for it ("hurts at rest", "all the time"). Here is what takes a
sentence to say; and what only sounds like it: what is there all the time may be a click, a limp or
a worry, and what hurts all the time on the stairs lets up on the flat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import SENTENCE_ENDS, Clause
from bot.nlu.extract.matcher import BARE, PATTERN, Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

CONSTANT_PAIN = "constant_pain"

_HURTS = (
    r"(?:hurt(?:s|ing)?|pain(?:s|ful|ing)?|ach(?:e|es|ing|y)|sore(?:ness)?|throb(?:s|bing)?|"
    r"burn(?:s|ing)?|agony|nag(?:s|ging)?|discomfort|niggl(?:e|es|ing)|gnaw(?:s|ing)?)"
)
_I = r"(?:i|he|she|they|we)"
_AM = r"(?:(?:am|'m|is|'s|are|'re|was|been|be) )?"
_GAP = r"(?:(?!(?:and|but|or|not|never|no)\b)[\w']+ |, ){0,4}?"
# Pain that goes at rest does not go on at rest.
_GOES = (
    r"(?:go|goes|going|gone|away|eas\w+|settl\w+|better|stop\w*|less|fine|ok|okay|good|help\w*|"
    r"improv\w*|disappear\w*|vanish\w*|fad\w+|nil|zero|none|nothing|0|reliev\w+|lifts?|off|free|"
    r"only|unless|until|after)"
)
_GAP_ON = rf"(?:(?!(?:and|but|or|not|never|no|{_GOES})\b)[\w']+ |, ){{0,4}}?"
_STILL = (
    rf"(?:{_I} {_AM}(?:just |only |simply )*(?:do nothing|doing nothing|rest|rests|resting|restin|"
    r"sit still|sitting still|lie still|lying still|relax|relaxed|relaxing|keep still|"
    r"(?:am |'m )?not moving|do not move|does not move|not (?:even )?(?:move|moving|walking)|"
    r"sat still|sat down|still)|"
    r"(?:just |only |simply )+(?:sitting|sat|lying|laying|resting|laid|standing) "
    r"(?:here|there|still|down|in|on|around|about|doing)|"
    r"doing nothing|resting|restin|rested|at rest|sitting still|lying still|not moving|"
    r"in bed not moving|lying (?:down|in bed) doing nothing)"
)
_TELLS = re.compile(
    "|".join(
        rf"(?:{each})"
        for each in (
            # whatever I do
            rf"\b{_HURTS} {_GAP}(?:whatever|no matter what|does not matter what|regardless of what)"
            rf" {_I} (?:do|does|try|tries|am doing)\b",
            rf"\b(?:not|never) (?:go(?:es)?(?: away)?|ease|eases|stop|shift|settle|let up|leave)"
            rf"(?: off| down| me)? ?,? (?:whatever|no matter what) {_I} (?:do|does|try|tries)\b",
            rf"\b(?:whatever|no matter what|(?:does|do) not matter what) {_I} (?:do|does|try|tries)"
            rf" ?,? {_GAP}(?:{_HURTS}|is there|'s there)\b",
            rf"\bno position {_GAP}(?:comfortable|comfy|helps?|eases?|good|any good)\b",
            r"\b(?:can|could) not (?:find|get) (?:a |any )?(?:comfortable|comfy|good|pain ?free)"
            r" (?:position|spot|way to (?:sit|lie))\b(?! (?:in bed|at night|to sleep|for driving|"
            r"at my))",
            r"\b(?:not|never) (?:ease|stop|shift|settle|let up|go|change)s?(?: away| off)?"
            r" (?:whatever|in any|no matter what) position\b",
            rf"\b{_HURTS} {_GAP}in (?:any|every|all|whatever) positions?\b",
            # moving or not
            rf"\b(?:{_HURTS}|there) {_GAP}(?:whether|if) {_I} {_AM}(?:up|moving|move|sitting|sit|"
            rf"walk|walking|"
            rf"standing|active|resting|rest) or (?:{_I} )?{_AM}(?:not|sat|sitting|sit|down|still|"
            rf"resting|rest|lying|lie|moving|move)\b",
            rf"\b{_HURTS} {_GAP}(?:moving|resting|active|sitting|walking) or (?:not|still|"
            rf"resting|at rest|moving|sitting|lying)\b",
            rf"\b(?:moving|resting|active|walking) or (?:not|still|resting|at rest|moving|sitting)"
            rf" ?,? {_GAP}(?:{_HURTS}|(?:the |it 's |it is |all )+same)\b",
            rf"\b{_HURTS} {_GAP}same (?:when |if )?(?:sitting|standing|lying|walking|moving|"
            rf"resting)"
            rf"(?: ,| and| or)? (?:sitting|standing|lying|walking|moving|resting)\b",
            # at rest
            rf"\b{_HURTS} {_GAP_ON}(?:when|if|while|even|also|too) {_GAP_ON}{_STILL}(?= ?[,.;!]|"
            rf" (?:as well|too|also|even|and|or|all|with|in|on|at)\b|$)",
            rf"\b(?:when|even|if|while) {_STILL} ?,? (?:it |the pain |my \w+ |the \w+ )?"
            rf"(?:still |also |just )*{_HURTS}\b",
            rf"\b{_HURTS} (?:just |even |only )+(?:sitting|sat|lying|laying|laid) (?:here|there|"
            rf"still|down|in bed|doing nothing|on the (?:sofa|couch|chair))\b",
            rf"\beven with (?:(?:my|his|her|the) )?(?:leg|legs|foot|feet|knee) (?:up|raised|"
            rf"resting|elevated) {_GAP}{_HURTS}\b",
            r"\b(?:rest|resting)(?: it)?(?: (?:just|really|simply))? (?:does not (?:help|ease|"
            r"settle|work|make any difference|change)|does nothing|makes? no difference|never "
            r"helps|is no help|'s no help|brings no relief)\b(?! (?:with|to|against) (?:the )?"
            r"(?:swell|click|lock|stiff))",
            rf"\b(?:keeps? (?:on )?|carr(?:y|ies) on |goes on |still )(?:hurting|aching|throbbing|"
            rf"sore|painful|hurts|aches) (?:{_GAP_ON})?(?:when|even|after|while|once) {_GAP_ON}"
            rf"(?:rest|rests|resting|rested|sit|sits|sitting|sat|stop|stops|lie|lies|lying|still)\b"
            rf"(?! (?:on|for (?:a )?(?:long|hours?|ages)|too long|in the car|at my desk|cross|"
            rf"with))",
            rf"\b{_HURTS} ,? ?(?:sitting|lying|standing) ?,? (?:{_HURTS} )?(?:and )?(?:sitting|"
            rf"lying|"
            rf"standing) ?,? (?:{_HURTS} )?(?:and )?(?:sitting|lying|standing|walking)\b",
            # never without it
            r"\bnever (?:get|gets|have|has|had|got) (?:a |any )?(?:break|rest|relief|respite|let "
            r"up|"
            r"peace)(?: (?:from|with) (?:it|this|the pain|the ache|my \w+|the \w+))?(?= ?[,.;!]|"
            r"$)",
            r"\balways (?:got|have|has|having|in) (?:a |the |some |this |that )?(?:bit of |sort "
            r"of )?"
            r"(?:\w+ )?(?:pain|ache|soreness)\b(?! (?:free|killer|relief))",
            r"\b(?:it|pain|ache|soreness) (?:(?:is|'s|has|was|been|become|got|now|pretty|much|more|"
            r"or|less|almost|quite|very|just|a|there) )*constant(?= ?[,.;!]|$| (?:for|since|now|"
            r"and|"
            r"but|all|day|never|really|mate|doctor|with|in|over|at) )",
            r"^constant (?:for|since|now)\b|\bnever ?-? ?ending (?:pain|ache)\b",
            r"\bnever (?:ever |once )+(?:goes(?: away)?|stops?|eases?|quits?|leaves|lets? (?:go|"
            r"up))\b",
            rf"\b(?:there|{_HURTS}) {_GAP}every (?:minute|second)\b|\bthere 24 hours\b",
            rf"\b{_HURTS} (?:non ?stop|all day ,? ?(?:and )?(?:all night|wakes me))\b",
            rf"\brest(?:s|ed)? (?:and|but) (?:still )?(?:it )?(?:still )?{_HURTS}\b",
            r"\b(?:have|has|'ve|feel|feels|get|got|notice)(?: got| had)? (?:it|this) (?:constantly|"
            r"non ?stop|24/7|permanently|continuously)(?= ?[,.;!]|$)",
            r"\bit (?:just )?(?:aches|hurts|throbs) and (?:aches|hurts|throbs)\b",
            rf"\b(?:never|not (?:ever|once)) {_GAP}(?:pain ?free|free of pain|out of pain|"
            rf"without (?:the )?(?:pain|ache))\b",
            r"\bnever (?:fully|really|completely|quite|properly|totally|entirely) (?:goes?(?: "
            r"away)?|"
            r"leaves?|settles?|eases?|stops?|clears?|lets? up)\b(?! (?:me|him|her) \w+ing| numb| "
            r"dead| down)",
            r"\b(?:will|does|would) not (?:let up|stop (?:hurting|aching|throbbing)|leave me "
            r"alone|"
            r"quit hurting|ease up)\b",
            rf"\b{_HURTS} {_GAP}(?:the )?(?:whole|entire) (?:time|day(?: long)?|day and night|24 "
            rf"hours)"
            rf"(?! (?:{_I}|when|while|after|at work|in the|on))\b",
            rf"\b{_HURTS} {_GAP}always with (?:me|him|her)\b|"
            rf"\b(?:ache|pain|soreness|discomfort) {_GAP}always with (?:me|him|her)\b",
            r"\bnothing (?:ever |really )?(?:takes|gets rid of|shifts|touches|helps) (?:the |"
            r"this |"
            r"my )?(?:pain|ache|soreness)(?: away| off)?\b(?! (?:apart|except|but|other))",
            r"\bnothing (?:ever |really )?makes it (?:any )?(?:better|easier|go away|stop)\b"
            r"(?! (?:apart|except|but|other))",
            rf"\b(?:there|{_HURTS}) when {_I} wake(?:s)?(?: up)? and (?:still )?(?:there|"
            rf"{_HURTS}) when"
            rf" {_I} (?:go|goes) to (?:bed|sleep)\b",
            r"\b(?:in|with) (?:the )?(?:pain|agony|discomfort) (?:constantly|continuously|"
            r"permanently|non ?stop|all day(?: and (?:all )?night| every day))\b",
            r"\b24 7\b",
        )
    )
)
_MINUTE = r"(?:minutes?|seconds?|moments?|hours?)"
# These tell of no pain by themselves: something has to hurt, or be spoken of, besides.
_TELLS_BESIDE = re.compile(
    "|".join(
        rf"(?:{each})"
        for each in (
            rf"\b(?:no|not|never|without|nor) (?:(?:had|been|given|give|gives|known?|have|got|me|"
            rf"him|"
            rf"her|for|there|even|quite|ever|is|'s|a|an|one|any|single|quiet|solitary) )*{_MINUTE}"
            rf"(?: 's| s)? (?:without|off|of (?:peace|rest|ease|relief|respite)|peace|rest|respite|"
            rf"free|pain ?free|ease|relief|when it|it (?:is not|does not)|that it|to myself|of the "
            rf"(?:day|night))\b",
            rf"\bwithout (?:(?:one|a|any|single|quiet) )+{_MINUTE}\b|\bno pain ?free {_MINUTE}\b|"
            rf"\b(?:one|a) (?:single )?pain ?free {_MINUTE}\b",
            r"\bnot (?:stopped|let up|gone|eased|quit|rested)(?: \w+ing)?(?: \w+)? for "
            r"(?:a|one)(?: single)? (?:minute|second|moment)\b",
            r"\bevery single (?:minute|second|hour)\b|\bevery (?:minute|second|hour) of (?:the|"
            r"every) "
            r"(?:day|night)\b|\ball the hours\b",
            r"\bwithout (?:(?:a|any|ever|once) )*(?:stopping|pause|pausing|break|respite|let ?up|"
            r"letting up|cease|ceasing|interruption)\b",
            r"\b(?:never|not) (?:once |ever |even |simply |really |just |yet )*(?:let(?:s)? (?:up|"
            r"go)|"
            r"paus(?:e|es|ed)|switch(?:es|ed)? off|abat(?:e|es|ed)|stop(?:s|ped)? (?:hurting|"
            r"aching|"
            r"throbbing|being sore))\b",
            r"\b(?:by )?(?:day|night)(?:time)? ?(?:,|or|and|as well as|nor)? (?:by )?(?:night|day)"
            r"(?:time)? (?:it 's |it is |the )?same\b|\bsame (?:by )?(?:day|night) (?:or|and|as) "
            r"(?:by "
            r")?(?:night|day)\b|\bnight(?: is|'s| 's)? as bad as (?:the )?day\b|"
            r"\bneither by day nor\b|\bday in ,? ?(?:and )?day out\b|\ball day ,? ?(?:and )?all "
            r"night\b",
            r"\bfrom (?:[\w']+ ){1,6}(?:till|until|til|to) (?:[\w']+ ){0,2}(?:bed|bedtime|sleep|"
            r"sleeping|night|lights out)\b",
            r"\bwhen (?:i|he|she) (?:move|moves|walk|walks) ,? ?(?:and|or)? ?(?:it )?(?:hurts |"
            r"aches )?"
            r"when (?:i|he|she) (?:do not|does not|rest|rests|sit|sits)\b",
            r"\b(?:sitting|sat|standing|walking|lying|moving) (?:or|and) (?:sitting|lying|standing|"
            r"walking|resting|moving) (?:it 's |it is |all |the )*same\b",
            r"\b(?:sat|sitting) ?,? (?:stood|standing) ?,? (?:and |or )?(?:led|lying|laid|lay)\b",
            r"\b(?:rest|resting) makes no (?:odds|change|difference)\b",
            r"\bpain (?:constantly|non ?stop|continuously)\b|\b(?:10|ten) constantly\b",
            r"(?:^|, ?|[.;:] )constant(?= ?[,.;!]|$)",
            r"\bit 's always on\b|\btwenty four seven\b",
        )
    )
)
_SPOKEN_OF = re.compile(
    rf"\b(?:{_HURTS}|knees?|hips?|legs?|groin|thighs?|shin|calf|buttocks?|bum|joints?|kneecap|"
    r"toothache)\b"
)
_NO_WORDS = re.compile(r"\b(?:no|not|never|nothing|without)\b")

# How often something is so, of whatever it may be.
_HOW_OFTEN = re.compile(
    r"(?:(?:is|'s|are|be) )?(?:there )?(?:all (?:the |of the )?time|always|constantly|non ?stop|"
    r"day and night|night and day|never stops?|every day|24/7|24 7|all day every day|always there|"
    r"the whole time)"
)
_PAIN_ITSELF = re.compile(
    r"(?<!no )\b(?:pain|ach|hurt|sore|agony|throb|burn|tender|gnaw|stab|nag|discomfort|niggl)\w*"
)
_NOT_PAIN = re.compile(
    r"\b(?:click|crack|grind|creak|lock|catch|g[ai]v(?:es?|ing)\b(?! me| him| her| it)|buckl|pop|"
    r"stick|stuck|asleep|point|trip|fall|fell|itch|"
    r"swell|swoll|puff|tingl|numb|bleed|rain|accident|wobbl|shak|clunk|worr|stiff|tired|weak|cold|"
    r"limp|nois|job|fine|shift|snap|complain|moan|sweat|sleep|eat|hungry|thirst|dizz|busy|stress|"
    r"bleed|blood|weight|drop|breath|sob\b|wheez|gasp|leak|ooz|weep|temperature|fever)\w*"
)
_CLICKS = re.compile(
    r"\b(?:click|crack|grind|creak|lock|catch|g[ai]v(?:es?|ing)\b(?! me| him| her| it)|buckl|pop|"
    r"stick|stuck|trip|itch|rain|accident|wobbl|shak|clunk|worr|limp|nois|job|fine|shift|snap|"
    r"complain|moan|eat|hungry|thirst|busy|stress)\w*"
)
_IT = frozenset({"it", "this", "that"})
# "I run all the time": somebody does it, unlike "I feel it all the time".
_SOMEBODY = re.compile(r"\b(?:i|we|he|she|they|you)\b")
_FEELS_IT = re.compile(
    r"\b(?:feel|felt|have|had|has|got|get|gets|notice|notices|'ve|'s)(?: had| got)? "
    r"(?:it|this|that)\b"
)
# What it is that hurts, where it comes after: "all the time in the groin".
_PART = (
    r"(?:(?:the|my|his|her|this|both|left|right|front|back|side|inside|outside|of|deep|one|top|"
    r"same|"
    r"bad|whole) )*(?:knees?|hips?|legs?|groin|thighs?|calf|buttocks?|bum|back|joints?|kneecap|"
    r"inside|outside|side|front|place|spot|area)\b"
)
_ACTIVITY_NEXT = re.compile(
    r"^ ?(?:when|whenever|while|whilst|during|after|if|as soon as|once|on|in|at|from|with|i 'm|"
    rf"i am|going|climbing|walking|running|doing|up|down)\b(?! {_PART})"
    rf"(?! (?:{_I} )?{_AM}(?:just |only )*(?:rest|resting|rested|sit\b|sitting still|still|lying|"
    r"lie|not|doing nothing|the background|bed|night|the night|sleep))"
)
# "Never stops me working", "never lets me down", "a constant pain in the neck", "a 24/7 gym".
_SAYS_ANOTHER_THING = re.compile(
    r"\bnot stop(?:s|ped)? (?:me|him|her|us|them|my|his|the (?:job|work))\b|"
    r"\bnever stop(?:s|ped)? (?:me|him|her|us|them)\b|\brest of\b|\blet(?:s)? (?:me|us|him|her) "
    r"down\b|"
    r"\bnever goes? (?:above|over|beyond|below|up|down|numb|back|out|to|past|red|hot|stiff|dead|"
    r"without|under|away from|near)\b|\bin the (?:neck|arse|backside)\b|"
    r"\b(?:24/7|nonstop|non stop) (?:gym|shop|store|care|line|service|job|flight|drive|driving)\b|"
    r"\bat rest (?:is |it is |it 's )?(?:0|zero|nil|none|nothing|fine|ok|okay)\b|"
    r"\ball (?:the )?time of\b|\b(?:up|growing|rising|climbing|worse|bigger|better|harder|tighter|"
    r"more|drive|drove|driving|hours|minutes) (?:all (?:the )?time|non ?stop|all the while)\b|"
    r"\b(?:he|she|they|we|you|i) never (?:stops?|lets? up|quits?)\b"
)
# Who finds no position in bed has pain at night.
_AT_NIGHT_ONLY = re.compile(r"\bposition\b")
_SLEEP = re.compile(r"\b(?:night|nights|sleep\w*|wak\w+|woke\w*|awake|bed)\b")
_NOTHING_HELPS = re.compile(r"nothing\b")
# "My constant walking makes it ache": what goes on is what is done.
_CONSTANT_USE = re.compile(
    r"^(?:constant|constantly|continuous|continual|non ?stop|endless|steady) (?:stairs?|steps?|use|"
    r"movement|pressure|impact|lifting|bending|walking|running|climbing|kneeling|standing|sitting|"
    r"squatting|driving|jumping|training|twisting|cycling|work|going)\b"
)
# "Gardening nonstop"
_DOING = re.compile(
    r"\b(?!(?:noth|anyth|everyth|someth|dur|morn|even|rest|sitt|ly|stand|mov|be|go|com|gett)ing)"
    r"\w{3,}ing$"
)
_NEAR = 3


def find_constant_pain(tokens: Sequence[Token]) -> list[Mention]:
    """Return a mention for each stretch that tells of pain that never lets up in a sentence."""
    places, text = _places(tokens)
    return [
        Mention(
            places[match.start()],
            places[match.end() - 1] + 1,
            (CONSTANT_PAIN,),
            "findings",
            PATTERN,
            says_no=bool(_NO_WORDS.search(match[0])),
        )
        for match in (
            *_TELLS.finditer(text),
            *(_TELLS_BESIDE.finditer(text) if _SPOKEN_OF.search(text) else ()),
        )
    ]


def only_sounds_constant(
    mentions: Sequence[Mention], judged: Sequence[tuple[Mention, Status]]
) -> frozenset[str]:
    """Return constant pain where the words for it were found and meant something else."""
    said = any(CONSTANT_PAIN in each.values and each.kind != BARE for each in mentions)
    meant = any(CONSTANT_PAIN in mention.values for mention, _ in judged)
    return frozenset({CONSTANT_PAIN}) if said and not meant else frozenset()


def surely_constant(judged: Sequence[tuple[Mention, Status]]) -> frozenset[str]:
    """Return constant pain where words of their own tell it: no look of a message is against it."""
    told = any(
        CONSTANT_PAIN in mention.values and status is Status.PRESENT for mention, status in judged
    )
    return frozenset({CONSTANT_PAIN}) if told else frozenset()


def is_of_something_else(mention: Mention, tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether what is said to go on all the time is no pain, or pain at some activity only.

    Args:
        mention: of constant pain.
        tokens: the words of the message.
        clause: the clause the mention lies in.
    """
    words = [token.text for token in tokens]
    inside = " ".join(words[mention.start : mention.end])
    around = " ".join(words[max(clause.start, mention.start - _NEAR) : mention.end + _NEAR])
    if _SAYS_ANOTHER_THING.search(around) or _CONSTANT_USE.search(inside):
        return True
    said = _sentence(words, mention)
    if _AT_NIGHT_ONLY.search(inside) and _SLEEP.search(said):
        return True
    near = " ".join(words[clause.start : min(mention.end + _NEAR, clause.end)])
    is_pain = _PAIN_ITSELF.search(near) is not None
    # "It" may be the pain; that a grave sign stands beside it speaks for it rather than against.
    other = (
        _CLICKS
        if set(words[max(clause.start, mention.start - 3) : mention.start + 1]) & _IT
        else _NOT_PAIN
    )
    if not is_pain and other.search(near):
        return True
    if not _SPOKEN_OF.search(said) and other.search(said):
        return True
    if _HOW_OFTEN.fullmatch(inside) and not is_pain:
        before = " ".join(words[clause.start : mention.start])
        somebody_does = _SOMEBODY.search(before) and not _FEELS_IT.search(before)
        if somebody_does or _DOING.search(before):
            return True
    goes_on = _HOW_OFTEN.search(inside) or _NOTHING_HELPS.match(inside)
    return goes_on is not None and _ACTIVITY_NEXT.search(_rest(words, mention)) is not None


def _sentence(words: Sequence[str], mention: Mention) -> str:
    """The words of the sentence that a mention lies in."""
    start = mention.start
    while start and words[start - 1] not in SENTENCE_ENDS:
        start -= 1
    return " ".join([*words[start : mention.end], _rest(words, mention)])


def _rest(words: Sequence[str], mention: Mention) -> str:
    """What follows a mention in its sentence."""
    end = mention.end
    while end < len(words) and words[end] not in SENTENCE_ENDS:
        end += 1
    return " ".join(words[mention.end : end])


def _places(tokens: Sequence[Token]) -> tuple[list[int], str]:
    """For each character of the joined words the token it belongs to, and the joined words."""
    places = [place for place, token in enumerate(tokens) for _ in f"{token.text} "]
    return places, " ".join(token.text for token in tokens)
