"""Whether a time that a message tells is how long the complaint has been there.

A time belongs to what stands nearest to it in its own phrase, what goes before it first:

- to the complaint, where that is a word of pain, a finding, a quality, or the joint itself
  ("knee swollen 3 weeks", "my hip is not right since easter");
- to its beginning, where that is a start or an injury ("started in may", "fell on monday"). A day
  or an "ago" says how long it has hurt only so: "it hurt yesterday" tells of no beginning;
- to another event: an operation, a scan, a diagnosis, a medicine, another illness, growth,
  pregnancy, a journey, training, work ("on prednisolone since 2020", "20 years a postman"). Even
  so the complaint may date from it: "sore since the operation 3 weeks ago".

A phrase without any such word goes on about what the phrase before it was about; a time that stands
alone is the complaint's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.nlu.extract.roles import Role, Word, place_of, roles_in
from bot.nlu.extract.trades import TRADES
from bot.nlu.extract.words import word_set

_SINCE_EVENT = re.compile(r"\b(?:since|ever since)(?: (?!then)\w+){1,7} $")
# An event and then the complaint: "had it scoped in march and it's been sore since".
_THEN = re.compile(
    r"\bsince ?(?:[.,;!?)]|$)|\b(?:since then|since that|ever since|from then|since it is|"
    r"since it has)\b"
)
# "91 in march just gone"
_THEN_AGED = re.compile(
    r"(?:^|[,;(] ?|\b(?:is|was|turned|be|'s|am|'m|i'm|he's|she's) )(?:1\d|[2-9]\d|1[01]\d) $"
)
# "Broke my pelvis in a crash eighteen years back": long over, unless it has hurt ever since.
_OLD = 730
_ACCIDENT = re.compile(
    r"\b(?:fell|fallen|falls?|falling|twist\w*|injur\w+|tripp\w+|slipp\w+|tore|torn|sprain\w*|"
    r"crash\w*|accident|broke|broken|breaks|bust\w*|crush\w*|mangled|cracks|cracked|hit by|"
    r"run over|knocked (?:down|off|over)|thrown|came off|popped out|put out|fractur\w+|"
    r"dislocat\w+|wrecked|smashed|snapped|did (?:it|my|his|her|"
    r"the|"
    r"this) (?:\w+ ){0,2}in|hurt (?:it|my|his|her|this))\b"
)
_STILL = re.compile(
    r"\b(?:since|still (?:\w+ )?(?:hurt\w*|ach\w*|sore|pain\w*|bother\w*|play\w*|"
    r"swoll\w*|stiff\w*|bad|not|trouble\w*|giv\w*|click\w*|limp\w*)|"
    r"never (?:been |felt |got |come |recovered|healed)|on and off|off and on|"
    r"not been|not (?:gone|right|healed)|ever after)\b"
)
# "It helped for three days", "my arm was sore for a day": times of other things.
_EASED = re.compile(
    r"\b(?<!not )(?<!nothing )(?<!nothing has )(?<!none )(?:helped|worked|relieved|"
    r"(?<!no )relief|wore off|did the trick|took the edge off|better|eased(?: off| it)?|lasted)"
    r"(?: \w+){0,2}(?: for)?(?: about| maybe| only| just| around| a good)* $"
)
_OTHER_PART = re.compile(
    r"\b(?:arms?|shoulders?|elbows?|wrists?|hands?|necks?|throat|heads?|headaches?|ears?|"
    r"eyes?|nose|"
    r"tummy|stomach|belly|tooth|teeth|jaw|ribs?|breath\w*|chest|lungs?|wheez\w*)\b"
)
# "… his hip operation, done on the 10th"
_DONE = re.compile(
    r"^ ?(?:it was |which was |that was |was )?(?:done|carried out|performed|fitted|put in|"
    r"taken out|"
    r"replaced|operated|removed)\b"
)
# "38.5 last night" is the time of a fever.
_READING = re.compile(
    r"\b(?:3[5-9]|4[0-2]|9[5-9]|10\d)(?:\.\d(?: (?:degrees|c|f|celsius))?|(?: degrees)? "
    r"(?:c|f|celsius|fahrenheit|fever|temp\w*|of fever))(?: (?:it was|was|fever|temp\w*))? $"
)
# "It never gave way, well, once, on the bus in 2019"
_ONCE = re.compile(
    r"\b(?:never|not)\b.*\b(?:once|one time|1 time|twice|2 times)\b[^.;]*$|"
    r"\b(?:locked|gave way|gave out|gone|went|buckled|swelled|swollen|happened|stuck|popped|"
    r"got|had)"
    r"(?: \w+){0,2} (?:only |just )?(?:once|twice)\b[^.;]*$"
)
_NOT_SINCE = re.compile(
    r"\b(?:neither|nor|without|nothing|no (?!better|worse|good|let|relief|end))\b"
)
# "Sore 3 months since kneeling under a sink" tells how long it is sore.
_SINCE_DOING = re.compile(r" ?since (?:\w+ )?\w+ing\b")
_OCCUPATION = re.compile(
    r"\b(?:i've been|i have been|he's been|she's been|i'm|i am|i was|been|worked as) an? "
    r"(?!bit|pain|while|nightmare|mess|problem|struggle|bother|misery|joke|month|week|year)"
    r"(?:\w+ ){1,2}(?:for )?$"
)

# "roofer for 20 years", "30 years a plumber"
_TRADE = re.compile(TRADES)

_STOP = re.compile(r"[,;:.!?()/&]|\b(?:and|but|then|so|because|though|although)\b")
_HABIT = re.compile(r"\b(?:every|each|whenever|each time|every time|when(?! it started)|if)\b")
_FREE_OF_IT = re.compile(
    r"\b(?:no|without|free of|never|not had|not any|any) (?:any |more |real |knee |hip |further |"
    r"had )*"
    r"(?:pain|trouble|problems?|bother|issues?|symptoms|swelling|twinge|periods?)\b[^,]*$|"
    r"\b(?:not (?:run|ran|played|exercised|been to|seen|trained|worked|"
    r"slept(?! (?:through|right|properly|well|a)\b))|"
    r"free|used to)\b[^,]*$|\bnot \w+ any more\b|"
    r"\bwas (?:absolutely |totally |perfectly |all )?(?:grand|fine|ok|okay|perfect|alright|right|"
    r"good|normal)\b[^,]*$"
)
# "I'm 18 since october"
_TURNED = re.compile(r"\b(?:i'm|i am|he's|she's|he is|she is) \d{1,2} $")
# "… cleared up twenty years ago", "it settled in 2015"
_CLEARED_UP = re.compile(
    r"\b(?:cleared(?: up)?|went away|gone away|settled(?: down)?|healed(?: up)?|sorted itself out|"
    r"got better|resolved|stopped hurting|disappeared)(?: (?:by itself|on its own|completely|fully|"
    r"about|around|over|some|nearly|almost|back|again))* $"
)
# "It's been bad for years but this is different": how long this is there is not said.
_IS_DIFFERENT = re.compile(
    r"^[ ,;.-]*(?:(?:but|though|only|and) )*(?:this|this 1|today|now it|now this)(?: pain| time)?"
    r"(?: is|'s) (?:something |somehow |totally |completely |very |quite )*(?:different|new|else|"
    r"another)\b"
)
_NEW_SINCE = re.compile(
    r"\b(?:what(?: is|'s)|whats|is|it's|this is|'s) (?:all |quite |pretty |really )?new $"
)
_ELIDED = re.compile(
    r"(?:^|[,;(] ?)(?:and |i |we |he |she )*(?:have|has|'ve|did) (?:done )?for $|"
    r"(?:^|[,;(] ?)(?:and |i |we |he |she )*(?:have|has|'ve|did) (?:done )?$"
)
_WHEN_THEN = re.compile(
    r"^ ?,? ?(?:when|which is when|that's when) (?:i|he|she|they|we) (?:also )?(?:joined|started|"
    r"began|took up|got|went back|moved|changed|switched|put|bought|signed up)\b"
)
_FILLERS = word_set(
    """
    a an the my his her their our your its this that these those it it's i i'm i've i'd he he's
    she she's we they you me us him them is are was were be been being am has have had having do
    does did not no yes yeah yep nope ok well oh hi hello hey just only about around roughly
    nearly almost over under more less than most least least's at for since from of to in on by
    with now right left both ago back or so and but then like say says said id i'd guess think
    thought probably maybe perhaps possibly give take thereabouts approx approximately basically
    lol tbh honest be love mate doctor doc pal hun sir madam please thanks really actually
    literally solid good quite very too long all already still yet coming up going getting part
    best better nigh pushing last past first one year years month months week weeks day days hours
    gone whole if even must there here when what how far half pretty much sure exactly precisely
    dot sorry typo oops wait 's 've 'm 'd same time times today monday tuesday wednesday thursday
    friday saturday sunday as x it'd would side one male female mum mam mom dad mother father son
    daughter old yrs yr weeks' bit little ever some kind sort counting meant mean soz nothing
    major serious
    """
)
_POINTERS = re.compile(r"\b(?:it|it's|this|that|these|they|been)\b")
_PERSON = re.compile(
    r"\b(?:mum|mom|mam|mother|dad|father|nan|gran\w*|wife|husband|son|daughter|boy|girl|lad|"
    r"toddler|baby|bairn|patient|man|woman|male|female|lady|gentleman|brother|sister|boyfriend|"
    r"girlfriend|partner|friend)(?: \w+)? ?,? ?\(? ?$"
)
_MOST_UNKNOWN = 1
# Fewer years than these are as likely how long it hurts, but of an infant.
_YOUNGEST = 5
_INFANT = re.compile(
    r"\b(?:toddler|baby|bairn|infant|son|daughter|boy|girl|lad|lass|grand\w+) ?,? ?\(? ?$"
)


def belongs(
    text: str, start: int, end: int, days: float, dated: bool, before: str = "", after: str = ""
) -> bool:
    """Whether a time is the complaint's.

    Args:
        text: its clause, prepared.
        start: where the time begins in the clause, with the words that lead to it.
        end: where it ends.
        days: how long ago.
        dated: whether it dates an event ("ago", "on monday"), rather than telling how long.
        before: the clause before it.
        after: the clause after it.
    """
    if _is_over(text[:start], dated) or _IS_DIFFERENT.search(f"{text[end:]} {after}"):
        return False
    if _NEW_SINCE.search(text[:start]) and not dated:
        return True
    words = sorted(roles_in(text, days), key=place_of)
    words = [word for word in words if word.start < start or word.start >= end]
    left = text[:start]
    begin, stop = phrase_of(text, start, end)
    if is_ruled_out(text, start, end, dated):
        return False
    if _ELIDED.search(left) and not _complains(before, words, start, begin):
        return False  # "I sit at a screen, have for 22 years"
    if not dated and _WHEN_THEN.match(text[end:]):
        stop = end  # "since september when he joined the club" tells what happened in september
    if _dates_from(left, words, end, stop):
        return True
    near = _nearest(words, start, end, begin, stop)
    roles = {word.role for word in words if begin <= word.start < stop}
    named = any(word.role is Role.BODY and word.start < stop for word in words)
    if _OTHER_PART.search(text[begin:stop]) and not named and not dated:
        return False
    happened = dated and any(word.role is Role.BEGINNING for word in words)
    if _TRADE.search(text[begin:stop]) and not (named or happened):
        return False
    if near is Role.ACTIVITY and roles & {Role.COMPLAINT, Role.BEGINNING}:
        near = Role.BEGINNING if Role.BEGINNING in roles else Role.COMPLAINT
    if near is Role.BODY and roles & {Role.COMPLAINT, Role.BEGINNING, Role.EVENT, Role.ACTIVITY}:
        near = _nearest([w for w in words if w.role is not Role.BODY], start, end, begin, stop)
    if near is Role.EVENT:
        return _hurts_since(f"{text[end:]} {after}")
    begins = any(word.role is Role.BEGINNING for word in words)
    if dated and begins:
        return not (
            days >= _OLD
            and _ACCIDENT.search(text[:start] + text[end:])
            and not _STILL.search(f"{text} {after}")
        )
    if near is Role.COMPLAINT and _SINCE_DOING.match(text[end:]):
        return True
    if near in (Role.COMPLAINT, Role.BODY, Role.BEGINNING):
        return not dated or near is Role.BEGINNING or bool(_THEN.search(text[end:]))
    if near is Role.ACTIVITY:
        return False
    return _alone(text, begin, start, end, stop, words, dated, before)


def _is_over(left: str, dated: bool) -> bool:
    """Whether it is when a complaint went: "the kneecap pain cleared up twenty years ago"."""
    return dated and _CLEARED_UP.search(left) is not None


def _complains(before: str, words: Iterable[Word], start: int, begin: int) -> bool:
    """Whether a complaint stands before the phrase of a time: "my knee aches, has for …"."""
    earlier = [word.role for word in words if word.end <= max(begin, 0) and word.start < start]
    found = earlier or [word.role for word in roles_in(before, 0)]
    return bool({Role.COMPLAINT, Role.BEGINNING} & set(found))


def is_ruled_out(text: str, start: int, end: int, dated: bool) -> bool:
    """Whether a time is that of a birthday, a trade, a fever, a habit, or of being free of it."""
    left = text[:start]
    begin, _ = phrase_of(text, start, end)
    if _TURNED.search(left) or _OCCUPATION.search(left):
        return True
    if _READING.search(left) or (_ONCE.search(left) and not _THEN.search(text[end:])):
        return True
    if dated and _THEN_AGED.search(left) and text.startswith("in ", start):
        return True
    if _FREE_OF_IT.search(text[begin:start]):
        return True
    if dated:
        return False
    return _is_habit(text, begin, start, end) or _EASED.search(text[begin:start]) is not None


def is_of_another_part(text: str, start: int, end: int) -> bool:
    """Whether the phrase of a time speaks of an arm or the chest and not of a leg."""
    begin, stop = phrase_of(text, start, end)
    named = any(word.role is Role.BODY for word in roles_in(text[:stop], 0))
    return _OTHER_PART.search(text[begin:stop]) is not None and not named


def is_age(text: str, start: int, end: int, years: float, age: float | None) -> bool:
    """Whether years are those that somebody has lived: "my mother, 72 yrs", "i have 38 years"."""
    if age is not None and years == age and age >= _YOUNGEST:
        return True
    before = text[:start]
    if years < _YOUNGEST:
        return bool(_INFANT.search(before))
    return bool(
        _PERSON.search(before) or re.search(r"\bi (?:have|has) (?:only )?$", before)
    ) and not re.search(r"^ ?(?:of|with|this|pain|ago)", text[end:])


def phrase_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the phrase that a time stands in."""
    begin = max((match.end() for match in _STOP.finditer(text, 0, start)), default=0)
    stop = _STOP.search(text, end)
    return begin, stop.start() if stop else len(text)


