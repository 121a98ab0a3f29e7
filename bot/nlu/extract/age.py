"""How old the person is, in years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.nlu.extract import age_words as words
from bot.nlu.extract.numbers import UNIT
from bot.nlu.extract.people import BODY, CHILD, OTHER, SELF, person_words
from bot.nlu.extract.trades import TRADES

OLDEST = 115
# A number up to ten that stands by itself may as well be a score.
_MORE_THAN_A_SCORE = 11
_ADULT = 18
_WORDS_BESIDE = 3

_N = r"(?<![\d./'])(?<![\d/] )(?<!- )(\d{1,3})(?:\.\d)?(?![\d.]*\d)"
# "98.6 f" is a temperature.
_WHOLE = r"(?<![\d./'])(?<![\d/] )(?<!- )(\d{1,3})"
_ALONE = rf"(?! ?{words.MEASURES})"
_PARTED = r"(?:^|(?<=[.,;:!?()]))"
_ENDS = r"(?= ?(?:$|[.,;:!?()]))"
_GOES_ON = rf"(?= ?(?:$|[.,;:!?()])| (?:{words.GOES_ON})\b)"
_ABOUT = rf"(?:(?:{words.ABOUT}) )*"
_I_AM = r"\b(?:i'm|i am|im)"
_THEY_ARE = r"he's|she's|he is|she is|they're|they are|hes|shes|who's|whos|who is|he be"


class Candidate(NamedTuple):
    """An age that a message may tell; whose it is where it says so; how good a sign it is."""

    foreign: bool
    rank: int
    place: int
    age: int


def find_age(
    text: str, asked: bool = False, today: date | None = None, who: str | None = None
) -> int | None:
    """Return the age that a normalised text, its numbers as digits, tells.

    Args:
        text: the whole message.
        asked: whether it is what was asked, so that a bare "42" will do.
        today: the day that a year of birth is counted from.
        who: whom the message is about; of two people's ages theirs is meant.
    """
    text = _prepared(text, asked)
    born = words.BORN.search(text) or (words.YEAR_ALONE.match(text) if asked else None)
    if born:
        year = next(int(group) for group in born.groups() if group)
        age = (today or date.today()).year - (year if year > 99 else 1900 + year)
        return age if 0 <= age <= OLDEST else None
    found = [each for each in _candidates(text, who) if each.age <= OLDEST]
    own = [each for each in found if not each.foreign]
    if own:
        return min(own, key=lambda each: each[1:3]).age
    if found and not asked:
        return None
    decade = _decade(text, asked)
    if decade is not None:
        return decade
    months = _MONTHS_ALONE.match(text) if asked else None
    if months:
        return int(months[1]) // 12
    match = _BARE.search(text) if asked else None
    if match and _is_of_trade(text, match):
        return None
    if match and int(match[1]) <= OLDEST:
        return int(match[1]) - bool(words.TO_COME.match(text[match.end() :]))
    return None


def _is_of_trade(text: str, match: re.Match[str]) -> bool:
    """Whether years are those of a trade: "carpet fitter 24 years"."""
    told = _YEARS_AFTER.match(text[match.end() :])
    return told is not None and _IN_TRADE.search(text[: match.start()]) is not None


def _prepared(text: str, asked: bool) -> str:
    text = words.LITTLE_ONE.sub(r"\1 one", words.WHEN_YOUNGER.sub(" ", text))
    text = words.BIG_O.sub(lambda m: f"{m[1] or m[2]}0", text)
    if asked:
        text = words.SOUNDS_LIKE.sub(lambda m: str(int(m[1]) + words.SOUNDS[m[2]]), text)
    for word, start in words.DECADES.items():
        text = re.sub(rf"\b{word}\b", f"{start} s", text)
    return text


def _candidates(text: str, who: str | None) -> Iterator[Candidate]:
    for rank, (pattern, least, owner) in enumerate(_RULES):
        for match in _compiled(pattern).finditer(text):
            years = int(match[1])
            if years < least or words.NOT_OF_A_PERSON.search(text[: match.start(1)]):
                continue
            if words.OLD_THING.match(text[match.end(1) :]):
                continue
            is_past = "turned" in match[0] or _WAS.search(text[: match.start(1)])
            coming = not is_past and words.TO_COME.match(text[match.end(1) :])
            before = words.NOT_YET.search(text[: match.start(1)])
            foreign = who is not None and owner is not None and (owner == SELF) != (who == SELF)
            yield Candidate(foreign, rank, match.start(), years - bool(coming or before))
    for match in _compiled(_MONTHS_OLD).finditer(text):
        yield Candidate(False, 0, match.start(), int(match[1] or match[2]) // 12)
    for match in _parted_numbers(text):
        is_past = _WAS.search(text[: match.start(1)])
        coming = not is_past and words.TO_COME.match(text[match.end(1) :])
        yield Candidate(False, 99, match.start(), int(match[1]) - bool(coming))


def _parted_numbers(text: str) -> Iterator[re.Match[str]]:
    """Numbers parted off by signs: "left hip, aching. 53." or "squash player, 44, …"."""
    beside = re.findall(r"[a-z]{2,}", text)
    if len(beside) < _WORDS_BESIDE - bool(BODY.intersection(beside)):
        return
    for match in _PARTED_OFF.finditer(text):
        before, after = text[: match.start()].rstrip(" .,;:!?("), text[match.end() :]
        measured = words.MEASURED.search(before) and not _NOT_MEASURED.search(
            text[: match.start(1)]
        )
        if measured or re.search(r"(?<!of )(?<!/)\b\d+$", before):
            continue
        if _NUMBER_NEXT.match(after):
            continue
        child = _compiled(r"\b(?:<child>)(?: [a-z]+)?$").search(before)
        if int(match[1]) >= _MORE_THAN_A_SCORE or (child and int(match[1]) > 0):
            yield match


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern with the vocabulary's words for people filled in."""
    for name, value in (("<person>", None), ("<child>", CHILD)):
        named = "|".join(map(re.escape, person_words(value)))
        pattern = pattern.replace(name, f"(?:{named})s?")
    return re.compile(pattern)


