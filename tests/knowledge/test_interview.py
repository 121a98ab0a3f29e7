import pytest

from knowledge.answers import Answers
from knowledge.interview import Heard, Interview, describe_question, hear, missing_answers
from knowledge.questions import load_questions
from tests.knowledge.conftest import REFERENCE, answered, finish, plain_answer, said


def test_the_reference_opening_leads_to_at_most_ten_questions_none_said_before(reference):
    step, put = finish(reference)
    assert len(put) <= 10
    assert not {"side", "location", "duration_days", "triggers"} & set(put)
    assert len(put) == len(set(put))
    assert missing_answers(step.interview.answers) == []


def test_a_bare_opening_is_asked_everything_but_never_more_than_sixteen():
    _, put = finish(hear(Interview(), said("start_check")))
    assert put[0] == "emergency_signs"
    assert put[-1] == "summary_confirmed"
    assert len(put) <= 16


def test_an_emergency_ends_the_interview(reference):
    step = hear(reference.interview, answered("emergency_signs", present=["saddle_numbness"]))
    assert step.question is None


def test_what_was_not_chosen_from_a_list_is_absent_and_what_was_left_open_uncertain(reference):
    none = hear(reference.interview, answered("emergency_signs", "none"))
    assert none.interview.answers.status("fever") == "absent"
    unsure = hear(reference.interview, said("dont_know"))
    assert unsure.interview.answers.status("fever") == "uncertain"
    skipped = hear(reference.interview, said("skip"))
    assert skipped.interview.answers.status("fever") == "uncertain"
    assert "emergency_signs" != none.question == unsure.question == skipped.question


def test_a_correction_changes_what_it_speaks_of_and_says_so(reference):
    step = hear(reference.interview, said("change_answer", side="right", corrects=["side"]))
    assert step.interview.answers.side == "right"
    assert step.interview.answers.changed(side="left") == reference.interview.answers
    assert [notice.response for notice in step.notices] == ["utter_changed"]
    assert "right" in step.notices[0].values["changes"]
    assert step.question == reference.question


def test_a_corrected_place_replaces_the_old_one_and_another_place_is_added(reference):
    corrected = hear(
        reference.interview, said(location=["knee_outer"], corrects=["location"])
    ).interview.answers
    added = hear(reference.interview, said(location=["hip_groin"])).interview.answers
    assert corrected.location == ("knee_outer",)
    assert added.location == ("knee_front", "hip_groin")


def test_a_finding_that_is_taken_back_is_told(reference):
    swollen = hear(reference.interview, said(present=["swelling"]))
    step = hear(swollen.interview, said(absent=["swelling"], corrects=["swelling"]))
    assert step.interview.answers.status("swelling") == "absent"
    assert step.notices[0].response == "utter_changed"


def test_doubt_never_takes_back_what_was_stated(reference):
    swollen = hear(reference.interview, said(present=["swelling"]))
    step = hear(swollen.interview, said(uncertain=["swelling"]))
    assert step.interview.answers.status("swelling") == "present"


def test_back_undoes_exactly_one_answer_any_number_of_times(reference):
    first, second = reference.question, None
    step = hear(reference.interview, plain_answer(first))
    second = step.question
    step = hear(step.interview, plain_answer(second))
    back = hear(step.interview, said("go_back"))
    assert back.question == second
    again = hear(back.interview, said("go_back"))
    assert again.question == first
    assert again.interview.answers == reference.interview.answers


def test_there_is_nothing_to_go_back_to_before_the_first_answer():
    step = hear(Interview(), said("go_back"))
    assert step.notices[0].response == "utter_cannot_go_back"


def test_three_messages_in_a_row_that_answer_nothing_are_met_differently(reference):
    step, responses = reference, []
    for _ in range(4):
        step = hear(step.interview, said("nlu_fallback"))
        responses.append(step.notices[0].response)
        assert step.question == reference.question
    assert responses == [f"utter_not_understood_{n}" for n in (1, 2, 3, 3)]
    step = hear(step.interview, plain_answer(step.question))
    assert step.interview.misses == 0


@pytest.mark.parametrize(
    "heard", [Heard(("ask_question",), {}, is_aside=True), said("repeat")], ids=["aside", "repeat"]
)
def test_an_aside_is_no_misunderstanding(reference, heard):
    step = hear(reference.interview, heard)
    assert (step.question, step.notices) == (reference.question, ())


def test_the_summary_is_shown_again_after_a_correction_and_not_taken_for_confirmed(complete):
    interview = Interview(complete.changed(summary_confirmed=None), "summary_confirmed")
    step = hear(interview, answered("summary_confirmed", summary_confirmed=True, side="right"))
    assert step.question == "summary_confirmed"
    assert step.interview.answers.summary_confirmed is None


def test_a_plain_no_to_the_summary_asks_what_to_change(complete):
    interview = Interview(complete.changed(summary_confirmed=None), "summary_confirmed")
    step = hear(interview, said("deny"))
    assert step.notices[0].response == "utter_ask_correction"
    assert step.question == "summary_confirmed"


def test_answers_survive_the_way_through_slots(complete):
    assert Answers.from_slots(complete.to_slots()) == complete


@pytest.mark.parametrize("question", list(load_questions()))
def test_every_question_can_be_described(question):
    described = describe_question(question, {})
    assert described["id"] == question
    assert described["why"]
    if described["kind"] in ("choice", "multi", "zones", "yes_no"):
        assert len(described["options"]) >= 2
    if described["kind"] == "multi":
        assert [o["value"] for o in described["options"]][-2:] == ["none", "not_sure"]


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"injury": True}, {"injury_signs"}),
        ({"onset": "gradual", "injury": False}, set()),
        ({"age": 12}, {"child_signs"}),
        ({"age": 40}, set()),
        ({"location": ["buttock"]}, {"nerve_signs"}),
    ],
    ids=str,
)
def test_questions_that_do_not_apply_are_not_asked(facts, asked):
    _, put = finish(hear(Interview(), said(**{**REFERENCE, **facts})))
    assert asked == {"injury_signs", "child_signs", "nerve_signs"} & set(put)


def test_what_was_understood_of_the_opening_is_told(reference):
    assert [notice.response for notice in reference.notices] == ["utter_noted"]
    assert "left" in reference.notices[0].values["noted"]
    assert hear(Interview(), said("start_check")).notices == ()
    later = hear(reference.interview, plain_answer("emergency_signs"))
    assert later.notices == ()
