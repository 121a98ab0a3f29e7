"""The vectors of a passage's sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.answer import sentences
from knowledge.search.documents import load_documents
from knowledge.search.index import build
from knowledge.search.retrieve import Search
from knowledge.search.sentences import (
    MOST_PASSAGES,
    SENTENCES,
    SentenceVectors,
    read_sentences,
    write_sentences,
)
from knowledge.search.store import current_folder
from tests.knowledge.search.corpus import corpus


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


def test_what_was_encoded_beforehand_is_not_encoded_again(small: Search, tmp_path: Path):
    texts = [each.text for each in small.store.passages]
    write_sentences(tmp_path, "model-1", texts, small.encoder.encode, {})
    stored = read_sentences(tmp_path, "model-1")
    beforehand = SentenceVectors(never, stored)
    for text in texts:
        # Encoded among those of other passages, it differs by what is rounded.
        np.testing.assert_allclose(beforehand.of(text), small.sentences.of(text), atol=1e-5)
        assert not beforehand.of(text).flags.writeable
    # The next build takes over what it finds.
    write_sentences(tmp_path, "model-1", [*texts[1:], "It is new."], only_new, stored)
    again = read_sentences(tmp_path, "model-1")
    np.testing.assert_array_equal(
        SentenceVectors(never, again).of(texts[1]), beforehand.of(texts[1])
    )
    assert len(again) == len(texts)


def test_sentences_of_another_model_or_in_a_broken_file_are_none(small: Search, tmp_path: Path):
    assert read_sentences(tmp_path, "model-1") == {}
    write_sentences(tmp_path, "model-1", ["One. Two."], small.encoder.encode, {})
    assert read_sentences(tmp_path, "model-2") == {}
    (tmp_path / SENTENCES).write_bytes(b"PK cut off")
    assert read_sentences(tmp_path, "model-1") == {}


def test_of_too_many_passages_none_is_encoded_beforehand(tmp_path: Path):
    write_sentences(tmp_path, "model-1", ["One."] * (MOST_PASSAGES + 1), never, {})
    write_sentences(tmp_path, "model-1", [], never, {})
    assert list(tmp_path.iterdir()) == []


def test_a_build_encodes_them_with_the_index(tmp_path: Path, encoder, embed):
    documents = load_documents(*corpus(tmp_path))
    folder = tmp_path / "index"
    build(documents, folder, encoder.fingerprint, embed, lambda line: None, encode=encoder.encode)
    stored = read_sentences(current_folder(folder), encoder.fingerprint)
    assert len(stored) == sum(len(each.passages) for each in documents)


def never(texts, prompt):
    raise AssertionError(f"encoded: {texts}")


def only_new(texts, prompt):
    assert texts == ["It is new."]
    return np.ones((1, 384), dtype=np.float32)
