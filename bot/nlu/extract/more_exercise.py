"""More exercise than before, told by two amounts or by what is new.

"Bumped it up from 25 to 40 miles", "nine classes a week now, used to be four", "joined a jogging
group in october". What grew has to be exercise: a pain that went from 4 to 8, a weight or a dose
has two numbers too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.nlu.extract.long_ago import is_long_ago
from bot.nlu.extract.matcher import PATTERN, Mention
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.tokens import Token

_SPORT = (
    r"runs?|ran|running|runners?|jogs?|jogging|jogged|sprints?|sprinting|marathons?|ultras?|"
    r"triathlons?|triathlete|ironman|parkruns?|mileage|cycl(?:e|es|ing|ist|ed)|bik(?:e|es|ing)|"
    r"rid(?:e|es|ing)|rode|spin|spinning|peloton|swim\w*|rowing|hik(?:e|es|ing)|hill ?walking|"
    r"gym|workouts?|weights|lifting|powerlifting|crossfit|hiit|boot ?camp|squats|legs? days?|"
    r"trainings?|(?<!no )train(?!s)|sessions?|practices?|class|classes|box|boxing|kick ?boxing|"
    r"karate|judo|"
    r"taekwondo|mma|bjj|jiu jitsu|wrestling|gymnastics|athletics|football|footy|soccer|rugby|"
    r"hockey|netball|basketball|volleyball|tennis|badminton|squash|padel|pickleball|cricket|"
    r"lacrosse|hurling|camogie|ballet|danc(?:e|ing)|zumba|aerobics|pilates|yoga|tap|climbing|"
    r"bouldering|skiing|skating|skateboarding|surfing|trampolining|cheerleading|cross country|"
    r"track|field|exercis(?:e|es|ing)"
)
_A_SPORT = re.compile(rf"\b(?:{_SPORT})\b")
_UNIT = (
    r"(?:k|km|kms|kilomet\w+|miles?|mi|lengths|laps|sessions?|runs?|rides?|class|classes|"
    r"practices|workouts|matches|games|lessons|reps|sets|hours?|hrs?|days?|times|x|nights?|"
    r"mornings?|evenings?|minutes?|mins)"
)
# What tells of exercise by itself, unlike hours and days.
_OF_EXERCISE = re.compile(
    rf"\b(?:{_SPORT}|k|km|kms|kilomet\w+|miles?|lengths|laps|reps|pace|coach|coaches)\b"
)
_NOT_EXERCISE = re.compile(
    r"\b(?:pain|pains|painful|hurts?|ach\w+|sore|agony|severity|score|scale|out of|weigh\w*|kilos?|"
    r"kg|stone|lbs?|pounds|mg|mcg|ml|grams?|dose\w*|tablets?|pills?|capsules?|painkillers?|"
    r"ibuprofen|paracetamol|codeine|gabapentin|insulin|steroids?|prednisolone|temperature|fever|"
    r"degrees|salary|wages?|price|rent|money|quid|dollars|size|waist|drinks?|pints?|units|"
    r"cigarettes|"
    r"smok\w+|sleep\w*|slept|bpm|heart rate|pulse|blood|sugar|commut\w+|seat|sat|sitting|desk|"
    r"screen|physio\w*|driv\w+|drove|stiff\w*)\b"
)
_NUMBER = (
    r"(?:\d+(?:\.\d+)?|an? hundred|hundreds|nothing|nowt|none|zero|nil|zilch|once|twice|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?: (?:one|two|three|four|five|six|"
    r"seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|couch|the couch|the sofa|scratch)"
)
_VALUES = {
    "nothing": 0.0,
    "nowt": 0.0,
    "none": 0.0,
    "zero": 0.0,
    "nil": 0.0,
    "zilch": 0.0,
    "couch": 0.0,
    "the couch": 0.0,
    "the sofa": 0.0,
    "scratch": 0.0,
    "once": 1.0,
    "twice": 2.0,
    "a hundred": 100.0,
    "hundreds": 200.0,
}
_ABOUT = r"(?:(?:about|around|roughly|nearly|almost|over|only|just|like|maybe|some) )*"
_SOME = r"(?:(?!to\b|from\b|in\b|at\b|hurt\w*)[\w']+ ){0,4}?"
_GREW = (
    r"(?:went|gone|going|jumped|bumped|upped|upping|cranked|ramped|ramping|increas(?:ed|ing)|"
    r"pushed|raised|moved|stepped|built|built|doubled|took|put|brought|got|progressed|up)"
)
_FROM_TO = re.compile(
    rf"\b{_GREW} (?:(?!to\b)[\w']+ ){{0,6}}?from {_ABOUT}(?:(?:{_SPORT}) )?(?P<few>{_NUMBER}) "
    rf"{_SOME}to "
    rf"{_ABOUT}(?:(?:leg days?|gym|running) )?(?P<many>{_NUMBER}|a lot|loads|every ?day|daily)\b"
)
_TO_FROM = re.compile(
    rf"\b(?:to|doing|now|at) {_ABOUT}(?P<many>{_NUMBER}) {_SOME}(?:up )?from {_ABOUT}"
    rf"(?P<few>{_NUMBER})\b"
)
# "70 mile weeks up to a hundred", "bumped up 25 to 40 miles"
_UP_TO = re.compile(
    rf"\b(?P<few>{_NUMBER}) (?:{_UNIT} )(?:(?!now\b)[\w',]+ ){{0,8}}?(?:up to|"
    rf"(?:put|bumped|upped|pushed|took|cranked|ramped|increased|raised|moved|jumped|stepped|"
    rf"brought)(?: (?:me|him|her|it|that|this|things|us|up))* to) {_ABOUT}(?P<many>{_NUMBER})\b"
)
_NOW_WAS = re.compile(
    rf"\b(?P<many>{_NUMBER}) (?:(?!months|years|weeks)[a-z]+ )?{_UNIT}\b(?: (?!(?:was|"
    rf"were)\b)[\w']+){{0,5}}?(?: ,)?(?: it)? "
    rf"(?:was|were|used to be|used to do|instead of|rather than|up from|compared (?:to|with)|"
    rf"not) {_ABOUT}(?P<few>{_NUMBER})\b"
)
# The amount before it may stand in another sentence: "i do 200 km. coach put me up to 320"
_PUT_UP = re.compile(
    rf"\b(?:coach|trainer|instructor|i|i've|we|plan|club|programme|program|teacher|and)\b(?: "
    rf"(?:has|"
    rf"have|just|then|'ve|'s))* (?:put|bumped|upped|pushed|cranked|ramped|moved|jumped|stepped)"
    rf"(?: (?:me|him|her|it|that|this|things|us|my \w+|the \w+))? (?:up )?to {_ABOUT}{_NUMBER}\b"
)
_USED_TO_NOW = re.compile(
    rf"\b(?:used to (?:\w+ )|normally \w+ |usually \w+ |never (?:\w+ )?(?:ran|run|rode|ridden|"
    rf"cycled|biked|swam|"
    rf"walked|went|gone|did|done|trained|hiked)(?: (?:above|over|beyond|past|(?:more|further|"
    rf"farther|longer) than)))(?: \w+)? {_ABOUT}(?P<few>{_NUMBER})\b[^.;!?]*?\bnow\b[^.;!?]*?"
    rf"\b(?P<many>{_NUMBER})\b"
)
_TWICE = re.compile(
    r"\b(?:doubled|doubling|trebled|tripled|tripling|quadrupled|double|twice) "
    r"(?:(?:my|the|his|her|our|as many|of|number|amount|weekly|long|running|training|gym|usual) )*"
    r"(?:mileage|miles|kilomet\w+|km|kms|distances?|sessions?|training|runs|rides|workouts?|class|"
    r"classes|laps|lengths|reps|weights|volume|load|hours (?:of|in the|at the) (?:training|gym|"
    r"pool|studio|dance)|practices)\b"
)
_PUSHED_UP = re.compile(
    r"\b(?:ramped|ramping|upped|cranked|stepped|bumped) (?:(?:up|it|my|the|his|her|our|both|weekly|"
    r"long) )*(?:mileage|miles|distances?|sessions?|training|runs?|running|rides?|bike|cycling|"
    r"swim\w*|workouts?|class|classes|volume|intensity|load|weights|squats|reps|hours|gym)\b|"
    r"\b(?:way|far|lot|much|loads) more (?:\w+ )?than (?:i|he|she) (?:was|were|am|'m|is|'s) "
    r"(?:ever )?used to\b"
)
_PLAN = r"(?: (?:club|group|team|plan|programme|program|training|squad|league|course|app))?"
_NEW = re.compile(
    r"\b(?P<who>i|i've|i'd|we|he|she|he's|she's|they|'ve|'s|just|only|recently|newly|since|also|"
    r"and|then|who|when|lad|son|daughter|boy|girl|after) "
    r"(?:(?:have|has|had|just|only|also|recently|then|finally|newly|got|been|first) )*"
    r"(?:started|starting|start|begun|began|joined|took up|taken up|taking up|signed up (?:to|for)|"
    r"got into|gotten into|getting into|(?:changed|switched|moved) (?:over )?to|"
    r"(?:gone|went|got|am|'m) back (?:to|into|at)) "
    r"(?:(?:a|an|the|my|his|her|some|doing|playing|going|to|for|at|new|proper|local|serious|uni|"
    r"school|preseason|pre|season|half|full|beginners?|hill|heavy|fellowship|brothers|friends|up|"
    r"with|in|on|this|work) ){0,5}"
    rf"(?:{_SPORT}|couch to 5 ?k|5 ?k|10 ?k|personal trainer)\b{_PLAN}"
)
_AT_THE_START = re.compile(
    r"(?:^|[.,;!?] )(?:started|joined|took up|taken up|signed up for|began|begun|got into) "
    r"(?:(?:a|an|the|my|some|doing|playing|going|to|new|proper|local|preseason|pre|season|half|"
    r"hill|up|couch) ){0,4}"
    rf"(?:{_SPORT}|couch to 5 ?k|5 ?k|10 ?k)\b{_PLAN}"
)
_AFTER_A_REST = re.compile(
    rf"\b(?:{_SPORT})\b[^.;!?]*\bafter (?:an? |\d+ |two |three |several |many |few )?"
    r"(?:\w+ )?(?:years?|months?|winter|summer|season) (?:off|out|away|of nothing|layoff|break)\b|"
    rf"\bfirst (?:time )?(?:{_SPORT}|match|game)\b[^.;!?]{{0,20}}\b(?:in|for) (?:\w+ )?(?:years|"
    r"decades|ages|months)\b"
)
# What began long ago is no longer more than before, and what is only planned is not yet.
_ALL_ALONG = re.compile(
    r"\byears now\b|\bfor (?:\w+ )?(?:years|decades)\b|\byears of\b|\b(?:aged|age) \d|"
    r"\bat (?:school|"
    r"primary)\b|\bsince (?:19|20)\d\d\b"
)
_NOT_DONE = re.compile(
    r"\b(?:should|could|would|will|can|may|might|shall|want\w*|wish\w*|hop\w+|plan\w*|thinking|"
    r"going to|like to|love to|if|before|until|advised|told|supposed|stopped)"
    r"(?: [\w']+){0,4} $"
)
_DISTANCE_ABLE = re.compile(r"\b(?:can|could) (?:only )?(?:walk|run|go|manage)\b")
_NO = frozenset({"never", "nothing", "no", "not", "none"})
_ENDS = frozenset(".!?;")
# So many words before and after a sentence may say what is counted in it.
_NEAR = 25
# So many letters after a sport that was taken up may tell when.
_REACH = 60


def find_more_exercise(tokens: Sequence[Token]) -> list[Mention]:
    """Return a mention of more exercise for each place that tells of it."""
    words = [token.text for token in tokens]
    found = []
    for start, end in _sentences(words):
        text = " ".join(words[start:end])
        around = " ".join(words[max(0, start - _NEAR) : end + _NEAR])
        for first, last in (*_amounts(text, around), *_new(text)):
            begin = start + text.count(" ", 0, first)
            stop = start + text.count(" ", 0, last) + 1
            # "Never ran above 5 miles, now 20": its "never" is a part of it.
            says_no = not _NO.isdisjoint(words[begin:stop])
            found.append(Mention(begin, stop, ("training_increase",), "history", PATTERN, says_no))
    return found


def _sentences(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, word in enumerate(words):
        if word in _ENDS:
            yield start, place
            start = place + 1
    if start < len(words):
        yield start, len(words)


def _amounts(text: str, around: str) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence that tell of two amounts of exercise, the later one greater."""
    for pattern in (_FROM_TO, _TO_FROM, _UP_TO, _NOW_WAS, _USED_TO_NOW):
        for match in pattern.finditer(text):
            near = text[max(0, match.start() - 30) : match.end() + 25]
            if not _is_more(match["few"], match["many"]) or _NOT_EXERCISE.search(near):
                continue
            if _OF_EXERCISE.search(around) and not _NOT_DONE.search(text[: match.start()]):
                yield match.span()
    put_up = _PUT_UP.search(text)
    if put_up and _OF_EXERCISE.search(around) and not _NOT_EXERCISE.search(text):
        yield put_up.span()


def _new(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a sentence that tell of a sport taken up, or of training stepped up."""
    for pattern in (_TWICE, _PUSHED_UP, _AFTER_A_REST):
        for match in pattern.finditer(text):
            if not _NOT_DONE.search(text[: match.start()]):
                yield match.span()
    for pattern in (_NEW, _AT_THE_START):
        for match in pattern.finditer(text):
            is_old = _is_long_since(text[match.start() : match.end() + _REACH])
            if not is_old and not _NOT_DONE.search(text[: match.start()]):
                yield match.span()


def _is_more(few: str, many: str) -> bool:
    least, most = _value(few), _value(many)
    return least is not None and (most is None or most > least)


def _value(words: str) -> float | None:
    """The number that words stand for; ``None`` for "a lot" and its like."""
    if words in _VALUES:
        return _VALUES[words]
    digits = with_digits(words)
    return float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else None


def _is_long_since(text: str) -> bool:
    """Whether a sport was taken up years ago: "started running when I was 12"."""
    if _ALL_ALONG.search(with_digits(text)):
        return True
    words = text.split()
    return is_long_ago(words, 0, len(words), 0)
