from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.nlu.extract.message import pending_question
from bot.nlu.extract.understanding import understand
from tests.bot.nlu import cases

TODAY = date(2026, 11, 20)  # a Friday
LISTS = ("present", "absent", "history", "uncertain", "location", "triggers")
SCALARS = ("side", "onset", "injury", "duration_days", "severity", "age")
ROWS = [
    pytest.param(text, expected, id=f"{name}: {text}")
    for name in ("ASSERTION", "FINDINGS", "HISTORY", "PLACES", "TRIGGERS", "ONSET")
    for text, expected in getattr(cases, name)
]


def read(text: str, asked: str | None = None) -> dict[str, Any]:
    return understand(text, asked, pending_question(asked), TODAY)


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_findings(text: str, expected: dict[str, Any]) -> None:
    found = read(text)
    wanted = {name: expected.get(name, []) for name in LISTS}
    wanted |= {name: value for name, value in expected.items() if value is not None}
    got = {name: found.get(name, []) for name in LISTS} | {
        name: found.get(name)
        for name in (*SCALARS, "quality", "who")
        if name in expected or (name in found and name in ("side", "onset", "age", "severity"))
    }
    got = {name: value for name, value in got.items() if value is not None}
    for name in LISTS:
        got[name], wanted[name] = sorted(got[name]), sorted(wanted[name])
    assert got == wanted


@pytest.mark.parametrize(("text", "days"), cases.DURATIONS, ids=lambda value: str(value))
def test_duration(text: str, days: Any) -> None:
    asked = "duration_days" if len(text.split()) <= 4 and days is not None else None
    assert read(text, asked).get("duration_days") == days


@pytest.mark.parametrize(("text", "asked", "score"), cases.SCORES, ids=lambda value: str(value))
def test_severity(text: str, asked: str | None, score: Any) -> None:
    assert read(text, asked).get("severity") == score


@pytest.mark.parametrize(("text", "asked", "age"), cases.AGES, ids=lambda value: str(value))
def test_age(text: str, asked: str | None, age: Any) -> None:
    assert read(text, asked).get("age") == age


@pytest.mark.parametrize(("text", "asked", "who"), cases.PEOPLE, ids=lambda value: str(value))
def test_who(text: str, asked: str | None, who: str | None) -> None:
    assert understand(text, asked, None, TODAY).get("who") == who


def test_opening_of_the_brief_fills_everything() -> None:
    found = read(
        "my left knee's been aching round the front for about 3 weeks, worse going downstairs and "
        "after sitting ages at my desk. scan was clear"
    )
    found["history"] = sorted(found["history"])
    assert found == {
        "present": [],
        "absent": [],
        "history": ["desk_job", "imaging_normal"],
        "uncertain": [],
        "side": "left",
        "location": ["knee_front"],
        "triggers": ["stairs_down", "prolonged_sitting"],
        "quality": ["aching"],
        "duration_days": 21,
        "who": "self",
    }
