"""Three very different checks, as whole interviews, and their reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone

from knowledge.answers import Answers
from knowledge.interview import Interview, hear
from knowledge.report.content import Report, build
from tests.knowledge.conftest import REFERENCE, answered, finish, said

AT = datetime(2026, 11, 29, 9, 18, tzinfo=timezone.utc)
BEGUN = datetime(2026, 11, 29, 9, 10, tzinfo=timezone.utc)
NUMBER = "112"
VERSIONS = {"patella": "0.1.0", "knowledge": "abc123"}


def report_of(answers: Answers, at: datetime = AT, begun: datetime | None = BEGUN) -> Report:
    """The report of these answers."""
    return build(answers, at=at, begun=begun, emergency_number=NUMBER, versions=VERSIONS)


def emergency() -> Answers:
    """A hot knee with fever: the first question ends the check."""
    start = said(side="right", location=["knee_deep"], duration_days=[1, 2], present=["swelling"])
    step = hear(Interview(), start)
    signs = answered("emergency_signs", present=["redness_heat", "fever"])
    step = hear(step.interview, signs)
    assert step.question is None
    return step.interview.answers


def child() -> Answers:
    """A limping girl of twelve, told by her mother, who is unsure of some things."""
    start = said(
        who="child",
        age=12,
        side="left",
        location=["knee_front", "knee_back"],
        duration_days=[21, 28],
        onset="gradual",
        injury=False,
    )
    general = answered("general_signs", present=["night_pain"], uncertain=["weight_loss"])
    step, _ = finish(
        hear(Interview(), start),
        child_signs=answered("child_signs", present=["limp"]),
        general_signs=general,
        severity=answered("severity", "not_sure"),
        history=answered("history", "skip"),
    )
    return step.interview.answers


def adult() -> Answers:
    """The reference opening: an aching knee for three weeks, nothing alarming."""
    step, _ = finish(hear(Interview(), said(**REFERENCE)))
    return step.interview.answers


CASES: Mapping[str, Callable[[], Answers]] = {
    "emergency": emergency,
    "child": child,
    "adult": adult,
}
