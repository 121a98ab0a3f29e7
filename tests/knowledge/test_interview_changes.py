"""What an answer is turned into by what comes after it: nothing told or doubted gets lost."""

import pytest

from knowledge.answers import Answers
from knowledge.asking import describe_question
from knowledge.interview import Heard, Interview, Step, hear
from knowledge.questions import load_questions
from knowledge.red_flags import fired_emergencies
from knowledge.triage import urgency
from tests.knowledge.conftest import answered, said


def typed(text: str, *moves: str, **findings) -> Heard:
    """A message in words, with its text."""
    return Heard(moves or ("inform",), findings, text=text)


def responses(step: Step) -> list[str]:
    return [notice.response for notice in step.notices]


def standing(pending: str | None = None, **facts) -> Interview:
    """An interview in which these facts are known."""
    return Interview(hear(Interview(), said(**facts)).interview.answers, pending)


# Seventy, cannot stand, pain in the groin; whether it came suddenly is not known.
FRAIL = Answers(
    age=70,
    injury=None,
    location=("hip_groin",),
    findings={"cannot_bear_weight": "present"},
    asked={"onset": "not_sure"},
)


def test_asking_again_what_was_left_open_leaves_it_open():
    before = urgency(FRAIL)
    again = hear(Interview(FRAIL, "side"), typed("go back to how it started", "go_back"))
    assert again.question == "onset"
    assert urgency(again.interview.answers) == before == "emergency"
    skipped = hear(again.interview, said("skip"))
    assert skipped.interview.answers.asked["onset"] == "not_sure"
    assert urgency(skipped.interview.answers) == before


def test_a_question_put_again_and_left_out_that_had_no_answer_is_left_open():
    partly = Answers(asked={"emergency_signs": "again"}, findings={"fever": "present"})
    step = hear(Interview(partly, "emergency_signs"), said("skip"))
    answers = step.interview.answers
    assert answers.asked["emergency_signs"] == "skip"
    assert (answers.status("fever"), answers.status("breathless")) == ("present", "uncertain")


def test_a_new_emergency_leaves_open_what_was_to_be_put_again():
    again = hear(Interview(FRAIL, "side"), typed("go back to how it started", "go_back"))
    worse = hear(again.interview, said("report_red_flag", present=["chest_pain"]))
    assert worse.question is None
    assert worse.interview.answers.asked["onset"] == "not_sure"


@pytest.mark.parametrize(
    ("facts", "more", "because"),
    [
        ({"present": ["deformity"]}, {"onset": "gradual"}, "Started"),
        ({"present": ["redness_heat", "swelling"]}, {"duration_days": 60}, "For how long"),
        (
            {"injury": True, "present": ["cannot_bear_weight", "cannot_bend_knee"]},
            {"duration_days": 20},
            "For how long",
        ),
        ({"who": "child", "present": ["cannot_bear_weight"]}, {"age": 17}, "Age"),
    ],
    ids=str,
)
def test_a_level_that_falls_without_a_correction_is_told(facts, more, because):
    interview = standing(**facts)
    assert fired_emergencies(interview.answers)
    step = hear(interview, said(**more))
    assert not fired_emergencies(step.interview.answers)
    told = [n for n in step.notices if n.response == "utter_less_urgent"]
    assert because in told[0].values["because"]


def test_a_correction_is_told_as_that_and_not_as_less_urgent():
    interview = standing(present=["breathless"])
    step = hear(interview, said("change_answer", absent=["breathless"], corrects=["breathless"]))
    assert responses(step) == ["utter_changed"]


def test_a_denial_is_not_answered_as_its_opposite(reference):
    swollen = hear(reference.interview, said(present=["calf_swelling"]))
    step = hear(swollen.interview, said("deny", absent=["calf_swelling"]))
    assert responses(step) == ["utter_kept"]
    same = hear(swollen.interview, said(present=["calf_swelling"]))
    assert responses(same) == ["utter_known_already"]


def test_a_doubt_about_what_was_told_is_answered_by_what_is_kept(reference):
    bad = hear(reference.interview, said(severity=8, present=["fever"]))
    for heard in (said(severity=2), said(uncertain=["fever"])):
        step = hear(bad.interview, heard)
        assert responses(step) == ["utter_kept"]
        assert step.interview.answers.findings == bad.interview.answers.findings


def test_not_sure_to_a_list_put_again_leaves_every_sign_open(reference):
    fever = hear(reference.interview, answered("emergency_signs", present=["fever"]))
    again = hear(fever.interview, typed("go back to the safety question", "go_back"))
    assert again.question == "emergency_signs"
    unsure = hear(again.interview, said("dont_know"))
    answers = unsure.interview.answers
    assert unsure.question != "emergency_signs"
    signs = load_questions()["emergency_signs"].options
    assert {answers.status(sign) for sign in signs} == {"uncertain"}


def test_not_sure_to_a_list_put_again_ends_no_suspicion(reference):
    step = hear(reference.interview, said("report_red_flag", suspected=["chest_or_breath"]))
    again = hear(step.interview, typed("that's not what I meant", "change_answer"))
    assert again.question == "emergency_signs"
    unsure = hear(again.interview, said("dont_know"))
    assert fired_emergencies(unsure.interview.answers)


def test_none_of_a_suspicions_signs_put_again_denies_each_of_them(reference):
    step = hear(reference.interview, said("report_red_flag", suspected=["cauda_equina"]))
    there = hear(step.interview, answered("suspected_signs", present=["saddle_numbness"]))
    again = hear(there.interview, typed("that's not what I meant", "change_answer"))
    assert again.question == "suspected_signs"
    none = hear(again.interview, answered("suspected_signs", "none"))
    for sign in ("saddle_numbness", "bladder_bowel_trouble", "both_legs_weak"):
        assert none.interview.answers.status(sign) == "absent"


