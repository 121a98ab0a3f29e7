"""Options chosen by their place in the list, or by the very words on their buttons.

"The first one", "2 and 3", "all but the last"; "tried painkillers, runs regularly".
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.nlu.extract.findings import Findings, Pending
from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.numbers import ordinal

_LISTS = ("choice", "multi", "zones")
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_CARDINALS = "one|two|three|four|five|six|seven|eight|nine|ten"
# Other names of a place in the list, said the plain way.
_SAID_PLAINLY = (
    (re.compile(r"\b(?:top|1 st)(?= (?:one|two|three|2|3|option|answer)\b|\W*$)"), "first"),
    (
        re.compile(r"\b(?:very last|bottom|final)(?= (?:one|two|three|2|3|option|answer)\b|\W*$)"),
        "last",
    ),
    (
        re.compile(r"\b(?:second (?:from )?last|second to last|last but one|penultimate)\b"),
        "penult",
    ),
    (re.compile(r"(?<=\d) n (?=\d|the\b)|(?<=[a-z\d]) n the\b"), " and the "),
)
_ITEM = re.compile(
    rf"\b({_ORDINALS}|last|penult|\d{{1,2}}(?:st|nd|rd|th))\b"
    r"(?! (?:thing|time|week|month|day|in|of all|noticed|started))|"
    r"\b(?:number |option |no\.? ?|#)?(\d{1,2})\b(?![./]\d)|"
    rf"\b(?:number |option |and |, ?|plus |or )({_CARDINALS})\b"
)
_SEVERAL = re.compile(r"\b(first|last) (two|three|four|2|3|4|couple)\b")
_RANGE = re.compile(r"\b(\d{1,2}) ?(?:-|to|through|till) ?(\d{1,2})\b")
_HOW_MANY = {"couple": 2, "two": 2, "three": 3, "four": 4}
_ONLY_NUMBERS = re.compile(
    r"^(?:\W|\d|\b(?:and|or|number|numbers|option|options|answer|the|one|ones|a|them|those|of|"
    rf"last|penult|couple|to|through|till|{_ORDINALS}|{_CARDINALS}|"
    r"st|nd|rd|th|both|just|only|i|have|have got|got|go|with|for|yes|yeah|yep|please|pls|"
    r"maybe|possibly|perhaps|it's|it|is|'s|'d|i'd|would|be|say|think|probably|also|plus|"
    r"choose|pick|on|list|your|mate|love|thanks|too|as|well|defo|deffo|definitely|mainly|"
    r"mostly)\b)*$"
)
_NOT_THE = re.compile(
    r"\b(?:but not|and not|not|no to|never)\b(?P<what>(?:(?!\b(?:but|just|only|it's|yes)\b).)*)"
)
_REST = re.compile(r"\b(?:the )?(?:rest|others?|other ones?|remaining)(?: of (?:them|those|it))?\b")
_ALL = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|er|honestly|tbh|pretty much|basically|literally|nearly|i have|i've|"
    r"got|"
    r"she has|he has|i get|yes to)\W+)*(?:all|everything|every one|every single one|the lot|"
    r"the whole lot|each)(?: \d| three| four| five| six| eight)?"
    r"(?:(?: of)? (?:them|em|'em|those|these|it|that|the above|the list|your list|them all|"
    r"the lot))?"
    r"(?P<but>\W+(?:except|except for|bar|but|apart from|aside from|other than|not|minus|excluding|"
    r"save)\b.*)?(?:\W+(?:please|mate|really|tbh|sadly|unfortunately|i am afraid|i'm afraid|"
    r"i (?:think|guess|suppose|reckon)))*\W*$"
)
_BREAK = re.compile(
    r"(?=[,;.?!] (?!(?:and |or |also |maybe |plus )*(?:the |number )*(?:\d|first|second|third|"
    r"fourth|"
    r"fifth|last)))|(?= but )| (?=and (?:also|maybe|my|i) )"
)
_BETWEEN_LABELS = re.compile(r"\b(?:and|also|yes|yeah|yep|i|have|the|a|both)\b|\W")
# Places in the list are named in few words; whatever is longer tells something else.
_LONGEST = 300
_DOUBT = re.compile(r"\b(?:maybe|possibly|perhaps|might|could be|not sure|not certain)\b")


def pick(text: str, pending: Pending) -> list[str]:
    """Return the options named by their place: "the first one", "1 and 3"."""
    if pending.kind not in _LISTS:
        return []
    plain = _plainly(text)
    if pending.kind != "choice" and (match := _ALL.match(plain)):
        return _all_but(match["but"] or "", pending)
    plain, refused = _without_refused(plain, pending)
    places = _places(_leading_numbers(plain), len(pending.shown))
    kept = [place for place in places if place not in refused]
    return [pending.shown[place - 1] for place in kept]


def by_label(text: str, pending: Pending) -> list[str]:
    """Return the options of which a message repeats the labels, and says nothing else."""
    rest, found = f" {normalise(text)} ", set()
    labels = {_plain_label(pending.choice(value).label): value for value in pending.options}
    for label in sorted(labels, key=len, reverse=True):
        if label not in rest:
            continue
        said = re.compile(rf"(?<![\w']){re.escape(label)}(?![\w'])")
        if said.search(rest):
            rest = said.sub(" ", rest)
            found.add(labels[label])
    if _BETWEEN_LABELS.sub("", rest):
        return []
    return [value for value in pending.options if value in found]


@lru_cache(maxsize=1024)
def _plain_label(label: str) -> str:
    return normalise(label)


def picks_in_doubt(text: str) -> bool:
    """Whether what was picked is in doubt: "number 2 maybe"."""
    plain = _plainly(text)
    return bool(_DOUBT.search(_leading_numbers(plain) or plain))


def excepted(text: str, pending: Pending, findings: Findings) -> list[str]:
    """Return the options left by "all of them except …", where the exception is told in words."""
    match = _ALL.match(_plainly(text))
    if pending.kind not in ("multi", "zones") or not match or not match["but"]:
        return []
    said = {value for each in findings.values() if isinstance(each, list) for value in each}
    left_out = said & set(pending.options)
    return [value for value in pending.shown if value not in left_out] if left_out else []


def _plainly(text: str) -> str:
    for pattern, plain in _SAID_PLAINLY:
        text = pattern.sub(plain, text)
    return text


def _all_but(exception: str, pending: Pending) -> list[str]:
    left_out = _places(exception, len(pending.shown)) if exception else []
    if exception and not left_out:
        return []  # told in words, see `excepted`
    return [value for n, value in enumerate(pending.shown, 1) if n not in left_out]


def _without_refused(text: str, pending: Pending) -> tuple[str, list[int]]:
    """Return the text without "not the rest" and "not the last", and the places refused."""
    refused: list[int] = []

    def taken_out(match: re.Match[str]) -> str:
        what = match["what"]
        places = _places(what, len(pending.shown))
        if not places and not _REST.search(what):
            return match[0]
        refused.extend(places)
        return " "

    return _NOT_THE.sub(taken_out, text), refused


def _leading_numbers(text: str) -> str:
    """The numbers a message is or begins with: "2 and 3, i think the swelling as well"."""
    if len(text) > _LONGEST:
        return ""
    if _ONLY_NUMBERS.match(text):
        return text
    parts = _BREAK.split(text, maxsplit=1)
    if len(parts) < 2 or not _ONLY_NUMBERS.match(parts[0]):
        return ""
    several = len(_ITEM.findall(parts[0])) > 1 or re.search(r"\b(?:number|option|one)\b", parts[0])
    return parts[0] if several else ""


def _places(text: str, count: int) -> list[int]:
    """The places named in a text, none when one of them is beyond the list."""
    places: list[int] = []
    for which, how_many in _SEVERAL.findall(text):
        many = _HOW_MANY.get(how_many) or int(how_many)
        places += range(1, many + 1) if which == "first" else range(count - many + 1, count + 1)
    text = _SEVERAL.sub(" ", text)
    for low, high in _RANGE.findall(text):
        places += range(int(low), int(high) + 1)
    text = _RANGE.sub(" ", text)
    for name, number, word in _ITEM.findall(text):
        named = {"last": count, "penult": count - 1}
        place = named.get(name) or ordinal(name or number or word)
        places.append(place or 0)
    if not places and re.fullmatch(rf"\W*(?:{_CARDINALS})\W*", text):
        places = [ordinal(text.strip(" .,!")) or 0]
    if any(not 1 <= place <= count for place in places):
        return []
    return list(dict.fromkeys(places))
