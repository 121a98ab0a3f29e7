"""Words as they are typed on a telephone."""

from __future__ import annotations

import pytest

from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.understanding import read_text


@pytest.mark.parametrize("text", ["hurts wen i go dwn stairs", "sore going dwn the stairs"])
def test_down_is_not_up_as_well(text: str) -> None:
    assert read_text(text).findings["triggers"] == ["stairs_down"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Helo", "hello"), ("hullo", "hello"), ("heya", "hey")]
)
def test_a_greeting_is_a_word(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize("typed", ["who shud see him", "who shld see him"])
def test_should_is_no_shed(typed: str) -> None:
    assert normalise(typed) == "who should see him"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("why do u need 2 know", "why do you need to know"),
        ("i have 2 go down sideways", "i have to go down sideways"),
        ("i took 2 tablets", "i took 2 tablets"),
        ("2 months", "2 months"),
        ("lef hip", "left hip"),
    ],
)
def test_a_number_for_a_word_is_that_word(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


def test_a_question_back_is_no_age() -> None:
    assert read_text("why do u need 2 know", "age").findings.get("age") is None
