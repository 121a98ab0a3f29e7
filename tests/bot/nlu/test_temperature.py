"""A temperature in numbers: a fever from 38 °C or 100.4 °F on, none below, and what is no such."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.nlu.extract.message import pending_question
from bot.nlu.extract.temperature import find_readings
from bot.nlu.extract.understanding import Reading, read_text
from bot.nlu.learned.fusion import fuse
from tests.bot.nlu.recognised import CALM

TODAY = date(2026, 11, 20)
FEVER = [
    "my temperature is 38.5",
    "temp 100.4",
    "temperature of 101",
    "I had 39 of fever last night",
    "38.5 last night",
    "temp was 39 yesterday, 37 today",
    "thermometer says 100.6",
    "I have 38,4 of fever",
    "temp 38 - 39",
    "40c temperature",
]
NO_FEVER = [
    "temp 36.9",
    "Temp 99.1",
    "temp 100.2",
    "temperature 37,8",
    "98.6F",
    "fever 37.5",
    "slight temperature, 37.6",
    "temp is only 36.9 but my knee aches",
    "never above 37.5",
    "temp under 38",
    "it said 37.9 on the thermometer",
]
NO_TEMPERATURE = [
    "I can bend it to 38 degrees",
    "my knee bends to 100 degrees",
    "my bmi is 38.5",
    "crp was 38.5",
    "I weigh 100 kg",
    "my knee hurts 38.5 hours a week",
    "I am 38 and my knee hurts",
]


def read(text: str, asked: str | None = None) -> Reading:
    return read_text(text, asked, pending_question(asked), TODAY)


@pytest.mark.parametrize("text", FEVER)
def test_fever(text: str) -> None:
    assert "fever" in read(text).findings["present"]


@pytest.mark.parametrize("text", NO_FEVER)
def test_no_fever(text: str) -> None:
    found = read(text).findings
    assert "fever" in found["absent"]
    assert "fever" not in found["present"]


@pytest.mark.parametrize("text", NO_TEMPERATURE)
def test_other_numbers(text: str) -> None:
    found = read(text).findings
    assert "fever" not in found["present"] + found["absent"] + found["uncertain"]


@pytest.mark.parametrize(
    ("text", "list_name"),
    [
        ("38.5", "present"),
        ("it's 39", "present"),
        ("36.8", "absent"),
        ("38.5 last night", "present"),
    ],
)
def test_a_bare_number_answers_a_list_with_fever_and_picks_none_of_it(
    text: str, list_name: str
) -> None:
    found = read(text, "emergency_signs").findings
    assert found[list_name] == ["fever"]
    assert found["present"] in ([], ["fever"])


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("temp 36.9, 42 years old", "age", 42),
        ("temp was 39 yesterday, 37 today", "age", None),
        ("98.6F", "age", None),
        ("67f knee pain", "age", 67),
        ("38.5 last night", "duration_days", None),
        ("I'm 46 and my knee locks, temp 38.5 last night", "duration_days", None),
    ],
)
def test_a_temperature_is_no_age_and_its_time_not_that_of_the_pain(
    text: str, name: str, value: Any
) -> None:
    assert read(text).findings.get(name) == value


def test_whose_and_whether_are_judged_as_of_any_sign() -> None:
    assert "fever" in read("not sure about my temp, maybe 38").findings["uncertain"]
    assert "fever" in read("what if my temp goes over 38").set_aside


def test_what_was_measured_stands_against_a_message_that_looks_calm() -> None:
    reading = read("temperature 40 and we went on about something else for a good long while")
    found, _ = fuse(
        reading.findings, reading.words, reading.set_aside, CALM, reading.ruled_out, reading.sure
    )
    assert "fever" in found["present"]


def test_what_was_measured_normal_stands_against_one_that_looks_urgent() -> None:
    reading = read("temp under 38")
    urgent = replace(
        CALM,
        values={"fever": 0.9, "redness_heat": 0.9},
        words={"fever": "temp", "redness_heat": "temp"},
        urgent=2.0,
        flags={"hot_joint": 2.0},
    )
    found, _ = fuse(
        reading.findings, reading.words, reading.set_aside, urgent, reading.ruled_out, reading.sure
    )
    assert "fever" in found["absent"]
    assert "fever" not in found["present"]


def test_a_number_after_a_comma_is_another_one() -> None:
    readings = find_readings(["temp", "36.9", ",", "42"])
    assert [(each.start, each.fever) for each in readings] == [(1, False)]
