"""What is told in so many words stands, however odd the rest of the message looks."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.extract.clauses import split
from bot.nlu.extract.matcher import find_mentions
from bot.nlu.extract.normalise import normalise
from bot.nlu.extract.outright import told_outright
from bot.nlu.extract.status import Status
from bot.nlu.extract.tokens import tokenise
from bot.nlu.reading import read_message


def sure(text: str, status: Status = Status.PRESENT) -> frozenset[str]:
    tokens = tokenise(normalise(text))
    assert split(tokens)
    return told_outright([(each, status) for each in find_mentions(tokens)], tokens)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the knee dropped me on the path", "giving_way"),
        ("my leg crumples when I turn", "giving_way"),
        ("she walks all crooked", "limp"),
        ("it gets jammed and I kick it free", "locking"),
        ("the skin there has gone numb", "numbness"),
        ("it is slow to start, the knee is slow to start", "stiffness"),
        ("the leg has lost its power", "weakness"),
        ("it throbs of an evening", "night"),
    ],
)
def test_these_words_leave_no_doubt(text: str, value: str) -> None:
    assert value in sure(text)


@pytest.mark.parametrize(
    "text", ["it might be a bit weak", "a limp", "at night I read", "it got stuck in the lift"]
)
def test_a_mere_word_does(text: str) -> None:
    assert not sure(text)


def test_what_is_denied_is_not_sure() -> None:
    assert not sure("the leg has lost its power", Status.ABSENT)


def test_it_stands_in_a_message_of_other_things() -> None:
    text = (
        "Potter, two kilns, a parrot. The knee is sore and I walk crooked to the shop. "
        "My aunt paints. Stairs are grand."
    )
    assert "limp" in read_message(text, today=date(2026, 11, 29))[0]["present"]
