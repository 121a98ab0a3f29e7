"""How long a joint is stiff in the morning, as an answer and unasked."""

from __future__ import annotations

import pytest

from bot.nlu.extract.stiff_time import stiff_time
from bot.nlu.reading import read_message

LONG = "morning_stiffness_long"


@pytest.mark.parametrize(
    "text",
    [
        "an hour",
        "about half an hour",
        "20-30 minutes",
        "45 mins",
        "all morning",
        "until lunch",
        "couple of hours",
        "a good hour before I can walk properly",
        "half an hour or more",
    ],
)
def test_half_an_hour_and_more_is_long(text):
    findings = read_message(text, "stiff_time")[0]
    assert LONG in findings["present"]
    assert findings["answer"]["outcome"] == "value"
    assert "suspected" not in findings
    assert "duration_days" not in findings


@pytest.mark.parametrize(
    "text",
    [
        "till I get moving",
        "10 mins",
        "ten minutes or so",
        "a few minutes",
        "not long",
        "quarter of an hour",
        "under 30 mins",
        "less than half an hour",
        "goes off quickly",
        "until I've had a shower",
        "15",
    ],
)
def test_a_short_time_denies_the_long_one(text):
    findings = read_message(text, "stiff_time")[0]
    assert findings["absent"] == [LONG]
    assert findings["answer"]["outcome"] == "value"


@pytest.mark.parametrize("text", ["more than ten minutes", "in the left knee", "it hurts", "yes"])
def test_what_tells_no_time_is_none(text):
    assert stiff_time(text) is None


@pytest.mark.parametrize(("text", "outcome"), [("not sure", "not_sure"), ("skip", "skip")])
def test_it_may_be_left_open(text, outcome):
    assert read_message(text, "stiff_time")[0]["answer"]["outcome"] == outcome


@pytest.mark.parametrize(
    "text",
    [
        "stiff in the mornings till I get going",
        "knee is stiff in the morning, goes off in a few minutes",
        "stiff in the morning but not for long",
        "stiff for 10 minutes in the morning",
    ],
)
def test_a_short_time_told_unasked_is_not_asked_for(text):
    findings = read_message(text)[0]
    assert LONG in findings["absent"]


def test_stiff_in_the_morning_says_no_time():
    findings = read_message("my knee is stiff in the morning")[0]
    assert LONG not in findings["present"] + findings["absent"]
