"""How bad it is from 0 to 10: a number, or [low, high]."""

from __future__ import annotations

import re

from bot.nlu.extract.complaint import hurts
from bot.nlu.extract.numbers import as_number

Score = float | int | list[float | int]

_N = r"(10|\d(?:\.\d)?)"
_OUT_OF = (
    r" ?(?:/|out (?:of|o|ov|a)|outta|outa|oota|outof|of|over|from|on) ?(?:a |the )?"
    r"(?:bloody |bleeding |bleedin |flipping |fucking |frigging )?10\b(?! ?/ ?\d)"
    r"(?! (?:sessions|classes|reps|squats|women|men|patients|times|days|nights|people|steps|goes|"
    r"cases|years|weeks|months|minutes|mins|occasions))"
)
_NO_DATE = (
    r"(?<!since )(?<!dated )(?<!started on )(?<!began on )(?<!happened on )(?<!\d/)(?<!\d\.)"
    r"(?<![\d.])"
)
_RANGE_OUT_OF = re.compile(
    rf"{_NO_DATE}\b{_N} ?(?:-|to|or|and) ?(?:a |an )?{_N}(?: ?ish)?{_OUT_OF}"
)
_OUT_OF_TEN = re.compile(rf"{_NO_DATE}\b{_N}(?: ?ish| ?\+)?{_OUT_OF}")
_OFF_THE_SCALE = re.compile(
    r"\b(?:1[1-9]|[2-9]\d|\d{3,6}) ?(?:/|out of|outta|outa|over) ?10\b(?! ?/)"
)
_SAID_FIRST = re.compile(rf"\bout of 10\W+(?:about|maybe|i'd say|it's|around|like|an?|\W)*{_N}\b")
_UNIT_FOLLOWS = (
    r"(?! ?(?:/|min|hour|hr|day|night|week|wk|fortnight|month|mth|year|yr|decade|mile|km|k\b|time|"
    r"step|stair|am\b|pm\b|stone|kg|kilo|lb|pound|tablet|pill|o'clock|oclock|\.\d|\d|st\b|nd\b|"
    r"rd\b|th\b|inch|cm|mm\b|m\b|ft\b|feet|foot|met(?:re|er)|session|rep|block|degree|percent|%|"
    r"side|different|of (?:them|us|those|the|my)|people|kids|knees|hips|legs|places|goes|"
    r"[a-z]* ?ago|or \d|to \d+ (?:day|week|month|year)|- ?\d+ (?:day|week|month|year)))"
)
_FILL = (
    r"(?: (?:is|was|it|at|of|about|around|roughly|like|probably|maybe|an?|as|say|can be|goes up to|"
    r"reaches|up to|now|today|i'd|call|'s|would be|be|usually|right|to|:|=|-|solid|approx|"
    r"approximately|"
    r"normally|mostly|just|level|score|only|currently|average|averages|hits|sits at|hovers around|"
    r"on average|there|here|in there|itself|somewhere|hovering|around about|number|no\."
    r"))*"
)
_PAIN_IS = re.compile(
    r"\b(?:pain|severity|score|hurts?|bad|rated?|rating|level|intensity|vas|nrs)(?:'s)?"
    rf"{_FILL} (?:between )?(?:{_N} ?(?:-|to|or|and) ?(?:an? )?)?{_N}(?:ish)?\b{_UNIT_FOLLOWS}"
)
_ISH = re.compile(rf"\b(?:a|about|around|maybe) {_N} ?ish\b{_UNIT_FOLLOWS}|^\W*{_N} ?ish\b")
_ENDS = (
    r"(?= ?(?:$|[.,;:!?()]|-)| (?:on|when|whenever|while|at|today|most|if|with|but|and|or|maybe|"
    r"now|right|usually|sometimes|in the|walking|sitting|standing|lying|resting|for (?:the )?pain|"
    r"after|"
    r"not|please|tbh|lol|though|i|then|this|ish|to an? \d|tops|really|honestly|probably|depending|"
    r"because|even|just|during|easily|pain|by|overall)\b)"
)
_FIRM = (
    r"(?:(?:solid|strong|firm|good|steady|constant|definite|low|high|easy|comfortable|decent|hard|"
    r"mild|rough|big|full|clear|real|proper|max|about|around) )?"
)
# "a solid 6", "an 8 on the stairs": after an article a number up to ten is a score.
_A_NUMBER = re.compile(rf"\ban? {_FIRM}{_N}\b{_UNIT_FOLLOWS}{_ENDS}")
_I_SAY = re.compile(
    r"\b(?:i'd|i would|i should|i'll|i will|would|id|i'm going to|let's|i) (?:probably |maybe |"
    r"honestly |"
    r"have to )*(?:say|give (?:it|that|this|the pain)|put (?:it|that|the pain)|call (?:it|that)|"
    r"rate (?:it|that|the pain)|score (?:it|that)|go with|go for|give|go (?=\d))"
    rf"{_FILL} {_N}\b{_UNIT_FOLLOWS}{_ENDS}"
)
_ON_SCALE = re.compile(
    rf"\b(?:scale|rating)(?:\W|about|maybe|i'd|i should|say|it's|its|it is|around|"
    rf"like|an?|put|it|at)*"
    rf"(?: |\b){_N}\b{_UNIT_FOLLOWS}{_ENDS}"
)
# "it goes from 2 to 9", "hits 9 when I twist"
_VARIES = re.compile(
    rf"\b(?:goes|go|ranges?|ranging|varies|vary|swings?|anything|anywhere|fluctuates?)"
    rf"(?: from| between)? (?:an? )?{_N} ?(?:-|to|and|up to) (?:an? )?{_N}\b{_UNIT_FOLLOWS}{_ENDS}"
)
# "it just hurts a bit, 2 or 3, on the outer side"
_HURTS_SO = re.compile(
    rf"\b(?:hurts?|sore|aches?|aching|pain|painful|niggles?)(?: a (?:bit|lot)| badly| really)?"
    rf" ?, ?(?:about |maybe |say |like )?(?:{_N} ?(?:-|to|or) ?(?:an? )?){_N}{_UNIT_FOLLOWS}"
    r"(?= ?(?:$|[.,;!?()]))"
)
# "a 3 or 4"
_A_RANGE = re.compile(
    rf"\ban? {_FIRM}{_N} ?(?:-|to|or|maybe) ?(?:an? )?{_N}\b{_UNIT_FOLLOWS}{_ENDS}"
)
# "somewhere in between 6 and 7"; between two hours of the clock is no score.
_IN_BETWEEN = re.compile(
    rf"\b(?:somewhere|anywhere|something)(?: in)? ?(?:between|from) (?:an? )?{_N} ?(?:and|to|or|"
    rf"-) ?"
    rf"(?:an? )?{_N}\b{_UNIT_FOLLOWS}{_ENDS}"
    r"(?! (?:at night|in the (?:morning|night|afternoon|early|small|wee|evening)|i (?:wake|woke|"
    r"get|got)))"
)
# "… the stairs. Say seven.", where it is not pills or stairs that are counted.
_SAY = re.compile(
    rf"[.,;!?:-] ?(?:just |so |i |let us |let's )?say (?:about |around |maybe |roughly )?{_N}"
    rf"(?: ?(?:-|to|or|maybe) ?{_N})?\b{_UNIT_FOLLOWS}"
    r"(?= ?(?:$|[.,;!?()]| (?:on (?:a|my|the)|at (?:its|the|rest|worst|night)|when|with|"
    r"for (?:the )?"
    r"pain|walking|sitting)\b))"
)
# "left one, 7-8."
_APART = re.compile(rf"[.,;:!?(] ?{_N} ?- ?{_N}(?: ?ish)?(?= ?(?:$|[.,;!?)]))")
# "dull, 4ish."
_APART_ISH = re.compile(rf"[.,;:!?(-] ?{_N} ?ish(?= ?(?:$|[.,;!?()]))")
# What a number parted off may count, and the hour that somebody wakes or does something at.
_COUNTED = re.compile(
    r"\b(?:steps|miles|km|kms|times|reps|sets|tablets?|pills?|capsules?|paracetamol|ibuprofen|"
    r"goals?|won|lost|beat|drew|score line|final|size|sizes|ages?|aged|kids|"
    r"children|pages|sessions|classes|visits|laps|lengths|drinks|pints|cans|units|cups|flights|"
    r"squats|lunges|runs|games|matches)(?: [\w']+){0,3}[ ,]*$|"
    r"\b(?:hours|days|weeks|months)[ ,]*$|"
    r"\bhow (?:many|often|far|long)\b[^.;!?]*$"
)
_BY_THE_CLOCK = re.compile(
    r"\b(?:wak\w+|woke\w*|(?:get|gets|got|getting) up|bed|asleep|sleep|o'clock|oclock|am|pm|shift|"
    r"clock|til|till|until|appointment)\b[^.;!?]*$"
)
_JUST_AT = re.compile(
    r"\b(?:wak\w+|woke\w*|up|bed|asleep|from|until|till|finish\w*|at)(?: (?:me|him|her|up|at|"
    r"again))* $"
)
_REACHES = re.compile(
    rf"(?:\b(?:hits|reaches|peaks at|gets (?:up )?to|shoots (?:up )?to|(?:no|not) more than)|"
    rf"(?:^|[,.;] ?)(?:solid|firm|strong|definite|steady)) (?:an? )?{_N}\b{_UNIT_FOLLOWS}{_ENDS}"
)
_IN_INTENSITY = re.compile(
    rf"\b{_N} (?:in|for|on|of) (?:the |my |terms of )?(?:intensity|severity|pain|scale)\b"
)
_WHEN = (
    r"(?:when(?:ever)?|if|sitting|sat|walking|standing|lying|resting|at rest|climbing|moving|on "
    r"(?:movement|stairs|the stairs|rest|walking)|otherwise|(?:at|on|in) (?:its |it's |the |my |"
    r"a )?"
    r"(?:worst|best|most|night|nights|least|good|bad|worse|better|morning|mornings|evening|"
    r"evenings|"
    r"stairs|flat)|with (?:movement|weight))\b"
)
# Two of these, or one beside another score: "0 lying down but 8 on the stairs".
_AT_TIMES = re.compile(
    rf"(?<![\d./]){_N} {_WHEN}|"
    r"\b(?:on (?:my |a |the )?(?:good|bad|worse|worst|better|best)(?: days?| ones?)?|at (?:its |"
    r"the |my )?(?:worst|best)) ?,?(?: (?:it's|its|is|maybe|an?|about|more like|nearer|closer to))*"
    rf" {_N}\b"
    rf"{_UNIT_FOLLOWS}"
)
# "7 at worst", "the worst is 7": told of the pain's peak, whatever was asked.
_AT_WORST = re.compile(
    rf"(?<![\d./]){_N} (?:or so )?at (?:its |it's |the )?(?:very )?worst\b|"
    rf"\b(?:its |it's |my |the )?worst (?:pain )?(?:is|was|would be|'s|has been) "
    rf"(?:an? |about |maybe |like |probably )*{_N}\b{_UNIT_FOLLOWS}{_ENDS}"
)
# "2 out of 10 at most": the ten is the scale's.
_SCALE_ALONE = re.compile(r"\b(?:out )?of (?:a )?10\b")
_OF_SCALE = re.compile(r"(?:/|\b(?:out of|out a|outta|outa|outof|of|over|from|on)) ?(?:a |the )?$")
# "2 at night" may be a dose, "at 3 in the morning" is a time.
_DOSE = re.compile(r"\b(?:take|taking|took|tablets?|pills?|had|get up|woke|wake)\b[^.]*$")
# What is no score of now: the scale itself, what it is not, what it was before.
_NO_SCORE = re.compile(
    r"(?<=\bscale)(?: (?:of|from|is|being))* ?\(? ?[01] ?(?:-|to|through|and|/) ?10\b"
    r"(?: being \w+)?|"
    r"\b(?:from|between|of|out of) [01] (?:-|to|through|and) 10\b|\b[01] ?(?:-|to) ?10 scale\b|"
    rf"\b10 being (?:the )?\w+|\bat \d{{1,2}} (?:in the (?:morning|night|afternoon)|at night)|"
    rf"\bnot (?:an? |quite an? |even an? ){_N}\b|"
    rf"(?<!not more )(?<!no more )\bthan (?:the |an? |my )?{_N}\b|"
    r"\b(?:this|that|next|last|first|which|another|any|other|each|every|no) (?:1|one)\b|"
    rf"\bused to be (?:an? |about ){_N}\b|"
    rf"\b(?:gone|went|going|up|down|increased|risen|dropped|changed)(?: up| down)? from "
    rf"(?:an? )?"
    rf"{_N} to\b|\b(?:was|were|been) (?:an? |about |like )*{_N}\b(?=[^.]*\bnow\b)"
)
_BARE_RANGE = re.compile(
    rf"\b(?:between )?{_N} ?(?:-|to|or|and|maybe) ?(?:an? )?{_N}\b{_UNIT_FOLLOWS}"
)
_BARE = re.compile(rf"(?<![\d./]){_N}\b{_UNIT_FOLLOWS}")
_OVER_TEN = re.compile(
    rf"^(?:\W|about|a|an|its|it's|at least|like|more like|over)*(?:1[1-9]|[2-9]\d|\d{{3,4}})\b"
    rf"{_UNIT_FOLLOWS}(?: ?(?:/|out of) ?10)?\W*$"
)
_WORDS = (
    (
        re.compile(
            r"\bunbearable\b|\bintolerable\b|\bunbearably\b|"
            r"\bworst (?:pain|agony|thing|ache)(?: (?:that|which))? "
            r"(?:ever|of my life|imaginable|possible|i|in my life|you|known|going)|"
            r"\bworst imaginable\b|\bworst i(?:'ve| have) ever (?:felt|had|known)|"
            r"\bpain (?:is |was )?(?:completely |totally )?off the (?:scale|charts?)\b|"
            r"\bcan not (?:bear|stand|take|tolerate) (?:it|this|the|the) (?:pain|any ?more)\b"
        ),
        10,
    ),
)
# "It clicks, no pain": nothing hurts, where no other word says that something does. Of other
# complaints it may be said of one part, one moment or another person.
_NOISE = re.compile(r"\b(?:click\w*|crack\w*|crunch\w*|creak\w*|clunk\w*|grind\w*|pops?|noisy?)\b")
_PAINLESS = re.compile(
    r"\b(?:zero|0|no|not any) pain(?: (?:at all|whatsoever|with it|in it))*"
    r"(?= ?(?:$|[.,;!?)])| (?:just|only|but|though)\b)(?! ?, ?no gain)"
)
_WAS_NOW = re.compile(
    rf"\bwas (?:an? |about )*{_N} ?,? ?(?:but |and )?(?:is |it's )?now (?:an? |about |only |"
    rf"down to |it's |is )*{_N}\b{_UNIT_FOLLOWS}(?= ?(?:$|[.,;!?)]))"
)
_NOT_NOW = re.compile(
    r"\b(?:not|never|no|isn't|if|used to|until|unless|before|in case|almost|nearly|bordering|"
    r"getting|becoming|gets)\b"
    r"(?: [a-z']+){0,3} $"
)
_WORDS_IF_ASKED = (
    (re.compile(r"\bexcruciating\b|\bagony\b|\bagoni[sz]ing\b"), 9),
    (re.compile(r"\b(?:no pain|none(?! of)|not at all|nothing|pain free)\b"), 0),
    (
        re.compile(
            r"\bnot (?:(?:all|too|that|so|very|as|really) )*bad\b|"
            r"(?<!not )(?<!hardly )(?<!barely )(?<!just )\bbearable\b|"
            r"\ba (?:little )?bit\b|\bmild\b|\bslight\b|"
            r"\ba little\b"
        ),
        3,
    ),
    (
        re.compile(
            r"\bmoderate\b|\bmedium\b|\bso so\b|\bmiddling\b|\bin the middle\b|"
            r"\bhalf ?way(?! up\b| down\b)|\babout half\b(?! the)"
        ),
        5,
    ),
    (
        re.compile(
            r"\b(?:really|very|pretty|quite|so) bad\b|\bsevere\b|\bterrible\b|\bawful\b|"
            r"\bhorrible\b|\ba lot\b|\bhurts loads\b"
        ),
        8,
    ),
    (re.compile(r"\bbad\b|\bstrong\b"), 7),
)


