"""The vectors of a passage's sentences."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.answer import sentences
from knowledge.search.retrieve import Search
from knowledge.search.sentences import SentenceVectors


def test_the_sentences_of_a_passage_are_encoded_once(small: Search):
    encoded: list[list[str]] = []

    def encode(texts, prompt):
        encoded.append(list(texts))
        return small.encoder.encode(texts, prompt)

    vectors = SentenceVectors(encode)
    text = small.store.passages[0].text
    said = [text[begin:end] for begin, end in sentences(text)]
    first = vectors.of(text)
    np.testing.assert_array_equal(first, small.encoder.encode(said, "document"))
    assert vectors.of(text) is first
    assert encoded == [said]


def test_what_is_kept_cannot_be_changed(small: Search):
    with pytest.raises(ValueError, match="read-only"):
        small.sentences.of(small.store.passages[0].text)[0] = 0


def test_a_result_tells_what_was_encoded(small: Search):
    result = small.search("Is it my bum  musles")
    assert result.encoded is not None
    assert result.encoded.said == "is it my bum muscles"
    alone = small.encoder.encode([result.encoded.said], "query")[0]
    np.testing.assert_allclose(result.encoded.vector, alone, atol=1e-5)
