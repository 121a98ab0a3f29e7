"""Negatives of Scotland, Ulster and the north deny what they stand before."""

from __future__ import annotations

import pytest

from bot.nlu.extract.scots import in_plain_english
from bot.nlu.reading import read_message


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("it disnae lock", "it does not lock"),
        ("it didnae swell", "it did not swell"),
        ("couldna sleep", "could not sleep"),
        ("hasnae locked", "has not locked"),
        ("through the nicht", "through the night"),
        ("aw at wance", "all at once"),
        ("aw, that's sore", "aw, that's sore"),
        ("i cannae stand", "i cannae stand"),
        ("a cannae dae the stairs", "i can not do the stairs"),
        ("nane o them", "none o them"),
        ("it's been stoonin", "it's been throbbing"),
        ("hannah and dinah", "hannah and dinah"),
        ("banana, arena, canada", "banana, arena, canada"),
    ],
)
def test_they_are_spelt_out(text: str, plain: str) -> None:
    assert in_plain_english(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "disnae lock nor click",
        "it dinnot lock, pet",
        "nay locking",
        "neg for locking",
        "Locking, I have none.",
        "does it lock? not that ive noticed",
        "it bends without it locking",
        "the knee moves freely",
        "it's never stuck",
    ],
)
def test_a_locking_that_is_denied_is_absent(text: str) -> None:
    said = read_message(text)[0]
    assert "locking" in said["absent"]
    assert "locking" not in said["present"]


@pytest.mark.parametrize(
    "text",
    [
        "not only does it lock, it swells",
        "doesn't stop locking on me",
        "never goes a day without locking",
        "no way to unlock it once it catches",
        "when it doesn't lock it clicks",
        "couldn't get it to unlock for a minute, then it freed",
        "hardly ever locks",
        "not locked today but it did yesterday",
    ],
)
def test_a_no_beside_it_does_not_deny_it(text: str) -> None:
    assert "locking" not in read_message(text)[0]["absent"]