def _nearest(words: list[Word], start: int, end: int, begin: int, stop: int) -> Role | None:
    """The role of what stands nearest before a time in its phrase, else after it."""
    left = [word for word in words if begin <= word.start < start]
    if left:
        return _strongest(left, max(word.end for word in left))
    right = [word for word in words if end <= word.start < stop]
    if not right:
        return None
    first = min(word.start for word in right)
    return _first_by_rank(word for word in right if word.start == first)


def _strongest(words: list[Word], end: int) -> Role:
    """Of what ends at one place the first by rank: an event before a mere joint."""
    return _first_by_rank(word for word in words if word.end == end)


def _first_by_rank(words: Iterable[Word]) -> Role:
    rank = list((Role.EVENT, Role.BEGINNING, Role.COMPLAINT, Role.ACTIVITY, Role.BODY))
    return min((word.role for word in words), key=rank.index)


def _dates_from(left: str, words: list[Word], end: int, stop: int) -> bool:
    """Whether the complaint dates from an event: "sore since the operation" 3 weeks ago."""
    since = _SINCE_EVENT.search(left)
    if since is None:
        return False
    return any(
        word.role in (Role.COMPLAINT, Role.BEGINNING)
        and (word.end <= since.start() or end <= word.start < stop)
        for word in words
    )


