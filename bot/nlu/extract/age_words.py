"""The words around an age: units, births, birthdays, and what a number means that is none."""

from __future__ import annotations

import re

YEARS = r"(?:years?|yrs?|yr|y)"
FOREIGN_YEARS = "años|anos|ans|jahre|lat|anni|jaar"
MONTHS = "months?|mths?|mnths?|mos?"
ABOUT = (
    "only|just|now|about|around|a|an|already|nearly|almost|healthy|fit|aged?|over|well over|gone|"
    "past|still|roughly|approximately|approx|barely|currently|all of|like|coming up|coming up to|"
    "getting on for|pushing|nearing|rising|turning|going on|the big|big|at least"
)
GOES_ON = (
    "and|but|who|who's|with|so|now|he|she|they|has|had|have|is|was|can|can't|will|keeps|been|in|"
    "this|next|on|today|tomorrow|soon|not|yes|old|hurt|hurts|fell|came|ish|since|for|limping|"
    "complaining|walking|walkin|plays|here|cries|wakes|woke|says|gets|got|does|never|just|going|"
    "running|odd|something|then|if|my|i|i'm"
)
SEX_WORDS = (
    "male|female|man|woman|boy|girl|lady|gentleman|gent|lad|lass|lassie|bloke|guy|gal|chap|"
    "fella|fellow|dude"
)
SEX = f"m|f|{SEX_WORDS}"
RETIRED = "pensioner|oap|retiree|widow|widower"
# Once numbers are digits, "little one (4)" reads "little 1 (4)".
LITTLE_ONE = re.compile(r"\b(little|wee|auld|aul|old) 1\b")
# "now at 38 it aches", unlike "and at 20 I tore it"
AT_THAT_AGE = (
    r"(?= (?:it|it's|its|my|the|this|both|you|i|i'm|i'd|i've|he|she|we)\b)"
    r"(?! (?:i|he|she|we|it|they) (?:was|were|had|did|got|tore|broke|fell|hurt|started|began|went|"
    r"came|wakes?|woke|starts?|\w+ed)\b)(?! (?:my|the|this) \w+ (?:was|were|had|got|did)\b)"
)
AFTER_METRES = (
    "from|away|walk|run|swim|sprint|race|tall|long|high|or|at|before|without|then|max|per"
)
# What a number counts that is no age.
MEASURES = (
    r"(?:/|out of|outta|outa|over \d|from 10|of\b|-|%|\.\d|:\d|'|\"|days?\b|d\b|weeks?\b|wks?\b|"
    r"months?\b|mths?\b|mnths?\b|fortnights?\b|hours?\b|hrs?\b|mins?\b|minutes?\b|secs?\b|"
    r"seconds?\b|nights?\b|miles?\b|km?\b|kms?\b|kgs?\b|kilos?\b|stone\b|st\b|lbs?\b|pounds?\b|"
    r"steps?\b|stairs?\b|times?\b|cms?\b|mm\b|mls?\b|mgs?\b|met(?:re|er)s?\b|yards?\b|ft\b|feet\b|"
    r"foot\b|inch(?:es)?\b|am\b|pm\b|degrees?\b|deg\b|c\b|percent\b|per cent\b|o'clock|oclock|"
    r"tablets?\b|pills?\b|sessions?\b|visits?\b|reps?\b|laps?\b|goes\b|falls?\b|kids\b|children\b|"
    r"sons\b|daughters\b|knees?\b|hips?\b|legs?\b|ops?\b|operations?\b|injections?\b|jabs?\b|"
    r"surger(?:y|ies)\b|bad\b|good\b|more\b|other\b|or \d|to \d|of us|thing\b|things\b|"
    rf"{YEARS} (?:ago|on|now|later|back|post|after|into|since|for|with|in|of(?! age)|and counting)|"
    r"decades?\b|people\b|days|\d)"
)
# "24 years on my knees" is no age.
AT_WORK = (
    r"on (?:my|his|her|our|building|the (?:job|tools|knees|feet|road|bike|buses|railways?|"
    r"force|farm|"
    r"floor|ward|wards|sites?))|in (?:(?:the|a|my) )?(?:trade|job|army|navy|forces|police|"
    r"kitchens?|"
    r"nhs|warehouse|factory|mines?|office|business|industry|building|construction|farming|nursing|"
    r"teaching)|as|into|doing|with|since|an?|behind|under|for|of (?!age)"
)
NOT_WITH = (
    rf"(?! (?:in(?! (?:jan|feb|mar|apr|may|ju|aug|sep|oct|nov|dec|a|two|\d))|into|out)\b)"
    rf"(?! {YEARS} (?:in|into|with|from|since|out)\b)"
)
TURNED = (
    "hit|hitting|reached|reaching|pushing|nearing|approaching|touching|knocking|knocking on|"
    "the wrong side of|the right side of|the other side of|wrong side of|nigh on|getting on for|"
    "age i am|just gone|celebrated"
)
WILL_BE = r"i'll be|i will be|he'll be|she'll be|he will be|she will be|going to be|about to be"
MONTH = (
    r"jan\w*|feb\w*|march|april|may|june|july|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*|xmas|christmas|"
    r"easter|spring|summer|autumn|winter|new year"
)
_DAY = r"monday|tuesday|wednesday|thursday|friday|saturday|sunday"
BIRTHDAY = (
    rf"(?:on |at )?(?:my |his |her )?next (?:birthday|week|month|year|{MONTH}|{_DAY})|"
    rf"(?:in|this|come|this coming) (?:{MONTH})|tomorrow|soon|running"
)
# "40 next week": not yet.
TO_COME = re.compile(
    rf"^(?: in)? (?:{BIRTHDAY}|this (?:week|month|year|weekend|{_DAY})|"
    r"in (?:a|an|\d+) (?:days?|weeks?|months?))\b"
)
NOT_YET = re.compile(rf"(?:{WILL_BE}|about to turn|running) (?:(?:{ABOUT}) )*$")
OLD_THING = re.compile(
    rf"^ ?{YEARS} old (?:injur|problem|knee|hip|replace|prosth|scar|implant|break|tear|fracture|"
    r"x ?ray|scan|mri|op\b|operation|shoes|trainers|metal|plate|screw|wound|sprain)"
)
NOT_OF_A_PERSON = re.compile(
    r"(?:\b(?:number|replacement|implant|injury|prosthesis|x ?ray|scan|mri|joint|trainers|shoes|"
    r"bed|"
    r"mattress|surgery|operation|temp|temperature|fever|pulse|bmi|score|pain|scale|heart rate|"
    r"weight|bend|angle|flexion|knee|hip)(?: ?'s)?"
    r"(?: (?:was|is|are|now|about|only|at|of|to|a|level|score|'s|around))*|"
    r"\b(?:at most|less than|under|up to|not|since|every)) $"
)
MEASURED = re.compile(
    r"\b(?:temp|temperature|fever|bmi|score|scale|pain|level|pulse|weight|weigh|mileage|number|"
    r"bpm|rate|ward|room|(?<!the )flat|page|option|crp|esr|bp|sats|dose|mg|reps|squats|lunges|"
    r"on the|approximately|times|between|from|to|or|than|of)$"
)
# "The x-ray is good for 70"
FOR_THAT_AGE = r"(?:fine|good|fair|normal|perfect|great|ok|okay|excellent|healthy|typical|bad) for"
AFTER_AGE = (
    r"still|retired|fit|never|otherwise|built|healthy|active|overweight|slim|fairly|pretty|very|"
    r"quite|counting|not getting|feeling|in (?:good|bad)|a bit"
)
NO_NAME = (
    r"(?:pain|score|level|temp|temperature|severity|that|this|which|what|number|bmi|walk|weight|"
    r"knee|knees|hip|hips|leg|legs|foot|feet|fever|pulse|pressure|rate|sugar|max|maximum|limit|"
    r"worst|best|bend|angle|reading|average|usual|today|scale|rating|one|other|last|first|next|"
    r"there|here|only|about|nearly|around|dose|distance|doctor|mileage|total|all|it|intensity|"
    r"house|car|gp|team|back|calf|thigh|ankle|groin|stairs|age|day|night|"
    r"width|height|length|size|count|crp|hba1c|esr)\b"
)
BORN = re.compile(
    r"\b(?:born|birth|dob|d \. o \. b|birthday)(?: (?:is|was|in|on|year|date|of|the|:|/|\.|\w+ "
    r"\d{1,2}|\d{1,2}(?:st|nd|rd|th)?|\d+/\d+|[a-z]+))* ?((?:19|20)\d\d)\b|"
    r"\bborn (?:in|back in) '? ?([3-9]\d)\b|"
    r"\b((?:19|20)\d\d) (?:born|baby|vintage|model)\b"
)
YEAR_ALONE = re.compile(r"^\W*(?:in )?((?:19|20)\d\d)\W*$")
SOUNDS = {"too": 2, "to": 2, "for": 4, "ate": 8, "won": 1}
SOUNDS_LIKE = re.compile(r"\b([2-9]0) (too|to|for|ate|won)\b(?=\W*$)")
BIG_O = re.compile(r"\b(?:the )?big ([2-9]) ?(?:oh|o|0|zero)\b|\b([2-9]) oh\b")
# What was so at another age, up to that age: "since i was 12".
WHEN_YOUNGER = re.compile(
    r"\b(?:since|when|until|till|til|before|after|while|by the time|from when|as) "
    r"(?:i|he|she|they|we|you) (?:was|were|turned|had|got|first|turn|hit)\b"
    r"(?:(?! (?:and|but|now|i'm|i am|he's|she's)\b)[^.,;()!?\d])*(?:\d+(?:\.\d)?)?|"
    r"\b(?:since|until|till|from|before|by) (?:the )?age(?: of)? \d+|"
    r"\b(?:had|did|done|tore|broke|injured|diagnosed|replaced|operated)"
    r"(?: (?!now\b|i'm\b)[a-z']+){0,4} (?:at|aged|at age|at the age of) \d+\b|"
    r"\b(?:sprain\w*|dislocat\w*|fractur\w*|crack\w*|smash\w*|snapp\w*|ruptur\w*|osteotomy|"
    r"surgery|operation|op|pinned|plated|screw\w*|reset|tore|torn|broken|broke|came off|fell off|"
    r"falling off|thrown|threw)(?: (?!now\b|i'm\b|still\b)[a-z']+){0,6} "
    r"(?:at|at age|at the age of) \d+\b|"
    r"\b(?:osteotomy|surgery|operation|operated|op|pinned|plated)"
    r"(?: (?!now\b|i'm\b|still\b)[a-z']+){0,6} aged \d+\b"
)
DECADES = {
    word: 10 * number
    for number, word in enumerate(
        (
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        ),
        start=2,
    )
}
DECADE = re.compile(
    r"\bin (?:my|me|his|her|their|the|your) (?:very )?(?:(early|mid|late) )?(\d0) ?'? ?s\b|"
    r"\b(early|mid|late) (\d0) ?'? ?s\b|"
    r"\b(?:i'm|i am|he's|she's|is|are) (?:an? )?(early |mid |late )?([2-9]0) "
    r"?(?:odd|something|some)\b|"
    r"(?:^|[.,;!?(] ?)(early |mid |late )?([2-9]0) ?(?:odd|something)\b(?= ?(?:$|[.,;!?)])|"
    rf" (?:year|{SEX_WORDS}))|"
    r"\b(my|his|her) ([2-9]0) ?'? ?s ?(?:$|[.,;)])"
)
DECADE_ALONE = re.compile(
    r"^\W*(?:i'm |i am |in )?(?:the |my )?(early |mid |late )?([2-9]0) ?(?:'? ?s|odd|something)\b"
)
LONG_AGO = re.compile(
    r"\b(?:fractured|cracked|smashed|sprained|dislocated|twisted|snapped|ruptured|shattered|"
    r"threw|thrown|pinned|plated|"
    r"had|did|was|were|got|tore|broke|played|injured|since|surgery|operation|op|back|used|"
    r"from|fell|diagnosed|ran|when)\b(?!.*\bnow\b)"
)