def test_nothing_is_taken_back_without_saying_what(reference):
    for heard in (said(pronoun="she"), said(suspected=["cauda_equina"]), said("dont_know")):
        step = hear(reference.interview, heard)
        back = hear(step.interview, typed("i made a mistake", "change_answer"))
        assert responses(back)[0] in ("utter_ask_again", "utter_ask_correction")


@pytest.mark.parametrize("move", ["change_answer", "go_back"])
def test_the_pending_question_has_been_asked(move):
    interview = Interview(Answers(asked={"emergency_signs": "none"}, onset="gradual"), "age")
    step = hear(interview, typed("I made a mistake about my age", move))
    assert (step.question, responses(step)) == ("age", ["utter_ask_again"])
    skipped = hear(step.interview, said("skip"))
    assert skipped.interview.answers.asked["age"] == "skip"


def test_another_person_has_another_age_and_history():
    mum = Interview(
        Answers(
            who="parent",
            relation="mum",
            pronoun="she",
            age=80,
            history={"osteoporosis": "present"},
            findings={"cannot_bear_weight": "present"},
            asked={"history": "value"},
        ),
        "side",
    )
    heard = typed("sorry, this is about me", "change_answer", who="self", corrects=["who"])
    step = hear(mum, heard)
    assert step.question == "age"
    assert responses(step) == ["utter_now_about_again"]
    assert step.notices[0].values["whom"] == "you"
    assert step.interview.answers.pronoun is None
    young = hear(step.interview, answered("age", age=30))
    assert (young.question, young.interview.answers.age) == ("history", 30)
    none = hear(young.interview, answered("history", "none"))
    assert none.interview.answers.status("osteoporosis") == "absent"


def test_a_change_of_person_is_told_also_where_nothing_is_asked_anew():
    mum = Interview(Answers(who="parent", relation="mum", side="left"), "emergency_signs")
    step = hear(mum, typed("it's about me", "change_answer", who="self", corrects=["who"]))
    assert (step.question, responses(step)) == ("emergency_signs", ["utter_now_about"])


def test_who_it_is_about_told_for_the_first_time_changes_no_answer(reference):
    step = hear(Interview(Answers(age=80), "side"), said(who="parent", relation="mum"))
    assert step.interview.answers.asked == {}
    assert "utter_now_about" not in responses(step)


def test_a_changed_pronoun_answers_nothing():
    interview = Interview(Answers(who="child", pronoun="she"), "emergency_signs", misses=1)
    step = hear(interview, said("nlu_fallback", pronoun="he"))
    assert step.interview.answers.pronoun == "he"
    assert step.interview.misses == 2


@pytest.mark.parametrize(
    ("text", "question", "facts"),
    [
        ("go back to my age, I'm 45", "age", {"age": 45}),
        ("back to where it hurts, it is the groin", "location", {"location": ["hip_groin"]}),
    ],
)
def test_what_is_stated_beside_going_back_answers_that_question(complete, text, question, facts):
    interview = Interview(complete.changed(summary_confirmed=None), "summary_confirmed")
    step = hear(interview, typed(text, "go_back", "inform", **facts))
    assert step.interview.answers.asked[question] == "value"
    assert step.question != question
    assert getattr(step.interview.answers, question) in (45, ("knee_front", "hip_groin"))


def test_all_of_them_names_doubts_where_it_was_asked_for_them(reference):
    doubted = hear(reference.interview, said("dont_know"))
    signs = list(load_questions()["emergency_signs"].options)
    findings = answered("emergency_signs", present=signs).findings
    step = hear(doubted.interview, Heard(("report_red_flag",), findings, text="all of them"))
    assert {step.interview.answers.status(sign) for sign in signs} == {"uncertain"}
    assert not fired_emergencies(step.interview.answers)
    named = answered("emergency_signs", present=["fever"]).findings
    one = hear(doubted.interview, Heard(("report_red_flag",), named, text="the fever"))
    assert one.interview.answers.status("fever") == "uncertain"


def test_a_sentence_about_a_sign_is_a_sign_also_where_doubts_were_asked_for(reference):
    doubted = hear(reference.interview, said("dont_know"))
    told = answered("emergency_signs", present=["breathless"], who="self").findings
    step = hear(doubted.interview, Heard(("report_red_flag",), told, text="I can't breathe"))
    assert fired_emergencies(step.interview.answers)


def test_an_age_that_is_not_one_number_is_asked_for():
    step = hear(Interview(Answers(), "age"), said(age=[16, 39]))
    assert step.interview.answers.age is None
    describe_question("age", step.interview.answers.to_slots())


def test_a_tap_on_an_earlier_list_after_the_ending_answers_it_anew(complete):
    swollen = complete.changed(findings={**complete.findings, "calf_swelling": "present"})
    step = hear(Interview(swollen), answered("emergency_signs", "not_sure"))
    assert step.interview.answers.status("calf_swelling") == "present"
    feverish = hear(Interview(complete), answered("emergency_signs", present=["fever"]))
    assert feverish.interview.answers.status("fever") == "present"
    fresh = hear(Interview(), answered("emergency_signs", "none"))
    assert (fresh.question, fresh.interview.answers) == ("emergency_signs", Answers())


def test_naming_another_sign_denies_none_that_was_told_with_doubt():
    doubted = Interview(Answers(findings={"locking": "uncertain"}), "knee_signs")
    told = answered("knee_signs", present=["clicking"]).findings
    answers = hear(doubted, Heard(("inform",), told, text="it clicks")).interview.answers
    assert answers.status("locking") == "uncertain"
    assert (answers.status("clicking"), answers.status("giving_way")) == ("present", "absent")
