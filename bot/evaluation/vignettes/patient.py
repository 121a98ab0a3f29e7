"""A simulated patient: knows one card and nothing else, and answers as people do. Pure functions.

The opening is in their own words. After that they type what the card has words for and, now and
then, other short answers; lists of signs they mostly tap. What the card does not list is not so;
what it calls unsure is answered with "not sure". The choice between typing and tapping is drawn
from the names of the card and the question, so that a run can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zlib import crc32

from bot.evaluation.vignettes.cards import Card
from bot.shell_client import Said
from knowledge.questions import NONE, NOT_SURE, SUMMARY, YES
from knowledge.summary import duration_in_words
from knowledge.vocabulary import load_vocabulary

Question = Mapping[str, Any]

#: One in so many single answers is tapped, the others are typed.
_TAPPED_OF = 3


def answer(card: Card, question: Question, times_put: int = 1) -> Said:
    """What the person of the card says to a question.

    Args:
        card: what they know.
        question: the ``question`` object of the web API.
        times_put: how often it has been put; from the second time on, they tap.
    """
    name = question["id"]
    if name == SUMMARY:
        return _tap(name, YES)
    if card.is_unsure_of(name):
        return _tap(name, NOT_SURE)
    types = times_put == 1 and crc32(f"{card.id} {name}".encode()) % _TAPPED_OF > 0
    if question["kind"] in ("multi", "zones"):
        return _of_many(card, question, types)
    if types and name in card.says:
        return Said(text=card.says[name])
    if question.get("about_injury"):
        return _whether_injured(card, types)
    return _ONE[name](card, types) if name in _ONE else _tap(name, NOT_SURE)


def _of_many(card: Card, question: Question, types: bool) -> Said:
    name = question["id"]
    offered = [option["value"] for option in question["options"]]
    if question.get("about_doubt"):
        doubted = [value for value in offered if card.is_unsure_of(value)]
        return _tap(name, ",".join(doubted) or NOT_SURE)
    chosen = [value for value in offered if card.is_true(value)]
    unlisted = [value for value in card.facts.get(name) or () if value not in offered]
    if chosen and types and (words := _in_words(card, name, chosen)):
        return Said(text=words)
    if unlisted and types:
        return Said(text=", ".join(_label(value) for value in (*chosen, *unlisted)))
    if chosen:
        return _tap(name, ",".join(chosen))
    if any(card.is_unsure_of(value) for value in offered):
        return _tap(name, NOT_SURE)
    return _tap(name, NONE if NONE in offered else NOT_SURE)


def _in_words(card: Card, name: str, chosen: Sequence[str]) -> str:
    """What the card has them say to it: to the question as a whole, or to each thing chosen."""
    if name in card.says:
        return card.says[name]
    told = [card.says.get(value, "") for value in chosen]
    return ". ".join(told) if all(told) else ""


def _onset(card: Card, types: bool) -> Said:
    if card.facts.get("injury") is True:
        return _tap("onset", "injury")
    return _tap("onset", card.facts.get("onset") or NOT_SURE)


def _whether_injured(card: Card, types: bool) -> Said:
    """To "was there a fall, a twist or a knock?"; what is not on offer has to be typed."""
    if card.facts.get("injury") is True:
        return Said(text="yes") if types else _tap("onset", "injury")
    if card.facts.get("onset") == "gradual":
        return Said(text="no, it came on bit by bit")
    return Said(text="no") if types else _tap("onset", "sudden")


def _side(card: Card, types: bool) -> Said:
    side = card.facts.get("side")
    if not side or not types:
        return _tap("side", side or NOT_SURE)
    return Said(text="both of them" if side == "both" else f"the {side} one")


def _age(card: Card, types: bool) -> Said:
    age = card.facts.get("age")
    if age is None:
        return _tap("age", NOT_SURE)
    return Said(text=f"{age:g}") if types else _tap("age", f"{age:g}")


def _severity(card: Card, types: bool) -> Said:
    severity = card.facts.get("severity")
    if severity is None:
        return _tap("severity", NOT_SURE)
    return Said(text=f"about a {severity:g}") if types else _tap("severity", f"{severity:g}")


def _stiff_time(card: Card, types: bool) -> Said:
    is_long = card.is_true("morning_stiffness_long")
    if types:
        return Said(text="an hour or so" if is_long else "a few minutes")
    return _tap("stiff_time", "morning_stiffness_long" if is_long else "short")


def _duration(card: Card, types: bool) -> Said:
    days = card.facts.get("duration_days")
    if days is None:
        return _tap("duration_days", NOT_SURE)
    between = tuple(days) if isinstance(days, list) else (days, days)
    return Said(text=f"about {duration_in_words(between)}")


_ONE: Mapping[str, Callable[[Card, bool], Said]] = {
    "onset": _onset,
    "side": _side,
    "age": _age,
    "severity": _severity,
    "duration_days": _duration,
    "stiff_time": _stiff_time,
}


def _tap(name: str, value: str) -> Said:
    return Said(payload=f"{name}={value}")


def _label(value: str) -> str:
    return load_vocabulary().label(value).lower()
