from __future__ import annotations

from pathlib import Path

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


@pytest.fixture(scope="session")
def embed(encoder: Encoder):
    """What the index embeds with; the export agrees with sentence-transformers, as is tested."""
    return lambda texts, are_questions: encoder.encode(texts)


@pytest.fixture
def small(tmp_path: Path, encoder: Encoder, embed) -> Search:
    """Search over the small corpus."""
    documents = load_documents(*corpus(tmp_path))
    build(documents, tmp_path / "index", encoder.fingerprint, embed, lambda line: None)
    return Search(load_store(tmp_path / "index"), encoder)


@pytest.fixture(scope="session")
def real(tmp_path_factory, encoder: Encoder, embed) -> Search:
    """Search over the documents of the repository."""
    folder = tmp_path_factory.mktemp("index")
    documents = load_documents(settings.DOCUMENTS, settings.SOURCES)
    build(documents, folder, encoder.fingerprint, embed, lambda line: None)
    return Search(load_store(folder), encoder)
