"""Pain that never lets up is told in many words; what is there all the time may be a click."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.nlu.extract.message import read_by_rules
from bot.nlu.extract.understanding import Reading
from bot.nlu.learned.fusion import fuse
from tests.bot.nlu.recognised import recognised

DATA = yaml.safe_load((Path(__file__).parent / "constant_pain.yml").read_text())
SIGN = "constant_pain"
ASKED = (None, "general_signs")


def present(reading: Reading) -> list[str]:
    """What is there, where the message looks to the recogniser like anything but such a pain."""
    calm = recognised(constant_pain=-1.0)
    found = fuse(
        reading.findings, reading.words, reading.set_aside, calm, reading.ruled_out, reading.sure
    )[0]
    return list(found["present"])


@pytest.mark.parametrize("text", DATA["constant"])
def test_pain_that_never_lets_up(text: str) -> None:
    for asked in ASKED:
        assert SIGN in present(read_by_rules(text, asked))


@pytest.mark.parametrize("text", DATA["where_asked"])
def test_one_word_is_enough_where_it_was_asked_for(text: str) -> None:
    assert SIGN in present(read_by_rules(text, "general_signs"))


@pytest.mark.parametrize("text", DATA["not_constant"])
def test_what_only_sounds_like_it(text: str) -> None:
    for asked in ASKED:
        assert SIGN not in present(read_by_rules(text, asked))


@pytest.mark.parametrize(
    "text", ["it clicks all the time", "my knee is swollen all the time", "I run all the time"]
)
def test_the_look_of_a_message_does_not_make_it_pain(text: str) -> None:
    assert SIGN in read_by_rules(text).ruled_out


def test_what_is_denied_is_denied() -> None:
    for text in ("no pain at rest", "it's not constant", "not all the time, just when I run"):
        assert SIGN in read_by_rules(text).findings["absent"]
