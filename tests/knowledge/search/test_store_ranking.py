from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.stores.ranking import best, bm25

# Few different values, so that many are equal.
scores = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, -1.0]), max_size=400)


def by_sorting(values: np.ndarray, count: int, above: float) -> list[int]:
    order = sorted(range(len(values)), key=lambda number: (-values[number], number))
    return [number for number in order if values[number] > above][:count]


@given(scores, st.integers(0, 30), st.sampled_from([-np.inf, 0.0]))
def test_the_best_are_those_of_a_full_sort(values, count, above):
    array = np.array(values, dtype=np.float32)
    assert best(array, count, above).tolist() == by_sorting(array, count, above)


@pytest.mark.parametrize("size", [1, 7, 100, 1600, 5003])
def test_the_sieve_lets_none_of_the_best_fall(size):
    array = np.random.default_rng(size).normal(size=size).astype(np.float32)
    assert best(array, 100).tolist() == by_sorting(array, 100, -np.inf)


def test_a_stem_said_twice_counts_twice_and_an_unknown_one_not():
    held = {"knee": (np.array([0, 2]), np.array([1.0, 0.5])), "hip": (np.array([2]), np.array([2]))}
    assert bm25(["knee", "hip", "knee", "toe"], held.get, 3).tolist() == [2.0, 0.0, 3.0]
    assert bm25([], held.get, 3).tolist() == [0.0, 0.0, 0.0]
