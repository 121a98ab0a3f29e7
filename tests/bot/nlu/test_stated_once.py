"""What an opening states in everyday words is read, so that nobody is asked for it again."""

from __future__ import annotations

import pytest

from bot.nlu.extract.message import read_by_rules


def read(text):
    return read_by_rules(text).findings


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("my kneecap aches, more so of an evening", ["night"]),
        ("hip is worst late evening", ["night"]),
        ("she can't hold a pen until noon, and her knees are fat", ["morning"]),
        ("her hands will not work till noon, both knees are swollen", ["morning"]),
        # A day's evening, or a plan, is no time of the pain.
        ("I fell over the dog yesterday evening", []),
        ("I can wait until noon for an answer", []),
    ],
)
def test_the_time_of_day_that_is_worst(text, triggers):
    assert read(text).get("triggers", []) == triggers


def test_a_word_of_another_language_is_no_misspelt_english_one():
    found = read("meine Tochter, my daughter is 9 and has pain in her right hip")
    assert (found["who"], found["age"], found["side"]) == ("child", 9, "right")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("A scan four years ago showed a worn knee. Same ache in all that time.", 1460),
        ("Operated on two years ago, it hurts for 3 weeks now, not before in all that time", 21),
        ("A scan four years ago showed a worn knee. It aches.", None),
    ],
)
def test_all_that_time_is_the_time_told_before(text, days):
    assert read(text).get("duration_days") == days


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("my knee gives slightly when I pivot", True),
        ("the hip gives a bit on stairs", True),
        ("the knee gives me grief when I pivot", False),
        ("my knee gives a little pain now", False),
    ],
)
def test_a_knee_that_gives_gives_way(text, is_told):
    assert ("giving_way" in read(text)["present"]) is is_told


def test_back_pain_that_goes_into_the_leg_comes_from_the_lower_back():
    found = read("back pain that shoots into my left thigh")
    assert "lower_back" in found["location"]
    assert "lower_back" not in read("I have back pain. My knee bothers me").get("location", [])


def test_who_gets_about_on_a_chair_cannot_walk():
    assert read("he gets around on the swivel chair")["present"] == ["cannot_bear_weight"]
    assert read("he turns around on the swivel chair")["present"] == []


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("ache from my bum down the back of the right leg", True),
        ("backs of both legs ache, and my lower back hurts", True),
        ("the back of my leg aches", False),
        ("my bum aches and the calf, all the back of my leg", False),
        ("my bum aches, the back of my leg not", False),
    ],
)
def test_the_back_of_the_leg_below_a_sore_buttock_is_the_thigh(text, is_told):
    assert ("thigh" in read(text).get("location", [])) is is_told


def test_a_leg_that_pulls_is_a_complaint():
    found = read("my thigh pulling, from the buttock, whenever I sit")
    assert set(found["location"]) == {"buttock", "thigh"}
    assert read("she was pulling my leg about my big backside").get("location", []) == []
