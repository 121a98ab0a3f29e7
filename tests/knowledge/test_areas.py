import pytest

from knowledge.answers import Answers
from knowledge.areas import Area, areas
from knowledge.asking import describe_question, next_question
from knowledge.assessment import assess_so_far
from knowledge.facts import with_facts
from knowledge.interview import Heard, Interview, hear
from knowledge.questions import AGAIN
from knowledge.summary import line_for

APART = {
    "location": ["knee_front", "hip_groin", "lower_back"],
    "side": "both",
    "place_sides": {"knee_front": "right", "hip_groin": "left"},
}


def told(**findings):
    return with_facts(Answers(), {**APART, **findings})


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
    ending = assess_so_far(Answers(location=("thigh", "knee_front"), side="right"))
    assert ending.as_dict("112", [])["areas"] == [
        {"zone": "thigh", "side": "right", "label": "Thigh (right)"},
        {"zone": "knee_front", "side": "right", "label": "Front of the knee (right)"},
    ]


def test_places_on_different_sides_keep_each_its_own():
    assert [area.value for area in areas(told())] == [
        "knee_front@right",
        "hip_groin@left",
        "lower_back",
    ]
    assert line_for("location", told()) == (
        "Where: front of the knee (right), groin or front of the hip (left), lower back"
    )


def test_that_places_differ_says_nothing_of_one_told_besides():
    later = with_facts(told(), {"location": ["thigh"]})
    assert [area.side for area in areas(later) if area.zone == "thigh"] == [None]


def test_a_word_about_the_side_goes_before_what_was_told_place_by_place():
    later = with_facts(told(), {"side": "left"})
    assert {area.side for area in areas(later)} == {"left", "both"}
    assert later.place_sides == {}
    assert with_facts(told(), {"side": "both"}).place_sides == told().place_sides


def test_a_place_that_no_longer_hurts_has_no_side():
    later = with_facts(told(), {"removed": ["hip_groin"]})
    assert later.place_sides == {"knee_front": "right"}
    assert told().changed(location=()).place_sides == {}


def test_sides_outlive_the_slots():
    assert Answers.from_slots(told().to_slots()) == told()


def test_a_tap_on_the_other_side_corrects_the_side_and_says_so(reference):
    before = reference.interview.answers.changed(side="left", location=(), asked={})
    tap = {
        "location": ["knee_front"],
        "side": "right",
        "answer": {"question": "location", "outcome": "value"},
    }
    step = hear(Interview(before, "location"), Heard(("inform",), tap, is_tap=True))
    assert (step.interview.answers.side, step.interview.answers.location) == (
        "right",
        ("knee_front",),
    )
    assert [(n.response, n.values) for n in step.notices] == [
        ("utter_changed", {"changes": "Side: right"})
    ]


def test_once_the_places_have_sides_the_side_is_not_asked_for(complete):
    bare = complete.changed(side=None, location=(), asked={})
    tapped = with_facts(bare, APART)
    asked = []
    while (question := next_question(tapped)) is not None and len(asked) < 30:
        asked.append(question.id)
        tapped = tapped.changed(asked={**tapped.asked, question.id: "not_sure"})
    assert asked
    assert not {"side", "location"} & set(asked)


def test_going_back_from_the_places_takes_their_sides_back():
    tap = {**APART, "answer": {"question": "location", "outcome": "value"}}
    start = Interview(Answers(), "location")
    step = hear(start, Heard(("inform",), tap, is_tap=True))
    assert step.interview.answers.place_sides
    back = hear(step.interview, Heard(("go_back",)))
    assert back.question == "location"
    assert (back.interview.answers.location, back.interview.answers.place_sides) == ((), {})


def test_the_question_shows_what_is_known_of_places_and_sides():
    fresh = describe_question("location", {})
    assert not {"chosen", "side", "about_other"} & set(fresh)
    assert fresh["sides"] == {"left": "left", "right": "right", "both": "both"}
    again = describe_question("location", {**told().to_slots(), "asked": {"location": AGAIN}})
    assert again["chosen"] == ["knee_front@right", "hip_groin@left", "lower_back"]
    assert again["side"] == "both"
    assert describe_question("location", {"who": "child"})["about_other"] is True
    assert "side" not in describe_question("triggers", told().to_slots())
