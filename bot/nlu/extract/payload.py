"""What a tapped button says: ``location=knee_front@left,thigh``, ``age=42``, ``go_back``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.extract.findings import Findings, Pending, choose, empty
from bot.nlu.extract.numbers import as_number
from knowledge.areas import BOTH, SIDES
from knowledge.questions import NO, NONE, NOT_SURE, SKIP, VALUE, YES

_SHAPE = re.compile(r"([a-z][a-z0-9_]*)(?:=(.*))?", re.DOTALL)
_NUMBERS = {"age": 120, "severity": 10, "duration_days": 36500}
_NUMBER = re.compile(r"\d{1,5}(?:\.\d+)?")


@dataclass(frozen=True)
class Payload:
    """A payload in its parts: ``name=values``, or a name alone."""

    name: str
    value: str | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """The values after the sign, without blanks."""
        return tuple(each.strip() for each in (self.value or "").split(",") if each.strip())

    @property
    def places(self) -> dict[str, set[str]]:
        """The values and the sides that stand behind them, in order: ``thigh@left``."""
        places: dict[str, set[str]] = {}
        for each in self.values:
            place, _, side = each.partition("@")
            places.setdefault(place, set()).update([side] if "@" in each else [])
        return places


def read_payload(payload: str) -> Payload | None:
    """Return the parts of a payload, ``None`` for what is none."""
    match = _SHAPE.fullmatch(payload.strip()) if payload else None
    return Payload(match[1], match[2]) if match else None


def findings_of(payload: Payload, question: Pending | None) -> Findings:
    """Return the findings of a payload; what is not on offer finds nothing.

    Args:
        payload: its parts.
        question: the question of that name, ``None`` where there is none.
    """
    findings = empty()
    if not payload.values or question is None:
        return findings
    outcome = _outcome(payload, question)
    if outcome is None:
        return findings
    if outcome in (YES, NO):
        findings[payload.name] = outcome == YES
    if outcome == VALUE:
        _fill(findings, payload, question)
    findings["answer"] = {"question": payload.name, "outcome": outcome}
    return findings


def _outcome(payload: Payload, question: Pending) -> str | None:
    first = payload.values[0]
    if len(payload.values) == 1:
        if first in (NONE, NOT_SURE, SKIP):
            return first
        if question.kind == "yes_no" and first in (YES, NO):
            return first
    if question.kind == "zones":
        sides: set[str] = set().union(*payload.places.values())
        known = payload.places.keys() <= set(question.options) and sides <= {*SIDES, BOTH}
        return VALUE if known else None
    if question.kind in ("choice", "multi"):
        several = question.kind != "choice" or len(payload.values) == 1
        return VALUE if several and set(payload.values) <= set(question.options) else None
    if question.kind in ("number", "text") and payload.name in _NUMBERS:
        return VALUE if _number(payload) is not None else None
    return None


def _fill(findings: Findings, payload: Payload, question: Pending) -> None:
    number = _number(payload)
    if payload.name in _NUMBERS and number is not None:
        findings[payload.name] = number
        return
    if question.kind != "zones":
        choose(findings, question, payload.values)
        return
    choose(findings, question, tuple(payload.places))
    told = {place: _side(sides) for place, sides in payload.places.items() if sides}
    if told:
        findings["side"] = _side(set(told.values()))
    if len(set(told.values())) > 1:
        findings["place_sides"] = told


def _side(sides: set[str]) -> str:
    return next(iter(sides)) if len(sides) == 1 else BOTH


def _number(payload: Payload) -> float | int | list[float | int] | None:
    most = _NUMBERS.get(payload.name)
    if most is None or not all(_NUMBER.fullmatch(each) for each in payload.values):
        return None
    numbers = [as_number(each) for each in payload.values]
    # Only how long it has lasted may be a range.
    many = 2 if payload.name == "duration_days" else 1
    if any(number > most for number in numbers) or len(numbers) > many:
        return None
    return numbers[0] if len(numbers) == 1 else sorted(numbers)
