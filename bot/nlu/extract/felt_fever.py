"""A fever that is felt and not measured: "a bit of a temp", "feverish", "running a fever".

Few words around it make it look like nothing to the recogniser, which then has it asked about
again. Where somebody says outright that they, or the one they write for, have one now, little or
not, there is no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause, clause_at
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.temperature import FEVER
from bot.nlu.extract.tokens import Token

_SMALL = (
    r"(?:slight|slightly|mild|mildly|low|low grade|light|small|little|raised|high|higher|elevated|"
    r"raging|roaring|bad|proper|real|wee|bit of a|bit of|touch of|touch of a|spot of|tad of a|hint "
    r"of|hint of a|on and off|constant|very|really|definitely|quite|rather|so|sort of a|kind of a|"
    r"kind of|sort of|bit|tad|little bit of a|little bit of|little bit|wee bit|funny|horrible|"
    r"awful)"
)
_FEVER = r"(?:fever|fevers|feverish|fevery|febrile|temperature|temp|temps)"
# Whose it is, is plain: the writer's own, or nobody else is spoken of.
_HAS_ONE = re.compile(
    rf"(?:\b(?:i|i'm|i've|im|ive|he|she|he's|she's|also|and|with|plus) |^(?:(?:yes|well|so|hi|now|"
    rf"today),? )*)"
    rf"(?:(?:have|has|got|'ve|'s|'m|am|is|are|also|now|been|just|still|keeps?|all|definitely|"
    rf"really|"
    rf"think|reckon) )*"
    rf"(?:have|has|got|getting|'ve|'s|'m|am|is|been|running|run|runs|feel|feels|feeling|seems?|"
    rf"developed|keeps?|had|a|with|plus|and|bit|{_SMALL})"
    rf"(?: (?:an?|this|also|now|been|just|all|to be|having|running|like|i|'ve|have|got|{_SMALL}))*"
    rf" {_FEVER}(?! (?:about|for|dream|pitch|activity|n ,|y ,|chart))\b"
)
_BEGINS = re.compile(
    rf"^(?:(?:an?|yes|yeah|and|also|just|{_SMALL}) )*{_FEVER}(?! (?:about|for|dream|pitch|activity|"
    rf"n ,|chart))\b"
)
_IS_UP = re.compile(
    r"\b(?:temperature|temp)(?: (?:is|'s|has|gone|went|seems?|been|feels?|definitely|a|little|bit|"
    r"slightly|still|tad|quite|very|too|way|now|just|keeps? going|got))* (?:up|high|raised|"
    r"elevated|higher)\b"
)
_LITTLE_AFTER = re.compile(
    rf"^{_FEVER} ?,? ?(?:but |though |only |just |not )+(?:a |too |very |that |so |all that "
    rf")*(?:little|"
    r"slight|mild|small|low|bit|bad|high|much)\b"
)
# Then, of others, after a jab, with a cold, or by way of an "if": as much as the rules set aside
# already is not asked for here; these are what they may miss.
_NOT_NOW = re.compile(
    r"\b(?:was|were|(?<!have )(?<!has )(?<!'ve )(?<!'s )had|ago|last (?:week|month|year|winter|"
    r"summer|spring|autumn)|when|once|after|"
    r"used to|jab|vaccin\w+|flu|covid|cold|gone|over|better|since (?:january|february|march|"
    r"april)|as an?|if|would|might|could|may|maybe|no|not|never|without|neither|nor|any|hay|"
    r"cabin|pitch|room|water|oven|outside|weather|drops?|changes?|heat|people|everyone|normal|ok|"
    r"fine|36\S*|37\S*|suppos\w*|wedding|race|marathon|match|football|excite\w*|job|agency|"
    r"break ?through|menopaus\w+|flush\w*|yesterday's|took|taken|check\w*|chart|think|wonder\w*|"
    r"worried|feared|scar\w+|dread\w*|just in case|gauge|control\w*|thermometer says)\b"
)
_TO_THIS_DAY = re.compile(r"\b(?:all day|all night|today|tonight|this (?:morning|evening)|still)\b")
# In a longer message the recogniser has more to go by than these words.
_BRIEF = 18
_HAS_NO_THERMOMETER = re.compile(
    r"\b(?:no|not (?:have|got)(?: an?| any)?|without an?|have not|has not)(?: \w+){0,2} "
    r"thermometer\b|"
    r"\bnot (?:measured|checked|taken) (?:it|yet|his|her|my)\b|"
    r"\b(?:not|no) (?:too |very |that |so )?(?:high|bad)\b|\bdefinitely\b"
)


def felt_fever(
    judged: Sequence[tuple[Mention, Status]],
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
) -> frozenset[str]:
    """Return the fever if somebody says outright that there is one now; else nothing."""
    for mention, status in judged:
        if status is not Status.PRESENT or FEVER not in mention.values:
            continue
        clause = clause_at(clauses, mention.start)
        if clause is None or clause.question:
            continue
        text = " ".join(token.text for token in tokens[clause.start : clause.end])
        if len(tokens) <= _BRIEF and is_felt(text):
            return frozenset({FEVER})
    return frozenset()


def is_felt(clause: str) -> bool:
    """Whether the words of one clause say that somebody has a fever now."""
    plain = " ".join(_HAS_NO_THERMOMETER.sub(" ", clause).split())
    told = any(each.search(plain) for each in (_HAS_ONE, _BEGINS, _IS_UP)) or _LITTLE_AFTER.search(
        clause
    )
    # "Had a slight temp all day" is of now, "had a fever" is not.
    plain = re.sub(r"\bhad\b", "has", plain) if _TO_THIS_DAY.search(plain) else plain
    return bool(told) and _NOT_NOW.search(plain) is None
