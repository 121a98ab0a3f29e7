"""Stretches of time in words: "3-4 wks", "a year or two", "the best part of a month", "6/52"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.nlu.extract.dates import Days
from bot.nlu.extract.numbers import UNIT, as_number

_DAYS_IN = {
    "min": 1 / 1440,
    "hou": 1 / 24,
    "hrs": 1 / 24,
    "hr": 1 / 24,
    "nig": 1,
    "day": 1,
    "wee": 7,
    "wks": 7,
    "wk": 7,
    "mon": 30,
    "mth": 30,
    "mnt": 30,
    "mos": 30,
    "mo": 30,
    "yea": 365,
    "yrs": 365,
    "yr": 365,
    "dec": 3650,
}
_NUMBER = r"(\d+(?:\.\d+)?)"
_FILLING = (
    r"ish|odd|or so|or more|plus|whole|full|good|solid|long|bloody|straight|calendar|more|short|"
    r"miserable|painful|whopping|solid|entire|flipping|blooming|fucking|very|or maybe|maybe|or"
)
_SPAN = re.compile(
    rf"(?<![\d/.:])\b(?:{_NUMBER} ?(?:{UNIT} ?)?(?:-|/|to|or|and|maybe|or maybe|til|till) ?"
    rf"(?:even |maybe |perhaps )?)?"
    rf"(?:(?<![\w.]){_NUMBER}|\b(an?|1)) ?(?:\+ ?)?(?:(?:{_FILLING}) )*"
    rf"({UNIT})\b(?: (?:or|to) (?:even |maybe |perhaps |possibly )?{_NUMBER}\b)?"
)
# What says the same in other words, put into a number and a unit first.
_REWRITES = [
    (re.compile(rf"\b(\d+) and (?:0\.5|half) ({UNIT})\b"), r"\1.5 \2"),
    (re.compile(r"\b(?:a |1 )?quarter of an? (year|hour)\b"), r"0.25 \1"),
    (re.compile(r"\b3 quarters of an? (year|hour)\b"), r"0.75 \1"),
    (re.compile(rf"\b(?:a )?handful of (?={UNIT})"), "5 "),
    (re.compile(rf"\b(?:a )?half (?:a )?12 (?={UNIT})"), "6 "),
    (re.compile(r"(?<![\d/] )(?<![\d/])\b(1\d|\d)/52\b"), r"\1 weeks"),
    (re.compile(r"(?<![\d/] )(?<![\d/])\b(1\d|\d)/12\b"), r"\1 months"),
    # "6/7 when it's bad" is a score.
    (
        re.compile(
            r"(?<![\d/] )(?<![\d/])\b([1-9])/7\b(?! (?:when|on a|at (?:its|the|it's)|if|in pain|"
            r"bad))"
        ),
        r"\1 days",
    ),
    # "day 3" and "week 2" count from the beginning.
    (
        re.compile(
            r"(?<!last )(?<!this )(?<!a )(?<!per )(?<!next )(?<!every )\b(day|week|month) "
            r"(?:number |no |# ?)?(\d{1,2})\b(?! ?(?:post|after|/|times|x|runs|days|weeks|months))"
        ),
        r"\2 \1s",
    ),
    (
        re.compile(
            r"\b(?:on|in|into|entering|now) (?:to )?(?:my|the|its|his|her|a) (\d{1,2}) ?(?:st|nd|"
            r"rd|"
            r"th) (day|week|month|year)\b(?! of (?!this|it|pain))"
        ),
        r"\1 \2s",
    ),
    # "year or two", "week or so"
    (
        re.compile(r"(?<!a )(?<!\d )(?<!last )\b(day|week|month|year)s? or (?=\d|so\b)"),
        r"1 \1 or ",
    ),
    (re.compile(r"\b(\d+) (week|day|month|year)'s\b"), r"\1 \2s"),
    # A winter or a summer ago is about a year.
    (re.compile(r"\b(\d+) (?:winters|summers|christmases)\b"), r"\1 years"),
    (re.compile(r"\bmost of (?:the|this|last|a) year\b"), "9 months"),
    (re.compile(r"\bmost of (?:the|this|last|a) month\b"), "3 weeks"),
    (re.compile(r"\bmost of (?:the|this|last|a) week\b"), "5 days"),
]
_AND_MONTHS = re.compile(
    r"\b(\d+|a) ?(?:years?|yrs?)(?:,| and)* (\d+|a) ?(?:months?|mths?|mnths?)\b(?! ago (?:i|the))"
)
# Rates, ages, what is still to come, how long something takes.
_NOT_BEFORE = re.compile(
    r"(?:\b(?:every|each|per|within|next|another|times|once|twice|under|aged|age|"
    r"wait\w*(?: about| over| for| around)*|\d x|\d a|"
    r"days?|nights?|hours?|hrs|other|first|after|than once|mornings?|weeks? old|"
    r"appointment in|(?:took|takes|lasts|lasted|lasting)(?: me| him| her| about| around| over|"
    r" for)*|"
    r"runs?|k|km|miles?|not|instead of|rather than|i'd|worth of|"
    r"(?:i'm|i am|he's|he is|she's|she is|they're|who's|who is|(?:guy|man|boy|girl|lad|lass|son|"
    r"daughter|baby|toddler|grandson|granddaughter|fella)(?: is| ?'s))(?: now| only| just)*) |"
    r"(?<!last )(?<!past )(?<!with)\b(?:in|by)(?: about| around| under| less than| just| roughly| "
    r"maybe| over)* )$"
)
# "It has not stopped in two days" tells how long.
_NOT_IN = re.compile(
    r"\b(?:not|never|hardly|barely|scarcely) (?:\w+ ){0,2}?(?:stop\w*|let (?:me|up)\w*|eas\w+|gone|"
    r"settl\w+|improv\w+|budg\w+|shift\w+|heal\w*|right|better|bent|straight\w*|walk\w*|"
    r"able|slept|gone down|left|chang\w+|quit)\b[^.,;]{0,40}\b(?:in|over)(?: about| almost| nearly|"
    r" over| the last| the past)* $"
)
# "The race 10 days ago": counted back from today, whatever it was.
_COUNTED_BACK = re.compile(
    r"\b(?:runs?|k|km|miles?|days?|nights?|hours?|hrs|mornings?|game|first) $"
)
_NO_RATE = re.compile(
    r"\b(?:for|over|about|been|pain|ache|only|now|last|past|since|nearly|almost) $"
)
_NOT_AFTER = re.compile(
    r"^ ?(?:ago (?:last |on |past |this )+(?:mon|tue|wed|thu|fri|sat|sun)|old\b|of age|olds?\b|"
    r"young\b|time\b|'s time|from now|pregnant|gone\b(?! by)|along\b|"
    r"(?:on )?with (?:my |our |the )?(?:twins?|triplets|first|second|third|baby|bump)\b|"
    r"a (?:day|week|month|year)|an hour|running \d|"
    r"per |later\b|post\b|after\b|at a time|sessions?|"
    r"of (?!(?:an? |the |this |some |both |my |his |her |really |constant |steady |awful |"
    r"terrible |deep |mild |nagging |proper |increasing )*(?:bad|sore|dodgy|stiff|swollen|gammy|"
    r"this|that|it|pain|agony|hell|misery|hurt|knee|hip|limp|hobbl|suffer|being|not|"
    r"calf|calv|cramp|thigh|groin|leg|swell|swoll|stiff|click|lock|nag|niggl|throb|burn|agoni|dull|"
    r"bad|sharp|bother|grumbl|weak|numb|tingl|swelling|instab|giving way|buckl|grind|crunch|sick|"
    r"discomfort|puff|something|nothing but|"
    r"trouble|torture|these|my|the same|constant|on and off|ach|sore))|"
    r"into\b|until\b|till\b|to (?:go|wait|heal|recover)|"
    r"notice|drive|for (?:an? |the |my )?(?:gp|doctor|appointment|scan|mri|physio|referral|x ?ray|"
    r"results|specialist|consultant|operation)|"
    r"(?:on|in|at|with|as) (?:the |a |an )?(?:job|career|infantry|army|navy|force|trade|teacher|"
    r"saddle|goal|remission|hospital|bed|cast|brace|prison)|"
    r"in (?:a row|(?:my|the|me) (?:life|morning))|straight at|late\b(?! ?on))"
)
# "since 3 weeks after I twisted it": for three weeks, as people put it whose own tongue has one
# word for both. After an operation it may well have come later.
_SINCE_FOR = re.compile(r"\bsince (?:about |around |like )?$")
_AFTER_INJURY = re.compile(
    r"^ ?,? ?after (?:(?:i|he|she|we|a|an|the|my|his|her|bad|had|have) )*(?:twist\w*|fall|"
    r"fell|fallen|"
    r"football|running|run|match|game|training|injur\w*|accident|slip\w*|tripp\w*|sprain\w*|"
    r"jump\w*|"
    r"bang\w*|knock\w*|hit|tackle|turn\w*|land\w*|crash|skiing|gym|hike|hiking|walk\w*|work\w*|"
    r"lift\w*|dancing|tennis|squat\w*|basketball|rugby|hockey|netball)\b"
)
# "It's been aching for a month after gardening", unlike "it aches for a day after gardening".
_HAS_HURT_FOR = re.compile(
    r"\b(?:been|have had|has had|'ve had|'s had|has hurt|has ached|have hurt)(?: [\w']+){0,5}? for "
    r"(?:about |around |over |nearly |almost |just |the last |the past |at least )*$"
)
_AFTER_DOING = re.compile(
    r"^ ?,? ?after (?!(?:(?:my|the|his|her|a|an|having|replacement|hip|knee) )*(?:op|ops|"
    r"operation|surgery|injections?|replacement|scope|keyhole|arthroscopy|diagnosis|scan|birth|"
    r"baby|pregnancy|physio|jab|one|two|\d))"
)
_YEARS_ON = re.compile(r"^ ?on\b(?! and off| off)")
# "10 hr shifts", "a 6 week course": the stretch belongs to the noun.
_ATTRIBUTE = re.compile(
    r"^ ?(?:shifts?|courses?|runs?|walks?|waits?|plans?|programm?es?|blocks?|tours?|stints?|"
    r"holidays?|flights?|drives?|trips?|journeys?|cycles?|rides?|hikes?|sessions?|breaks?|rests?|"
    r"gaps?|contracts?|reviews?|checks?|check ?ups?|follow ?ups?|appointments?|warranty|treks?|"
    r"matches|games?|films?|lectures?|classes|meetings?|commutes?|stretch|scans?|post|class|"
    r"training|rehab|physio|prescription|supply|pregnan\w*|anniversary|mark)\b"
)
_RATE = re.compile(r"\b(?:\d+|x|once|twice|few|several|hours|days|nights|times)(?: \w+){0,2} $")
_ONE_DAY = re.compile(r"^(?:1|an?) ?(?:\w+ )*day$")
_FOR_ONE = re.compile(
    r"\b(?:for|about|since|over|just|only|only been|been|than|least|from) (?:just |about )*$"
)
_AGO = re.compile(r"^ ?(?:ago|back|since|before(?= ?(?:i|[.,;)]|$)))\b")
# "It has not left me for one minute since" is as long as it has been there.
_MINUTES_AGO = re.compile(r"^ ?(?:ago|back)\b")
_NIGHTS_AGO = re.compile(r"^ ?(?:ago|back|now|running)\b")
_LESS = re.compile(
    r"(?:less than|under|not even|no more than|at most|(?<!coming )up to|inside of) $"
)
_SINCE = re.compile(
    r"\b(?:for|since|from|over|these|past|last|coming up (?:to|on|for)|going on|about|been|now|"
    r"nearly|"
    r"almost|getting on for|pushing|nigh on|nearing|part of|this) (?:the |about |around |some |"
    r"a |just |"
    r"over |under |good |well |nearly |almost |last |past |roughly |approximately |at least )*$"
)
_WITHIN_LAST = ("in the last ", "over the last ", "in the past ", "in last ")
_HOUR, _LONGEST_IN_HOURS = 1 / 24, 1


class Stretch(NamedTuple):
    """Where a text names a stretch of time, how long it is, and how it is put.

    Attributes:
        ago: "3 weeks ago", which dates an event.
        hours: too short to be worth anything, unless it is all that is said.
    """

    start: int
    end: int
    days: Days
    ago: bool
    hours: bool
    years: float | None


def prepare(text: str) -> str:
    """Return a text, its numbers as digits, with other ways of telling a time as plain ones."""
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return _AND_MONTHS.sub(_years_and_months, text)


def find_stretches(text: str) -> Iterator[Stretch]:
    """Yield the stretches of time of a prepared text, without rates, ages and waits."""
    for match in _SPAN.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        low, number, _, unit, or_more = match.groups()
        one = _DAYS_IN.get(unit[:3]) or _DAYS_IN[unit[:2]]
        ago = bool(_AGO.match(after))
        if unit.startswith("min") and not (ago and _MINUTES_AGO.match(after)):
            continue
        if unit.startswith("night") and not (number and _NIGHTS_AGO.match(after)):
            continue
        if _is_of_something_else(match, before, after, one):
            continue
        start = match.start()
        lead = _SINCE.search(before)
        value = float(number or 1) * one
        years = value / _DAYS_IN["yr"] if one >= _DAYS_IN["mo"] and not (lead or ago) else None
        yield Stretch(
            lead.start() if lead else start,
            match.end(),
            _length(low, number, or_more, one, bool(_LESS.search(before))),
            ago,
            one < 1 and not ago and value < _LONGEST_IN_HOURS * 2,
            years,
        )


def _is_of_something_else(match: re.Match[str], before: str, after: str, one: float) -> bool:
    number, unit = match[2], match[4]
    within = before.endswith(_WITHIN_LAST) or _LESS.search(before) or _NOT_IN.search(before)
    since_then = _SINCE_FOR.search(before) and _AFTER_INJURY.match(after)
    hurts_since = _HAS_HURT_FOR.search(before) and _AFTER_DOING.match(after)
    not_after = _NOT_AFTER.match(after) and not (since_then or hurts_since)
    ago = _AGO.match(after) and _COUNTED_BACK.search(before)
    if not_after or (_NOT_BEFORE.search(before) and not within and not ago):
        return True
    if one == _DAYS_IN["yr"] and _YEARS_ON.match(after):
        return True
    if not unit.endswith("s") and _ATTRIBUTE.match(after):
        return True
    if _ONE_DAY.match(match[0]) and match[5] is None and not _AGO.match(after):
        # "a good day", "one day": no length of time, unless it is put as one.
        return bool(before.strip()) and not _FOR_ONE.search(before)
    # "4 runs a week", "twice a month"
    return number is None and bool(_RATE.search(before)) and not _NO_RATE.search(before)


def _length(
    low: str | None, number: str | None, or_more: str | None, one: float, less: bool
) -> Days:
    value = float(number or 1)
    if low is not None and float(low) < value:
        return [_rounded(float(low) * one), _rounded(value * one)]
    if or_more is not None and float(or_more) > value:
        return [_rounded(value * one), _rounded(float(or_more) * one)]
    if less:
        return [0, _rounded(value * one)]
    return _rounded(value * one)


def _rounded(value: float) -> float | int:
    return as_number(str(round(value, 2))) if value < 2 else round(value)


def _years_and_months(match: re.Match[str]) -> str:
    years, months = (1 if part == "a" else int(part) for part in match.groups())
    return f"{365 * years + 30 * months} days"
