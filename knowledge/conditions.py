"""The small language in which clinicians write "when": three-valued, so unknown is never no.

A condition in YAML is one of

* ``fever`` — the finding, or the item of history, is present;
* ``{all: [...]}``, ``{any: [...]}``, ``{not: ...}``;
* ``{unless: ...}`` — true as long as the other condition is not known to be;
* ``{location: [knee_front]}`` (likewise triggers, quality, side, onset, who) — one of these;
* ``{injury: true}``;
* ``{age: {min: 55}}``, ``{duration_days: {max: 7}}``, ``{severity: {min: 8}}`` — inclusive bounds;
  a range such as "5 to 10 days" counts as within them as soon as it reaches into them;
* ``always``.

Its value is ``True``, ``False`` or ``None``: not known yet (Kleene's strong logic of
indeterminacy, S. C. Kleene, Introduction to Metamathematics, 1952, section 64).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from knowledge.answers import ABSENT, MANY_VALUED, PRESENT, UNCERTAIN, Answers
from knowledge.vocabulary import load_vocabulary

Condition = Any  # a YAML value: str or a mapping with one key
Test = Callable[[Answers], "bool | None"]

NUMBERS = ("age", "duration_days", "severity")
CHOICES = ("side", "onset", "who", *MANY_VALUED)


def holds(condition: Condition, answers: Answers) -> bool | None:
    """Evaluate a condition; ``None`` when the answers do not settle it.

    Raises:
        ValueError: for a condition that is not of the language.
    """
    return _test_of(condition)(answers)


def ways(condition: Condition) -> list[list[Condition]]:
    """The sets of parts each of which, all true, makes the condition true."""
    if isinstance(condition, str):
        return [[condition]]
    kind, operand = _single_item(condition)
    if kind == "any":
        return [way for part in operand for way in ways(part)]
    if kind == "all":
        return [
            [part for way in chosen for part in way]
            for chosen in product(*(ways(part) for part in operand))
        ]
    return [[condition]]


def settling_value(part: Condition) -> str | None:
    """The value that somebody has to state for a part to be true; ``None`` where none would do.

    Of several it is the first; an injury is named ``injury``.
    """
    if isinstance(part, str):
        return part
    kind, operand = _single_item(part)
    if kind == "injury":
        return "injury" if operand is True else None
    return _as_list(operand)[0] if kind in ("onset", "location", "triggers") else None


def names_in(condition: Condition) -> Iterator[tuple[str, str]]:
    """Every (group, value) a condition names; findings and history have the group ``finding``."""
    if condition == "always":
        return
    if isinstance(condition, str):
        yield ("finding", condition)
        return
    kind, operand = _single_item(condition)
    if kind in ("all", "any"):
        for part in operand:
            yield from names_in(part)
    elif kind in ("not", "unless"):
        yield from names_in(operand)
    elif kind in CHOICES:
        for value in _as_list(operand):
            yield (kind, value)
    elif kind in (*NUMBERS, "injury"):
        yield (kind, "")
    else:
        raise ValueError(f"unknown condition {kind!r}")


def unknown_names(condition: Condition) -> list[str]:
    """What a condition names that the vocabulary does not hold; for the checks at loading."""
    vocabulary = load_vocabulary()
    unknown = []
    for group, value in names_in(condition):
        if group in (*NUMBERS, "injury"):
            continue
        if group == "finding":
            allowed = {term.value for term in vocabulary.group("findings")}
            allowed |= {term.value for term in vocabulary.group("history")}
        else:
            allowed = {term.value for term in vocabulary.group(group)}
        if value not in allowed:
            unknown.append(f"{group}: {value}" if group != "finding" else value)
    return unknown


def possible(condition: Condition, answers: Answers) -> bool:
    """Whether the condition holds, or would if what was left open turned out that way.

    Left open is what was answered with "not sure" or skipped; what was not asked yet is not.
    """
    if holds(condition, answers) is True:
        return True
    if isinstance(condition, str):
        return answers.status(condition) == UNCERTAIN
    kind, operand = _single_item(condition)
    if kind == "all":
        return all(possible(part, answers) for part in operand)
    if kind == "any":
        return any(possible(part, answers) for part in operand)
    if kind == "not":
        return holds(operand, answers) is None and possible(operand, answers)
    if kind == "unless":
        return False
    return holds(condition, answers) is None and answers.is_left_open(_question_of(kind))


def undecided(condition: Condition, answers: Answers) -> bool:
    """Whether only something left open keeps the condition from holding."""
    if not answers.leaves_open:
        return False  # what is possible then is what holds
    return holds(condition, answers) is not True and possible(condition, answers)


def left_open_names(condition: Condition, answers: Answers) -> list[str]:
    """What a condition names that was left open: findings, items of history and slots."""
    names = []
    for group, value in names_in(condition):
        name = value if group == "finding" else group
        if answers.status(name) == UNCERTAIN or answers.is_left_open(_question_of(name)):
            names.append(name)
    return list(dict.fromkeys(names))


def _question_of(slot: str) -> str:
    """The question that fills a slot."""
    return "onset" if slot == "injury" else slot


def _single_item(condition: Condition) -> tuple[str, Any]:
    if not isinstance(condition, dict) or len(condition) != 1:
        raise ValueError(f"a condition is a name or a mapping with one key, not {condition!r}")
    return next(iter(condition.items()))


# A turn asks some hundred conditions several times, so each is taken apart only once. They are
# kept with what was made of them, for another one could have the number of one that is gone.
_TESTS: dict[int, tuple[Condition, Test]] = {}


def _test_of(condition: Condition) -> Test:
    kept = _TESTS.get(id(condition))
    if kept is None:
        kept = _TESTS[id(condition)] = condition, _made(condition)
    return kept[1]


def _made(condition: Condition) -> Test:
    if condition == "always":
        return lambda answers: True
    if isinstance(condition, str):
        return lambda answers: _STATUSES.get(answers.status(condition))
    kind, operand = _single_item(condition)
    if kind == "all":
        return _all([_made(part) for part in operand])
    if kind == "any":
        return _any([_made(part) for part in operand])
    if kind == "not":
        return _not(_made(operand))
    if kind == "unless":
        held = _made(operand)
        return lambda answers: held(answers) is not True
    if kind == "injury":
        return lambda answers: None if answers.injury is None else answers.injury is operand
    if kind in NUMBERS:
        return lambda answers: _within(getattr(answers, kind), operand)
    if kind in CHOICES:
        wanted = frozenset(_as_list(operand))
        return lambda answers: _is_one_of(getattr(answers, kind), wanted)
    raise ValueError(f"unknown condition {kind!r}")


_STATUSES: dict[str | None, bool] = {PRESENT: True, ABSENT: False}


def _not(part: Test) -> Test:
    def test(answers: Answers) -> bool | None:
        value = part(answers)
        return None if value is None else not value

    return test


def _all(parts: list[Test]) -> Test:
    def test(answers: Answers) -> bool | None:
        all_hold: bool | None = True
        for part in parts:
            value = part(answers)
            if value is False:
                return False
            if value is None:
                all_hold = None
        return all_hold

    return test


def _any(parts: list[Test]) -> Test:
    def test(answers: Answers) -> bool | None:
        any_holds: bool | None = False
        for part in parts:
            value = part(answers)
            if value is True:
                return True
            if value is None:
                any_holds = None
        return any_holds

    return test


def _within(value: Any, bounds: dict[str, float]) -> bool | None:
    if value is None:
        return None
    low, high = value if isinstance(value, tuple) else (value, value)
    least, most = bounds.get("min", float("-inf")), bounds.get("max", float("inf"))
    return high >= least and low <= most


def _is_one_of(value: Any, wanted: frozenset[str]) -> bool | None:
    if value is None or value == ():
        return None
    return not wanted.isdisjoint(value if isinstance(value, tuple) else (value,))


def _as_list(value: Any) -> list[str]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
