"""What only a number or a word is missing for: dire pain, and pain at night, make one suspect it.

How bad it is, is a number from 0 to 10, and nobody is given one that they did not say. But where a
sign that cannot wait lacks nothing else than pain of eight or more, or that it began at a stroke,
and the words say as much ("hip agony, out of nowhere"), it is suspected: the interview asks about
it first. So it is where a sign lacks that the pain breaks sleep, and it is said to hurt at night.
"""

from __future__ import annotations

import re

from bot.nlu.extract.findings import Findings
from knowledge.red_flags import cannot_wait, screen
from knowledge.urgency import at_least, one_above

_ACHES = (
    r"(?:pain\w*|aches?|aching|sore\w*|discomfort|cramps?|hurts?|hips?|knees?|legs?|groin|thighs?|"
    r"buttocks?|joint|it)"
)
# "It is murder to park": another trouble.
_NO_ACHE = (
    r"(?! (?:myster\w+|weekend|trial|case|storms?|weather|to (?:look|mind|park|drive|find|watch)))"
)
_DIRE = re.compile(
    r"\b(?:agony|agonising|agonizing|excruciating\w*|excrutiating\w*|unbearabl[ey]|"
    rf"severe(?:ly)? (?:\w+ ){{0,2}}?{_ACHES}|{_ACHES}(?:'s)? (?:\w+ ){{0,3}}?(?:severe|murder|"
    rf"torture)"
    rf"{_NO_ACHE}|(?:pure|absolute|sheer|bloody|utter) (?:murder|torture){_NO_ACHE}|"
    r"horrific|horrendous|screaming|killing me|(?:terrible|awful|dreadful|intense|"
    r"worst|unreal|shocking|desperate|savage|brutal|wicked) (?:\w+ )?(?:pain\w*|sore|ache)|worst "
    r"\w+ of my life|off the scale|crying with (?:it|pain|the pain)|in bits with it)\b|"
    # "Side of hip, sudden, severe": said of nothing, so of the pain.
    r"(?:^|[,.;!] ?|\band |\bvery |\breally |\bso )(?:severe|murder|torture)"
    r"(?= ?(?:[,.;!]|$|and\b))"
)
_AT_A_STROKE = re.compile(
    r"\b(?:sudden\w*|all at once|out of (?:nowhere|the blue)|just (?:went|gave)|bang|like "
    r"lightning|like a bolt|in an instant|without warning|no warning)\b"
)
# Not so, not now, not one's own pain, or only feared.
_NOT_SO = re.compile(
    r"\b(?:no|not|never|without|nothing|was|were|had|used to|ago|if|when|would|could|might|may|"
    r"last (?:year|month|winter|summer|spring|autumn)|years?|afraid|fear\w*|scared|risk|weather|"
    r"eased|better|gone|settled|mild|slight|severe(?:ly)? (?:asthma|allerg\w*|arthritis|weather|"
    r"anxiety|depression)|mum's|dad's|sister|brother|friend|neighbour|should|what|why|how|can)\b|\?"
)
_SEVERITY, _ONSET = "severity", "onset"
_DIRE_IS = 9
_GROWN = 18
_NIGHT, _NIGHT_PAIN = "night", "night_pain"


def with_dire(findings: Findings, words: dict[str, str], text: str) -> Findings:
    """Return the findings with what the direst words make suspected.

    Args:
        findings: what rules and recogniser made of a message that answers no question.
        words: finding → the words that stand for it; those of what is suspected are added.
        text: the message, normalised.
    """
    findings = _with_nights(findings, words)
    told = _DIRE.search(text)
    if told is None or _NOT_SO.search(text) or cannot_wait(findings):
        return findings
    supposed = dict(findings)
    supposed.setdefault(_SEVERITY, _DIRE_IS)
    if _AT_A_STROKE.search(text):
        supposed.setdefault(_ONSET, "sudden")
    hit = screen(supposed)
    if hit is None or not cannot_wait(supposed):
        return findings
    words[hit.id] = told[0]
    return {**findings, "suspected": [hit.id]}


def _with_nights(findings: Findings, words: dict[str, str]) -> Findings:
    # Legs that only ache at night are a growing child's; one that wakes with it says so.
    age = findings.get("age")
    if findings.get("who") == "child" or (isinstance(age, int) and age < _GROWN):
        return findings
    known = {*findings["present"], *findings["absent"], *findings["uncertain"]}
    if _NIGHT not in (findings.get("triggers") or ()) or _NIGHT_PAIN in known:
        return findings
    supposed = {**findings, "present": [*findings["present"], _NIGHT_PAIN]}
    hit, stated = screen(supposed), screen(findings)
    if hit is None or (stated is not None and not at_least(hit.level, one_above(stated.level))):
        return findings
    words[hit.id] = words.get(_NIGHT, _NIGHT)
    return {**findings, "suspected": [hit.id]}
