"""A beginning in one moment is heard without a word for "suddenly", and no habit is one."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.extract.began import began_at_once, gave_a_sound
from bot.nlu.reading import read_message

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    "text",
    [
        "no build up to it",
        "it did not creep up",
        "it grabbed me as i turned",
        "i woke up on monday and my knee was killing me",
        "i was totally fine and then on thursday it was not",
        "fine at breakfast , crippled by lunch",
        "the day before i walked miles and the next morning i could not put my sock on",
        "it sort of pinged on tuesday and it has hurt since",
        "she was grand on the monday and crippled on the tuesday",
        "it came on in the middle of dinner",
        "it started mid lecture",
        "i was stirring the soup and it just went",
    ],
)
def test_these_tell_of_one_moment(text: str) -> None:
    assert began_at_once(text)


@pytest.mark.parametrize(
    "text",
    [
        "not sure if it was gradual",
        "it grabbed me every time",
        "i always woke with it",
        "not gradually getting better",
        "it started in the middle of october",
        "it started mid october",
        "i was fine then",
        "my knee popped in 2008 , solid since",
    ],
)
def test_these_do_not(text: str) -> None:
    assert not began_at_once(text)


def test_a_sound_is_one_moment_unless_denied_or_often() -> None:
    assert gave_a_sound("felt a pop on friday")
    assert not gave_a_sound("never heard a pop")
    assert not gave_a_sound("there was a pop every time")


@pytest.mark.parametrize(
    ("text", "onset"),
    [
        ("It was instant.", "sudden"),
        ("there was no warning, standing at the bus stop", "sudden"),
        ("it was there all at once, and the knee snags when I get up", "sudden"),
        ("it hurts suddenly when I twist", None),
        ("sudden twinges now and then", None),
        ("it comes and goes suddenly", None),
        ("I suddenly realised I should ask", None),
        ("made a sudden decision to write", None),
        ("the rain came on suddenly and we ran", None),
        ("she stepped out of the car and all of a sudden it hurt", "sudden"),
        ("My dad died suddenly. The knee came on little by little.", "gradual"),
        ("the knee buckles with no warning", None),
        ("wet myself without warning", None),
        ("it got stuck yesterday but came loose overnight", None),
        ("no bladder signal, then overflow occurs without warning", None),
        ("she took the whole pack in one go", None),
        ("went from nothing to four runs a week", None),
    ],
)
def test_what_is_sudden_is_the_beginning(text: str, onset: str | None) -> None:
    assert read_message(text, today=TODAY)[0].get("onset") == onset


def test_waking_with_it_once_breaks_no_sleep() -> None:
    said = read_message("Went to bed fine, woke up with it.", today=TODAY)[0]
    assert said["onset"] == "sudden"
    assert "night_pain" not in said["present"]
    assert "night_pain" in read_message("I woke up with it every night", today=TODAY)[0]["present"]
