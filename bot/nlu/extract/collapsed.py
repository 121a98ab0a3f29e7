"""Whether somebody collapsed, or a leg did, or nobody but onto a sofa.

"Collapse" is what a leg does as well, and so the word alone is read as a leg that gives way. Where
a person stands right before it, it is that person who went down, unless the message tells that the
leg gave or that somebody sat down tired.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

_GIVING_WAY, _COLLAPSE = "giving_way", "collapse"
_WHO = (
    r"(?:i|he|she|we|they|mum|mam|mom|mummy|mother|ma|dad|da|daddy|father|nan|nana|nanny|gran|"
    r"granny|grandma|grandad|grandpa|husband|hubby|wife|partner|brother|sister|son|daughter|"
    r"(?:little |wee )?(?:boy|girl|lad)|baby|child|kid|uncle|auntie?|friend|mate|neighbour|"
    r"boyfriend|girlfriend|patient|resident|man|woman|lady|lass|who)"
)
_A_PERSON = re.compile(
    rf"\b{_WHO}(?: (?:just|then|suddenly|nearly|almost|has|have|'s|'ve|had|also|simply|both|only|"
    r"went and|went|and|fell and|fainted and|'d))*$"
)
# Who writes so sat down; "he collapsed in his chair" may be grave.
_SEAT = (
    r"(?:exhausted |tired |knackered |back |down |gratefully |happily )*(?:in|on|into|onto|to) "
    r"(?:(?:a|an|the|my|our|that|nearest|comfy|arm|big|easy) )*(?:sofa|settee|couch|chair|armchair|"
    r"bed|recliner|hammock|lounger|deckchair|beanbag)\b"
)
_LAUGHS = (
    r"(?:(?:in|into|with) (?:(?:fits of|the|tears of) )?)?(?:laughing|giggling|laughter|giggles|"
    r"hysterics|tears)\b"
)
_SITS_DOWN = re.compile(rf"\b(?:i|we)(?: \w+)? collaps(?:ed|e|ing) {_SEAT}|\bcollaps\w+ {_LAUGHS}")
# Right before it: "knee popped last week, today I collapsed" tells of two things.
_JOINTS = r"(?:knees?|legs?|hips?|ankles?|joint)"
_AT_ONCE = r"(?:(?!today|tonight|yesterday|this|last|then on|week|day|later)[^.;!?\s]+ ?){0,7}$"
_LEG_GAVE = re.compile(
    rf"\b(?:{_JOINTS}\b[^.;!?,]{{0,25}}?\b(?:gave|giv\w+|buckl\w*|fold\w*|lock\w*|crumpl\w*|"
    r"collaps\w*|would not hold|let (?:me|him|her)|from under|pop\w*|snap\w*|twist\w*|slid\w*|"
    r"slipp\w*)|"
    rf"{_JOINTS} (?:\w+ )?(?:went|goes|go)(?! (?:to|home|in|for|up|down|weak|numb|dead))|"
    r"it (?:just |suddenly )?(?:gave|buckl\w*|fold\w*|lock\w*|collaps\w*)|"
    rf"(?:twist\w*|turned|roll\w*|lock\w*|snap\w*|pop\w*|buckl\w*)\b[^.;!?,]{{0,20}}?\b{_JOINTS})\b"
    rf" ?{_AT_ONCE}"
)
# "I collapsed my knee", "he collapsed when his knee gave way"
_OF_A_LEG = re.compile(
    r"(?:it\b|(?:(?:when|because|as|cos|since|after) )?(?:my|his|her|the) (?:\w+ )?"
    r"(?:knees?|legs?|hips?|ankles?)\b)"
)
_PERSON_IS_ILL = re.compile(
    r"\b(?:faint\w*|pass\w* out|black\w* out|conscious\w*|unconscious|respon\w+|unresponsive|"
    r"wak\w+|"
    r"woke|breath\w*|seizure|c[ao]me (?:round|to)|can not (?:get up|speak|move)|fit|fitting|dizzy|"
    r"light ?headed|not moving|chest|heart|blue|grey|pale|clammy|sweat\w*|confused|head|slurr\w*|"
    r"face|arm|sick|vomit\w*|999|ambulance|still|now|can not stand|heat ?stroke|diabet\w*)\b"
)
_SUPPOSES = re.compile(r"\b(?:if|nearly|almost|could have|might|would)\b")


def who_collapsed(
    judged: Sequence[tuple[Mention, Status]], tokens: Sequence[Token]
) -> list[tuple[Mention, Status]]:
    """Return the mentions, a person who collapsed as one, and not as a leg that gives way."""
    nobody = bool(nobody_collapsed(tokens))
    return [
        (replace(mention, values=(_COLLAPSE,)), status)
        if mention.values == (_GIVING_WAY,) and is_of_a_person(mention, tokens)
        else (mention, status)
        for mention, status in judged
        if not (nobody and _is_the_word(mention, tokens))
    ]


def _is_the_word(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether nothing but that word tells of a collapse."""
    inside = _text(tokens[mention.start : mention.end])
    return mention.values == (_COLLAPSE,) and "collaps" in inside


def surely_collapsed(
    judged: Sequence[tuple[Mention, Status]], tokens: Sequence[Token]
) -> frozenset[str]:
    """Return the collapse that is told outright of a person."""
    told = any(
        mention.values == (_COLLAPSE,)
        and status is Status.PRESENT
        and is_of_a_person(mention, tokens)
        for mention, status in judged
    )
    return frozenset({_COLLAPSE}) if told else frozenset()


def nobody_collapsed(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the collapse that there is no room for: only a leg gave, or somebody sat down."""
    text = _text(tokens)
    if "collaps" not in text or _PERSON_IS_ILL.search(text):
        return frozenset()
    if _SITS_DOWN.search(text):
        return frozenset({_COLLAPSE})
    lead, _, rest = text.partition("collaps")
    folds = _LEG_GAVE.search(lead) or _OF_A_LEG.match(rest.partition(" ")[2])
    return frozenset({_COLLAPSE}) if folds and "collaps" not in rest else frozenset()


def is_of_a_person(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Whether a mention says of a person that they collapsed, and of no leg."""
    inside = _text(tokens[mention.start : mention.end])
    if inside.split()[-1:] != ["collapsed"]:
        return False
    lead = _text(tokens[: mention.end - 1])
    if _A_PERSON.search(lead) is None or _SUPPOSES.search(lead.rpartition(" . ")[2]):
        return False
    if _OF_A_LEG.match(_text(tokens[mention.end :])):
        return False
    return _SITS_DOWN.search(_text(tokens)) is None and _LEG_GAVE.search(lead) is None


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)
