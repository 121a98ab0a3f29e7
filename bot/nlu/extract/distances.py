"""What sets it off, told by how far: "at mile 8", "after 200 yards", "stops me at 20 minutes"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.extract.complaint import complains
from bot.nlu.extract.findings import Findings
from bot.nlu.extract.numbers import with_digits

_ABOUT = r"(?:about |around |roughly |maybe |only |just |the |my |a |an |approx |past |say )*"
_LONG = r"(?:k|km|kms|kilomet(?:re|er)s?|miles?|mi)"
_SHORT = r"(?:yards?|yds?|met(?:re|er)s?|m|paces|blocks?|lamp ?posts?|feet)"
# "At 5 miles", "by the last mile", not "5 miles a day", which only tells what somebody does.
_FAR = re.compile(
    rf"\b(?:at|after|from|past|by|beyond|around|within|for|in|only|last|first) {_ABOUT}"
    rf"(?:(?:\d+(?:\.\d+)?|half an?|last|first) ?(?:(?:or )?\d+ ?)?(?:(?P<long>{_LONG})|(?P<short>"
    rf"{_SHORT}))|(?P<race>(?:mile|km|k) \d+))\b"
    r"(?! (?:away|from|long|ago|a (?:day|week)|per|every|each|daily|an hour|south|north|east|west))"
)
_MINUTES = re.compile(
    rf"\b(?:at|after|past|around) {_ABOUT}\d+ ?(?:mins?|minutes?)\b(?! ago)(?! (?:of )?sit)"
)
_RUNS = re.compile(
    r"\b(?:runn?(?:s|er|ers|ing)?|ran|jog\w*|(?:half )?marathons?|ultras?|park ?run|couch to|race|"
    r"races|racing|[15]0? ?k|iron ?man|triathlon\w*|train(?:ing)? for)\b"
)
_RIDES = re.compile(r"\b(?:rid(?:e|es|ing)|rode|bik(?:e|es|ing)|cycl\w+|saddle|peloton)\b")
_WALKS = re.compile(
    r"\b(?:walk\w*|hik\w+|street|shops?|pavement|flat|trolley|dog|stroll\w*|sit down)\b"
)
_EASES = re.compile(
    r"\b(?:fine|gone(?! by| (?:the )?next)|no (?:pain|bother|trouble|problems?)|without|"
    r"not (?:hurt|sore)|easier|eases|loosens|warms up|better|pain free|painless|no longer)\b"
)
_STARTS = re.compile(
    r"\b(?:comes? on|kicks? in|starts?|shows?(?: up)?|bites?|stops? me|clockwork|sets? in|flares?|"
    r"appears?|begins?|always|goes|go)\b"
)
_NEAR, _SOON = 60, 25


def set_off_by_distance(findings: Findings, words: Sequence[str]) -> tuple[str, ...]:
    """Return running, cycling or walking where a distance brings the pain on.

    Args:
        findings: what is known of the message; a runner means a run.
        words: the message.
    """
    text = with_digits(" ".join(words).replace(" '", "'"))
    known = set(findings.get("triggers") or ())
    if known & {"running", "cycling", "walking"}:
        return ()
    is_runner = "runner" in findings["history"] or _RUNS.search(text) is not None
    for match in _FAR.finditer(text):
        if _hurts_beside(text, match):
            if match["short"]:
                return ("walking",)
            return (_way(text, is_runner or match["race"] is not None),)
    if not is_runner or _RIDES.search(text) or _WALKS.search(text):
        return ()
    timed = any(_hurts_beside(text, match) for match in _MINUTES.finditer(text))
    return ("running",) if timed else ()


def _way(text: str, runs: bool) -> str:
    if _RIDES.search(text) and not _RUNS.search(text):
        return "cycling"
    return "running" if runs else "walking"


def _hurts_beside(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence says that it hurts there, and not that it is fine."""
    begin = max(text.rfind(sign, 0, match.start()) for sign in ".!?;") + 1
    ends = [place for sign in ".!?;" if (place := text.find(f" {sign}", match.end())) >= 0]
    sentence = text[begin : min(ends, default=len(text))]
    if _EASES.search(text[max(begin, match.start() - _NEAR) : match.end()]):
        return False
    if _EASES.search(text[match.end() : match.end() + _SOON]):
        return False
    return _STARTS.search(sentence) is not None or complains(sentence.split())
