"""A temperature told as a number: a fever from 38 °C or 100.4 °F on, and none below.

The threshold is the one that the vocabulary states for ``fever``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.extract.matcher import MEASURED, MEASURED_NORMAL, Mention
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import Token
from bot.nlu.extract.words import word_set

FEVER = "fever"
_FEVER_C, _FEVER_F = 38.0, 100.4
_CELSIUS, _FAHRENHEIT = (34.0, 43.0), (94.0, 110.0)
_NUMBER = re.compile(r"\d{2,3}(?:\.\d)?")
_WORDS = word_set("temp temps temperature temperatures fever thermometer mercury forehead reading")
_UNITS = word_set("c f celsius fahrenheit centigrade degree degrees deg")
_BETWEEN = word_set(
    """
    of is are was were 's at about up to around now : = - it its it's went goes hit reached , this
    that morning evening afternoon last night yesterday today tonight over above only has have had
    been gone read reads says said showed shows showing measured taken took and got getting i my
    his her the a an high highest slight slightly mild low bit running he she just between
    came out roughly approx nearly almost in ear on again never not no under below than more less
    think maybe hovering sitting staying climbing climbed rose risen ran
    """
)
_FAR = 7
_IS = word_set("is 's am 'm was are been be running at hit on he's she's i'm hes shes im it's its")
_HARDLY = word_set("about around nearly over at up to almost now still")
_LATELY = word_set(
    """
    night yesterday morning today afternoon evening lunch lunchtime noon midnight monday tuesday
    wednesday thursday friday saturday sunday weekend
    """
)
_AFTER = word_set("of temp temperature fever on reading in ear thermometer")
# What a number counts that is no temperature.
_COUNTS = word_set(
    """
    years year yrs yr yo weeks week wks months month days day hours hour minutes mins times kg kilos
    stone lbs cm mm mg ml miles km steps ago old pounds percent % / reps bpm
    """
)
_OTHER_MEASURE = word_set(
    "bmi crp esr weight weigh weighed pulse rate sats hba1c age aged bend bends"
)
_BENT = word_set("bend bends bending bent flex flexes flexion straighten straight angle extension")
_UNDER = word_set("under below")
_OVER = word_set("over above")
_NOT_AT_ALL = word_set("never not no nothing")
_SENTENCE_ENDS = frozenset(".!?;")
# A word that tells of a fever without a number stands beside a reading: "shivering all over".
_BY_NUMBER_ONLY = _WORDS | _UNITS | _BETWEEN
_LIKE_FEVER = _WORDS | word_set(
    "feverish hot burning shivery shivering shivers sweats sweating chills boiling roasting"
)
_SHORT = 6


_KINDS = {True: MEASURED, False: MEASURED_NORMAL}


@dataclass(frozen=True)
class Reading:
    """A temperature in a message: where its number stands, and whether it is a fever."""

    start: int
    end: int
    fever: bool


def with_readings(
    mentions: Sequence[Mention], tokens: Sequence[Token], offered: frozenset[str]
) -> list[Mention]:
    """Return the mentions with fevers by number in place of those by the words around it.

    Args:
        mentions: what was found in the message.
        tokens: its words.
        offered: the values that the pending question offers; where fever is one, "38.5" will do.
    """
    words = [token.text for token in tokens]
    readings = find_readings(words, FEVER in offered)
    if not readings:
        return [m for m in mentions if not _is_of_a_bend(m, words)]
    kept = [m for m in mentions if not _is_of_reading(m, words, readings)]
    found = [
        Mention(
            each.start, each.end, (FEVER,), "findings", MEASURED if each.fever else MEASURED_NORMAL
        )
        for each in readings
    ]
    return sorted([*kept, *found], key=lambda mention: (mention.start, -mention.end))


def find_readings(words: Sequence[str], asked: bool = False) -> list[Reading]:
    """Return the temperatures that words tell; a bare number will do where one was asked for."""
    found = []
    for place, word in enumerate(words):
        if not _NUMBER.fullmatch(word):
            continue
        value, end = _value(words, place)
        if not _is_meant(words, place, end, asked):
            continue
        fever = _is_fever(value)
        if fever is None:
            continue
        bound = _bound(words, place)
        if bound == "under" and fever and value > _least(value) + 0.2:
            continue  # "under 39" may be a fever or none
        if bound == "over" and not fever:
            continue
        found.append(Reading(place, end, fever and bound != "under"))
    return found


def measured_fever(judged: Sequence[tuple[Mention, Status]]) -> frozenset[str]:
    """Return the fever if a number tells it, so that there is no doubt; else nothing."""
    measured = any(m.kind == MEASURED and status is Status.PRESENT for m, status in judged)
    return frozenset({FEVER}) if measured else frozenset()


def no_fever(judged: Sequence[tuple[Mention, Status]], tokens: Sequence[Token]) -> frozenset[str]:
    """Return the fever if numbers leave no room for it: "temp 36.9", "my bmi is 38.5"."""
    words = [token.text for token in tokens]
    present = any(FEVER in m.values and status is Status.PRESENT for m, status in judged)
    if present:
        return frozenset()
    normal = any(m.kind == MEASURED_NORMAL for m, _ in judged)
    return frozenset({FEVER}) if normal or _only_other_numbers(words) else frozenset()


def without_readings(text: str, asked: bool = False) -> str:
    """Return a text without its temperatures, for what reads other numbers."""
    words = text.split()
    taken = {n for each in find_readings(words, asked) for n in range(each.start, each.end)}
    return " ".join(word for n, word in enumerate(words) if n not in taken)


def _only_other_numbers(words: Sequence[str]) -> bool:
    """Whether what looks like a temperature counts something else."""
    like = [n for n, word in enumerate(words) if _NUMBER.fullmatch(word) and _is_fever(float(word))]
    return (
        bool(like)
        and _LIKE_FEVER.isdisjoint(words)
        and any(
            "." in words[n]
            and (
                _OTHER_MEASURE & set(words[max(0, n - 3) : n])
                or _COUNTS & set(words[n + 1 : n + 2])
            )
            for n in like
        )
    )


def _value(words: Sequence[str], place: int) -> tuple[float, int]:
    """The number at a place and where it ends; "37,8" is written so in many countries."""
    following = list(words[place + 1 : place + 4])
    is_decimal = "." in words[place]
    comma = following[:1] == [","] and following[1:2] and re.fullmatch(r"\d", following[1])
    if comma and not is_decimal and set(following[2:3]).isdisjoint(_COUNTS):
        return float(f"{words[place]}.{following[1]}"), place + 3
    return float(words[place]), place + 1


def _is_fever(value: float) -> bool | None:
    if _CELSIUS[0] <= value <= _CELSIUS[1] or _FAHRENHEIT[0] <= value <= _FAHRENHEIT[1]:
        return value >= _least(value)
    return None


def _least(value: float) -> float:
    return _FEVER_C if value <= _CELSIUS[1] else _FEVER_F


def _is_meant(words: Sequence[str], place: int, end: int, asked: bool) -> bool:
    """Whether a number is a temperature: by its name, its unit, its decimal, or as the answer."""
    after = list(words[end : end + 3])
    before = list(words[max(0, place - 3) : place])
    if _COUNTS & set(after[:1]) or _OTHER_MEASURE & set(before):
        return False
    sentence = _sentence(words, place)
    unit = bool(_UNITS & set(after[:1]))
    if _is_named(words, place) or (_AFTER & set(after[:1]) and _WORDS & set(after)):
        return True
    if _BENT & set(sentence):
        return False
    if _is_since_lately(words, place, end):
        return True
    if _WORDS & set(after[1:3]) and unit:
        return True
    is_decimal = "." in words[place] or end > place + 1
    plain = after[:1] in ([], [","], ["."], ["and"], ["this"], ["last"], ["yesterday"], ["today"])
    if is_decimal and (unit or (plain and set(before[-1:]).isdisjoint({"from", "to", "-"}))):
        return True
    # "41" alone may be an age that comes late.
    return asked and 1 < len(words) <= _SHORT and (unit or plain)


def _is_since_lately(words: Sequence[str], place: int, end: int) -> bool:
    """Whether somebody "is 40 since last night", which nobody is of age."""
    is_high = _is_fever(float(words[place])) is True and float(words[place]) <= _CELSIUS[1]
    before, after = list(words[:place]), list(words[end : end + 4])
    while before and before[-1] in _HARDLY:
        before.pop()
    is_told = not before or before[-1] in _IS
    return is_high and is_told and after[:1] == ["since"] and bool(_LATELY & set(after[1:]))


def _is_named(words: Sequence[str], place: int) -> bool:
    """Whether the words before lead from "temperature" to the number."""
    for n in range(place - 1, max(-1, place - 1 - _FAR), -1):
        if words[n] in _WORDS:
            return True
        if _NUMBER.fullmatch(words[n]) and words[n + 1] == ",":
            return False  # "temp 36.9, 42" tells an age after it
        if words[n] not in _BETWEEN | _UNITS and not _NUMBER.fullmatch(words[n]):
            return False
    return False


def _bound(words: Sequence[str], place: int) -> str | None:
    """Whether it is "under" or "over" the number, rather than at it: "never above 38"."""
    before = list(words[max(0, place - 3) : place])
    if before[-1:] == ["than"]:
        before = [*before[:-2], {"less": "under", "more": "over"}.get(before[-2], "")]
    last = before[-1] if before else ""
    denied = bool(_NOT_AT_ALL & set(before[:-1]))
    if last in _UNDER:
        return "over" if denied else "under"
    if last in _OVER:
        return "under" if denied else "over"
    return None


def _is_of_reading(mention: Mention, words: Sequence[str], readings: Sequence[Reading]) -> bool:
    """Whether a fever is told by the words of a reading alone: "temp", "temperature of"."""
    if FEVER not in mention.values:
        return False
    inside = words[mention.start : mention.end]
    if any(w not in _BY_NUMBER_ONLY and not _NUMBER.fullmatch(w) for w in inside):
        return False
    return any(
        _SENTENCE_ENDS.isdisjoint(
            words[min(each.start, mention.end) : max(each.start, mention.start)]
        )
        for each in readings
    )


def _is_of_a_bend(mention: Mention, words: Sequence[str]) -> bool:
    """Whether "38 degrees" is how far it bends."""
    inside = words[mention.start : mention.end]
    return (
        FEVER in mention.values
        and any(_NUMBER.fullmatch(word) for word in inside)
        and not _BENT.isdisjoint(_sentence(words, mention.start))
    )


def _sentence(words: Sequence[str], place: int) -> Sequence[str]:
    start = end = place
    while start and words[start - 1] not in _SENTENCE_ENDS:
        start -= 1
    while end < len(words) and words[end] not in _SENTENCE_ENDS:
        end += 1
    return words[start:end]
