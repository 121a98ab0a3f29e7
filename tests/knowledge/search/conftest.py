from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from knowledge.search import settings
from knowledge.search.documents import load_documents
from knowledge.search.encoder import Encoder
from knowledge.search.export import export
from knowledge.search.index import build
from knowledge.search.retrieve import Search
from knowledge.search.store import load_store
from tests.knowledge.search.corpus import corpus


@pytest.fixture(scope="session")
def encoder_folder() -> Path:
    """The exported model, made once where `make train` has not made it yet."""
    folder = settings.encoder_folder()
    export(settings.embedding_model(), folder)
    return folder


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> Encoder:
    return Encoder(encoder_folder)


def once(embed):
    """The same, each text embedded once: every index learns from the same refused questions."""
    known: dict[str, np.ndarray] = {}

    def embed_once(texts, are_questions: bool = False) -> np.ndarray:
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known.update(zip(missing, embed(missing), strict=True))
        return np.array([known[text] for text in texts])

    return embed_once


@pytest.fixture(scope="session")
def embed(encoder: Encoder):
    """What the index embeds with; the export agrees with sentence-transformers, as is tested."""
    return once(encoder.encode)


@pytest.fixture(scope="session")
def probe(encoder: Encoder):
    """What the index probes with."""
    return once(encoder.probe)


@pytest.fixture
def small(tmp_path: Path, encoder: Encoder, embed, probe) -> Search:
    """Search over the small corpus."""
    documents = load_documents(*corpus(tmp_path))
    build(documents, tmp_path / "index", encoder.fingerprint, embed, lambda line: None, probe=probe)
    return Search(load_store(tmp_path / "index"), encoder)


@pytest.fixture(scope="session")
def real(tmp_path_factory, encoder: Encoder, embed, probe) -> Search:
    """Search over the documents of the repository."""
    folder = tmp_path_factory.mktemp("real") / "index"
    # With the vectors that `make train` has made, where it has: they are the same.
    if settings.index_folder().is_dir():
        shutil.copytree(settings.index_folder(), folder)
    documents = load_documents(settings.DOCUMENTS, settings.SOURCES)
    build(documents, folder, encoder.fingerprint, embed, lambda line: None, probe=probe)
    return Search(load_store(folder), encoder)
