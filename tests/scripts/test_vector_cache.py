"""What one checkout has encoded is there for the next, and nothing hangs on it."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.learned.layers import FILE as LAYERS
from knowledge.search.reuse import Units, vectors_in
from knowledge.search.settings import POINTER
from scripts.vector_cache import LENT, borrow, cache_folder, lend

ENCODER = "of this model"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "patella"


def build_with_vectors(folder: Path, says: str = "one") -> Path:
    layers = folder / LAYERS
    layers.parent.mkdir(parents=True)
    layers.write_text(says)
    index = folder / "index" / "0123456789abcdef"
    index.mkdir(parents=True)
    (index / "content.json").write_text(json.dumps({"encoder": ENCODER}))
    np.save(index / "vectors.npy", np.eye(2, dtype=np.float32))
    Units(["a passage"], ["a question"]).write(index)
    (index.parent / POINTER).write_text(index.name + "\n")
    return folder


def test_a_new_build_folder_begins_with_what_another_has_encoded(tmp_path, cache):
    lend(build_with_vectors(tmp_path / "first"), cache)
    new = tmp_path / "second"
    borrow(new, cache)
    assert (new / LAYERS).read_text() == "one"
    assert len(vectors_in(new / "index" / LENT, ENCODER)) == 2
    # Nothing serves from what is only lent.
    assert not (new / "index" / POINTER).exists()


def test_what_a_build_folder_has_is_left_alone(tmp_path, cache):
    lend(build_with_vectors(tmp_path / "first"), cache)
    own = build_with_vectors(tmp_path / "second", "two")
    borrow(own, cache)
    assert (own / LAYERS).read_text() == "two"
    assert not (own / "index" / LENT).exists()


def test_the_last_that_was_encoded_is_lent(tmp_path, cache):
    lend(build_with_vectors(tmp_path / "first"), cache)
    lend(build_with_vectors(tmp_path / "second", "two"), cache)
    borrow(tmp_path / "third", cache)
    assert (tmp_path / "third" / LAYERS).read_text() == "two"


def test_a_build_that_replaces_its_files_changes_nothing_in_the_cache(tmp_path, cache):
    first = build_with_vectors(tmp_path / "first")
    lend(first, cache)
    (first / LAYERS).unlink()
    (first / LAYERS).write_text("changed")
    borrow(tmp_path / "second", cache)
    assert (tmp_path / "second" / LAYERS).read_text() == "one"


def test_without_a_cache_and_with_an_empty_one_nothing_happens(tmp_path, cache):
    first = build_with_vectors(tmp_path / "first")
    lend(first, None)
    borrow(tmp_path / "second", None)
    borrow(tmp_path / "second", cache)
    assert not (tmp_path / "second" / LAYERS).exists()
    assert not cache.exists()


def test_a_build_that_made_nothing_lends_nothing(tmp_path, cache):
    lend(tmp_path / "nothing", cache)
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_stops_nobody(tmp_path):
    taken = tmp_path / "a file"
    taken.write_text("")
    lend(build_with_vectors(tmp_path / "first"), taken / "patella")
    borrow(tmp_path / "second", taken / "patella")
    assert not (tmp_path / "second" / LAYERS).exists()


@pytest.mark.parametrize(
    "env, where",
    [
        ({"HOME": "/home/app"}, Path("/home/app/.cache/patella")),
        ({"HOME": "/home/app", "XDG_CACHE_HOME": "/var/cache"}, Path("/var/cache/patella")),
        ({"HOME": "/home/app", "PATELLA_CACHE": "/data/kept"}, Path("/data/kept")),
        ({"HOME": "/home/app", "PATELLA_CACHE": ""}, None),
        ({}, None),
    ],
)
def test_where_the_cache_is(env, where):
    assert cache_folder(env) == where
