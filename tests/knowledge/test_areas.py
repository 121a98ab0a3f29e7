import pytest

from knowledge.answers import Answers
from knowledge.areas import Area, areas
from knowledge.assessment import assess_so_far


@pytest.mark.parametrize(
    ("side", "label"),
    [
        ("left", "Front of the knee (left)"),
        ("both", "Front of the knee (both)"),
        (None, "Front of the knee"),
    ],
)
def test_a_place_is_named_with_its_side_where_that_was_told(side, label):
    assert [a.label for a in areas(Answers(location=("knee_front",), side=side))] == [label]


@pytest.mark.parametrize(
    ("side", "shown"),
    [("left", ("left",)), ("both", ("left", "right")), (None, ("left", "right"))],
)
def test_a_side_that_is_not_known_is_shown_on_both(side, shown):
    assert Area("thigh", side).sides == shown


def test_the_back_has_no_side():
    (back,) = areas(Answers(location=("lower_back",), side="left"))
    assert (back.side, back.label) == ("both", "Lower back")


def test_the_assessment_carries_the_marks_in_the_order_of_telling():
    told = assess_so_far(Answers(location=("thigh", "knee_front"), side="right"))
    assert told.as_dict("112", [])["areas"] == [
        {"zone": "thigh", "side": "right", "label": "Thigh (right)"},
        {"zone": "knee_front", "side": "right", "label": "Front of the knee (right)"},
    ]
