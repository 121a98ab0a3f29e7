from __future__ import annotations

import numpy as np
import pytest

from knowledge.loading import ContentError
from knowledge.search.guess import MOST_PASSAGES, Guess, learn, load_refused

EAST, NORTH, WEST = [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]


@pytest.fixture
def guess() -> Guess:
    vectors = np.array([EAST, EAST, NORTH, NORTH, WEST, WEST], dtype=np.float32)
    found = learn(vectors, ["0", "0", "1", "1", "!privacy", "!privacy"])
    assert found is not None
    return found


@pytest.mark.parametrize(("vector", "passage"), [(EAST, 0), (NORTH, 1)])
def test_a_question_sounds_like_those_that_asked_for_the_same(guess, vector, passage):
    sounds = guess.of(np.array(vector, dtype=np.float32))
    assert max(sounds.passages, key=lambda number: sounds.passages[number]) == passage
    assert sounds.document([0, 1]) > 0.5 > sounds.reasons["privacy"]


def test_what_is_refused_sounds_like_its_reason(guess):
    assert guess.of(np.array(WEST, dtype=np.float32)).reasons["privacy"] > 0.5


def test_the_shares_are_of_one_whole(guess):
    sounds = guess.of(np.array([EAST, NORTH], dtype=np.float32))
    assert sum(sounds.passages.values()) + sum(sounds.reasons.values()) == pytest.approx(1)


def test_how_near_the_nearest_refused_question_is_is_told(guess):
    assert guess.refused.shape == (2, 2)
    west = np.array(WEST, dtype=np.float32)
    assert guess.of(west).near_refused == pytest.approx(1)
    # What counts is the question as it was put, which comes first.
    assert guess.of(np.stack([-west, west])).near_refused == pytest.approx(-1)
    assert Guess.from_bytes(guess.to_bytes()).of(west).near_refused == pytest.approx(1, abs=1e-3)


def test_where_nothing_is_refused_nothing_refused_is_near():
    found = learn(np.array([EAST, NORTH], dtype=np.float32), ["0", "1"])
    assert found is not None and found.of(np.array(EAST)).near_refused == -1


def test_two_kinds_are_told_apart_too():
    found = learn(np.array([EAST, WEST], dtype=np.float32), ["0", "!privacy"])
    assert found.of(np.array(EAST)).passages[0] > found.of(np.array(WEST)).passages[0]


def test_what_the_embedding_hides_is_learned_from_the_lower_layers():
    vectors = np.array([EAST, EAST, NORTH, EAST, EAST], dtype=np.float32)
    probed = np.array([[1, 0, 5], [1, 0, 5], [1, 0, 5], [0, 1, 5], [0, 1, 5]], dtype=np.float32)
    found = learn(vectors, ["0", "0", "1", "!privacy", "!privacy"], probed)
    assert found is not None and found.reads_more_than(vectors)
    east = np.array(EAST, dtype=np.float32)
    assert found.of(east, probed[0]).passages[0] > 0.5
    assert found.of(east, probed[3]).reasons["privacy"] > 0.5
    again = Guess.from_bytes(found.to_bytes()).of(np.stack([east, east]), probed[3])
    assert again.reasons["privacy"] == pytest.approx(found.of(east, probed[3]).reasons["privacy"])


def test_without_the_lower_layers_only_the_embedding_is_read(guess):
    assert not guess.reads_more_than(np.array([EAST], dtype=np.float32))


@pytest.mark.parametrize(
    "labels",
    [["0", "0"], ["!privacy", "!out_of_scope"], [str(n) for n in range(MOST_PASSAGES + 1)]],
    ids=["one passage", "nothing but refusals", "too many passages"],
)
def test_where_there_is_nothing_to_tell_apart_nothing_is_learned(labels):
    assert learn(np.ones((len(labels), 2), dtype=np.float32), labels) is None


def test_it_is_kept_as_bytes(guess):
    again = Guess.from_bytes(guess.to_bytes())
    assert again.labels == guess.labels
    assert np.array_equal(again.weights, guess.weights)


def test_a_reason_that_is_none_is_named(tmp_path):
    path = tmp_path / "refused.yml"
    path.write_text("because: [why]\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"refused\.yml"):
        load_refused(path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_told_as_that(content):
    with pytest.raises(ValueError):
        Guess.from_bytes(content)