def _decade(text: str, asked: bool) -> int | None:
    match = words.DECADE.search(text) or (words.DECADE_ALONE.match(text) if asked else None)
    if not match:
        return None
    if not asked and words.LONG_AGO.search(re.split(r"[.,;!?()]", text[: match.start()])[-1]):
        return None
    part, decade = next((a, b) for a, b in _pairs(match.groups()) if b)
    return int(decade) + {"early": 2, "late": 8}.get(part or "", 5)


def _pairs(groups: Sequence[str | None]) -> Iterator[tuple[str | None, str]]:
    return ((groups[n], groups[n + 1] or "") for n in range(0, len(groups), 2))


_PERSON = (
    r"\b(?:<person>)(?: (?!is\b|was\b|and\b|for\b|or\b|says?\b|said\b|has\b|had\b|at\b|in\b|on\b|"
    r"of\b|with\b|to\b|from\b|by\b|after\b|did\b|got\b|all\b|about\b|over\b|took\b|takes\b|"
    r"taken\b|swallowed\b|ate\b|drank\b|lost\b|weighs\b|runs\b|ran\b|walks\b|lasted\b|"
    r"managed\b|needs\b|used\b|gave\b)[a-z]+)?"
)
# (pattern, least age that it can mean, whose it is), the surest first; a number up to ten is often
# no age, and "<person>" and "<child>" stand for the words of the vocabulary.
_RULES: tuple[tuple[str, int, str | None], ...] = (
    (rf"{_N} ?{words.YEARS}? ?(?:completed|finished)\b", 2, None),
    (rf"{_I_AM} {_ABOUT}(?:an? )?(?:[a-z]+ )?{_N} ?{words.YEARS} ?(?:old|of age)", 1, SELF),
    (rf"{_N} ?{words.YEARS} ?(?:olds?|of age|young)\b", 1, None),
    (rf"{_N} ?(?:yo|y / o|y \. ?o|y o|yos)\b", 1, None),
    (rf"{_N} (?:{words.FOREIGN_YEARS})\b", 2, None),
    (rf"{_I_AM} {_ABOUT}{_N}\b{_ALONE}{words.NOT_WITH}", 5, SELF),
    (rf"\b(?:{_THEY_ARE}) {_ABOUT}{_N}\b{_ALONE}{words.NOT_WITH}", 2, OTHER),
    (rf"{_N} now\b{_ENDS}", _ADULT, None),
    (rf"{_PERSON}(?: is|'s| 's| are)? {_ABOUT}{_N}\b{_ALONE}{_GOES_ON}", 2, OTHER),
    (rf"{_PERSON}(?: is|'s| 's| are) {_ABOUT}{_N} {words.YEARS}\b{_ENDS}", 2, OTHER),
    (rf"{_PERSON} {_N}\b{_ALONE}", 2, OTHER),
    (rf"\b(?:<person>) {_N}(?= (?:knee|hip|leg|groin|thigh|shin)\b)", 4, OTHER),
    (rf"\b(?:<child>)(?: is|'s| 's) {_ABOUT}{_N}\b{_ALONE}", 2, OTHER),
    (rf"\b(?:<person>) of {_ABOUT}{_N}\b{_ALONE}{_GOES_ON}", _ADULT, OTHER),
    (rf"\b(?:<child>) of {_ABOUT}{_N}\b{_ALONE}", 1, OTHER),
    (rf"\b(?:{words.SEX_WORDS}|{words.RETIRED}) of {_ABOUT}{_N}\b{_ALONE}", _ADULT, None),
    (rf"\btypo ?[,;:.]? ?{_N} ?,? (?:and )?not \d{{2}}\b", _MORE_THAN_A_SCORE, None),
    (rf"{_PERSON} ?[,(] ?{_ABOUT}{_N}\b{_ALONE}(?: {words.YEARS})?{_GOES_ON}", 2, OTHER),
    (rf"{_PERSON} ?[,(;] ?(?:{words.SEX}) ?[,/]? ?{_N}\b{_ALONE}", 2, OTHER),
    (rf"{_PERSON} ?[,(;] ?{_N} {words.YEARS}\b{_ENDS}", 2, OTHER),
    (rf"\b(?:age|aged|ages|age is|age of|age to) ?[:=]? ?{_ABOUT}{_N}\b{_ALONE}", 2, None),
    (rf"\b(?:{words.TURNED}) {_ABOUT}{_N}\b{_ALONE}{_GOES_ON}", _ADULT, None),
    (rf"\b(?:turned|turning|turns) {_ABOUT}{_N}\b{_ALONE}", 2, None),
    (rf"\b(?:{words.WILL_BE}) {_ABOUT}{_N}\b{_ALONE}{words.NOT_WITH}", 2, None),
    (
        rf"(?:\bi|^\W*|[.!?] ?) ?have {_N} {words.YEARS}\b(?= ?(?:$|[.,;!?]| and\b| old\b))",
        _ADULT,
        SELF,
    ),
    (
        rf"{_I_AM} an? (?!(?:\w+ )*(?:size|grade|number|stage|level|bed|solid|good|clean)\b)"
        rf"(?:[a-z]+ ){{1,3}}{_N}(?= ?(?:$|[.,;!?)]| and\b))",
        _ADULT,
        SELF,
    ),
    (rf"{_N} {words.YEARS}? ?,? ?(?:{words.SEX_WORDS})\b", 2, None),
    (rf"\b(?:{words.SEX_WORDS}) ?[,/(]? ?{_N}\b{_ALONE}{_GOES_ON}", 2, None),
    (rf"{_PARTED} ?{_N} ?/? ?[mf]\b(?! (?:{words.AFTER_METRES})\b)", 10, None),
    (rf"{_WHOLE} ?f\b{_GOES_ON}", 10, None),
    (rf"(?:{_I_AM}|\ba|\bas) {_N} ?m\b{_GOES_ON}", 10, None),
    (rf"\b[mf] ?[,/:]? ?(\d{{1,3}})\b{_ALONE}{_ENDS}", 2, None),
    (rf"{_PARTED} ?[mf] ?/ ?(\d{{2}})\b(?! ?/)", 10, None),
    (rf"\b(?:an?|the|{_I_AM})(?: [a-z]+){{1,4}} of {_ABOUT}{_N}\b{_ALONE}{_GOES_ON}", 18, None),
    (rf"\b(?:our|r) (?!{words.NO_NAME})[a-z]{{3,}} ?[,(]? ?{_N}\b{_ALONE}", 2, OTHER),
    (rf"\b(?!{words.NO_NAME})[a-z]{{2,}} is {_ABOUT}{_N}\b{_ALONE}{_GOES_ON}", 12, OTHER),
    (rf"{_N}(?= (?:{words.BIRTHDAY}))", 2, None),
    (rf"\b(?:i|he|she) was {_N}\b(?= (?:last|yesterday|on|this|in (?:{words.MONTH}))\b)", 2, None),
    (rf"{_N} (?:now|years young)\b", _ADULT, None),
    (rf"\bat (?:the age of )?{_N}\b{_ALONE}{_ENDS}", _ADULT, None),
    (rf"\bat {_N}\b(?= (?:you|one|i'm|i am|i still|and (?:never|still|have|had|can))\b)", 18, None),
    (rf"(?:{_PARTED} ?|\b(?:now|still|and|but) )at {_N}\b{words.AT_THAT_AGE}", _ADULT, None),
    (rf"(?:^\W*|[.,;!?(] ?){_N} and (?:{words.AFTER_AGE})\b", _ADULT, None),
    (
        rf"\b(?:{words.FOR_THAT_AGE}) (?:an? |somebody |someone |me at )?{_N}"
        r"(?= ?'?(?: ?$| ?[.,;:!?()]))",
        30,
        None,
    ),
    (
        rf"\bfor (?:my|his|her) {_N} ?(?:st|nd|rd|th)\b"
        r"(?! (?:week|month|day|session|visit|run|marathon|injection|op|operation|attempt|time))",
        _ADULT,
        None,
    ),
    (
        rf"\b(?:he|she|<person>) has {_N} {words.YEARS}\b(?= ?(?:$|[.,;!?]| and\b| old\b))",
        _ADULT,
        OTHER,
    ),
    (rf"{TRADES} ?,? ?{_N}\b{_ALONE}{_ENDS}", _ADULT, None),
    (rf"{_PARTED} ?{_N} ?y\b{_ENDS}", _ADULT, None),
)
# "5, 40." are two numbers of which neither is known for an age; "35, 2 small kids" is one.
_NUMBER_NEXT = re.compile(
    rf"[ .,;:!?()]*\d+(?:\.\d+)?(?! ?(?:{UNIT}|(?:to|or|-) ?\d+(?:\.\d+)? ?{UNIT})\b)"
    r"(?! (?:[a-z]+ )?(?:kids|children|boys|girls|sons|daughters|babies|toddlers|bairns|weans|"
    r"grandkids|grandchildren|dogs|jobs|stents)\b)"
)
# "He was 10 in august" has been so since.
_WAS = re.compile(r"\b(?:was|were) (?:just |only )?$")
_MONTHS_OLD = (
    rf"\b(\d{{1,2}})(?:\.\d)? ?(?:{words.MONTHS})(?: old\b| (?:<child>)\b)|"
    rf"\b(?:<child>|little guy|little man|wee man) ?(?:is |'s |[,(]) ?(\d{{1,2}})(?:\.\d)? ?"
    rf"(?:{words.MONTHS})\b{_ENDS}"
)
_PARTED_OFF = re.compile(
    rf"{_PARTED} ?(?:(?:and|so|now|only|just|me|both|nearly|almost|about|"
    rf"around|i'm|age|aged) )*{_N}"
    rf"(?: ?(?:ish|now|today|here|years|yrs)?{_ENDS}|(?= (?:{words.BIRTHDAY})))"
)
_MONTHS_ALONE = re.compile(
    rf"^\W*(?:(?:he|she)(?: i|')s )?(?:only |just |about )?(\d{{1,2}}) ?(?:{words.MONTHS})\W*$"
)
# "I have knee pain, 40" tells an age; "pain 40" and "pain level, 40" do not.
_NOT_MEASURED = re.compile(
    r"\b(?:of|is|at) ?\. ?$|"  # "a temp of 38.9. 72", its reading taken out
    r"\b(?:no|normal|without (?:a )?) ?(?:temp|temperature|fever|pain) ?[.,;] ?$|"
    r"\b(?:knee|hip|leg|groin|thigh|calf|joint|back|kneecap|my|left|right|of|bad|have|got|"
    r"with) pain"
    r" ?[,.;] ?$"
)
_BARE = re.compile(
    rf"(?<![\d./])(\d{{1,3}})\b(?! ?(?:/|out of|weeks?|months?|days?|hours?|hrs?|min(?:ute)?s?|"
    rf"sec(?:ond)?s?|miles?|kms?|kgs?|kilos?|lbs?|pounds?|steps?|times?|am|pm)\b)"
    rf"(?! ?(?:/|{words.YEARS} ago|"
    rf"{words.YEARS} (?:{words.AT_WORK})))"
)
# "carpet fitter 24 years"
_YEARS_AFTER = re.compile(rf" ?{words.YEARS}\b(?! ?(?:old|of age))")
_IN_TRADE = re.compile(rf"{TRADES} $")
