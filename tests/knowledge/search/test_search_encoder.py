from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from knowledge.search import settings
from knowledge.search.encoder import LARGEST_BATCH, PROBES, Encoder, EncoderMissingError
from knowledge.search.export import ExportError, agreement, export, load_sentence_transformer

TEXTS = [
    "my knee hurts",
    "",
    "Is it my bum muscles?",
    "the scan was clear so why does it still hurt when I walk down the stairs after work",
    "knee " * 400,
    "Schmerzen im Knie 😀",
]


def test_it_agrees_with_sentence_transformers(encoder):
    model = load_sentence_transformer(settings.embedding_model())
    wanted = model.encode(TEXTS, normalize_embeddings=True)
    assert agreement(encoder.encode(TEXTS), wanted) > 0.9999


def test_vectors_are_float32_of_unit_length(encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_among_others(encoder):
    texts = [f"pain number {number} " * (number % 7 + 1) for number in range(LARGEST_BATCH + 3)]
    together = encoder.encode(texts)
    for number in (0, 6, LARGEST_BATCH + 2):
        alone = encoder.encode([texts[number]])
        np.testing.assert_allclose(together[number], alone[0], atol=1e-5)


def test_no_texts_make_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)
    assert encoder.encode_together([]).shape == (0, encoder.dimension)


def test_texts_to_learn_from_are_encoded_together_with_those_of_their_length(encoder, monkeypatch):
    lengths: list[set[int]] = []
    run = encoder._run
    monkeypatch.setattr(
        encoder, "_run", lambda rows: lengths.append({len(row) for row in rows}) or run(rows)
    )
    texts = ["knee", "my left knee", "hip", "my right hip", "groin"] * 60
    together = encoder.encode_together(texts)
    assert all(len(each) == 1 for each in lengths)
    assert len(lengths) < len(texts) / 30
    np.testing.assert_allclose(together, encoder.encode(texts), atol=1e-5)


def test_what_is_learned_from_is_near_what_is_read():
    texts = [text for text in TEXTS if text] * 20
    probes = Encoder(settings.encoder_folder(), PROBES)
    alone, together = probes.encode(texts), probes.encode_together(texts)
    # The mean and the maximum of two layers, each of length 1.
    assert np.einsum("ij,ij->i", alone, together).min() > 4 * 0.97


def test_text_beyond_the_128_words_of_the_packaged_tokenizer_counts(encoder):
    long = "knee " * 140
    one, other = encoder.encode([long, long + "helicopter " * 40])
    assert float(one @ other) < 0.99


def test_a_missing_export_says_what_to_do(tmp_path):
    with pytest.raises(EncoderMissingError, match="make train"):
        Encoder(tmp_path / "encoder")


def test_an_export_that_is_there_is_not_made_again(encoder_folder):
    before = (encoder_folder / "model.onnx").stat().st_mtime_ns
    assert export(settings.embedding_model(), encoder_folder)["state"] == "already exported"
    assert (encoder_folder / "model.onnx").stat().st_mtime_ns == before
    about = json.loads((encoder_folder / "encoder.json").read_text())
    assert about["agreement"] >= 0.9999


def test_an_unknown_model_leaves_the_old_export_alone(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    folder = tmp_path / "encoder"
    folder.mkdir()
    (folder / "encoder.json").write_text("{}")
    with pytest.raises(ExportError, match="nobody/no-such-model"):
        export("nobody/no-such-model", folder)
    assert [path.name for path in tmp_path.iterdir()] == ["encoder"]


@pytest.mark.parametrize("value", ["0", "-1", "two"])
def test_a_senseless_number_of_threads_is_named(monkeypatch, value):
    monkeypatch.setenv("PATELLA_ENCODER_THREADS", value)
    with pytest.raises(ValueError, match="PATELLA_ENCODER_THREADS"):
        settings.encoder_threads()


@pytest.mark.parametrize(("processors", "threads"), [({0}, 1), ({0, 1}, 2), (set(range(8)), 2)])
def test_two_threads_encode_where_there_are_two_processors(monkeypatch, processors, threads):
    monkeypatch.delenv("PATELLA_ENCODER_THREADS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: processors, raising=False)
    assert settings.encoder_threads() == threads
