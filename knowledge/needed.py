"""What has to be known before a condition can be true, so that few of many have to be evaluated.

Most conditions are about signs of which nothing was said, in any one conversation; and a turn asks
for all of them several times.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.answers import ABSENT, MANY_VALUED, PRESENT, Answers
from knowledge.conditions import CHOICES, NUMBERS, Condition

#: The status of a finding and its name, or the name of another answer alone.
Fact = tuple[str, str]

_OTHERS = (*NUMBERS, *(name for name in CHOICES if name not in MANY_VALUED), "injury")


def needed(condition: Condition, wanted: bool = True) -> frozenset[Fact] | None:
    """Return facts of which one at least must be known for a condition to come out as wanted.

    Returns:
        ``None`` where none has to be, as for ``always``; an empty set where it never does.

    Raises:
        ValueError: for a condition that is not of the language.
    """
    if condition == "always":
        return None if wanted else frozenset()
    if isinstance(condition, str):
        return frozenset({(PRESENT if wanted else ABSENT, condition)})
    ((kind, operand),) = condition.items()
    if kind in ("all", "any"):
        parts = [needed(part, wanted) for part in operand]
        # All of "all" must be true, and one of "any"; for false it is the other way round.
        return _every(parts) if (kind == "all") is wanted else _one(parts)
    if kind == "not":
        return needed(operand, not wanted)
    if kind == "unless":
        return None if wanted else needed(operand)
    if kind in (*NUMBERS, *CHOICES, "injury"):
        return frozenset({(kind, "")})
    raise ValueError(f"unknown condition {kind!r}")


def _every(parts: Iterable[frozenset[Fact] | None]) -> frozenset[Fact] | None:
    # Each of the parts needs one of its facts: the part with the fewest lets the fewest through.
    return min((part for part in parts if part is not None), key=len, default=None)


def _one(parts: Iterable[frozenset[Fact] | None]) -> frozenset[Fact] | None:
    facts: frozenset[Fact] = frozenset()
    for part in parts:
        if part is None:
            return None
        facts |= part
    return facts


def known(answers: Answers) -> set[Fact]:
    """Return the facts that answers hold."""
    facts = {(status, name) for name, status in answers.findings.items()}
    facts |= {(status, name) for name, status in answers.history.items()}
    facts |= {(name, "") for name in _OTHERS if getattr(answers, name) is not None}
    facts |= {(name, "") for name in MANY_VALUED if getattr(answers, name)}
    return facts
