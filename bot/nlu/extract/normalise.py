"""Text as people type it → plain lower-case words with apostrophes and slang spelt out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.nlu.extract.scots import in_plain_english

MAX_CHARACTERS = 4000
# The parts of understanding each look at the same message and its clauses.
_REMEMBERED = 32

_QUOTES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "…": ". ",
        "–": "-",
        "—": " ; ",
        "−": "-",
        "½": " 1/2 ",
    }
)
_NOT_WITHOUT_APOSTROPHE = {
    "cant": "can not",
    "cannot": "can not",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "wont": "will not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "werent": "were not",
    "havent": "have not",
    "hasnt": "has not",
    "hadnt": "had not",
    "couldnt": "could not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "aint": "is not",
    "im": "i'm",
    "ive": "i've",
    "id": "i'd",
    "dunno": "do not know",
    "gonna": "going to",
    "gotta": "got to",
    "wanna": "want to",
    "kinda": "kind of",
    "sorta": "sort of",
    "cos": "because",
    "coz": "because",
    "cuz": "because",
    "bcos": "because",
    "bc": "because",
    "w/o": "without",
    "b/l": "bilateral",
    "bilat": "bilateral",
    "allthe": "all the",
    "wen": "when",
    "abt": "about",
    "tho": "though",
    "anymore": "any more",
    "nowt": "nothing",
    "owt": "anything",
    "ur": "your",
    "u": "you",
    "dun": "done",
    "idk": "do not know",
    "innit": "",
    "whats": "what's",
    "whos": "who's",
    "thats": "that's",
    "theres": "there's",
    "hes": "he's",
    "shes": "she's",
    "weightbear": "weight bear",
    "aswell": "as well",
    "abit": "a bit",
    "alot": "a lot",
    "dwn": "down",
    "helo": "hello",
    "hullo": "hello",
    "heya": "hey",
    "infront": "in front",
    "teh": "the",
    "da": "the",
    "rite": "right",
    "bout": "about",
    "goin": "going",
    "nun": "none",
    "nuffin": "nothing",
    "nuffink": "nothing",
    "nuthin": "nothing",
    "lef": "left",
    "wot": "what",
    "wots": "what's",
    "waht": "what",
    "weaks": "weeks",
    "aff": "off",
    "deid": "dead",
    "intae": "into",
    "swelt": "swelled",
    "shud": "should",
    "shld": "should",
    "wud": "would",
    "cud": "could",
}
_WITH_DIGITS = {
    "m8": "mate",
    "h8": "hate",
    "b4": "before",
    "gr8": "great",
    "l8r": "later",
    "l8": "late",
    "2day": "today",
    "2nite": "tonight",
    "4ever": "forever",
    "w8": "wait",
}
# What is said by a sign alone; other pictures say nothing.
_SIGNS = {
    "👍": " yes ",
    "✅": " yes ",
    "👌": " yes ",
    "👎": " no ",
    "❌": " no ",
    "🤷": " do not know ",
    "🙏": " thank you ",
    "👋": " hello ",
}
_DIGIT_SLANG = re.compile(rf"\b(?:{'|'.join(_WITH_DIGITS)})\b")
_IRREGULAR_NOT = {"can't": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not"}
_WORD = re.compile(r"[a-z]+(?:/[a-z]+)?(?:'[a-z]+)?")
_LETTERS = re.compile(r"\b(?:p t|m r i|o c d|a c l|c t)\b")
# "da" is "the" but for a father.
_MY_DA = re.compile(r"\b(my|our|me|his|her|the) da('s)?\b")
# The city is not the hip disease, whose name has the same stem.
_PERTH = re.compile(r"\b(in|to|from|near|past|around|via|outside) perth\b(?!'|e?s\b| disease)")
_DA_IS = re.compile(
    r"(?:^|(?<=[.!?] ))da(?='s\b| (?:is|was|has|had|fell|can|can't|won't|says|slipped|took)\b)"
)
# "me knee", "ma bad hip": "me" stays as it is before anything but one's own body.
_MY_BODY = re.compile(
    r"\b(?:me|ma|mi|mah)(?= (?:(?:left|right|bad|poor|sore|oul|auld|own|two|lower|inner|outer|"
    r"upper|both|wee|gammy|dodgy|good|other) ){0,2}(?:knee|hip|leg|thigh|cal(?:f|ve)|shin|groin|"
    r"kneecap|bum|buttock|back|foot|ankle|feet)s?\b)"
)
# "kneelin", "gettin": the verbs of a complaint as people say them.
_DROPPED_G = re.compile(
    r"\b(?:gett|sitt|runn|walk|stand|kneel|twist|turn|climb|squatt|crouch|bend|ly|lay|driv|cycl|"
    r"rid|"
    r"play|do|com|tak|ach|hurt|kill|burn|throbb|stabb|swell|limp|click|grind|lock|catch|giv|buckl|"
    r"sleep|wak|press|lift|mov|stepp|work|noth|someth|anyth|morn|even|jump|hopp|land|jogg|train|"
    r"cry|"
    r"feel|shoot|scream|leak|weep|tingl|shak|swimm|scrubb|pedall|pivot|spinn|stretch)in\b"
)
# "2 weak": a time, and no weakness, unless something weak is counted.
_WEEKS = re.compile(
    r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten|few|couple|couple of) weak"
    r"(?= ?(?:$|[.,;:!?]|ago\b|now\b|or so\b))"
)
# "y do u ask": a letter for a word only in a question, as it is also "yes".
_WHY = re.compile(
    r"\by(?= (?:(?:do|did|are|r|would|have) (?:u|you|ya|they|we|i)|"
    r"(?:is|does) (?:it|that|this|my|me))\b)"
)
# "Why do u need 2 know": a number for a word, where only what one does can follow.
_TO = re.compile(
    r"(?<=[a-z] )2(?= (?:know|go|see|get|be|do|say|tell|ask|have|help|find|move|stand|sit|bend|"
    r"worry|drive)\b)"
)
# "has bin akin": written as it sounds, where a container and a likeness make no sense.
_BEEN = re.compile(r"\b(has|have|had|'s|'ve|its|ive) bin\b")
_ACHING = re.compile(r"\bakin\b(?! to\b)")
# "My nee": written as it sounds. Alone it is "no" in other languages, and no knee.
_KNEE = re.compile(
    r"\b(my|me|ma|the|left|right|rite|both|bad|sore|his|her|their|our|other|one|two|of|dads?|"
    r"mums?|sons?|daughters?|son's|daughter's|kids?|wifes?|husbands?) "
    r"(?:nee+|knea?|knie?|nea)(s|cap|caps)?\b|"
    r"\b(?:nee|kne|knea)(s|cap|caps)?(?= (?:pain|ache|hurt|problem|trouble|joint|cap|brace)s?\b)"
)
# "My knees been bad": one knee, that has been so; two have been.
_IS_ONE = re.compile(
    r"\b(my|the|left|right) (knee|hip|leg|calf|thigh|ankle)s (?=(?:been|gone|got)\b)"
)
# "Dunno, it just crept up": what comes after is told, and not what is not known.
_DUNNO = re.compile(
    r"\b(dunno|idk),? (?=(?:it|it's|its|he|she|they|just|kind|"
    r"kinda|sort|maybe|probably|i think|i guess)\b)"
)
# "Maybe twice a week" doubts the number and not what is told.
_MAYBE_TIMES = re.compile(
    r"\b(?:maybe|perhaps|possibly) (?=(?:once|twice|[a-z0-9]+ times) (?:a|per|each|every)\b)"
)
# "Locking no / swelling no / 5 of 10": what stands between strokes is said by itself, as on lines
# of its own; one or two strokes are an "or".
_STROKE = re.compile(r" / ")
_STROKES_OF_A_LIST = 3
# "Locking no / swelling no", and not "no swelling / redness / fever".
_OWN_ANSWER, _LEAST_ANSWERED = re.compile(r"\b(?:no|nope|none|yes|yep|not sure|unsure)[.!]?$"), 2
_NO_FOR_ALL = re.compile(r"\b(?:no|not|nae|never|without|denies|denied|nil|any|neither) \w")
_TERMINAL_CODE = re.compile(r"\x1b\[[0-9;]*[a-zA-Z]")


def _is_answered(text: str) -> bool:
    """Whether items of a list carry their own answers, and no "no" is for all that follow."""
    items = [item.strip() for item in _STROKE.split(text)]
    if any(_NO_FOR_ALL.search(item) for item in items):
        return False
    return sum(_OWN_ANSWER.search(item) is not None for item in items) >= _LEAST_ANSWERED


@lru_cache(maxsize=_REMEMBERED)
def normalise(text: str) -> str:
    """Return plain lower-case text: quotes straightened, contractions and slang spelt out.

    Emoji, control and zero-width characters become spaces or vanish. At most `MAX_CHARACTERS`
    characters are looked at.
    """
    text = _TERMINAL_CODE.sub("", text)
    text = text[:MAX_CHARACTERS]
    if not any(char.isalnum() for char in text):
        text = "".join(_SIGNS.get(char, char) for char in text)
    text = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    text = "".join(_plain(char) for char in text).lower()
    text = re.sub(r"[<>{}\[\]|\\^~_*#]+", " ", text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z])|(?<=\d)-(?=[a-z])|(?<=[a-z])-(?=\d)", " ", text)
    if len(_STROKE.findall(text)) >= _STROKES_OF_A_LIST and _is_answered(text):
        text = _STROKE.sub(" . ", text)
    text = re.sub(r" -+ | --+|(?<=[a-z,]) -(?=[a-z])", " ; ", text)
    text = _DIGIT_SLANG.sub(lambda match: _WITH_DIGITS[match[0]], text)
    text = _PERTH.sub(r"\1 town", text)
    text = _DA_IS.sub("dad", _MY_DA.sub(r"\1 dad\2", text))
    text = _DROPPED_G.sub(lambda match: f"{match[0]}g", text)
    text = _MY_BODY.sub("my", text)
    text = _TO.sub("to", _WHY.sub("why", text))
    text = _BEEN.sub(r"\1 been", text)
    text = _ACHING.sub("aching", text)
    text = _KNEE.sub(_as_knee, text)
    text = _IS_ONE.sub(r"\1 \2 has ", text)
    text = _DUNNO.sub(r"\1, ", text)
    text = _WORD.sub(_spelt_out, in_plain_english(text))
    text = _WEEKS.sub(r"\1 weeks", text)
    text = re.sub(r",? ?\b(?:u+m+|u+h+|e+r+m*|hmm+)\b,? ?", " ", text)
    text = _MAYBE_TIMES.sub("", text)
    text = _LETTERS.sub(lambda match: match[0].replace(" ", ""), text)
    text = re.sub(r"(\d)(?=[a-z])(?!st\b|nd\b|rd\b|th\b)", r"\1 ", text)
    text = re.sub(r"(.)\1{3,}", r"\1\1", text)
    return re.sub(r"\s+", " ", re.sub(r"\s*\n\s*", " . ", text)).strip()


@lru_cache(maxsize=1024)
def _plain(char: str) -> str:
    if char == "\n":
        return char
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return ""
    return " " if category[0] in "CZ" or category in ("So", "Sk") else char


def _as_knee(match: re.Match[str]) -> str:
    before, ending, ending_alone = match.groups()
    return f"{before} knee{ending or ''}" if before else f"knee{ending_alone or ''}"


def _spelt_out(match: re.Match[str]) -> str:
    word = match[0]
    if word in _NOT_WITHOUT_APOSTROPHE:
        return _NOT_WITHOUT_APOSTROPHE[word]
    if word in _IRREGULAR_NOT:
        return _IRREGULAR_NOT[word]
    return f"{word[:-3]} not" if word.endswith("n't") else word
