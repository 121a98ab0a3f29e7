"""What was warned of and has come, and what is there now beside what was."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import read_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I was told to come back if I went numb down below and I have", "saddle_numbness"),
        ("they said look out for a swollen calf and that's what I've got", "calf_swelling"),
        ("the leaflet said ring if breathless, well I am", "breathless"),
        ("used to get angina years ago, now chest pain again tonight", "chest_pain"),
        ("had an infected knee in 2019 and it's gone red again", "redness_heat"),
        ("had pneumonia last year and now I'm short of breath", "breathless"),
    ],
)
def test_what_has_come_is_there_beyond_doubt(text: str, value: str) -> None:
    reading = read_text(text)
    assert value in reading.findings["present"]
    assert value in reading.sure


@pytest.mark.parametrize(
    "text",
    [
        "The leaflet says come back if my calf swells. Not so far.",
        "they said come back if it swells but it has not",
        "I was told to ring if it goes numb and I will",
        "if it gets hot or swollen I'll ring you, but at the minute it's just stiff",
        "my knee used to lock now and then",
        "had chest pain last year, no chest pain now",
    ],
)
def test_what_has_not_come_is_not(text: str) -> None:
    reading = read_text(text)
    assert {"calf_swelling", "swelling", "locking", "chest_pain"}.isdisjoint(
        reading.findings["present"]
    )
    assert reading.sure == frozenset()
