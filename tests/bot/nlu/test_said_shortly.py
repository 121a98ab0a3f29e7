"""Short answers that lean on what was said before, and what is easily taken for something else."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.extract.dates import date_put_right
from bot.nlu.reading import read_message

TODAY = date(2026, 11, 20)


def read(text, asked=None):
    return read_message(text, asked, today=TODAY)[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [("no sorry 7", 7), ("sorry, I meant 7", 7), ("make that 8", 8), ("oops, it's 6 not 9", 6)],
)
def test_a_number_in_the_place_of_another(text, number):
    assert read(text, "history")["instead"] == number


@pytest.mark.parametrize("text", ["7", "no", "sorry", "7 and 8", "it's 7 weeks", "2 and 3 please"])
def test_other_numbers_put_nothing_right(text):
    assert "instead" not in read(text, "history")


@pytest.mark.parametrize("text", ["since the op", "since my knee op", "ever since the fall"])
def test_a_time_told_by_an_event(text):
    findings = read(text, "duration_days")
    assert findings["since_event"] is True
    assert "duration_days" not in findings


def test_an_event_with_its_day_is_a_time():
    assert "since_event" not in read("since the op in 2019", "duration_days")


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("it was june not july", "since june"),
        ("not july, june", "since june"),
        ("it was monday not tuesday", "since monday"),
        ("since june", None),
        ("june and july", None),
    ],
)
def test_a_date_in_the_place_of_another(text, since):
    assert date_put_right(text) == since


def test_the_summary_is_put_right_by_a_month():
    findings = read("it was june not july", "summary_confirmed")
    assert findings["corrects"] == ["duration_days"]
    assert 140 < findings["duration_days"] < 175


def test_the_summary_is_put_right_by_how_it_began():
    findings = read("not gradual, it was sudden", "summary_confirmed")
    assert (findings["onset"], findings["corrects"]) == ("sudden", ["onset"])


@pytest.mark.parametrize("asked", [None, "emergency_signs", "hot_joint_signs", "age"])
@pytest.mark.parametrize(
    "text",
    ["she is 40 since last night", "she's been 39 since yesterday", "he is 39 since this morning"],
)
def test_nobody_is_of_an_age_since_last_night(text, asked):
    findings = read(text, asked)
    assert "fever" in findings["present"]
    assert "age" not in findings


@pytest.mark.parametrize(
    "text",
    ["my mum is 40 since last year", "I am 40 and my knee hurts since last night", "he is 40"],
)
def test_an_age_is_no_fever(text):
    findings = read(text)
    assert findings["age"] == 40
    assert "fever" not in findings["present"]


@pytest.mark.parametrize("text", ["leg is sleeping", "my leg is asleep", "leg asleep"])
def test_a_leg_that_sleeps_is_numb(text):
    assert "numbness" in read(text)["present"]


@pytest.mark.parametrize("text", ["my leg hurts when sleeping", "sleeping on my leg hurts"])
def test_sleep_is_no_numbness(text):
    assert "numbness" not in read(text)["present"]


@pytest.mark.parametrize("text", ["me sons nee hurts", "me sons nee"])
def test_a_sons_knee_is_a_childs(text):
    assert read(text)["who"] == "child"
