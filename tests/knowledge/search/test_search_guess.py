from __future__ import annotations

import numpy as np
import pytest

from knowledge.loading import ContentError
from knowledge.search import guess as module
from knowledge.search.guess import MOST_PASSAGES, Guess, learn, load_refused
from knowledge.search.stores.base import IndexMissingError
from knowledge.search.stores.postgres import _guess as of_database

EAST, NORTH, WEST = [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]
TEXTS = ["my bum", "bum muscles", "a scan", "clear scan", "who reads this", "who keeps this"]
LABELS = ["0", "0", "1", "1", "!privacy", "!privacy"]


def vector(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


@pytest.fixture
def guess() -> Guess:
    found = learn(TEXTS, np.array([EAST, EAST, NORTH, NORTH, WEST, WEST], np.float32), LABELS)
    assert found is not None
    return found


@pytest.mark.parametrize(("at", "passage"), [(EAST, 0), (NORTH, 1)])
def test_a_question_sounds_like_those_that_asked_for_the_same(guess, at, passage):
    sounds = guess.of("is it", vector(*at))
    assert max(sounds.passages, key=lambda number: sounds.passages[number]) == passage
    assert sounds.document([0, 1]) > 0.5 > sounds.refused["privacy"]
    assert sounds.kinds["asked"] > sounds.kinds["privacy"]


def test_what_is_refused_sounds_like_its_reason(guess):
    sounds = guess.of("who reads it", vector(*WEST))
    assert sounds.refused["privacy"] > 0.5
    assert sounds.reasons["privacy"] > 0.5


def test_of_what_means_the_same_the_wording_decides(guess):
    between = vector(0.7071, 0.7071)
    bum, scan = (guess.of(text, between).passages for text in ("bum", "scan"))
    assert bum[0] > bum.get(1, 0.0)
    assert scan[1] > scan.get(0, 0.0)


def test_what_was_asked_word_for_word_is_not_strange(guess):
    asked = guess.of("my bum", vector(*EAST))
    assert asked.strange < 0.2
    assert asked.likest == pytest.approx(1, abs=0.05)
    other = guess.of("pizza", vector(0.0, -1.0))
    assert other.strange > 0.9
    assert other.likest < 0.1


def test_only_the_nearest_are_reckoned_with(guess, monkeypatch):
    monkeypatch.setattr(module, "NEIGHBOURS", 2)
    assert set(guess.of("scan", vector(*EAST)).passages) == {0}


def test_where_nothing_is_refused_every_question_is_of_one_kind():
    found = learn(["a", "b"], np.array([EAST, NORTH], np.float32), ["0", "1"])
    assert found is not None
    assert found.of("a", vector(*EAST)).kinds == {"asked": 1.0}
    assert found.of("a", vector(*EAST)).reasons == {}


def test_what_the_embedding_hides_is_learned_from_the_lower_layers():
    vectors = np.array([EAST, EAST, NORTH, EAST, EAST], dtype=np.float32)
    hidden = np.array([[1, 0, 5], [1, 0, 5], [1, 0, 5], [0, 1, 5], [0, 1, 5]], dtype=np.float32)
    texts = ["one", "one more", "two", "three", "three more"]
    labels = ["0", "0", "1", "!privacy", "!privacy"]
    probe = dict(zip(texts, hidden, strict=True))
    found = learn(texts, vectors, labels, lambda asked: np.array([probe[each] for each in asked]))
    assert found is not None and found.reads_lower_layers
    east = vector(*EAST)
    assert found.of("x", east, hidden[0]).kinds["asked"] > 0.5
    assert found.of("x", east, hidden[3]).kinds["privacy"] > 0.5
    again = Guess.from_bytes(found.to_bytes()).of("x", east, hidden[3])
    assert again.kinds == pytest.approx(found.of("x", east, hidden[3]).kinds)


def test_without_the_lower_layers_only_the_embedding_is_read(guess):
    assert not guess.reads_lower_layers


def test_of_many_ways_of_asking_kinds_are_learned_from_some(monkeypatch):
    monkeypatch.setattr(module, "MOST_ASKED", 3)
    read: list[str] = []

    def probe(texts) -> np.ndarray:
        read.extend(texts)
        return np.arange(3 * len(texts), dtype=np.float32).reshape(-1, 3) % 5

    texts = [f"way {number}" for number in range(9)]
    vectors = np.array([EAST] * 8 + [WEST], dtype=np.float32)
    learn(texts, vectors, ["0"] * 4 + ["1"] * 4 + ["!privacy"], probe)
    assert read == ["way 0", "way 3", "way 6", "way 8"]


def test_kinds_are_not_learned_from_what_nobody_asks_in():
    read: list[str] = []

    def probe(texts) -> np.ndarray:
        read.extend(texts)
        return np.arange(3 * len(texts), dtype=np.float32).reshape(-1, 3) % 5

    texts = ["a way", "a sentence", "another", "refused"]
    vectors = np.array([EAST, EAST, NORTH, WEST], dtype=np.float32)
    found = learn(texts, vectors, ["0", "1", "1", "!privacy"], probe, [True, False, False, True])
    assert read == ["a way", "refused"]
    # What is told in them is told apart all the same.
    assert found is not None and found.of("x", vector(*NORTH)).passages[1] > 0.5


@pytest.mark.parametrize(
    "labels",
    [["0", "0"], ["!privacy", "!out_of_scope"], [str(n) for n in range(MOST_PASSAGES + 1)]],
    ids=["one passage", "nothing but refusals", "too many passages"],
)
def test_where_there_is_nothing_to_tell_apart_nothing_is_learned(labels):
    assert learn(labels, np.ones((len(labels), 2), dtype=np.float32), labels) is None


def test_it_is_kept_as_bytes(guess):
    again = Guess.from_bytes(guess.to_bytes())
    assert again.labels == guess.labels
    east = vector(*EAST)
    assert again.of("my bum", east).passages == pytest.approx(guess.of("my bum", east).passages)


def test_a_reason_that_is_none_is_named(tmp_path):
    path = tmp_path / "refused.yml"
    path.write_text("because: [why]\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"refused\.yml"):
        load_refused(path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_told_as_that(content):
    with pytest.raises(ValueError):
        Guess.from_bytes(content)


@pytest.mark.parametrize("content", [b"PK", b"no archive"])
def test_a_broken_one_in_the_database_makes_the_index_one_that_is_not_whole(content):
    with pytest.raises(IndexMissingError, match="db/patella"):
        of_database(content, "db/patella")
    assert of_database(None, "db/patella") is None
