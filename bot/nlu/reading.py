"""A message as the turn hands it over, read by the rules and the recogniser together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from functools import lru_cache

from bot.nlu.denials import denied_in_words
from bot.nlu.dire import with_dire
from bot.nlu.extract.answers import answers
from bot.nlu.extract.findings import MANY, Findings, Pending
from bot.nlu.extract.foreign import with_told
from bot.nlu.extract.hip_parts import with_unplaced
from bot.nlu.extract.message import pending_question, read_by_rules, typed_payload
from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.numbers import with_digits
from bot.nlu.extract.words import word_set
from bot.nlu.learned.fusion import fuse
from bot.nlu.learned.recogniser import Recognised, load_recogniser, recognise
from bot.nlu.learned.urgency import lone_signs
from knowledge.questions import VALUE, YES

# One word is for the rules alone; and so short an answer means what its question makes of it.
_LEAST_WORDS = 2
_SHORT_ANSWER = 3
_REMEMBERED = 32
# What says how long or how old and nothing else tells of no sign, though it sounds like those who
# tell of one.
_OF_A_TIME = word_set(
    """
    for about around roughly over nearly almost only just since the last past a few couple of or to
    so ago now back half an more less than min mins minute minutes hour hours day days
    night nights week weeks month months year years
    """
)
_OF_AN_AGE = word_set(
    """
    i i'm im am me he he's hes she she's shes they is are age aged old yo yr yrs year years my son
    daughter mum mom dad male female man woman boy girl
    """
)
_TOKEN = re.compile(r"[a-z']+|\d+(?:[.,]\d+)?")
# Not an age alone: "she is 40 since last night" has a fever.
_FEVERS = range(37, 44)
# "Half an hour", its number as digits.
_PART_OF_ONE = frozenset({"0.5", "1.5", "2.5"})


def read_message(
    text: str,
    asked: str | None = None,
    payload: str | None = None,
    today: date | None = None,
    offered: Sequence[str] = (),
) -> tuple[Findings, dict[str, str]]:
    """Return the findings of a message and the words that stand for each.

    Args:
        text: what was typed; ignored when a button was tapped.
        asked: the id of the pending question.
        payload: the payload of the tapped button.
        today: the day that "since Monday" is counted from; by default the real one.
        offered: what the pending question offered, in the order shown; all of it where not told.
    """
    if asked is None and payload is None:
        findings, words = _read_alone(text, today or date.today())
        # Whoever reads it makes more of it.
        return deepcopy(findings), dict(words)
    return _read(text, asked, payload, today, offered)


@lru_cache(maxsize=_REMEMBERED)
def _read_alone(text: str, today: date) -> tuple[Findings, dict[str, str]]:
    # Where nothing is asked, the guard and the dialogue read the very same.
    return _read(text, None, None, today, ())


def _read(
    text: str,
    asked: str | None,
    payload: str | None,
    today: date | None,
    offered: Sequence[str],
) -> tuple[Findings, dict[str, str]]:
    pending = pending_question(asked, offered)
    reading = read_by_rules(text, asked, payload, today, offered)
    is_chosen = payload is not None or typed_payload(text, pending) is not None
    if is_chosen:
        return reading.findings, reading.words
    if _is_short(text, asked) or _is_time_or_age(with_digits(normalise(text))):
        return with_told(reading.findings, reading.words, text)
    recognised = _recognised(text)
    findings, words = fuse(
        reading.findings,
        reading.words,
        reading.set_aside,
        recognised,
        reading.ruled_out,
        reading.sure | _named_in_answer(reading.findings, pending),
    )
    findings = with_unplaced(findings, reading.findings, normalise(text))
    if asked is None:
        findings = with_dire(findings, words, normalise(text))
    return with_told(with_answer(findings, pending), words, text)


def _named_in_answer(findings: Findings, pending: Pending | None) -> frozenset[str]:
    """What a list offers and an answer to it names: no look of the message takes that away.

    What cannot wait is not among it: that is weighed.
    """
    if pending is None:
        return frozenset()
    named = {value for name in ("present", *MANY) for value in findings.get(name) or ()}
    return frozenset(named & set(pending.options)) - lone_signs()


@lru_cache(maxsize=_REMEMBERED)
def _recognised(text: str) -> Recognised:
    # The guard reads each message by itself, and then it is read as the answer to a question.
    return denied_in_words(recognise(text, load_recogniser()))


def with_answer(findings: Findings, pending: Pending | None) -> Findings:
    """Return findings that say so where what the recogniser added answers the question."""
    said = (findings.get("answer") or {}).get("outcome")
    # Beside what it means a yes is none of its own: "yeah, it's puffier and warm".
    is_open = said is None or (said == YES and pending is not None and pending.kind == "multi")
    if pending is None or not is_open or not answers(findings, pending):
        return findings
    return {**findings, "answer": {"question": pending.id, "outcome": VALUE}}


def _is_time_or_age(text: str) -> bool:
    """Whether a normalised text, its numbers as digits, says how long or how old and no more."""
    told = _TOKEN.findall(text)
    numbers = [word for word in told if word[0].isdigit()]
    said = set(told) - set(numbers)
    if not numbers and not said & {"hour", "week", "month", "year", "few", "couple"}:
        return False
    if any(not number.isdigit() and number not in _PART_OF_ONE for number in numbers):
        return False  # "39.4", which may be a temperature
    if said <= _OF_A_TIME:
        return True
    may_be_fever = any(float(number) in _FEVERS for number in numbers) and len(numbers) == 1
    return said <= _OF_AN_AGE or (said <= _OF_AN_AGE | _OF_A_TIME and not may_be_fever)


def _is_short(text: str, asked: str | None) -> bool:
    words = len(text.split())
    return words < _LEAST_WORDS or (asked is not None and words <= _SHORT_ANSWER)
