"""Whether what is told at a place of a message was long ago: one judgement for all who need it.

A time belongs to the words around it. "Fell yesterday on the hip I broke in 2019" tells of a fall
of now and of a break of then, and "40 paracetamol for the knee I hurt years ago" of tablets that
nobody took years ago. So a time counts only within the stretch that a place lies in: between signs,
up to a part that is told to have a time of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import IntEnum

from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.people import THIRD_PERSON
from bot.nlu.extract.words import word_set


class Least(IntEnum):
    """How long past something must be to count as long ago."""

    WEEKS = 1
    MONTHS = 2
    YEARS = 3


_ONE = r"(?:i|he|she)"
_YOUNG = r"(?:wee |young |little )?(?:kid|child|teen\w*|boy|girl|student|youngster|youth|lad|lass)"
# An age, and no time of the day, speed, week of a pregnancy or team.
_NO_CLOCK = (
    r"(?!\d| ?(?:[:.] ?\d|am\b|pm\b|past\b|to\b|o ?'clock|hrs?\b|hours?\b|this\b|last\b|today|"
    r"tonight|"
    r"yesterday|in the|a side|aside|mph|miles?\b|km|kph|weeks?\b|wks?\b|percent|%|stone\b|kg))"
)
_AT_AGE = r"at (?:the )?(?:age (?:of )?)\d{1,2}\b"
# Who fell at 84 is old, and the fall is not.
_AT_ANY, _AT_NO_HOUR = (rf"at {ages}\b{_NO_CLOCK}" for ages in (r"[1-5]?\d", r"(?:1[3-9]|[2-5]\d)"))
_YEARS_BACK = (
    r"(?:years?|decades?|ages|moons|yonks|(?:[2-9]|\d\d|many|several|few) (?:summers|winters|"
    r"seasons|christmases)) (?:ago|back|before|earlier|since)|once before|long ago|"
    r"long time (?:ago|back)"
)
_NO_AGE = (
    r"(?!\d| ?(?:miles?|k|km|mins?|minutes?|metres?|meters?|feet|ft|steps|rungs|stairs|hours?|"
    r"days?|"
    r"weeks?|months?|seconds|points|stone|kg|reps|yards|pounds)\b)"
)
_NO_STATE = r"(?!bit|little bit|lot|mess|state|while|moment|wreck|passenger|pillion)"
_WHEN_YOUNG = (
    rf"when {_ONE} (?:was|were) (?:\d+{_NO_AGE}|an? {_NO_STATE}|young|little|small|(?:only|about|"
    rf"around|just) \d+{_NO_AGE}|"
    r"just a |still (?:a|at)|growing|in (?:my|school|primary|the army|the navy)|"
    r"at (?:school|uni\w*|college|primary)|(?:in|with) the (?:scouts|cadets|forces))|"
    rf"as (?:an? )?(?:{_YOUNG}|young|recruit|conscript)\b|"
    r"in (?:my |his |her )?(?:youth|childhood|boyhood|girlhood)\b|"
    # In the navy, and not in the navy yard.
    r"in the (?:army|navy|forces|military|marines|raf)(?= ?(?:$|[.,;)]))|"
    r"back in (?:(?:my|the) (?:day|army|navy|past)|(?:primary |high )?school)"
)
_DECADE = (
    r"in (?:my |his |her |the )?(?:early |late |mid )?(?:teens|twenties|thirties|forties|fifties|"
    r"[1-5]0 ?s)\b|in (?:my |the )?(?:early |late |mid )?(?:sixties|seventies|eighties|nineties|"
    r"noughties|\d0 ?s)\b|in the (?:19|20)\d0 ?s\b"
)
_MONTHS_BACK = r"months (?:ago|back)|last (?:year|summer|winter|spring|autumn)|year before last"
_WEEKS_BACK = (
    r"(?:months?|weeks?) (?:ago|back)|last (?:week|month)|"
    r"(?<!my )(?<!her )(?<!his )(?<!bad )back in "
    r"(?:(?:the|my) (?:\w+ )?(?:days?|spring|summer|autumn|winter)|lockdown|spring|summer|autumn|"
    r"winter|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|"
    r"dec)"
)


def _pattern(least: Least, by_clock: bool) -> re.Pattern[str]:
    times = [_YEARS_BACK, _WHEN_YOUNG, _DECADE, _AT_AGE, _AT_NO_HOUR if by_clock else _AT_ANY]
    times += [_MONTHS_BACK] if least <= Least.MONTHS else []
    times += [_WEEKS_BACK] if least is Least.WEEKS else []
    return re.compile(rf"\b(?:{'|'.join(times)})")


_THEN = {
    (least, by_clock): _pattern(least, by_clock) for least in Least for by_clock in (False, True)
}
_AT_SCHOOL = re.compile(r"\b(?:at|in) (?:primary |high |secondary )?(?:school|uni\w*|college)\b")
_IN_YEAR = re.compile(r"\b(?:in|back in|of|during) ((?:19|20)\d\d)\b")
# "In '98", "a logging accident, 1987"
_SHORT_YEAR = re.compile(r"(?:\bin|\bback in|\bof|\bsummer|\bwinter) ' ?(\d\d)\b(?! ?s\b)")
_AT_GREAT_AGE = re.compile(rf"\bat ([6-9]\d)\b{_NO_CLOCK}")
_AGE_TODAY = re.compile(
    r"(?:\b(?:im|am|is|now|aged)|'m|'s) (\d\d)\b(?! ?(?:weeks|days|months|/|%))|"
    r"(?:^|[.;] )(\d\d) (?:now|,)"
)
# Who fell at school and cannot stand is at school still.
_STILL_SO = re.compile(
    r"\b(?:can not|can hardly|swell\w*|swelled|swollen|puff\w*|balloon\w*|bruis\w*|huge|"
    r"purple|crutches|hospital|a ?& ?e)\b"
)
_NEAR = 25
# "A woman in her eighties fell", "I'm in my sixties": how old somebody is now.
_IS_SO_OLD = re.compile(
    r"(?:'m|'s|'re|\b(?:am|is|are|now|man|men|woman|women|lady|gent|gentleman|mum|mam|mom|mother|"
    r"dad|"
    r"father|gran|granny|nan|grandad|husband|wife|aunt|auntie|uncle|neighbour|friend|patient|"
    r"resident|person|someone|somebody|still|being|both))(?: \w+)? in (?:my|his|her|their|the) "
    r"(?:early |late |mid )?(?:\w+ties|\d0 ?s)\b"
)
_BARE_YEAR = re.compile(r"\b(19[3-9]\d|20\d\d)\b")

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WITHIN_DAYS = (
    r"today|tonight|yesterday|recently|lately|this (?:morning|afternoon|evening|lunchtime)|"
    r"last night|(?:minutes?|mins?|hours?|days?|nights?) (?:ago|back)|"
    rf"(?:on|since) {_DAY}"
)
_RIGHT_NOW = r"(?<!ago )(?<!back )now(?! and (?:then|again))"
_WITHIN_WEEKS = (
    rf"{_WITHIN_DAYS}|this (?:week|weekend|month)|last (?:week|weekend|month|{_DAY})|"
    r"(?:weeks?|fortnight) (?:ago|back)|other (?:day|night|week)"
)
# What is not long ago, for each that may be.
_NOW = {
    Least.WEEKS: re.compile(rf"\b(?:{_WITHIN_DAYS}|{_RIGHT_NOW})\b"),
    Least.MONTHS: re.compile(rf"\b(?:{_WITHIN_WEEKS}|{_RIGHT_NOW})\b"),
    Least.YEARS: re.compile(rf"\b(?:{_WITHIN_WEEKS}|months? (?:ago|back)|{_RIGHT_NOW})\b"),
}
_LATELY = re.compile(rf"\b(?:{_WITHIN_WEEKS}|months? (?:ago|back))\b")

# A part that is nothing but a time is told of the part beside it: "in 2019, I broke it", "fell off
# a horse, years ago".
_FILLERS = (
    r"(?:but|and|all|about|around|maybe|some|over|way|back|then|though|was|were|many|a|few|"
    r"several|couple of|donkey 's|donkey's|donkeys|man|good|quite|only|just|almost|nearly|that|"
    r"this|it|which|is|'s|in|"
    r"\d+(?:\.\d)?)"
)
_LEFT = re.compile(rf"(?:{_FILLERS} )*(?:{_FILLERS})?")
_AFTER_TIME = re.compile(r" ?(?:(?:now|or so|though|tho|i think|maybe|ish|of age|old) ?)*")
_WHEN = re.compile(rf"when {_ONE} (?:was|were) ")
_SECOND_SUBJECT = re.compile(r"\b(?:i|he|she|we|they|it|my|his|her)\b")

_AS_IT_IS = word_set("now it it's its today still this these at my")
_SIGNS = frozenset(".,;:!?()")

# What has a time of its own.
_DET = (
    r"(?:the|my|his|her|an?|that|this|same|other|left|right|old|bad|poor|dodgy|first|second|1|2|"
    r"knee|hip|leg|back|shoulder|ankle|car|bike|skiing|football|rugby|motorbike|work|very)"
)
_THING = r"(?:knees?|kneecap|hips?|legs?|ankles?|joints?|thigh|back|shoulder|foot|one|side|bone)"
_EVENT = (
    r"(?:accident|crash|fall|op|operation|surgery|injur(?:y|ies)|break|fracture|stroke|sprain|"
    r"tear|ulcer|replacement)"
)
_HARMED = (
    r"(?:broke|hurt|injured|twisted|tore|did|dislocated|fractured|smashed|sprained|busted|bust|"
    r"banged|damaged|knackered|wrecked|cracked|snapped|put out|fell on|landed on|operated on|"
    r"had (?:\w+ )?(?:done|replaced|pinned|fixed|operated|out|scoped|repaired|plated|injured|"
    r"broken|a \w+|an? \w+ \w+))"
)
_HARMED_PAST = (
    r"(?:broken|hurt|injured|twisted|torn|dislocated|fractured|smashed|sprained|busted|damaged|"
    r"replaced|operated(?: on)?|pinned|plated|fixed|repaired|scoped|done)"
)
_WITH_OWN_TIME = re.compile(
    # "the knee I hurt years ago", and not "hurt my knee I fell off a ladder"
    rf"\b(?:the|my|his|her|that|this|same|other|1|one) (?:{_DET} )*{_THING} "
    rf"(?P<from>(?:that |which )?{_ONE} (?:(?:had|have|'ve|'d|has|'s|first|once|also|originally|"
    r"already) )*"
    rf"{_HARMED}(?! (?:my|the|his|her|it|an?|off|down|myself)\b))|"
    rf"\b(?:the|my|his|her|that|this|same|other|1|one) (?:{_DET} )*{_THING} (?P<which>(?:that|"
    rf"which) (?:was|got|had been|has been|were) (?:\w+ )?{_HARMED_PAST})|"
    rf"\b(?:on|onto|for|with|over|against|of) (?:{_DET} )+{_THING} (?P<past>{_HARMED_PAST} )|"
    # "for my injury from years ago", "since the stroke in 2019"
    rf"\b(?:for|with|since|as|like|than|because of|due to) (?:{_DET} )*(?P<event>{_EVENT})\b|"
    rf"\b(?:for|with|as|like|because of|due to) (?:{_DET} )*(?:pains?|ache|arthritis|{_THING}) "
    r"(?P<tail>from|since|of|i 've|i have|that|which|caused|after)\b|"
    r"\b(?:because|cos|due to|whose|thanks to|like (?:in|when|i did)) (?P<why>)"
)


def is_long_ago(
    words: Sequence[str],
    start: int,
    end: int,
    place: int,
    least: Least = Least.YEARS,
    by_clock: bool = False,
) -> bool:
    """Whether what is told at a place is dated long ago, and by nothing to these days.

    Args:
        words: the words of the message.
        start: where its clause or sentence begins; what stands before is of something else.
        end: where that ends.
        place: where it is told.
        least: how long past it must be.
        by_clock: whether a small number may be an hour: "took 30 at 11".
    """
    text = stretch(words, start, end, place)
    if _NOW[least].search(text):
        return False
    if tells_of_then(text, least, by_clock) or _was_younger(text, words):
        return True
    near = " ".join(words[place : place + _NEAR])
    return least is not Least.WEEKS and _was_at_school(text) and not _STILL_SO.search(near)


def tells_of_then(
    text: str, least: Least = Least.YEARS, by_clock: bool = False, bare_year: bool = False
) -> bool:
    """Whether a text names a time long ago: an age, years, a year that is over.

    Args:
        text: words with one blank between.
        least: how long past it must be.
        by_clock: whether a small number may be an hour.
        bare_year: whether "2004" will do where nothing leads to it.
    """
    told = _IS_SO_OLD.sub(" ", with_digits(text))
    if _THEN[least, by_clock].search(told):
        return True
    years = [int(year) for year in _IN_YEAR.findall(told)]
    years += [in_full(int(year)) for year in _SHORT_YEAR.findall(told)]
    years += [int(year) for year in _BARE_YEAR.findall(told)] if bare_year else []
    return any(year < date.today().year for year in years)


def tells_of_now(text: str) -> bool:
    """Whether a text names a time of these days or weeks: "yesterday", "two weeks ago".

    That it hurts "now" tells nothing of when it was hurt.
    """
    return _LATELY.search(text) is not None


def begins_long_ago(text: str, least: Least = Least.YEARS) -> bool:
    """Whether a text begins with a time long ago, which then is that of all of it."""
    told = with_digits(text)
    found = _a_time(told, least)
    return found is not None and _LEFT.fullmatch(told[: found[0]].rstrip()) is not None


def goes_back(text: str, least: Least = Least.YEARS) -> bool:
    """Whether a text is nothing but a time long ago: "that was in 1996", "a long time ago now"."""
    told = with_digits(text.strip()).strip()
    found = _a_time(told, least)
    if found is None:
        return False
    begin, stop = found
    if _LEFT.fullmatch(told[:begin].rstrip()) is None:
        return False
    if _WHEN.match(told, begin):
        return _SECOND_SUBJECT.search(told, begin + len("when i")) is None
    return _AFTER_TIME.fullmatch(told[stop:]) is not None


def stretch(words: Sequence[str], start: int, end: int, place: int) -> str:
    """Return the words that a time may stand in to be that of what is told at a place."""
    first, last = _part(words, start, end, place)
    own = " ".join(words[first:last])
    at = len(" ".join(words[first:place])) + (place > first)
    done = 0
    for other in _WITH_OWN_TIME.finditer(own):
        begin = max(other.start(name) for name in other.groupdict())
        if begin > at:
            own = own[: other.start()]
            break
        if other["from"] or other["which"] or other["past"]:
            # What stands in it has its time, and nothing beyond: "… broke in 2019 hurt yesterday".
            told = _to_first_time(own[begin:])
            if at < begin + len(told):
                return told
            done = begin + len(told)
    own = own[done:].strip()
    return " ".join([*_time_before(words, first), own, *_time_after(words, last)])


def _to_first_time(text: str) -> str:
    found = _a_time(text, Least.WEEKS)
    return text if found is None else text[: found[1]]


def _a_time(text: str, least: Least) -> tuple[int, int] | None:
    """Where a text first names a time long ago."""
    patterns = (_THEN[least, False], _IN_YEAR, _SHORT_YEAR, _BARE_YEAR, _AT_SCHOOL)
    found = [match for pattern in patterns if (match := pattern.search(text))]
    found = [match for match in found if not _is_to_come(match)]
    first = min(found, key=lambda match: match.start(), default=None)
    return None if first is None else first.span()


def _is_to_come(match: re.Match[str]) -> bool:
    """Whether it is a year that is not over."""
    year = match[1] if match.re.groups else None
    return year is not None and len(year) == 4 and int(year) >= date.today().year


def _was_younger(text: str, words: Sequence[str]) -> bool:
    """Whether an old person was younger then, by the age that is told: "fell at 71. He's 74"."""
    then = _AT_GREAT_AGE.search(with_digits(text))
    if then is None:
        return False
    told = _AGE_TODAY.finditer(with_digits(" ".join(words)))
    return any(int(age[1] or age[2]) > int(then[1]) + 1 for age in told)


def _was_at_school(text: str) -> bool:
    """Whether the one who writes was at school then, and no child of theirs."""
    own = set(text.split())
    return _AT_SCHOOL.search(text) is not None and "i" in own and THIRD_PERSON.isdisjoint(own)


def in_full(year: int) -> int:
    """The year that two digits mean, none of the years to come."""
    century = date.today().year // 100 * 100
    return century + year if century + year <= date.today().year else century - 100 + year


def own_part(words: Sequence[str], start: int, end: int, place: int) -> Sequence[str]:
    """Return the words between the signs around a place."""
    first, last = _part(words, start, end, place)
    return words[first:last]


def _part(words: Sequence[str], start: int, end: int, place: int) -> tuple[int, int]:
    """Where the words between the signs around a place begin and end."""
    first = last = place
    while first > start and not _parts(words, first - 1):
        first -= 1
    while last < end and not _parts(words, last):
        last += 1
    return first, last


def _parts(words: Sequence[str], place: int) -> bool:
    """Whether a part ends at a word: a sign, or an "and" that comes to how it is now."""
    if words[place] in ("and", "but"):
        return bool(_AS_IT_IS & set(words[place + 1 : place + 2]))
    near = words[max(0, place - 1) : place + 2]
    if words[place] == ":" and len(near) == 3 and near[0].isdigit() and near[2].isdigit():
        return False  # "at 14:00"
    return words[place] in _SIGNS


def _time_before(words: Sequence[str], first: int) -> list[str]:
    """The part before a sign, if it is a time and no more: "in 2019, …"."""
    if first < 2 or words[first - 1] != ",":
        return []
    begin = _part(words, 0, first - 1, first - 1)[0]
    text = " ".join(words[begin : first - 1])
    return [text] if goes_back(text) else []


def _time_after(words: Sequence[str], last: int) -> list[str]:
    """The part after a sign, if it is a time and no more: "…, 1987", "… (years ago)"."""
    if words[last : last + 1] not in ([","], ["("], ["and"], ["but"]):
        return []
    stop = _part(words, last + 1, len(words), last + 1)[1]
    text = " ".join(words[last + 1 : stop])
    if not goes_back(text):
        return []
    return [f"in {text}" if _BARE_YEAR.fullmatch(text) else text]
