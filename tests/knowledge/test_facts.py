import pytest

from knowledge.answers import Answers
from knowledge.facts import tells_of_complaint, with_facts


@pytest.mark.parametrize(
    ("findings", "tells"),
    [
        ({}, False),
        ({"location": ["knee_front"], "triggers": ["stairs_down"]}, False),
        ({"who": "parent", "age": 80}, False),
        ({"injury": False}, False),
        ({"side": "left"}, True),
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


SAID = Answers(
    location=("knee_front", "hip_groin"), triggers=("night", "stairs_up", "running"), side="left"
)


@pytest.mark.parametrize(
    ("findings", "triggers"),
    [
        ({"removed": ["night"]}, ("stairs_up", "running")),
        ({"removed": ["night", "stairs_up"], "corrects": ["triggers"]}, ("running",)),
        ({"removed": ["kneeling"]}, ("night", "stairs_up", "running")),
        ({"removed": ["night"], "triggers": ["kneeling"]}, ("stairs_up", "running", "kneeling")),
        (
            {"removed": ["night"], "triggers": ["kneeling"], "corrects": ["triggers"]},
            ("stairs_up", "running", "kneeling"),
        ),
        ({"triggers": ["kneeling"], "corrects": ["triggers"]}, ("kneeling",)),
        (
            {"removed": ["cycling"], "triggers": ["kneeling"], "corrects": ["triggers"]},
            ("kneeling",),
        ),
        ({"removed": ["night", "stairs_up", "running"]}, ()),
    ],
    ids=str,
)
def test_what_is_removed_is_no_longer_so(findings, triggers):
    assert with_facts(SAID, findings).triggers == triggers


def test_nothing_else_is_taken_out():
    after = with_facts(SAID, {"removed": ["hip_groin"], "corrects": ["location"]})
    assert after == SAID.changed(location=("knee_front",))


def test_where_no_place_is_left_the_question_is_open_again():
    before = SAID.changed(location=("hip_groin",), asked={"location": "value", "age": "value"})
    after = with_facts(before, {"removed": ["hip_groin"]})
    assert (after.location, dict(after.asked)) == ((), {"age": "value"})
