"""What the load tests come to: pure functions."""

from __future__ import annotations

import pytest

from tests.faults.ledger import Try
from tests.faults.load import Load, Sample, percentile, slope


def tries(outcome: str, *seconds: float) -> list[Try]:
    return [Try(outcome, each, 0.0) for each in seconds]


def test_growth_is_the_slope_of_the_memory_and_not_its_noise():
    samples = [Sample(at, 500 + at / 60 * 3 + (-1) ** at, 9) for at in range(120)]
    assert slope(samples) == pytest.approx(3, abs=0.2)
    assert slope([Sample(at, 500, 9) for at in range(10)]) == 0


@pytest.mark.parametrize(("share", "seconds"), [(0.5, 2.0), (0.99, 4.0), (0.25, 1.0)])
def test_a_percentile_is_one_of_the_values(share, seconds):
    assert percentile(tries("answered", 4, 1, 3, 2), share) == seconds
    assert percentile([], share) == 0


def test_who_was_sent_away_is_not_counted_as_answered():
    load = Load([*tries("answered", 1, 1), *tries("refused", 0.1), *tries("silent", 9)], 4.0)
    assert (load.rate, len(load.shed), len(load.others)) == (0.5, 1, 1)
