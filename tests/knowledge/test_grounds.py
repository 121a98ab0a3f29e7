"""On which answers a rule rests, in words."""

import pytest

from knowledge.answers import Answers
from knowledge.grounds import grounds

ANSWERS = Answers(
    who="parent",
    age=70,
    location=("knee_front", "hip_groin"),
    injury=True,
    duration_days=(21, 21),
    findings={"fever": "present", "swelling": "absent", "limp": "uncertain"},
    history={"blood_thinners": "uncertain"},
)


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("fever", ["Fever"]),
        ("swelling", []),
        ("limp", []),
        ({"any": ["fever", "swelling", {"age": {"min": 65}}]}, ["Fever", "Age: 70"]),
        ({"all": ["fever", "limp"]}, []),
        ({"all": ["fever", {"unless": "swelling"}]}, ["Fever"]),
        ({"location": ["hip_groin", "thigh"]}, ["Groin or front of the hip"]),
        (
            {"all": [{"who": ["parent"]}, {"duration_days": {"max": 28}}]},
            ["For how long: about 3 weeks"],
        ),
        ({"injury": True}, ["Started: with a fall, twist or knock"]),
    ],
    ids=str,
)
def test_what_made_it_true_is_told(condition, told):
    assert grounds(condition, ANSWERS) == told


def test_what_was_left_open_is_told_where_it_counts():
    condition = {"any": ["blood_thinners", {"age": {"min": 80}}]}
    assert grounds(condition, ANSWERS) == []
    assert grounds(condition, ANSWERS, if_unsure=True) == ["Blood thinners: not sure"]
