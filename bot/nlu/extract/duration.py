"""How long it has hurt, in days: a number, or [low, high]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bot.nlu.extract.belonging import belongs, is_age
from bot.nlu.extract.dates import Days, find_dates
from bot.nlu.extract.happened import Time, when_it_happened
from bot.nlu.extract.spans import find_stretches, prepare

_VAGUE = re.compile(
    r"\b(?:for|over|many|been|since|it's|about|on and off(?: for)?|off and on(?: for)?|now|and|"
    r"some(?! days)) "
    r"(?:the |many |so many |some |quite some |last |past |literally |like |about |absolute |"
    r"bloody |"
    r"good few |umpteen )*"
    r"(years|months|weeks|days|decades|donkey's years|donkeys years|yonks)\b(?! old| of age| ago)"
)
_VAGUE_DAYS: dict[str, Days] = {
    "years": 730,
    "months": 90,
    "weeks": 21,
    "days": 3,
    "ages": 365,
    "decades": 7300,
    "donkey's years": 1825,
    "donkeys years": 1825,
    "yonks": 365,
    "aeons": 365,
    "eons": 365,
}
_LONG_STANDING = 365
_VAGUE_ALONE = re.compile(
    r"\W*(?:oh |about |some |many |for |a few )*(years|months|weeks|days|ages|yonks|donkeys|"
    r"donkey's years|donkeys years|decades)\b.*"
)
_AGES_ALONE = re.compile(
    r"\W*(?:oh |well |for |about |like )*(ages|yonks|donkey's years|donkeys years)"
    r"(?: now| mate| love| dear| really)*\W*"
)
# "It was 2019", as in "since 2019": about the middle of it.
_YEAR_ALONE = re.compile(
    r"\W*(?:(?:it|that|was|it's|around|about|i|think|maybe|back|like|sometime|some time|in) )*"
    r"(19[5-9]\d|20\d\d)(?: (?:i|think|or|so|maybe|ish))*\W*"
)
_AGAIN_AND_AGAIN = re.compile(r"\b(years) (?:and years|now|on end)\b")
# "This week", "the last month" are how long it goes on, where it is put so.
_ALL_ALONG = re.compile(
    r"\b(?:over|for|during|these) the (?:last|past) (?:week|month|year)$|"
    r"(?:^|\b(?:and|but|so|then) |, )the (?:last|past) (?:week|month|year)$|"
    r"\b(?:has|have|'s|'ve|had) (?:also |really |just )?been (?:\w+ ){1,4}?(?:all )?"
    r"(?:this|the last|the past) (?:week|month|year)$"
)
_ALL = re.compile(
    r"\b(?:all (?:this |the |last )?|(?:the |her |his |my |me |this |a )?whole )(week|month|year|"
    r"weekend)\b"
    r"(?! round| long at|'s|s\b| ?of)"
)
# "Ploughing all week": what was done so long, unless the doing is the aching.
_DOING = re.compile(
    r"(?:^|[.,;!?] ?|\b(?:was|were|been|after|from|i'm|am) )(\w+ing)(?: \w+){0,2} $"
)
_AILING = re.compile(
    r"^(?:ach|hurt|throbb|kill|pain|burn|stabb|limp|hobbl|bother|swell|trouble?|giv|play|act|niggl|"
    r"click|lock|catch|grumbl|nagg|scream|suffer|struggl|wak|sting|bugg|annoy|tortur|torment|driv)"
)
_ALL_DAYS: dict[str, Days] = {
    "week": 7,
    "month": 30,
    "year": 365,
    "weekend": 3,
}
# "On and off for ages": long-standing, without a number. What may be three weeks ("a good while",
# "forever") counts as that only where it is asked for, since what lasts long is less urgent.
_AGES = re.compile(
    r"\b(?:(?:for|been|in|since|it's|it|had|having|hurting|aching|sore|literally|"
    r"absolute|absolutely|bloody|on and off|off and on|quite|like|so|some|now)"
    r"(?: (?:like|literally|absolute|absolutely|bloody|about|absolutely) ?)* (ages|yonks|aeons|"
    r"eons|"
    r"donkeys|donkey's(?! years)|donkeys'?(?: years| yrs)|donkey'?s?'?(?: years| yrs)))\b"
    r"(?! (?:ago|between|of|\d|and))"
)
_LONG_WHILE = (
    r"(?:(?:a|an|very|really|awfully|quite|such|good|fair|bloody|so|too|pretty|damn|long) ){0,5}"
    r"(?:long (?:time|while|long time|old while)|(?:good|fair|quite a|good old|fair old|"
    r"fair auld|quite the) while)"
)
# "Hurts when I sit for ages": so long lasts what sets it off, or something else.
_IS_SPENT = re.compile(
    r"\b(?:when|if|whenever|after|once|while|sit\w*|sat|st[ao][no]d\w*|walk\w*|driv\w*|drove|"
    r"run\w*|"
    r"ran|kneel\w*|knelt|travel\w*|wait\w*|ly(?:ing|e)|lie|lay|work\w*|play\w*(?! (?:me |him |her "
    r")?up)|cycl\w*|rid\w+|"
    r"rode|tak\w+|took)\b(?: (?!and|but)[\w']+){0,3} ?$"
)
_LONG = re.compile(
    rf"\b(?:{_LONG_WHILE}|as long as i can remember|forever|all my life|so long|too long|"
    r"a while back now|long ago|ages|yonks|for a long|donkeys years)\b"
)
_NOT_SURE = re.compile(r"\b(?:not know|not sure|no idea|not remember)\b")
_CHILDHOOD = re.compile(
    r"\bsince (?:my )?(?:childhood|school|being|i was|he was|she was|they were|birth|my teens)\b"
)
_SINCE_CHILDHOOD = 3650
_SINCE_AGE = re.compile(
    r"\b(?:since|from|when) (?:(?:i|he|she|they) (?:was|were|turned|am)|(?:the )?age(?: of)?|i'm|"
    r"my) (?:about |around |only |roughly )?(\d{1,2})(?: ?(?:st|nd|rd|th) birthday)?\b"
    r"(?! ?(?:weeks|months|days|/))"
)
_AGE_NOW = re.compile(r"\b(?:i'm|i am|he's|she's|he is|she is|now|am) (?:now )?(\d{2})\b(?! ?/)")
# "I said three weeks but it's been three months"
_SAID_BEFORE = re.compile(r"\b(?:i|we) (?:said|put|wrote|typed|told you|thought)\b")
_ALL_THAT_TIME = re.compile(
    r"\b(?:in|for|over|through|during) (?:all|the whole of) (?:that|this) time\b"
)
_LETTER = re.compile(r"[a-z]")
_WORSENED = re.compile(r"\b(?:worse|worsen\w*|better|bad again|flared?)\b")

# "It was all fine until a month ago": that is when it began.
_WELL = re.compile(
    r"\b(?:(?:was|were|been|felt|feeling|walk\w*|mov\w+|all|absolutely|perfectly|totally|"
    r"completely|just) (?:fine|ok|okay|grand|great|good|perfect\w*|normal\w*|alright|well|"
    r"marvell?ous|brilliant|fantastic|wonderful|lovely|superb|excellent|golden|spot on|all right)|"
    r"(?:no|without|never (?:any|a|had)(?: any)?(?: (?:single )?days?(?:'s)?)?) (?:pain|trouble|"
    r"problems?|bother|"
    r"issues?|symptoms)|pain free|not (?:hurt|bother me|start))"
    r"(?: (?:at all|there|with it|ever|right|up))*"
    # the word that the next clause begins with may stand at the end
    r"(?: (?:until|till|til))?\W*$"
)
_UNTIL = re.compile(r"^ ?(?:until|till|til)\b")

# "3 weeks" where the age was asked is no age, "3 months" may be an infant's.
_HOW_LONG = re.compile(
    r"\b(?:since|for|(?:over|in) the (?:last|past))\b|\b(?:\d+(?:\.\d+)?|an?) (?:(?:more|"
    r"whole|full|solid|good) )?"
    r"(?:days?|weeks?|wks?|fortnights?)\b|\bmonths? (?:now|ago)\b"
)
# Weeks are counted from the beginning of a pregnancy, and at most to its end.
_EXPECTING = re.compile(
    r"\b(?:pregnan\w*|preg|preggo|preggers|expecting|twins|triplets|trimester|midwife|antenatal|"
    r"(?:first|second|third) (?:baby|child)|baby bump|due date|bump|unborn|weeks gone|"
    r"weeks along)\b"
)
_WEEKS_GONE = re.compile(
    r"(?:about |around |nearly |almost |now )*(?:[4-9]|[123]\d|4[0-2])(?:\.\d)? ?(?:weeks|wks|"
    r"week|wk)"
)
_DATED_ANSWER = re.compile(r"\b(?:ago|turned|birthday|was)\b|\bfor the (?:last|past)\b")
_DATED = re.compile(r"\b(?:ago|since|today|tonight|this morning|just now)\b")


# "My physio went from 4 days to 7" tells of a change, and of no length.
_CHANGED = re.compile(
    r"\b(?:went|gone|going|goes|moved|changed|cut|increas\w+|dropped|upped|reduced|extended|"
    r"lengthened|shortened)(?: (?!for\b|since\b)\w+){0,3}? from $"
)
_TO_MORE = re.compile(r"^(?:from )?\d+(?:\.\d+)?(?: \w+)? to \d")


class Told(NamedTuple):
    """A time, where it stands in its clause, and whether it dates an event."""

    start: int
    end: int
    days: Days
    dated: bool


def find_duration(
    clauses: list[str], today: date, asked: bool = False, age: float | None = None
) -> Days | None:
    """Return how long it has hurt, ``None`` where it is not said.

    Args:
        clauses: the clauses of the message, normalised, their numbers as digits.
        today: what "since Easter" is counted from.
        asked: whether it is what was asked, so that a bare "3 weeks" or "years" will do.
        age: for "since I was 12".
    """
    texts = _since_it_was_well([prepare(clause) for clause in clauses])
    if age is None:
        now = _AGE_NOW.search(" . ".join(_SINCE_AGE.sub(" ", text) for text in texts))
        age = float(now[1]) if now else None
    expecting = not asked and any(_EXPECTING.search(text) for text in texts)
    times = [
        Time(place, *told)
        for place, text in enumerate(texts)
        for before in [texts[place - 1] if place else ""]
        for told in _times(text, today, asked, age, before.rstrip().endswith("("))
        if not (expecting and _counts_pregnancy(text, told))
    ]
    found = [
        (not fits, _rank(texts[time.clause]), time)
        for time in times
        for fits in [_is_the_complaints(texts, time)]
        if fits or asked
    ]
    if found:
        return min(found, key=lambda each: (*each[:2], each[2].clause, each[2].start))[2].days
    return None if asked else _all_that_time(texts, times) or when_it_happened(texts, times)


def _all_that_time(texts: list[str], times: list[Time]) -> Days | None:
    """The time that "all that time" takes up: "scanned four years ago. No change in all that time".

    It is how long it has been there at the least.
    """
    place = next((n for n, text in enumerate(texts) if _ALL_THAT_TIME.search(text)), None)
    told = [time.days for time in times if place is not None and time.clause <= place]
    return told[-1] if told else None


def _is_the_complaints(texts: list[str], time: Time) -> bool:
    place, start, end, days, dated = time
    before, after = texts[place - 1] if place else "", " ".join(texts[place + 1 :][:1])
    return belongs(texts[place], start, end, _longest(days), dated, before, after)


def is_spell(days: Days, clauses: list[str]) -> bool:
    """Whether a time is that of a spell: "stiff for three quarters of an hour" each morning."""
    return _longest(days) < 1 and not _DATED.search(" ".join(clauses))


def _counts_pregnancy(text: str, told: Told) -> bool:
    """Whether "33 weeks" is how far a pregnancy has come: no word makes it a time of pain."""
    stretch = text[told.start : told.end]
    if told.dated or not _WEEKS_GONE.fullmatch(stretch.strip()):
        return False
    return not re.match(r" ?(?:of|with) (?:pain|this|it|knee|hip|ach|sore)", text[told.end :])


def tells_how_long(text: str, answered: object | None) -> bool:
    """Whether an answer to "how old?" or "how bad?" can be told how long it has hurt as well.

    Args:
        text: the message, its numbers as digits.
        answered: what it told of that which was asked, ``None`` where it told nothing of it: with
            an answer, "ago" dates it ("I was 40 two weeks ago").
    """
    if _HOW_LONG.search(text) is None:
        return False
    return answered is None or not _DATED_ANSWER.search(text)


def _within(text: str) -> str:
    """The same where one clause says both: "it was fine till 3 weeks ago"."""
    match = re.search(r"\b(?:until|till|til) ", text)
    if match is None or not _WELL.search(text[: match.start()]):
        return text
    return f"since {text[match.end() :]}"


def _since_it_was_well(texts: list[str]) -> list[str]:
    """Put "until" as "since" where the clause before says that all was well."""
    told = [_within(text) for text in texts]
    for place in range(1, len(texts)):
        if _UNTIL.search(texts[place]) and _WELL.search(texts[place - 1]):
            told[place - 1 : place + 1] = ["", _UNTIL.sub("since", texts[place])]
    return told


def _rank(clause: str) -> int:
    """Prefer how long it hurts to what was said before, and to since when it is worse."""
    if _SAID_BEFORE.search(clause):
        return 2
    return 1 if _WORSENED.search(clause) else 0


def _longest(days: Days) -> float:
    return days[-1] if isinstance(days, list) else days


def _times(
    text: str, today: date, asked: bool, age: float | None, more: bool = False
) -> Iterator[Told]:
    """The times of a clause; ``more`` says that it is in brackets, an aside of another."""
    since_age = _SINCE_AGE.search(text)
    if since_age and age is not None and age >= int(since_age[1]):
        days = max(int((age - int(since_age[1])) * 365), 30)
        yield Told(since_age.start(), since_age.end(), days, since_age[0].startswith("when"))
    for each in find_stretches(text):
        if (
            each.hours
            and not asked
            and (more or _LETTER.search(text[: each.start] + text[each.end :]))
        ):
            continue
        lead = text[: each.start + (len("from ") if text.startswith("from ", each.start) else 0)]
        if _CHANGED.search(lead) and _TO_MORE.search(text[each.start :]):
            continue
        if each.years is not None and is_age(text, each.start, each.end, each.years, age):
            continue
        # "since 2 weeks ago" is for two weeks
        ago = each.ago and not text.startswith("since ", each.start)
        yield Told(each.start, each.end, each.days, ago)
    for day in find_dates(text, today):
        lasts = day.since or _ALL_ALONG.search(text[: day.end])
        yield Told(day.start, day.end, day.days, not lasts)
    if asked and (year := _YEAR_ALONE.fullmatch(text)) and int(year[1]) <= today.year:
        days = max((today - date(int(year[1]), 7, 1)).days, 30)
        yield Told(year.start(1), year.end(1), days, False)
    yield from _vague(text, asked)


def _is_done(before: str) -> bool:
    doing = _DOING.search(before)
    return doing is not None and not _AILING.match(doing[1])


def _vague(text: str, asked: bool) -> Iterator[Told]:
    every = _ALL.search(text)
    if every and not _is_done(text[: every.start()]):
        yield Told(every.start(), every.end(), _ALL_DAYS[every[1]], False)
    match = _VAGUE.search(text) or _AGAIN_AND_AGAIN.search(text)
    if not match:
        match = (_VAGUE_ALONE if asked else _AGES_ALONE).fullmatch(text)
    if match:
        yield Told(match.start(), match.end(), _VAGUE_DAYS.get(match[1], 1825), False)
    elif (long := _AGES.search(text)) and not _IS_SPENT.search(text[: long.start()]):
        ages = long[1] if long[1] in _VAGUE_DAYS else "donkeys years"
        yield Told(long.start(), long.end(), _VAGUE_DAYS[ages], False)
    elif asked and _CHILDHOOD.search(text):
        yield Told(0, len(text), _SINCE_CHILDHOOD, False)
    elif asked and (long := _LONG.search(text)) and not _NOT_SURE.search(text):
        yield Told(long.start(), long.end(), _LONG_STANDING, False)
