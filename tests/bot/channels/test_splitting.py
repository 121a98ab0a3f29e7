from __future__ import annotations

import random

import pytest

from bot.channels.splitting import shorten, split


def test_a_text_that_fits_stays_whole() -> None:
    assert split("One two", 7) == ["One two"]
    assert split("", 7) == split(" \n ", 7) == []


def test_it_is_cut_between_paragraphs_before_lines_before_words() -> None:
    assert split("aaa bbb\n\nccc ddd", 12) == ["aaa bbb", "ccc ddd"]
    assert split("aaa bbb\nccc ddd", 12) == ["aaa bbb", "ccc ddd"]
    assert split("aaa bbb ccc", 7) == ["aaa bbb", "ccc"]


def test_an_early_pause_is_not_worth_a_part() -> None:
    assert split("a\n\nbbb ccc ddd eee", 12) == ["a\n\nbbb ccc", "ddd eee"]


def test_only_a_word_longer_than_a_part_is_broken() -> None:
    assert split("ab " + "x" * 10, 6) == ["ab", "xxxxxx", "xxxx"]


def wide(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("size", [len, wide])
def test_nothing_is_lost_and_nothing_is_too_long(size) -> None:
    drawn = random.Random(7)
    for _ in range(300):
        text = "".join(drawn.choices("abc🦵é \n", k=drawn.randint(0, 80)))
        parts = split(text, 10, size)
        assert all(0 < size(part) <= 10 for part in parts)
        assert "".join("".join(parts).split()) == "".join(text.split())


def test_what_is_shortened_says_so() -> None:
    assert shorten("One two", 7) == "One two"
    assert shorten("One two three", 9) == "One two…"
    assert len(shorten("x" * 100, 75)) == 75
