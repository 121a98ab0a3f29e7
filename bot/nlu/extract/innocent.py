"""Words that a family of signs would take in, and that tell of something else.

The families of `sign_families` combine nouns and verbs, so a hit may be a knee worn out by sport,
an old cyst or the neighbour's music. Each rule here has to stand right where the hit is, and gives
way to any word that tells the sign in earnest.
"""

from __future__ import annotations

import re

# What must not follow a hit.
# "Cut open for the replacement": a surgeon did.
NO_SURGEON = (
    r"(?! (?:for|during|in|by|at) (?:\w+ ){0,3}(?:replacement|op|ops|operation|surgery|surgeons?|"
    r"theatre|arthroscopy|repair(?! of)|reconstruction|injections?|jabs?|biopsy|aspiration|"
    r"acupuncture)\b)"
)
# "Hole in my knee brace", "near the knee in my jeans": what is worn has it.
NOT_WORN = (
    r"(?! (?:(?:in|of|on) (?:my|his|her|the|these|both) (?:\w+ )?(?:jeans|trousers|leggings|tights|"
    r"pants|joggers|wetsuit)|brace|support|sleeve|strap|bandage|pads?|socks?|warmers?)\b)"
)
# "On holiday", "off me": as it is packed or taken away.
_TOLD_TO = (
    r"(?:on (?:holiday|board|time)|off (?:me|him|her)\b|away\b|back\b|with (?:me(?= ?(?:[.,;!?]|$|"
    r"on\b|in\b))|food|meals?|breakfast)\b|for granted|abroad\b|in hand luggage|to (?:the "
    r"(?:chemist|pharmacy|gp|doctor|hospital)|spain|work)|as (?:prescribed|directed|told))"
)
AS_TOLD_TO = rf"(?! {_TOLD_TO})"
# "Went over on Sunday to the hospital", "over this with the doctor": a visit, a talk.
NO_VISIT = (
    r"(?!(?:(?:at the weekend|on \w+day|yesterday|today|tonight|last \w+|this \w+|at (?:christmas|"
    r"easter)|(?:on|by|in) (?:the |a )?(?:bus|car|ferry|train|boat|plane|taxi))(?: (?:morning|"
    r"afternoon|evening|night))? )(?:to (?!the (?:ground|floor|side|left|right)\b)|(?:and|for) "
    r"(?:saw|see|a (?:chat|visit|cuppa))|with (?:the|my) (?:doctor|gp|physio|nurse|consultant))|"
    r"this (?:\w+ )?with\b)"
)
# "Bang on time"
ON_TIME = r"(?! on (?:time|target|cue|schedule|trend|the (?:line|money|dot|mark|hour))\b)"

