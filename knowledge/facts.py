"""What one message states, taken into the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.answers import (
    ABSENT,
    MANY_VALUED,
    PRESENT,
    SINGLE_VALUED,
    UNCERTAIN,
    Answers,
    as_range,
)
from knowledge.vocabulary import load_vocabulary


def with_facts(answers: Answers, findings: Mapping[str, Any]) -> Answers:
    """The answers with everything that the message states."""
    corrects = findings.get("corrects") or ()
    changes: dict[str, Any] = {}
    for name in SINGLE_VALUED:
        if findings.get(name) is not None:
            changes[name] = findings[name]
    if "duration_days" in changes:
        changes["duration_days"] = as_range(changes["duration_days"])
    if isinstance(changes.get("severity"), (list, tuple)):
        # Of a range the worse end counts: a level may only be too careful.
        changes["severity"] = max(changes["severity"])
    for name in MANY_VALUED:
        said = tuple(findings.get(name) or ())
        if not said:
            continue
        kept = () if name in corrects else getattr(answers, name)
        changes[name] = kept + tuple(value for value in said if value not in kept)
    return answers.changed(
        **changes,
        findings=_with_statuses(answers.findings, findings, "findings"),
        history=_with_statuses(answers.history, findings, "history"),
    )


def _with_statuses(
    known: Mapping[str, str], findings: Mapping[str, Any], group: str
) -> dict[str, str]:
    statuses = dict(known)
    for name in findings.get("uncertain") or ():
        # Doubt never takes back what was stated.
        if _group_of(name) == group and name not in statuses:
            statuses[name] = UNCERTAIN
    for name in findings.get("absent") or ():
        if _group_of(name) == group:
            statuses[name] = ABSENT
    stated = findings.get("present" if group == "findings" else "history") or ()
    statuses.update({name: PRESENT for name in stated if _group_of(name) == group})
    return statuses


def _group_of(name: str) -> str | None:
    term = load_vocabulary().find(name)
    return term.group if term else None
