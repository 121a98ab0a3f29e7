"""How long it has hurt, told by what happened: "it swelled up on sunday".

Weaker than a time of the complaint itself, and looked at only where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.nlu.extract.belonging import is_of_another_part, is_ruled_out, phrase_of
from bot.nlu.extract.dates import Days
from bot.nlu.extract.roles import Role, is_taken_up, roles_in


class Time(NamedTuple):
    """A time in the clauses of a message: where it stands, and whether it dates an event."""

    clause: int
    start: int
    end: int
    days: Days
    dated: bool


# Older than this, what happened is hardly what hurts now.
_LATELY = 120
# What a joint does at one moment.
_AT_ONCE = (
    r"swelled|swollen up|blew up|blown up|ballooned|puffed up|came up|come up|locked|jammed|"
    r"seized|got stuck|(?:jumped|popped|slid|slipped|went|came|gone|put (?:my|his|her) \w+) out|"
    r"(?:heard|felt) (?:(?:an?|the|it|something|my|knee|hip|loud|big) )+(?:pop|crack|snap|click|"
    r"clunk|crunch|tear|rip|twang|ping|go|give)|"
    r"went (?:pop|bang|crack|clunk|tight|stiff|numb|red|hot|dead)|gone (?:tight|stiff|red|hot)|"
    r"pulled (?:something|a muscle|my \w+)|(?:knee|hip|leg|back) (?:just |has |had )*(?:went|gone)"
)
_BURST = re.compile(rf"\b(?:{_AT_ONCE})\b")
_OVERNIGHT = re.compile(
    rf"\b(?:{_AT_ONCE}|fell|fallen|fall|slipped|tripped|tumbled|started|began|appeared|happened|"
    r"came on)\b(?: (?!every|each|most|some|at)\w+){0,6}? "
    r"(over ?night|(?:in|during|through) the night)\b"
)
_OFTEN = re.compile(
    r"\b(?:every|each|whenever|sometimes|usually|often|keeps?|always|twice|\d times|if|never|not|"
    r"used to|until|again (?:last|yesterday|on|today|this))\b"
)
# "… and now the knee is sore", "… and it has ached since"
_SINCE_THEN = re.compile(r"\b(?:now|since|ever since|from then|never (?:quite )?forgiven)\b")
_NEAR = 140
_THIS_YEAR = 365
_AT_A_STROKE = re.compile(
    r"\bout of (?:the blue|nowhere|no where)\b|\ball of a sudden\b|\bsuddenly\b|\bjust like that\b|"
    r"\blike (?:an? |somebody |someone |i |you )*(?:\w+ )?(?:switch|bolt|light ?switch)\b|"
    r"\b(?:bang|boom|wham|whoosh)\b ?,|\bat a stroke\b|\binstantly\b|"
    r"\bin (?:1|a|one) (?:single )?(?:second|instant|moment|flash)\b|"
    r"\b(?:hurting|sore|agony|limping|pain|in bits) the next\b|\bthe next (?:\w+ )?(?:agony|pain|"
    r"bang)\b"
)
# What is done for a complaint, or befalls the whole person, is no beginning of it.
_ANOTHER_EVENT = re.compile(
    r"\b(?:surger\w+|operat\w+|op|ops|replac\w+|arthroscop\w*|keyhole|scan\w*|mri|x ?ray\w*|ct|"
    r"ultrasound|injection\w*|inject\w*|jab|jabs|cortisone|steroids?|physio\w*|diagnos\w+|tablets?|"
    r"pills?|meds|medic\w+|prescri\w+|appointment|gp|doctors?|dr|hospital|clinic|surgeon|"
    r"consultant|referr\w+|antibiotics?|vaccin\w+|baby|birth|born|pregnan\w*|birthday|turned|"
    r"retired|stopped|quit|gave up|cast|plaster\w*|crutches|discharged|plated|pinned|scoped|"
    r"podiatrist|dentist|optician|nurse|gall ?bladder|appendix|"
    r"flew|flown|flights?|planes?|arriv\w+ (?:from|home|back|in)|"
    r"(?:got|came|come|back|flew|drove) home|home (?=on|yesterday|last|this|mon|tues|wednes|thurs|"
    r"fri|satur|sun)|"
    r"hernia|fever\w*|temps?|temperature|drain\w*|repair\w*|new (?:knee|hip)|in bed)\b"
)
# It came and went, or it is of another part.
_OVER = re.compile(
    r"\b(?:back to normal|freed|(?:came|come|shook|shake it|waggled? it) (?:free|loose)|"
    r"flat (?:as|again|since)|"
    r"moves? (?:fully|fine)|moving (?:fine|all)|(?:gone|went) (?:right |back |all )?(?:down|away)|"
    r"settled|"
    r"(?:fine|ok|okay|grand|good) (?:since|now|again|after\w*)|then (?:fine|ok|nothing)|"
    r"no (?:pain|trouble) (?:now|since|after\w*)|never (?:swelled|swelled up|hurt))\b"
)
_ELSEWHERE = re.compile(r"\b(?:face|lips?|tongue|eyes?|throat|hands?|arms?|chest|welts)\b")
_ASSESSED = re.compile(r"\bdiagnos\w+\b")
# What was put in plaster was hurt then.
_PUT_IN_PLASTER = re.compile(
    r"\bin (?:an? )?(?:\w+ )?(?:plaster|cast|splint|brace)(?: cast| boot)? since \w[^,.;]*$"
)
_STILL = re.compile(r"\b(?:still|ever since|since)\b")
_LEADS_IN = re.compile(r"(?:^|[.,;:!?(] ?|\b(?:and|but|so) )(?:and |but |so |well |anyway |ok )*$")


def when_it_happened(texts: Sequence[str], times: Sequence[Time]) -> Days | None:
    """Return how long ago that was which the complaint dates from, ``None`` where none is told.

    Args:
        texts: the clauses of a message, prepared.
        times: the times in them, in order.
    """
    told = (time for time in times if not _is_out_of_the_question(texts[time.clause], time))
    found = next((time.days for time in told if _dates_it(texts, time)), None)
    if found is not None:
        return found
    sudden = _suddenly(texts, times)
    if sudden is not None:
        return sudden
    return 1 if any(map(_was_overnight, texts)) else None


def _suddenly(texts: Sequence[str], times: Sequence[Time]) -> Days | None:
    """The one day of a message in which it came at a stroke, told beside it.

    "It came out of the blue, I was stood at the sink on tuesday", "like a switch. On wednesday …".
    """
    strokes = {place for place, text in enumerate(texts) if _AT_A_STROKE.search(text)}
    days = [
        time.days
        for time in times
        if strokes & {time.clause - 1, time.clause, time.clause + 1}
        and _may_be_a_stroke(texts[time.clause], time)
    ]
    told = {role for each in texts for role in _roles(each)}
    return days[0] if len(days) == 1 and {Role.COMPLAINT, Role.BODY} & told else None


def _may_be_a_stroke(text: str, time: Time) -> bool:
    """Whether a time is a day of this year that nothing else is said to have happened on."""
    longest = time.days[-1] if isinstance(time.days, list) else time.days
    if not time.dated or longest > _THIS_YEAR or _is_out_of_the_question(text, time):
        return False
    if _ANOTHER_EVENT.search(text) or is_taken_up(text) or _OVER.search(text):
        return False
    return Role.EVENT not in set(_roles(text))


def _is_out_of_the_question(text: str, time: Time) -> bool:
    if is_ruled_out(text, time.start, time.end, time.dated):
        return True
    return is_of_another_part(text, time.start, time.end)


def _dates_it(texts: Sequence[str], time: Time) -> bool:
    text = texts[time.clause]
    if not time.dated:
        return _lasts(text, time)
    days = time.days[-1] if isinstance(time.days, list) else time.days
    if _ASSESSED.search(text) and Role.BODY in set(_roles(text)):
        return bool(_STILL.search(" ".join(texts)))
    if days > _LATELY:
        return False
    whole = " ".join(texts[time.clause :])
    if _OVER.search(whole):
        return False
    if _bursts(text, time):
        return True
    return not _ANOTHER_EVENT.search(text) and not is_taken_up(text) and _hurts_now(texts, time)


def _bursts(text: str, time: Time) -> bool:
    """Whether it happened at that time: "my knee swelled up on sunday"."""
    begin, stop = phrase_of(text, time.start, time.end)
    opening = max(text.rfind(sign, 0, time.start) for sign in ".!?;") + 1
    window = text[opening:stop]
    if _OFTEN.search(text[begin:stop]) or _ELSEWHERE.search(window):
        return False
    return _BURST.search(window) is not None and not _ANOTHER_EVENT.search(text[begin:stop])


def _was_overnight(text: str) -> bool:
    """Whether it happened in the night that has just been: "came up like a football overnight"."""
    match = _OVERNIGHT.search(text)
    if match is None:
        return False
    begin, stop = phrase_of(text, match.start(1), match.end(1))
    window = text[begin:stop]
    return not (
        _OFTEN.search(window) or _ELSEWHERE.search(window) or re.search(r"\bnothing\b", window)
    )


def _lasts(text: str, time: Time) -> bool:
    """Whether "since tuesday" or "for 3 weeks" is said of a part, or of the nerve in the back."""
    if _PUT_IN_PLASTER.search(text[: time.end]):
        return True
    others = {
        word.role
        for word in roles_in(text, 0)
        if word.role in (Role.EVENT, Role.ACTIVITY)
        and text[word.start : word.end] != "sciatica"
        and not time.start <= word.start < time.end
    }
    if others:
        return False
    opens = _LEADS_IN.search(text[: time.start]) is not None and "since" in text[: time.end]
    roles = set(_roles(text))
    return "sciatica" in text or (opens and bool({Role.BODY, Role.COMPLAINT} & roles))


def _hurts_now(texts: Sequence[str], time: Time) -> bool:
    """Whether it goes on with how it hurts now, or since then."""
    rest = " ".join([texts[time.clause][time.end :], *texts[time.clause + 1 :]])[:_NEAR]
    then = _SINCE_THEN.search(rest)
    if then is None:
        return False
    begin = max(rest.rfind(sign, 0, then.start()) for sign in ".!?;") + 1
    stops = [place for sign in ".!?;" if (place := rest.find(sign, then.end())) >= 0]
    phrase = rest[begin : min(stops, default=len(rest))]
    if re.search(r"\b(?:no|without|fine|free) ", phrase) or _ANOTHER_EVENT.search(phrase):
        return False
    return Role.COMPLAINT in set(_roles(phrase))


def _roles(text: str) -> Iterator[Role]:
    return (word.role for word in roles_in(text, 0))
