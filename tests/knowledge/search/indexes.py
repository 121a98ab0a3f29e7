"""Indexes for tests of the stores, of any size, with no model behind them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from knowledge.search.documents import Passage
from knowledge.search.stores.files import Content, bm25_postings, write_files
from knowledge.sources import Source

WORDS = [
    "knee",
    "hip",
    "stairs",
    "run",
    "sit",
    "ache",
    "cap",
    "thigh",
    "pelvis",
    "muscle",
    "tendon",
    "night",
]
SOURCE = Source("guide", "A guide", 2024, "https://example.org/guide")


def passage(number: int, words: list[str]) -> Passage:
    document = f"document-{number // 3}"
    return Passage(
        id=f"{document}#{number}",
        document_id=document,
        title=f"Document {number // 3}",
        heading=f"Part {number}",
        topics=("all", WORDS[number // 3 % len(WORDS)]),
        sources=(SOURCE,),
        reviewed="2026-01-05",
        text=" ".join(words),
        questions=(f"what of {number // 3}?",),
    )


def write_index(folder: Path, passages: int, dimension: int = 8, seed: int = 0) -> Path:
    """Write an index whose passages and questions repeat each other often, and return its folder.

    Each passage has one question; a twelfth of all units are as near, or as like, as others.
    """
    chance = np.random.default_rng(seed)
    said = [list(chance.choice(WORDS, size=chance.integers(3, 9))) for _ in range(2 * passages)]
    vectors = chance.normal(size=(2 * passages, dimension)).astype(np.float32)
    for number in range(12, 2 * passages, 12):
        said[number], vectors[number] = said[number - 1], vectors[number - 1]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    folder.mkdir(parents=True)
    content = Content(
        encoder=f"model-{seed}",
        passages=[passage(number, words) for number, words in enumerate(said[:passages])],
        vectors=vectors,
        owners=[*range(passages), *range(passages)],
        postings=bm25_postings(said),
        word_counts=Counter(word for words in said for word in words),
        stem_passages=Counter(word for words in said for word in set(words)),
    )
    write_files(content, folder)
    return folder
