from __future__ import annotations

import numpy as np
import pytest

from knowledge.search.wording import BUCKETS, Wording

TEXTS = [
    "my knee clicks on the stairs",
    "the knee is clicking on stairs",
    "will swimming help my hip",
    "swiming for the hip",
    "who reads the stairs",
]


@pytest.fixture
def wording() -> Wording:
    return Wording.of(TEXTS)


def likeness(wording: Wording, text: str) -> np.ndarray:
    return wording.rows(np.arange(len(TEXTS))) @ wording.vector(text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_most_like_itself(wording, text):
    found = likeness(wording, text)
    assert found.argmax() == TEXTS.index(text)
    assert found.max() == pytest.approx(1, abs=1e-2)


def test_misspelt_words_share_their_pieces(wording):
    found = likeness(wording, "swimmin and my hip")
    assert sorted(found.argsort()[-2:]) == [2, 3]


def test_what_shares_nothing_is_not_alike(wording):
    assert likeness(wording, "qqq zzz").max() == 0
    assert likeness(wording, "").max() == 0


def test_what_stands_in_one_text_alone_tells_nothing(wording):
    assert likeness(wording, "reads").max() < likeness(wording, "stairs").max()
    assert wording.vector("reads")[: BUCKETS // 2].max() == 0
    assert likeness(wording, "stairs").max() > 0


def test_what_is_kept_of_a_text_is_what_is_made_of_it_anew(wording):
    assert wording.vector(TEXTS[0]).shape == (BUCKETS,)
    some = wording.rows(np.array([3, 1])).toarray()
    assert np.allclose(some[1], wording.vector(TEXTS[1]), atol=1e-3)
