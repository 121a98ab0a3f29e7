"""A fever that is felt and not measured is one, little as it may be."""

from __future__ import annotations

import pytest

from bot.nlu.extract.understanding import Reading, read_text
from bot.nlu.learned.fusion import fuse
from tests.bot.nlu.recognised import CALM


def fused(reading: Reading) -> dict[str, object]:
    """The findings, where the message looks to the recogniser like nothing at all."""
    return fuse(
        reading.findings, reading.words, reading.set_aside, CALM, reading.ruled_out, reading.sure
    )[0]


@pytest.mark.parametrize(
    "text",
    [
        "i've got a bit of a fever",
        "a slight temperature since this morning",
        "slight temperature",
        "i'm a bit feverish",
        "bit feverish with my sore hip",
        "running a temp and my knee aches",
        "I've been running a bit of a temp",
        "i have had a slight temperature",
        "a touch of fever",
        "had a slight temp all day",
        "low grade fever on and off all week",
        "my temperature's up",
        "my temp has gone up a bit",
        "temperature is a bit high",
        "fever, only a little",
        "fever but not very high",
        "small fever",
        "he has a slight fever",
        "haven't got a thermometer but i'm definitely feverish",
    ],
)
def test_a_little_fever_is_a_fever(text: str) -> None:
    assert fused(read_text(text))["present"] == ["fever"]


@pytest.mark.parametrize(
    "text",
    [
        "only my kid's classmate has a fever",
        "sister has fever today. me, I have old knee pain",
        "I had a bit of a fever last month",
        "i got the fever for dancing again",
        "he is feverish about the championship",
        "feverish activity in the shed",
        "would I have a fever?",
        "no fever",
        "not feverish",
        "a bit of a temperature once, years ago",
        "after the flu jab I had a slight fever",
        "temp job in an office",
    ],
)
def test_what_is_no_fever_of_now_is_not_beyond_doubt(text: str) -> None:
    assert read_text(text).sure == frozenset()
