from __future__ import annotations

import subprocess
import sys

import pytest

from knowledge.search import settings
from knowledge.search.stores.base import IndexMissingError
from knowledge.search.stores.catalogue import catalogue_of
from knowledge.search.stores.files import FileStore
from tests.knowledge.search.indexes import write_index


@pytest.fixture
def store(tmp_path) -> FileStore:
    return FileStore(write_index(tmp_path / "index", 20))


def test_passages_are_read_by_number_as_they_were_written(store):
    assert len(store.passages) == 20
    assert store.passages[4].id == "document-1#4"
    assert store.passages[-1] == store.passages[19]
    assert [each.id for each in store.passages[:2]] == ["document-0#0", "document-0#1"]
    assert store.fetch([7, 3]) == (store.passages[7], store.passages[3])
    with pytest.raises(IndexError):
        store.passages[20]


def test_the_catalogue_knows_documents_and_topics(store):
    catalogue = store.catalogue
    assert catalogue.numbers("document-1") == range(3, 6)
    assert catalogue.numbers("document-6") == range(18, 20)
    assert list(catalogue.numbers("no-such")) == []
    assert [catalogue.document(number).id for number in (0, 2, 3, 19)] == [
        "document-0", "document-0", "document-1", "document-6",
    ]  # fmt: skip
    assert [each.id for each in catalogue.about(["hip", "all"], 2)] == ["document-1", "document-0"]
    assert catalogue.about(["nothing"], 3) == []


def test_a_document_in_two_parts_is_refused():
    with pytest.raises(ValueError, match="stand together"):
        catalogue_of([("one", ()), ("two", ()), ("one", ())])


def test_equals_stand_in_the_order_of_their_units(store):
    found = store.nearest(store.vectors[12], 3)
    assert [each.passage for each in found[:2]] == [11, 12]
    assert found[0].score == pytest.approx(1.0)
    scores = [each.score for each in store.lexical(["knee", "hip"], 40)]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0
    assert store.lexical(["unheard"], 5) == []


@pytest.mark.parametrize(
    "name", ["vectors.npy", "content.json", "passages.jsonl", "stem_units.npy", "stems.json"]
)
def test_an_index_that_lacks_a_file_or_half_of_it_is_none(tmp_path, name):
    file = write_index(tmp_path / "index", 5) / name
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(IndexMissingError, match="make train"):
        FileStore(file.parent)
    file.unlink()
    with pytest.raises(IndexMissingError, match="make train"):
        FileStore(file.parent)


def test_opening_needs_neither_bm25s_nor_a_database_driver():
    code = "import sys, knowledge.search.retrieve; print({'bm25s', 'psycopg'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, None),
        ("", None),
        ("sqlite:///var/patella.db", None),
        ("postgresql://me@host/db", "postgresql://me@host/db"),
        ("postgres://me@host/db", "postgresql://me@host/db"),
        ("postgresql+psycopg2://me@host/db", "postgresql://me@host/db"),
    ],
)
def test_the_setting_chooses_the_store(monkeypatch, value, wanted):
    monkeypatch.delenv("PATELLA_DATABASE_URL", raising=False)
    if value is not None:
        monkeypatch.setenv("PATELLA_DATABASE_URL", value)
    assert settings.database_url() == wanted


@pytest.mark.parametrize("value", ["mysql://me:hunter2@host/db", "postgresql:hunter2", "hunter2"])
def test_another_database_is_refused_and_its_password_not_shown(monkeypatch, value):
    monkeypatch.setenv("PATELLA_DATABASE_URL", value)
    with pytest.raises(ValueError, match="must begin with postgresql") as caught:
        settings.database_url()
    assert "hunter2" not in str(caught.value)