# "What would a 10 be?", "whats 10 like": the number is asked about, and tells nothing.
_OF_THE_SCALE = re.compile(
    r"(?:\b(?:but|and|so) )?\b(?:what|whats|what's|how (?:bad|much|painful))"
    r"(?: ?(?:'s|is|was|would|does|do|counts? as|you call|exactly|then|even|on this|be|for you|"
    r"means? by))*"
    r"(?: (?:an?|the|your))*"
    r" (?:10|\d)(?:/10| out of 10)?\b(?: (?:be|mean|feel|feels|like|look|looks|stand|for|then|"
    r"exactly|supposed|meant|to))*[\s?!.]*(?=$|[.;])"
)


# "6/7" is from six to seven where the score is asked, and at its worst in any case.
_FROM_TO = re.compile(r"^\D*\b(\d)/(\d)\b(?!/)\D*$")
_FROM_TO_WHEN = re.compile(r"\b(\d)/(\d)\b (?:when|on a bad|at (?:its|the) worst|if it)\b")


def asks_of_scale(text: str) -> bool:
    """Whether a text, its numbers as digits, asks what a number of the scale means."""
    return _OF_THE_SCALE.search(text) is not None


def find_severity(text: str, asked: bool = False) -> Score | None:
    """Return the pain score that a normalised text, its numbers as digits, tells.

    Args:
        text: the whole message.
        asked: whether the score is what was asked, so that a bare "7" or "quite bad" will do.
    """
    text = _OF_THE_SCALE.sub(" . ", text)
    was_now = _WAS_NOW.search(text)
    if was_now:
        return as_number(was_now[2])
    from_to = _FROM_TO_WHEN.search(text) or (_FROM_TO.match(text) if asked else None)
    if from_to and from_to[1] < from_to[2]:
        return _score(from_to)
    text = re.sub(r" +", " ", _NO_SCORE.sub(" ", text))
    times = [
        m
        for m in _AT_TIMES.finditer(text)
        if not _DOSE.search(text[: m.start()]) and not _OF_SCALE.search(text[: m.start()])
    ]
    score = _score(_RANGE_OUT_OF.search(text))
    if score is not None:
        return score
    for pattern in (
        _OUT_OF_TEN,
        _VARIES,
        _IN_BETWEEN,
        _A_RANGE,
        _SAID_FIRST,
        _ON_SCALE,
        _PAIN_IS,
        _A_NUMBER,
        _I_SAY,
        _AT_WORST,
        _IN_INTENSITY,
        _HURTS_SO,
        _REACHES,
        _ISH,
        _SAY,
        _APART,
        _APART_ISH,
    ):
        found = [match for match in pattern.finditer(text) if _is_a_score(pattern, text, match)]
        if found:
            return _score(*found, *times)
    if _OFF_THE_SCALE.search(text):
        return 10
    if len(times) > 1:
        return _score(*times)
    if asked:
        alone = _SCALE_ALONE.sub(" ", text)
        for pattern in (_BARE_RANGE, _BARE):
            score = _score(*pattern.finditer(alone))
            if score is not None:
                return score
    if asked and _OVER_TEN.match(text):
        return 10
    return _in_words(text, asked)


