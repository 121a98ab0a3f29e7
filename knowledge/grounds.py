"""On which answers a rule rests, in words: what a person said that made a condition come true."""

from __future__ import annotations

from typing import Any

from knowledge.answers import MANY_VALUED, PRESENT, Answers
from knowledge.conditions import Condition, holds, undecided, ways
from knowledge.summary import line_for
from knowledge.vocabulary import load_vocabulary


def grounds(condition: Condition, answers: Answers, if_unsure: bool = False) -> list[str]:
    """The answers that make a condition true: ``["Fever", "Age: 70"]``.

    Args:
        condition: of the language of knowledge/conditions.py.
        answers: what was answered.
        if_unsure: tell those that were left open as well: ``["Blood thinners: not sure"]``.
    """

    def counts(part: Condition) -> bool:
        return holds(part, answers) is True or (if_unsure and undecided(part, answers))

    told = [
        _told(part, answers)
        for way in ways(condition)
        if all(counts(part) for part in way)
        for part in way
    ]
    return list(dict.fromkeys(line for line in told if line))


def _told(part: Condition, answers: Answers) -> str:
    """One part of a condition in words; an empty string for what is not there."""
    if isinstance(part, str):
        is_stated = answers.status(part) == PRESENT
        return load_vocabulary().label(part) if is_stated else line_for(part, answers)
    kind, operand = next(iter(part.items()))
    if kind == "who":
        return ""  # nobody has to be told whom they speak of
    if kind in MANY_VALUED:
        return _labels([value for value in getattr(answers, kind) if value in _as_list(operand)])
    return line_for(kind, answers)


def _labels(values: list[str]) -> str:
    return ", ".join(load_vocabulary().label(value) for value in values)


def _as_list(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value]
