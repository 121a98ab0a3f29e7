"""What is read once in a turn is read once, and whoever reads it has it to themselves."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu import reading
from bot.nlu.extract.understanding import understand
from bot.nlu.reading import read_message

TEXT = "my knee hurts, 6 to 8 out of 10, since easter"
SPRING, AUTUMN = date(2026, 5, 4), date(2026, 11, 30)


def test_what_is_made_of_a_reading_is_not_in_the_next() -> None:
    first, words = read_message(TEXT, today=SPRING)
    again, said = read_message(TEXT, today=SPRING)
    first["present"].append("fever")
    first["severity"].append(10)
    words["fever"] = "hot"
    assert again["severity"] == [6, 8]
    assert (again, said) == read_message(TEXT, today=SPRING)


def test_a_score_that_is_changed_is_the_same_in_the_next_answer() -> None:
    understand(TEXT, "severity")["severity"].append(10)
    assert understand(TEXT, "severity")["severity"] == [6, 8]


def test_it_is_read_anew_on_another_day() -> None:
    told = [read_message(TEXT, today=day)[0]["duration_days"] for day in (SPRING, AUTUMN)]
    assert told[0] < told[1]


def test_the_same_words_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text, read = "the outside of my hip aches at night", []
    by_rules = reading.read_by_rules
    monkeypatch.setattr(
        reading, "read_by_rules", lambda *given: read.append(given) or by_rules(*given)
    )
    reading._read_alone.cache_clear()
    for _ in range(3):
        read_message(text, today=SPRING)
    read_message(text, "location", today=SPRING)
    read_message(text, None, "location=hip_side", SPRING)
    # As an answer, or with a button tapped, it may be something else.
    assert [given[1:3] for given in read] == [
        (None, None),
        ("location", None),
        (None, "location=hip_side"),
    ]
