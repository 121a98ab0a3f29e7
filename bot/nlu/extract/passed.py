"""Signs of an emergency elsewhere that are told of the last days or weeks, or of many years.

Chest pain that went away last week may come back, so it is asked about again rather than dropped;
only what is months or years past is left alone. Breath that has been short for years, and is no
worse, is no sudden want of breath: that too is asked rather than taken as said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token

ELSEWHERE = frozenset({"chest_pain", "breathless", "coughing_blood", "stroke_signs", "collapse"})

#: The kind of a mention that is past, but not long past.
PASSED = "passed"

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_LATELY = re.compile(
    r"\b(?:today|tonight|yesterday|recently|lately|earlier|just now|this (?:week|month|morning|"
    rf"afternoon|evening|weekend)|last (?:night|week|weekend|month|{_DAY})|weekend|(?:on|since) "
    rf"{_DAY}|other (?:day|night|week)|(?:minute|hour|day|night|week|fortnight)s? (?:ago|back)|"
    r"month ago)\b"
)
_LONG_PAST = re.compile(
    r"\b(?:months (?:ago|back)|years? (?:ago|back)|(?:decades|ages|yonks|long) ago|(?:the )?year "
    r"before last|last (?:year|winter|summer|spring|autumn|season)|used to|previously|formerly|"
    r"history of|as an? (?:kid|child|baby|boy|girl|lad|lass|teen\w*|student|youngster)|"
    r"at (?:school|uni\w*|college)|(?:childhood|youth|teens|twenties|thirties|forties|fifties|"
    r"sixties|seventies|eighties)|\d0 ?s|when (?:i|he|she) was (?:\d|an? |little|small|young\w*|"
    r"at|pregnant|in)|decades)\b"
)
_IN_YEAR = re.compile(r"\b(?:in|back in|of|since) ((?:19|20)\d\d)\b")

_NO = frozenset({"no", "not", "never", "without", "none", "nothing", "nor", "neither"})
_WAS = re.compile(r"\b(?:was|were|had|got|could|went|\w{3,}ed)\b")
# "No chest pain now, but I had some last week"
_BUT_LATELY = re.compile(
    r"\b(?:but|though|although|only) (?:i|he|she|we|they|there) (?:had|did|was|were|"
    r"got)\b(?: (?:it|"
    rf"some|one|that|a bit|a little|have|there|have it|them))*[^.;]{{0,12}}{_LATELY.pattern}"
)
_CHRONIC = re.compile(
    r"\b(?:for (?:\w+ ){0,2}(?:years|decades|months|ages|donkey'?s)|years now|(?:many|\d+) years|"
    r"all my life|long ?(?:standing|term)|chronic\w*|always (?:\w+ ){0,2}(?:short|out|breathless|"
    r"puffed|wheez\w*|struggl\w*)|(?:as|same as) (?:always|usual|ever|before)|no (?:different|"
    r"worse)|nothing new|not (?:new|changed|any worse|worse|different)|"
    r"(?:usual|normal) for (?:me|him|her)|my (?:usual|normal) (?:breath\w*|self)|since (?:i|"
    r"he|she) "
    r"(?:was|were) \w+|unchanged)\b"
)
_LUNG = re.compile(
    r"\b(?:copd|emphysema|bronchiectasis|(?:lung|pulmonary) fibrosis|heart failure)\b"
)
# "My knee has hurt for months and I'm short of breath": the months are not those of the breath.
_JOINT = re.compile(
    r"\b(?:knee|hip|leg|calf|calves|joint|groin|thigh|kneecap|pain\w*|hurt\w*|ach\w+|sore\w*|"
    r"swell\w*|"
    r"swollen|limp\w*)s?\b"
)
_WITH_IT = re.compile(
    r"\bcal(?:f|ves)\b|\bchest (?:pain\w*|tight\w*|hurt\w*|ach\w*)|\bclots?\b|\bblood\b|\bfaint\w*|"
    r"\bdizzy\b|\bflight\b|\boperation\b|\bsurgery\b"
)
# What is new or dire in it, whatever it was like before.
_ACUTE = re.compile(
    r"\b(?:(?<!no )(?<!not )(?<!any )worse(?:ning|ned)?|sudden\w*|today|tonight|yesterday|last "
    r"night|this (?:morning|afternoon|evening|week)|(?:more|shorter) than (?:usual|normal|ever|"
    rf"before)|since {_DAY}|hours?|minutes?|(?<!not )(?<!nothing )new|gasp\w*|chok\w*|suffocat\w*|"
    r"(?:can|could) not (?:\w+ ){0,2}(?:breathe|breath|speak|talk|finish|lie)|"
    r"(?:struggl\w*|fight\w*) (?:to breathe|for (?:\w+ )?breath)|blue|at rest)\b"
)


def asked_again(
    mention: Mention,
    status: Status,
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    number: int,
) -> tuple[Mention, Status]:
    """Return a mention and its status, in doubt where it has to be asked about again.

    Args:
        mention: what was found.
        status: what the words around it make of it.
        tokens: the words of the message.
        clauses: its clauses.
        number: which clause the mention lies in.
    """
    if mention.group != "findings" or ELSEWHERE.isdisjoint(mention.values):
        return mention, status
    if status is Status.PAST and not is_long_past(tokens, clauses, number):
        return replace(mention, kind=PASSED), Status.UNCERTAIN
    if status is Status.ABSENT and _was_there_lately(mention, tokens, clauses, number):
        return mention, Status.UNCERTAIN
    if (
        status is Status.PRESENT
        and "breathless" in mention.values
        and _is_chronic(tokens, clauses, number)
    ):
        return mention, Status.UNCERTAIN
    return mention, status


def passed_lately(judged: Sequence[tuple[Mention, Status]]) -> frozenset[str]:
    """Return what is in doubt for having passed: a message that looks urgent may mean it still."""
    return frozenset(v for m, _ in judged if m.kind == PASSED for v in m.values)


def is_long_past(tokens: Sequence[Token], clauses: Sequence[Clause], number: int) -> bool:
    """Whether what a clause tells of is months or years past, as far as its sentence says."""
    own = _words(tokens, [clauses[number]])
    if _LATELY.search(own):
        return False
    same = [each for each in clauses if each.sentence == clauses[number].sentence]
    sentence = _words(tokens, same)
    years = [int(year) for year in _IN_YEAR.findall(sentence)]
    return bool(_LONG_PAST.search(sentence)) or any(year < date.today().year for year in years)


def _was_there_lately(
    mention: Mention, tokens: Sequence[Token], clauses: Sequence[Clause], number: int
) -> bool:
    """Whether it is gone and was there lately: "two days ago but not any more"."""
    clause = clauses[number]
    words = [token.text for token in tokens]
    same = [each for each in clauses if each.sentence == clause.sentence]
    if _BUT_LATELY.search(" ".join(words[mention.end : same[-1].end])):
        return True
    if not _NO.isdisjoint(words[clause.start : mention.end]):
        return False
    own = " ".join(words[clause.start : clause.end])
    return bool(_LATELY.search(own) and _WAS.search(own))


def _is_chronic(tokens: Sequence[Token], clauses: Sequence[Clause], number: int) -> bool:
    """Whether breath is short as it has long been: nothing is worse, and no joint comes between."""
    text = " ".join(token.text for token in tokens)
    if _ACUTE.search(text) or _WITH_IT.search(text):
        return False
    if _LUNG.search(text):
        return True
    after = clauses[number + 1 : number + 2]
    same = [each for each in after if each.sentence == clauses[number].sentence]
    near = _words(tokens, [clauses[number], *same])
    own = _CHRONIC.search(near)
    return own is not None and not _JOINT.search(near)


def _words(tokens: Sequence[Token], clauses: Sequence[Clause]) -> str:
    return " ".join(t.text for each in clauses for t in tokens[each.start : each.end])
