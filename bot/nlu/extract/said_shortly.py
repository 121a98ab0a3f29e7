"""Short answers that lean on what was said before: "no sorry 7", "since the op"."""

from __future__ import annotations

import re

from bot.nlu.extract.findings import Findings
from bot.nlu.extract.numbers import with_digits

_INSTEAD = re.compile(
    r"^\W*(?:(?:no+|nope|oh|oops|whoops|sorry|wait|actually|hang on|hold on|my mistake|typo|i mean|"
    r"i meant|i meant to say|i should have said|correction|scratch that|make (?:it|that)|make|"
    r"rather|more like|it's|it is|its|that's|that is|should be|a|an|the|than)\W+)+"
    r"(?P<number>\d{1,3})(?: (?:not|instead of|rather than) \d{1,3})?"
    r"(?:\W+(?:sorry|i mean|i meant|actually|instead|please|thanks))*\W*$"
)
_PUTS_RIGHT = re.compile(
    r"\b(?:no+|nope|oops|whoops|sorry|wait|actually|hang on|hold on|mistake|typo|mean|meant|"
    r"correction|scratch|make|rather|should)\b"
)
_EVENT = (
    r"(?:op|operation|surgery|replacement|new (?:knee|hip)|fall|accident|crash|injury|tackle|match|"
    r"game|race|marathon|birth|pregnancy|baby|move|wedding|funeral|holiday|trip|illness|injection|"
    r"scan|physio|retirement|lockdown|job|knock|twist|incident|event)"
)
_SINCE_EVENT = re.compile(
    rf"\b(?:since|after|from|ever since) (?:the|my|me|his|her|their|our|that|i had (?:the|my|an?)|"
    rf"having (?:the|my|an?)|an?)?(?: \w+){{0,2}}? ?{_EVENT}\b"
)


def add_said_shortly(findings: Findings, text: str, asked: str | None) -> None:
    """Add a number that stands in the place of another, and that a time was told by an event.

    Args:
        findings: what is added to: ``instead`` is a number of which the message does not say what
            it is, ``since_event`` that it has lasted since something whose day is not told.
        text: the normalised message.
        asked: the id of the pending question.
    """
    told = _INSTEAD.match(with_digits(text))
    if asked is not None and told and _PUTS_RIGHT.search(text):
        findings["instead"] = int(told["number"])
    if asked == "duration_days" and "duration_days" not in findings and _SINCE_EVENT.search(text):
        findings["since_event"] = True