def _hurts_since(text: str) -> bool:
    """Whether it hurts since an event, as in "… sore ever since", not "… in bed since"."""
    then = _THEN.search(text)
    if then is None:
        return False
    begin, stop = phrase_of(text, then.start(), then.end())
    roles = {word.role for word in roles_in(text[begin:stop], 0)}
    told = Role.COMPLAINT in roles and Role.EVENT not in roles
    return told and not _NOT_SINCE.search(text[begin:stop])


def _is_habit(text: str, begin: int, start: int, end: int) -> bool:
    """Whether it tells how long a spell lasts: "sore for 2 days after every match"."""
    return bool(_HABIT.search(text[begin:start])) and bool(
        re.search(r"\b(?:hours?|days?|nights?)\b", text[start:end])
    )


def _alone(
    text: str,
    begin: int,
    start: int,
    end: int,
    stop: int,
    words: list[Word],
    dated: bool,
    before: str,
) -> bool:
    """Whether a time in a phrase that names nothing is the complaint's."""
    earlier = [word for word in words if word.end <= begin and word.role is not Role.ACTIVITY]
    phrase = f"{text[begin:start]} {text[end:stop]}"
    unknown = [
        word
        for word in re.findall(r"[a-z']+", phrase)
        if word not in _FILLERS and not word.startswith("'")
    ]
    if earlier:
        last = _strongest(earlier, max(word.end for word in earlier))
        complains = any(word.role in (Role.COMPLAINT, Role.BEGINNING) for word in earlier)
        if last is Role.EVENT and (not complains or (dated and _DONE.match(text[begin:start]))):
            return False
        return len(unknown) <= _MOST_UNKNOWN
    if _goes_on_from(before, dated):
        return False
    if dated:
        return not unknown
    return len(unknown) <= _MOST_UNKNOWN or bool(_POINTERS.search(phrase))


def _goes_on_from(before: str, dated: bool) -> bool:
    """Whether the clause before tells of something else that the time is of."""
    if dated and _FREE_OF_IT.search(before):
        return True
    if not before.rstrip().endswith(("(", ")", ",")):
        return False
    roles = {word.role for word in roles_in(before, 0)}
    return Role.EVENT in roles and not {Role.COMPLAINT, Role.BEGINNING} & roles
