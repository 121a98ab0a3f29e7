import pytest

from knowledge.facts import tells_of_complaint


@pytest.mark.parametrize(
    ("findings", "tells"),
    [
        ({}, False),
        ({"location": ["knee_front"], "triggers": ["stairs_down"]}, False),
        ({"who": "parent", "age": 80}, False),
        ({"injury": False}, False),
        ({"location": ["knee_front"], "side": "left"}, True),
        ({"location": ["hip_side"], "who": "parent"}, True),
        ({"present": ["swelling"]}, True),
        ({"history": ["arthritis"]}, True),
        ({"duration_days": 3}, True),
        ({"severity": 0.5}, True),
        ({"injury": True}, True),
        ({"suspected": ["leg_clot"]}, True),
    ],
    ids=str,
)
def test_a_message_that_says_what_is_wrong_is_told_from_one_that_only_asks(findings, tells):
    assert tells_of_complaint(findings) is tells
