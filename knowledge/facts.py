"""What one message states, taken into the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.answers import (
    ABSENT,
    ADDRESS,
    MANY_VALUED,
    PRESENT,
    SINGLE_VALUED,
    UNCERTAIN,
    Answers,
    as_range,
)
from knowledge.kin import THEY, kin_of
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
    if not isinstance(changes.get("age", 0), (int, float)):
        # "Between 16 and 39" is no age to go by; it is asked for.
        del changes["age"]
    if isinstance(changes.get("severity"), (list, tuple)):
        # Of a range the worse end counts: a level may only be too careful.
        changes["severity"] = max(changes["severity"])
    if "severity" in changes and answers.severity is not None and "severity" not in corrects:
        # The question is about the worst; "today it is only a 2" does not take that back.
        changes["severity"] = max(changes["severity"], answers.severity)
    if findings.get("place_sides") or findings.get("side") not in (None, answers.side):
        # A word about the side of all of it goes before what was told place by place.
        changes["place_sides"] = findings.get("place_sides") or {}
    for name in MANY_VALUED:
        changes[name] = _values(getattr(answers, name), findings, name)
    if changes.get("injury") is False and answers.injury is True and answers.onset is None:
        # How it did start is open again.
        changes["asked"] = {k: v for k, v in answers.asked.items() if k != "onset"}
    if answers.location and not changes["location"]:
        # So is where it hurts.
        asked = changes.get("asked", answers.asked)
        changes["asked"] = {k: v for k, v in asked.items() if k != "location"}
    suspected = (*answers.suspected, *(findings.get("suspected") or ()))
    return answers.changed(
        **changes,
        **_address(answers, findings),
        suspected=tuple(dict.fromkeys(suspected)),
        findings=_with_statuses(answers.findings, findings, "findings"),
        history=_with_statuses(answers.history, findings, "history"),
    )


def _values(known: tuple[str, ...], findings: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The places, triggers or qualities once a message is taken in.

    What it says besides is added. A correction puts it in the place of all that was known, but
    where it names what is not so ("not the front, the inside") that alone gives way.
    """
    said = tuple(findings.get(name) or ())
    gone = set(findings.get("removed") or ()) & set(known)
    is_instead = said and not gone and name in (findings.get("corrects") or ())
    kept = () if is_instead else tuple(value for value in known if value not in gone)
    return kept + tuple(value for value in said if value not in kept)


def tells_of_complaint(findings: Mapping[str, Any]) -> bool:
    """Whether a message tells what is wrong with somebody, whatever else it does.

    A place or a trigger alone may only be what a question is about ("are stairs bad for the
    front of the knee?"); a side, or a place with an age or a person, is somebody's.
    """
    told = ("present", "history", "duration_days", "severity", "onset", "suspected")
    if findings.get("injury") is True or any(findings.get(name) for name in (*told, "side")):
        return True
    whose = ("age", "who")
    return bool(findings.get("location")) and any(findings.get(name) for name in whose)


def _address(answers: Answers, findings: Mapping[str, Any]) -> dict[str, str | None]:
    """How to speak of the one whom it is about once the message is taken in."""
    who = findings.get("who") or answers.who
    said = {name: findings.get(name) for name in ADDRESS}
    if who == "self":
        return dict.fromkeys(ADDRESS)
    known = {name: getattr(answers, name) for name in ADDRESS}
    is_another = answers.who is not None and who != answers.who
    if is_another or (said["relation"] and "who" in (findings.get("corrects") or ())):
        return said
    # "My mum" stays she whatever the neighbour who found her "said, he heard a thud".
    kin = kin_of(known["relation"] or "")
    is_settled = kin is not None and kin.pronoun is not None and not findings.get("corrects")
    pronoun = said["pronoun"]
    if is_settled and (pronoun != THEY or findings.get("who")):
        pronoun = known["pronoun"]
    return {
        "pronoun": pronoun or known["pronoun"],
        "relation": known["relation"] or said["relation"],
    }


def _with_statuses(
    known: Mapping[str, str], findings: Mapping[str, Any], group: str
) -> dict[str, str]:
    statuses = dict(known)
    corrects = findings.get("corrects") or ()
    for name in _of_group(findings.get("uncertain"), group):
        # Doubt replaces a "no"; a "yes" only where it is what the person corrects.
        if statuses.get(name) != PRESENT or name in corrects:
            statuses[name] = UNCERTAIN
    statuses.update({name: ABSENT for name in _of_group(findings.get("absent"), group)})
    stated = findings.get("present" if group == "findings" else "history")
    statuses.update({name: PRESENT for name in _of_group(stated, group)})
    return statuses


def _of_group(names: Iterable[str] | None, group: str) -> list[str]:
    vocabulary = load_vocabulary()
    terms = ((name, vocabulary.find(name)) for name in names or ())
    return [name for name, term in terms if term is not None and term.group == group]
