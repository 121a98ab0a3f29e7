"""Whether the only time long ago beside a sign is that of an old operation or break.

"Bleeding heavily, stents fitted years ago" bleeds now. It is judged so for what cannot wait alone:
of all else, a time in the clause is taken for its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.clauses import Clause
from bot.nlu.extract.long_ago import own_part, tells_of_now, tells_of_then
from bot.nlu.extract.matcher import Mention
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.urgent_signs import urgent_signs

_TIME = (
    r"(?:(?:about|around|over|nearly|many|some|several|a few|few|a couple of|donkey 's|\d+|one|two|"
    r"three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty) )*"
    r"(?:years?|yrs|decades?) (?:ago|back)|(?:back )?in (?:19|20)\d\d|as an? (?:kid|child|boy|girl|"
    r"teen\w*|student|lad|lass)"
)
_DONE = (
    r"(?:replac\w+|pinned|plated|fitted|scoped|operated on|resurfaced|implanted|put in|strokes?|"
    r"heart attack|bypass|stents?|pacemaker|op|operation|surgery|replacement|concussion)"
)
_PART = r"(?:(?:my|his|her|the|a|other|same|left|right|knee|hip|leg|wrist|pelvis|ankle|back|arm) ?)"
_ANOTHER = re.compile(
    rf"\b{_DONE}(?: (?:out|done|put in))? (?:{_TIME})\b|"
    rf"\b(?:who|that|which) (?:had )?(?:broke|broken|fractured|had|hurt|smashed) {_PART}{{1,3}}"
    rf"(?:\w+ ){{0,2}}?(?:{_TIME})\b|"
    rf"\b(?:{_TIME}) ,? ?(?:i had |he had |she had )?{_PART}{{1,3}}(?:was|were|got|had been) "
    rf"(?:\w+ )?{_DONE}\b"
)
_AT_THAT_TIME = frozenset({"when", "after", "before", "until", "once", "till", "then", "it"})


def is_dated_apart(mention: Mention, tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a sign that cannot wait lies outside all that its clause dates long ago."""
    if urgent_signs().isdisjoint(mention.values):
        return False
    words = [token.text for token in tokens[clause.start : clause.end]]
    # "years ago I could run, yesterday I hit my head"
    part = " ".join(own_part(words, 0, len(words), mention.start - clause.start))
    if tells_of_now(part) and not tells_of_then(part):
        return True
    at = len(" ".join(words[: mention.start - clause.start])) + 1
    stop = len(" ".join(words[: mention.end - clause.start]))
    text = " ".join(words)
    events = _events(text)
    if not events or any(begin < stop and at < end for begin, end in events):
        return False
    return not tells_of_then(_without(text, events))


def without_old_events(words: Sequence[str]) -> list[str]:
    """Return words without the operations and breaks that are dated among them."""
    text = " ".join(words)
    return _without(text, _events(text)).split()


def _events(text: str) -> list[tuple[int, int]]:
    return [
        event.span()
        for event in _ANOTHER.finditer(text)
        if _AT_THAT_TIME.isdisjoint(text[: event.start()].split()[-2:])
    ]


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for begin, end in reversed(spans):
        text = text[:begin] + text[end:]
    return text
