"""The small language in which clinicians write "when": three-valued, so unknown is never no.

A condition in YAML is one of

* ``fever`` — the finding, or the item of history, is present;
* ``{all: [...]}``, ``{any: [...]}``, ``{not: ...}``, ``{at_least: {count: 2, of: [...]}}``;
* ``{location: [knee_front]}`` (likewise triggers, quality, side, onset, who) — one of these;
* ``{injury: true}``;
* ``{age: {min: 55}}``, ``{duration_days: {max: 7}}``, ``{severity: {min: 8}}`` — inclusive bounds;
* ``always``.

Its value is ``True``, ``False`` or ``None``: not known yet (Kleene's strong logic of
indeterminacy, S. C. Kleene, Introduction to Metamathematics, 1952, section 64).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge.answers import ABSENT, MANY_VALUED, PRESENT, UNCERTAIN, Answers
from knowledge.vocabulary import load_vocabulary

Condition = Any  # a YAML value: str or a mapping with one key

NUMBERS = ("age", "duration_days", "severity")
CHOICES = ("side", "onset", "who", *MANY_VALUED)


def holds(condition: Condition, answers: Answers) -> bool | None:
    """Evaluate a condition; ``None`` when the answers do not settle it.

    Raises:
        ValueError: for a condition that is not of the language.
    """
    if condition == "always":
        return True
    if isinstance(condition, str):
        return _is_present(answers.status(condition))
    kind, operand = _single_item(condition)
    if kind == "all":
        return _all([holds(part, answers) for part in operand])
    if kind == "any":
        return _any([holds(part, answers) for part in operand])
    if kind == "not":
        return _not(holds(operand, answers))
    if kind == "at_least":
        return _at_least(operand["count"], [holds(part, answers) for part in operand["of"]])
    if kind == "injury":
        return None if answers.injury is None else answers.injury is operand
    if kind in NUMBERS:
        return _within(getattr(answers, kind), operand)
    if kind in CHOICES:
        return _is_one_of(getattr(answers, kind), operand)
    raise ValueError(f"unknown condition {kind!r}")


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
    elif kind == "not":
        yield from names_in(operand)
    elif kind == "at_least":
        for part in operand["of"]:
            yield from names_in(part)
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


def undecided(condition: Condition, answers: Answers) -> bool:
    """Whether an answer of "not sure" is what keeps the condition from being settled."""
    if holds(condition, answers) is not None:
        return False
    unsure = {name for group, name in names_in(condition) if group == "finding"}
    return any(answers.status(name) == UNCERTAIN for name in unsure) and (
        holds(condition, _taken_as_present(answers, unsure)) is True
    )


def _taken_as_present(answers: Answers, names: set[str]) -> Answers:
    """The answers with every unsure one of these names taken for present."""

    def raised(statuses: Any) -> dict[str, str]:
        return {
            name: PRESENT if name in names and status == UNCERTAIN else status
            for name, status in statuses.items()
        }

    return answers.changed(findings=raised(answers.findings), history=raised(answers.history))


def _single_item(condition: Condition) -> tuple[str, Any]:
    if not isinstance(condition, dict) or len(condition) != 1:
        raise ValueError(f"a condition is a name or a mapping with one key, not {condition!r}")
    return next(iter(condition.items()))


def _is_present(status: str | None) -> bool | None:
    return {PRESENT: True, ABSENT: False}.get(status or "")


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: list[bool | None]) -> bool | None:
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


def _any(values: list[bool | None]) -> bool | None:
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


def _at_least(count: int, values: list[bool | None]) -> bool | None:
    true = sum(value is True for value in values)
    possible = true + sum(value is None for value in values)
    if true >= count:
        return True
    return None if possible >= count else False


def _within(value: Any, bounds: dict[str, float]) -> bool | None:
    if value is None:
        return None
    low, high = value if isinstance(value, tuple) else (value, value)
    least, most = bounds.get("min", float("-inf")), bounds.get("max", float("inf"))
    if low >= least and high <= most:
        return True
    if high < least or low > most:
        return False
    return None


def _is_one_of(value: Any, wanted: Any) -> bool | None:
    if value is None or value == ():
        return None
    values = value if isinstance(value, tuple) else (value,)
    return any(item in _as_list(wanted) for item in values)


def _as_list(value: Any) -> list[str]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