def _is_a_score(pattern: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    """Whether a number that no word makes a score is one: not "20 squats, 3-4," or "up, 4ish"."""
    before = text[: match.start()]
    if pattern in (_SAY, _APART, _APART_ISH) and _COUNTED.search(before):
        return False
    if pattern is _APART_ISH and _BY_THE_CLOCK.search(before):
        return False
    if pattern is _ISH and _JUST_AT.search(before):
        return False
    return pattern is not _APART or float(match[1]) < float(match[2])


def _in_words(text: str, asked: bool) -> Score | None:
    for pattern, value in _WORDS:
        if any(not _NOT_NOW.search(text[: match.start()]) for match in pattern.finditer(text)):
            return value
    for pattern, value in _WORDS_IF_ASKED if asked else ():
        match = pattern.search(text)
        if match and not text[: match.start()].endswith("how "):
            return value  # and not "he can't say how bad"
    painless = _PAINLESS.search(text)
    if painless and _NOISE.search(text) and not _NOT_NOW.search(text[: painless.start()]):
        rest = f"{text[: painless.start()]} {text[painless.end() :]}"
        return None if hurts(rest.split()) else 0
    return None


def _score(*matches: re.Match[str] | None) -> Score | None:
    """Return the number of the matches, or the lowest and the highest of several."""
    groups = [group for match in matches if match for group in match.groups() if group]
    numbers = sorted(as_number(group) for group in groups)
    if not numbers:
        return None
    if len(numbers) > 1 and numbers[0] != numbers[-1]:
        return [numbers[0], numbers[-1]]
    return numbers[0]
