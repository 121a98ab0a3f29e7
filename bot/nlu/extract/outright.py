"""Findings told in so many words that nothing in the rest of a message speaks against them.

The recogniser judges a whole message by its look, and drops what the rules read in words that it
never saw: "I walk crooked", "the knee drops me", "it throbs of an evening".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

Judged = tuple[Mention, Status]

_ATE = (
    r"(?:antibiotics?|tablets?|pills?|ibuprofen|naproxen|penicillin|amoxicillin|codeine|aspirin|"
    r"painkillers?|medicine|nuts?|peanuts?|prawns?|shellfish|sting|stung|wasp|bee|jab|injection|"
    r"it|them)"
)
_PART = r"(?:knees?|legs?|hips?|thigh|shin|skin|patch|spot|part|side|calf)"
_BEFORE, _AFTER = 6, 1
# What brought it on is told after it.
_AFTER_THESE = {"severe_allergy": 5, "foot_numb": 4, "redness_heat": 4}
_TOLD = {
    # "Calf came up after the flight": how it got so, or how it is beside the other one.
    "calf_swelling": re.compile(
        r"\bcalf (?:\w+ )?(?:came|come|blew|blown|puffed|swelled|swollen) up\b|"
        r"\b(?:one|left|right) (?:calf|lower leg) (?:\w+ ){0,2}(?:bigger|fatter|twice|double|"
        r"swollen|puffy)\b"
    ),
    "severe_allergy": re.compile(
        rf"\b(?:face|lips?|tongue|throat|mouth)\b(?: [\w']+){{0,5}} (?:after|since|from) "
        rf"(?:the |my |an? |taking |eating |having |i (?:took|ate|had) |\w+ ){{0,2}}{_ATE}\b"
    ),
    "foot_numb": re.compile(
        r"\bnumb\w*(?: \w+){0,3} (?:foot|toes?|sole)\b|\b(?:foot|toes?|sole)(?: \w+){0,3} "
        r"(?:numb|dead)\b"
    ),
    "redness_heat": re.compile(
        r"\b(?:warm|hot) (?:and|n|&) (?:\w+ )?(?:pink|red|angry)\b|\b(?:pink|red) (?:and|n|&) "
        r"(?:\w+ )?(?:warm|hot)\b"
    ),
    "night_pain": re.compile(
        r"\b(?:agony|pain) (?:\w+ )?at nights?\b|\bnight pain\b|"
        r"\b(?:let|lets|letting|allow\w*|gree)(?: \w+){0,2} sleep\b"
    ),
    "giving_way": re.compile(
        r"\b(?:knee|leg|hip|it) (?:\w+ ){0,2}(?:drop(?:s|ped)|dump(?:s|ed)) (?:me|him|her)\b|"
        r"\b(?:knee|leg|hip) (?:would not hold|lets? (?:me|him|her) down|crumples|folds|"
        r"fails (?:me|him|her))|\bcrumples (?:when|under|if|as)\b"
    ),
    "limp": re.compile(
        r"\bwalk(?:s|ed|ing)? (?:(?:all|so|very|really) )*(?:crooked(?:ly)?|lopsided|unevenly|"
        r"uneven|lame|with a (?:lurch|hitch|limp)|like an? (?:duck|penguin|crab|pirate|cowboy))\b"
    ),
    "locking": re.compile(
        r"\b(?:kick|kicked|rock|rocked|shake|shaken|wiggle|wiggled) (?:\w+ )?(?:free|loose)\b|"
        r"\b(?:knee|leg|joint|it) (?:gets|goes|got) (?:hooked|stuck|jammed|snagged)\b"
        r"(?! (?:on|into|in|at))|"
        r"\b(?:does (?:it|my knee|the knee) (?:ever )?|(?:knee|leg|joint|(?<!think )it) "
        r"(?:\w+ ){0,1})(?:locks|catches|jams|"
        r"(?<=does it )(?:lock|catch|jam))\b"
        r"(?! (?:up )?(?:the|my|his|her) (?:door|car|house|shop))|"
        r"\b(?:stops?|without|keeps?|kept|keep on) (?:locking|catching|sticking|jamming)\b|"
        r"\b(?:when|whenever|times|days) it does not (?:lock|catch|stick|jam)\b"
    ),
    "numbness": re.compile(
        rf"\b{_PART} (?:\w+ )?(?:'s |is |has )?(?:gone|goes|went|feels) (?:numb|dead)\b|"
        r"\bloss of (?:feeling|sensation)\b|\b(?:without|no) (?:feeling|sensation)\b|"
        r"\bdead to (?:the )?touch\b"
    ),
    "stiffness": re.compile(
        r"\brusts?\b|\boil(?:ing|ed)?\b|\bwd\b|\bslow to (?:start|get|turn|loosen|warm|move)\b|"
        r"\bto (?:loosen|unkink|unstiffen|limber|unfreeze|defrost)\b|"
        r"\bbefore (?:\w+ ){1,3}moves?\b|\bdiesel\b|"
        r"\b(?:knee|hip|leg|joint)s? (?:\w+ ){0,2}(?:stiff\w*|wooden|"
        r"inflexible)\b|"
        r"\bstiff(?:ness)? (?:in|of) (?:my |the |his |her |left |right |both )*(?:knee|hip|leg)|"
        r"\bset (?:hard|solid|stiff)\b|\b(?:glue|treacle|tin man)\b"
    ),
    "deformity": re.compile(r"\bbone (?:\w+ ){0,2}through (?:the |my |his |her )?skin\b"),
    "weakness": re.compile(
        r"\bleg weakness\b|\bweak(?:ness)? (?:in|of) (?:(?:the|my|his|her|left|right|one) )*leg\b|"
        r"\blost (?:its|his|her|my|all its|some of its) (?:strength|power|muscle)\b|"
        r"\bno (?:strength|power|push|force)\b|\bless (?:strength|power|force)\b|\bunderpowered\b"
    ),
    "cycling": re.compile(
        r"\b(?:when|whenever|while|after|time|if) (?:\w+ |'m |'s ){0,4}"
        r"(?:cycl\w+|pedal\w*|biking)\b"
    ),
    "night": re.compile(
        r"\b(?:throb|ache|hurt|burn|pulse|sore|worse|worst|pain|bad|kill|grumble)\w*"
        r"(?: \w+){0,4} (?:(?:by|of an|in the|that|all|every|each|towards|come) evenings?|"
        r"after dark|(?:at|for|of a|by|in the|during|every|all) nights?)\b|"
        r"\bevenings? (?:are |is )?(?:worse|worst)\b|"
        r"\bend of (?:the |each |every |my )?day\b|\bby teatime\b|\b(?:sundown|sunset|nightfall)\b|"
        r"\b(?:sun (?:goes|has gone|is) down|lights (?:are|go) out)\b"
    ),
}


# What cannot wait has to be told of now.
_URGENT = frozenset({"calf_swelling", "severe_allergy", "foot_numb", "redness_heat", "deformity"})
_OF_ANOTHER_TIME = re.compile(
    r"\b(?:when (?:i|he|she) was|unless|if|used to|ago|in labour|in (?:19|20)\d\d|would|"
    r"could|epidural|never|what|should i)\b"
)


def told_outright(judged: Sequence[Judged], tokens: Sequence[Token]) -> frozenset[str]:
    """Return what the rules found present in words that leave no doubt of it."""
    return frozenset(
        value
        for mention, status in judged
        if status is Status.PRESENT
        for value in mention.values
        if value in _TOLD and _TOLD[value].search(_around(mention, value, tokens))
        if value not in _URGENT or not _of_another_time(tokens)
    )


def _of_another_time(tokens: Sequence[Token]) -> bool:
    return _OF_ANOTHER_TIME.search(" ".join(token.text for token in tokens)) is not None


def _around(mention: Mention, value: str, tokens: Sequence[Token]) -> str:
    """Its words with some before, and the one or few after it."""
    end = mention.end + _AFTER_THESE.get(value, _AFTER)
    near = tokens[max(0, mention.start - _BEFORE) : end]
    return " ".join(token.text for token in near)