_JOINT = r"(?:knee|hip|leg|joint|thigh|it)"
_HEAD = r"(?:head|forehead|temple|scalp|skull|crown)"
_OTHERS = (
    r"(?:gp|doctor|dr|consultant|pharmacist|nurse|surgeon|physio|(?:do|did) (?:other )?people)"
)
# What tells a knock to the head, or the wish to die, whatever else stands there.
_A_BLOW = (
    r"\b(?:fell|fall|hit|bang\w*|bump\w*|knock\w*|struck|smack\w*|whack\w*|crash\w*|accident|today|"
    r"yesterday|last night|this morning|dizz\w*|sick|vomit\w*|concuss\w*)\b"
)
_WISH_TO_DIE = (
    r"\b(?:die|dying|dead|death|kill\w*|suicid\w*|end (?:it|my)|hopeless|no point|burden|harm\w*|"
    r"wake up|waking up|overdose|goodbye|can not (?:go on|cope)|so (?:have|did) i|me too|not "
    r"worth|want out|had enough)\b"
)
_ACCIDENT = (
    r"\b(?:fell|fall|falling|crash\w*|accident|collision|knocked|hit|kick\w*|tackle\w*|slipp\w*|"
    r"tripp\w*|landed|came off|dropped|twist\w*|roof|ladder|run over)\b"
)
_NEVER = r"(?!)"
# "Lost the will to live waiting for the bus": tired of it, as everybody says.
_WEARY = (
    r"\b(?:knees?|hips?|legs?|back)(?: (?:has|have|'s|just|nearly|almost))* lost the will to "
    r"live\b|"
    r"\blost the will to live (?:(?:waiting|queu\w+) (?:for|on|in) (?:an? |the |my )?(?:physio\w*|"
    r"bus|gp|doctor|appointments?|phone|results?|scans?|x ?rays?|mri|receptionist|call ?backs?|"
    r"queue)|on (?:hold|the (?:phone|hills?|stairs|treadmill|waiting list))|with (?:the )?(?:nhs|"
    r"gp|receptionist|physio\w*|paperwork|app|phone)|at (?:the )?(?:gp|gym|physio|hospital|surgery|"
    r"work|meeting))\b"
)
# First value of a family → the words that mean something else, and those that mean it after all.
_INNOCENT: dict[str, tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]] = {
    value: tuple((re.compile(words), re.compile(unless)) for words, unless in rules)
    for value, rules in {
        "self_harm": (
            (_WEARY, _WISH_TO_DIE),
            (
                r"\b(?:think|thinking|thought) (?:of|about) taking all (?:of )?(?:my|the|these) "
                r"(?:\w+ )?(?:tablets|pills|meds|medicines?|medication|painkillers) "
                rf"{_TOLD_TO}",
                _WISH_TO_DIE,
            ),
            # As it is prescribed. "Thinking of taking them all for weeks" is another matter.
            (
                r"\b(?:should|do|must|can|could) i (?:be |need to be )?(?:think|thinking) (?:of|"
                r"about) taking [^.,;!?]{3,20} for (?:an?|the|one|two|three|\d+) (?:days?|weeks?|"
                r"months?)\b",
                _WISH_TO_DIE,
            ),
            # What others think of, or would take away.
            (
                rf"\b{_OTHERS}(?: (?:is|was|were|ever|also|often|'s))* (?:think|thinking|thought|"
                rf"tempted)"
                r" (?:of|about|to) (?:taking|swallowing|take)\b",
                _WISH_TO_DIE,
            ),
        ),
        "fresh_fracture": (
            # "My hips are shattered after spin": tired, and more than one. "Cracked when I squat".
            (
                r"\b(?:knees|hips|legs|thighs|shins) (?:(?:is|are|was|were|feel|look|just|been|"
                r"have) )*"
                r"(?:broke|broken|bust|busted|shattered|smashed|cracked|snapped)\b",
                _ACCIDENT,
            ),
            (
                rf"\b(?:swear|sure|sounds? like)\b[^.,;!?]{{0,20}}\b{_JOINT} (?:(?:is|'s|has|was|"
                rf"just) )*"
                r"(?:cracked|bust|busted|shattered)\b",
                _ACCIDENT,
            ),
            (
                r"\b(?:cracked|snapped) (?:when|whenever|if|as|every time|each time) (?:i|he|she) "
                r"(?!\w+ed"
                r"\b|fell|hit|came|went|was|landed|got|ran|jump|slid|caught)\w+",
                _NEVER,
            ),
            (
                r"\b(?:broke|broken|busted|bust|shattered|smashed) (?:(?:him|her|them|us|me)(?! "
                r"(?:\w+ )?"
                r"(?:knee|leg|hip|shin|thigh|bone|ankle|pelvis|femur|tibia))|from (?:all |too |"
                r"the )*"
                r"(?:years|decades|age|overuse|much|\w+ing|football|sport|rugby|work)|from a "
                r"lifetime)\b",
                _ACCIDENT,
            ),
        ),
        "head_injury": (
            # "The lump at my temple has been there years"
            (
                rf"\blump (?:on|at|of|over) (?:my|his|her|the|their) {_HEAD}(?: ,)?(?: (?!knee|"
                rf"hip|leg)"
                r"\w+){0,4} (?:years|cyst|lipoma|birth|childhood|wart|mole|ages)\b",
                _A_BLOW,
            ),
            (
                r"\bhelmet (?:(?:is|was|'s|got|has|all) )*(?:cracked|split|smashed|broke|broken|"
                r"dented) "
                r"(?:in|during) (?:storage|transit|the (?:post|wash|loft|shed|garage|move|boot))\b",
                _A_BLOW,
            ),
        ),
        "foot_numb": (
            (
                r"\bfoot (?:\w+ )?(?:flaps?|flapping|slaps?|slapping|drags?|dragging)\b[^.;!?]*? "
                r"in (?:my |"
                r"the |these |his |her )?(?:(?:loose|baggy|floppy|oversized|flappy) |flip ?flops|"
                r"sliders|"
                r"flippers)",
                r"\b(?:back|numb\w*|weak\w*|tingl\w*|lift|trip\w*|since|bowels?|bladder)\b",
            ),
        ),
        "swelling": (
            (
                r"\bknee (?:is|'s)(?: right| well| all| still)? up(?: (?:since|today|this|last|"
                r"yesterday|"
                r"morning|night|lunch|noon|again|now))* on (?:an?|the|my|some|two) (?:\w+ "
                r")?(?:pillow|"
                r"cushion|stool|footstool|chair|sofa|couch|pouffe|bed)s?\b",
                r"\b(?:swell\w*|swoll\w*|puff\w*)\b",
            ),
        ),
        "night_pain": (
            (
                r"\b(?:music|bass|engine|generator|party|neighbours?|drums?|speakers?|disco|"
                r"traffic)"
                r"(?: (?:'s|was|were|is|kept|has|been))* (?:throb|pound|kill)\w*(?: me)?(?: "
                r"\w+){0,2} "
                r"all night\b",
                _NEVER,
            ),
        ),
    }.items()
}
_HEDGED_BREAK = re.compile(
    r"\b(?:scared|(?:might|may|could)(?: \w+){0,2})\b.*\b(?:broke|broken|fractured|snapped|smashed|"
    r"shattered|cracked|bust|busted)$"
)


def is_innocent(value: str, text: str, start: int, end: int) -> bool:
    """Whether what a family found at a place of a text means something else than its sign."""
    return any(
        found.start() < end and start < found.end()
        for words, unless in _INNOCENT.get(value, ())
        for found in words.finditer(text)
        if not unless.search(f"{text[: found.start()]} {text[found.end() :]}")
    )


def hedged_break(inside: str, text: str) -> bool:
    """Whether a bone is only feared to be broken: "scared it might be broken", after no fall."""
    return _HEDGED_BREAK.search(inside) is not None and re.search(_ACCIDENT, text) is None


def innocent_alone(text: str) -> frozenset[str]:
    """The signs that the vocabulary has too, of which a text has the innocent words alone."""
    return frozenset(
        value
        for value, tells in _TELLS.items()
        if any(
            words.search(text)
            and not unless.search(rest := words.sub(" ", text))
            and not tells.search(rest)
            for words, unless in _INNOCENT[value]
        )
    )


# What else of a message may tell a sign, its innocent words struck out.
_TELLS = {
    "self_harm": re.compile(
        rf"{_WISH_TO_DIE}|\b(?:will to|tablets?|pills?|life|live|living|myself)\b"
    ),
    "head_injury": re.compile(
        rf"{_A_BLOW}|\b(?:head\w*|heid|skull|forehead|temple|helmet|brain|face)\b"
    ),
}
