from __future__ import annotations

import pytest

from knowledge.search.fusion import OTHER_PASSAGE, by_meaning, by_words, fuse, lift
from knowledge.search.stores.base import Match


def of_one_document(number: int) -> str:
    return "one"


def of_its_own(number: int) -> str:
    return str(number)


def test_a_passage_is_as_near_as_its_text_and_the_nearest_way_of_asking():
    near = [Match(0, False, 0.6), Match(0, True, 0.8), Match(0, True, 0.4), Match(1, False, 0.4)]
    assert by_meaning(near, of_its_own) == pytest.approx({0: 0.7, 1: 0.4})


def test_a_way_of_asking_speaks_a_little_less_for_the_other_passages_of_its_document():
    near = [Match(0, False, 0.4), Match(1, False, 0.4), Match(0, True, 0.8)]
    found = by_meaning(near, of_one_document)
    assert found[0] - found[1] == pytest.approx(OTHER_PASSAGE / 2)


def test_words_count_by_the_best_unit():
    assert by_words([Match(0, False, 1.0), Match(0, True, 3.0)]) == {0: 3.0}


@pytest.mark.parametrize(
    ("meaning", "word", "expected"),
    [
        ({1: 0.9, 2: 0.5}, {2: 4.0}, {1: 0.7, 2: 0.3}),
        ({1: 0.9}, {}, {1: 0.7}),
        ({}, {}, {}),
        ({1: 0.8, 2: 0.8}, {1: 1.0}, {1: 1.0, 2: 0.7}),
    ],
)
def test_fusing_scales_both_scores(meaning, word, expected):
    assert fuse(meaning, word, 0.7) == pytest.approx(expected)


def test_what_a_question_sounds_like_is_lifted():
    assert lift(0.0, 0.0) == 0.0
    assert lift(0.9, 0.8) > lift(0.9, 0.1) > lift(0.1, 0.1) > 0
