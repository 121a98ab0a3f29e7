"""A search over other documents than those of the installation, in a folder of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.search.documents import Document
from knowledge.search.index import build
from knowledge.search.refuse import Calibration
from knowledge.search.retrieve import Encodes, Search
from knowledge.search.store import load_store
from knowledge.search.text import Terms


def search_over(
    documents: Sequence[Document],
    folder: Path,
    encoder: Encodes,
    terms: Terms | None = None,
    calibration: Calibration | None = None,
    fingerprint: str = "apart",
    tell_apart: bool = True,
) -> Search:
    """Return a search over some documents alone, whose index is built into a folder of its own.

    Args:
        documents: what is searched.
        folder: where the index is built; empty, or with an index whose vectors may be taken over.
        encoder: see `Search`.
        terms: see `Search`.
        calibration: see `Search`.
        fingerprint: of the encoder, where vectors may be taken over.
        tell_apart: see `build`.
    """

    def embed(texts: Sequence[str], are_questions: bool) -> np.ndarray:
        return encoder.encode(texts, "query" if are_questions else "document")

    build(
        documents,
        folder,
        fingerprint,
        embed,
        lambda line: None,
        probe=encoder.probe,
        tell_apart=tell_apart,
    )
    return Search(load_store(folder), encoder, calibration, terms)
