"""A hip that hurts without a word about where: asked about once, and kept as all it may be."""

from dataclasses import replace

import pytest

from knowledge.answers import Answers
from knowledge.asking import describe_question, offered
from knowledge.hip_part import HIP, HIP_AND_KNEE
from knowledge.interview import Interview, hear
from knowledge.questions import load_questions
from knowledge.red_flags import fired
from knowledge.summary import line_for
from tests.knowledge.conftest import answered, plain_answer, said

WHOLE = ["hip_groin", "hip_side"]
PARTS = ("hip_groin", "hip_side", "buttock")
LOCATION = load_questions()["location"]


def my_hip(*others, unplaced=("hip",), **findings):
    return said(location=[*WHOLE, *others], unplaced=list(unplaced), **findings)


def in_words(*places, **findings):
    answer = {"question": "location", "outcome": "value"}
    return said(location=list(places), answer=answer, **findings)


def up_to_location(step):
    for _ in range(10):
        if step.question == "location":
            return step
        step = hear(step.interview, plain_answer(step.question))
    raise AssertionError("where it hurts was not asked")


@pytest.fixture
def asked():
    return up_to_location(hear(Interview(), my_hip()))


def test_the_hip_is_kept_as_all_it_may_be_and_told_as_a_hip():
    step = hear(Interview(), my_hip())
    answers = step.interview.answers
    assert answers.location == tuple(WHOLE)
    assert line_for("location", answers) == "Where: hip"


def test_where_about_the_hip_is_asked(asked):
    described = describe_question("location", asked.interview.answers.to_slots())
    assert described["about_hip"] is True
    assert [each["value"] for each in described["options"]] == [*PARTS, "not_sure"]
    assert "chosen" not in described


@pytest.mark.parametrize("places", [["hip_side"], ["hip_groin"], ["buttock"], list(PARTS)])
@pytest.mark.parametrize("how", ["tapped", "in words"])
def test_an_answer_narrows_it(asked, places, how):
    heard = in_words(*places) if how == "in words" else answered("location", location=places)
    step = hear(asked.interview, heard)
    assert set(step.interview.answers.location) == set(places)
    assert step.question not in ("location", "hip_signs")


@pytest.mark.parametrize("outcome", ["not_sure", "skip"])
def test_who_cannot_tell_is_not_asked_again_and_it_stays_all_it_may_be(asked, outcome):
    step = hear(asked.interview, answered("location", outcome))
    assert step.interview.answers.location == tuple(WHOLE)
    assert step.question != "location"
    assert line_for("location", step.interview.answers) == "Where: hip"


def test_the_hip_once_more_is_no_better_an_answer_and_ends_it(asked):
    again = in_words(*WHOLE, unplaced=["hip"])
    assert hear(asked.interview, again).question != "location"


def test_my_hip_as_the_answer_to_where_it_hurts_is_followed_up():
    step = up_to_location(hear(Interview(), said(side="left")))
    step = hear(step.interview, in_words(*WHOLE, unplaced=["hip"]))
    assert step.question == "location"
    assert offered(LOCATION, step.interview.answers) == PARTS


def test_a_part_told_by_the_way_settles_it():
    step = hear(Interview(), my_hip())
    step = hear(step.interview, said(location=["hip_side"]))
    assert step.interview.answers.location == ("hip_side",)
    assert "location" not in step.interview.answers.asked


def test_a_hip_whose_part_is_known_is_not_asked_about():
    step = hear(Interview(), said(location=["hip_side"]))
    step = hear(step.interview, my_hip())
    assert step.interview.answers.location == ("hip_side",)
    assert "location" not in step.interview.answers.asked


def test_what_else_hurts_stays():
    step = up_to_location(hear(Interview(), my_hip("knee_front")))
    assert offered(LOCATION, step.interview.answers) == PARTS
    step = hear(step.interview, answered("location", location=["hip_side"]))
    assert set(step.interview.answers.location) == {"knee_front", "hip_side"}


def test_hip_and_knee_are_asked_about_in_one_question():
    step = up_to_location(hear(Interview(), my_hip(unplaced=("hip", "knee"))))
    described = describe_question("location", step.interview.answers.to_slots())
    assert described["about_hip_and_knee"] is True
    assert {"knee_front", "hip_side"} <= {each["value"] for each in described["options"]}
    both = hear(step.interview, answered("location", location=["knee_front", "hip_side"]))
    assert set(both.interview.answers.location) == {"knee_front", "hip_side"}
    assert both.question != "location"


def test_where_the_knee_alone_was_told_the_hip_is_asked_about():
    step = up_to_location(hear(Interview(), my_hip(unplaced=("hip", "knee"))))
    assert step.interview.answers.asked["location"] == HIP_AND_KNEE
    step = hear(step.interview, in_words("knee_front"))
    assert step.interview.answers.asked["location"] == HIP
    step = hear(step.interview, in_words("hip_groin"))
    assert set(step.interview.answers.location) == {"knee_front", "hip_groin"}


def test_all_over_is_of_both_joints_where_both_were_asked_about():
    step = up_to_location(hear(Interview(), my_hip(unplaced=("hip", "knee"))))
    heard = replace(in_words("knee_all_over"), text="all over really")
    step = hear(step.interview, heard)
    assert step.question != "location"
    assert set(step.interview.answers.location) == {*WHOLE, "knee_all_over"}


def test_what_tells_no_part_is_answered_in_words_for_the_hip(asked):
    step = hear(asked.interview, said())
    assert [notice.response for notice in step.notices] == ["utter_unclear_hip"]


def test_a_side_tapped_with_the_part_is_the_hips_alone():
    opening = my_hip("knee_front", side="both")
    step = up_to_location(hear(Interview(), opening))
    step = hear(step.interview, answered("location", location=["hip_side"], side="left"))
    assert step.interview.answers.side == "both"
    assert step.interview.answers.place_sides == {"hip_side": "left"}


def test_going_back_asks_for_the_part_again(asked):
    step = hear(asked.interview, answered("location", location=["hip_side"]))
    back = hear(step.interview, said("go_back"))
    assert back.question == "location"
    assert set(back.interview.answers.location) == set(WHOLE)
    assert offered(LOCATION, back.interview.answers) == PARTS


def test_a_tap_on_the_list_of_before_narrows_it_anew(asked):
    step = hear(asked.interview, answered("location", location=["hip_side"]))
    step = hear(step.interview, answered("location", location=["hip_groin"]))
    assert step.interview.answers.location == ("hip_groin",)


def test_no_rule_about_a_hip_is_missed_while_the_part_is_open():
    fallen = my_hip(injury=True, age=70)
    step = hear(Interview(), fallen)
    assert "fall_and_hip_pain" in {flag.id for flag in fired(step.interview.answers)}


def test_what_made_it_urgent_is_not_narrowed_away_in_words():
    runs = my_hip(triggers=["running"], present=["limp"], history=["runner"], age=30)
    step = hear(Interview(), runs)
    before = {flag.id for flag in fired(step.interview.answers)}
    assert "hip_stress_fracture" in before
    step = hear(step.interview, said(location=["hip_side"]))
    assert before <= {flag.id for flag in fired(step.interview.answers)}


def test_it_is_stored_with_the_answers(asked):
    stored = Answers.from_slots(asked.interview.answers.to_slots())
    assert stored == asked.interview.answers
