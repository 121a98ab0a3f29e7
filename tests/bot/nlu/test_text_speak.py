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
