from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from knowledge.search.rerank import READ_AGAIN, load_reranker
from knowledge.search.retrieve import Search

QUESTION = "why does my knee hurt when i sit"


class PrefersWord:
    """Finds the passages best that hold a word; remembers what it read."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: list[str] = []

    def scores(self, query, texts):
        self.read = list(texts)
        return np.array([float(self.word in text) for text in texts])


def test_the_best_are_put_in_the_order_of_the_reranker(small: Search):
    plain = small.rank(QUESTION)
    assert plain[0].passage.document_id == "long-sitting"
    reader = PrefersWord("scan")
    found = Search(small.store, small.encoder, reranker=reader).rank(QUESTION)
    assert found[0].passage.document_id == "clear-scan"
    assert [hit.score for hit in found] == [hit.score for hit in plain]
    assert 0 < len(reader.read) <= READ_AGAIN


def test_without_a_setting_nothing_is_read_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PATELLA_RERANKER_MODEL", raising=False)
    assert load_reranker() is None


def test_a_model_that_is_not_there_is_told_and_left_out(monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("PATELLA_RERANKER_MODEL", str(tmp_path / "no-such-model"))
    with caplog.at_level(logging.WARNING, "patella.search"):
        assert load_reranker() is None
    assert "PATELLA_RERANKER_MODEL" in caplog.text


def test_a_real_cross_encoder_scores_every_passage(monkeypatch, tmp_path: Path):
    tiny_cross_encoder(tmp_path / "tiny")
    monkeypatch.setenv("PATELLA_RERANKER_MODEL", str(tmp_path / "tiny"))
    reranker = load_reranker()
    assert reranker is not None
    assert reranker.scores("sore knee", ["the knee", "the hip"]).shape == (2,)


def tiny_cross_encoder(folder: Path) -> None:
    """Write a cross-encoder with random weights, of the kind that a user would name."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "knee", "hip", "sore"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
