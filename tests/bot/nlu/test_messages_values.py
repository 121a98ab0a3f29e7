"""The five values that were understood least well stay understood, whoever says them."""

from pathlib import Path

import pytest

from bot.evaluation.findings import Reading, pairs, right_pairs, turned_round
from tests.bot.nlu.read_messages import readings_of

MESSAGES = Path(__file__).with_name("messages_values.yml")

#: Before: .90, .82, .86, .89 and .93 on the first batch; .97, .80, .82, .79 and .85 on the second.
LEAST = {
    ("present", "stiffness"): 0.95,
    ("onset", "sudden"): 0.93,
    ("triggers", "cycling"): 0.92,
    ("triggers", "night"): 0.92,
    ("absent", "locking"): 0.94,
}
MOST_TURNED_ROUND = 1


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return readings_of(MESSAGES)


@pytest.mark.parametrize("value", LEAST)
def test_each_is_found_where_it_is_and_nowhere_else(readings, value):
    expected = [value in pairs(each.expected) for each in readings]
    found = [value in pairs(each.found) for each in readings]
    right = sum(value in right_pairs(each) for each in readings)
    assert 2 * right / (sum(expected) + sum(found)) >= LEAST[value]


def test_hardly_anything_denied_or_past_is_taken_for_present(readings):
    assert len(turned_round(readings)) <= MOST_TURNED_ROUND
