from dataclasses import replace

import pytest

from knowledge.answers import Answers
from knowledge.asking import describe_question, missing_answers
from knowledge.interview import Heard, Interview, hear
from knowledge.questions import AGAIN, SUSPECTED, load_questions
from knowledge.triage import urgency
from knowledge.urgency import at_least
from tests.knowledge.conftest import REFERENCE, answered, finish, plain_answer, said


def given(question: str) -> dict[str, str]:
    """What understanding says of typed words that answer a question."""
    return {"question": question, "outcome": "value"}


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
    assert len(put) <= 13
    # Not knowing anything is the longest way, and still short enough.
    unsure = {question: said("dont_know") for question in put if question != "summary_confirmed"}
    _, longest = finish(hear(Interview(), said("start_check")), **unsure)
    assert len(set(longest)) <= 16
    # Once it is asked about which sign they are not sure.
    assert len(longest) <= len(set(longest)) + 1


def test_an_emergency_ends_the_interview(reference):
    step = hear(reference.interview, answered("emergency_signs", present=["saddle_numbness"]))
    assert step.question is None


def test_what_was_not_chosen_from_a_list_is_absent_and_what_was_left_open_uncertain(reference):
    none = hear(reference.interview, answered("emergency_signs", "none"))
    assert none.interview.answers.status("fever") == "absent"
    doubted = hear(reference.interview, said("dont_know"))
    assert doubted.question == "emergency_signs"
    unsure = hear(doubted.interview, said("dont_know"))
    assert unsure.interview.answers.status("fever") == "uncertain"
    skipped = hear(reference.interview, said("skip"))
    assert skipped.interview.answers.status("fever") == "uncertain"
    assert none.question == "onset"
    # Whether the joint is hot was left open, so what would make that worse is asked.
    assert unsure.question == skipped.question == "hot_joint_signs"


def test_not_sure_to_a_list_is_about_the_signs_that_are_then_named(reference):
    doubted = hear(reference.interview, said("dont_know"))
    described = describe_question("emergency_signs", doubted.interview.answers.to_slots())
    assert described["about_doubt"] is True
    of_one = hear(doubted.interview, answered("emergency_signs", present=["fever"]))
    answers = of_one.interview.answers
    assert (answers.status("fever"), answers.status("calf_swelling")) == ("uncertain", "absent")
    of_none = hear(doubted.interview, answered("emergency_signs", "none"))
    assert of_none.interview.answers.status("fever") == "absent"
    assert of_none.question == "onset"


def test_a_sign_told_in_words_is_no_doubt(reference):
    doubted = hear(reference.interview, said("dont_know"))
    told = said("report_red_flag", present=["saddle_numbness"])
    assert hear(doubted.interview, told).question is None


def test_going_back_from_a_doubt_asks_for_the_signs_and_not_for_the_doubt(reference):
    doubted = hear(reference.interview, said("dont_know"))
    of_one = hear(doubted.interview, answered("emergency_signs", present=["fever"]))
    back = hear(of_one.interview, said("go_back"))
    assert back.question == "emergency_signs"
    slots = back.interview.answers.to_slots()
    assert "about_doubt" not in describe_question("emergency_signs", slots)
    assert back.interview.answers.status("fever") is None


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


def test_a_trigger_that_is_taken_out_is_told(reference):
    worse = hear(reference.interview, said(triggers=["night", "running"])).interview
    before = worse.answers.triggers
    step = hear(worse, said("change_answer", removed=["night"], corrects=["triggers"]))
    assert step.interview.answers.triggers == tuple(v for v in before if v != "night")
    assert [notice.response for notice in step.notices] == ["utter_changed"]
    assert "running" in step.notices[0].values["changes"]
    assert "night" not in step.notices[0].values["changes"]


def test_of_the_last_trigger_taken_out_it_is_told_that_none_is_left(reference):
    all_of_them = list(reference.interview.answers.triggers)
    step = hear(reference.interview, said(removed=all_of_them, corrects=["triggers"]))
    assert step.interview.answers.triggers == ()
    assert step.notices[0].values["changes"] == "Worse with: nothing noted"


def test_the_last_place_taken_out_is_asked_for_again(reference):
    places = list(reference.interview.answers.location)
    step = hear(reference.interview, said(removed=places, corrects=["location"]))
    while step.question not in ("location", None):
        step = hear(step.interview, plain_answer(step.question))
    assert step.question == "location"


def test_what_was_never_noted_cannot_be_taken_out_and_that_shows(reference):
    step = hear(reference.interview, said(removed=["cycling"]))
    assert step.interview.answers == reference.interview.answers
    assert [notice.response for notice in step.notices] == ["utter_known_already"]
    assert "cycling" not in step.notices[0].values["known"]


def test_a_level_does_not_fall_by_a_place_that_is_left_out_in_passing(reference):
    risky = {"location": ["hip_groin"], "triggers": ["running"], "present": ["night_pain"]}
    runs = hear(reference.interview, said(**risky)).interview
    level = urgency(runs.answers)
    passing = hear(runs, said(removed=["hip_groin", "running"]))
    assert at_least(urgency(passing.interview.answers), level)
    outright = said(removed=["hip_groin", "running"], corrects=["location", "triggers"])
    assert hear(runs, outright).interview.answers.location == ("knee_front",)


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


@pytest.mark.parametrize("move", ["affirm", "skip", "start_check"])
def test_who_goes_on_at_the_summary_lets_it_stand(complete, move):
    interview = Interview(complete.changed(summary_confirmed=None), "summary_confirmed")
    step = hear(interview, said(move))
    assert step.interview.answers.summary_confirmed is True
    # "Carry on, and it is the right one" is a change, to be read again.
    changed = hear(interview, said(move, side="right"))
    assert changed.interview.answers.summary_confirmed is None


def test_the_button_that_begins_a_check_confirms_no_summary(complete):
    interview = Interview(complete.changed(summary_confirmed=None), "summary_confirmed")
    step = hear(interview, Heard(("start_check",), {}, is_tap=True))
    assert step.interview.answers.summary_confirmed is None


def test_who_is_not_sure_of_the_summary_is_told_how_to_go_on(complete):
    interview = Interview(complete.changed(summary_confirmed=None), "summary_confirmed")
    step = hear(interview, said("dont_know"))
    assert [notice.response for notice in step.notices] == ["utter_unsure_of_summary"]
    assert step.question == "summary_confirmed"


def test_what_is_said_when_asked_what_to_change_is_a_correction():
    """Also of the sign that made it urgent, which stays where it is denied by the way."""
    told = {"present": ["calf_swelling"], "history": ["recent_surgery", "joint_replacement"]}
    interview = hear(Interview(), Heard(("inform",), told)).interview
    asked = hear(interview, said("change_answer"))
    assert asked.asks_what_to_change
    denied = Heard(("inform",), {"absent": ["calf_swelling"]}, text="my calf is not swollen")
    by_the_way = hear(asked.interview, denied).interview.answers
    assert by_the_way.status("calf_swelling") == "present"
    put_right = hear(asked.interview, replace(denied, was_asked_what_to_change=True))
    assert put_right.interview.answers.status("calf_swelling") == "absent"
    assert not put_right.asks_what_to_change


def test_an_emergency_without_a_question_is_taken_back_by_saying_twice_that_it_is_not_so():
    """It is kept to at first, and said how to put it right: then that is believed."""
    told = hear(Interview(), Heard(("inform",), {"present": ["self_harm"]})).interview
    not_meant = hear(told, Heard(("change_answer",), {}, text="that's not what I meant"))
    assert not_meant.interview.answers.status("self_harm") == "present"
    assert not_meant.asks_what_to_change
    denied = Heard(("inform",), {"absent": ["self_harm"]}, was_asked_what_to_change=True)
    put_right = hear(not_meant.interview, denied)
    assert put_right.interview.answers.status("self_harm") == "absent"


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


def test_going_back_keeps_what_the_message_said_beyond_the_answer(reference):
    step = reference
    while step.question != "age":
        step = hear(step.interview, plain_answer(step.question))
    step = hear(step.interview, said(age=34, present=["lump"], answer=given("age")))
    back = hear(step.interview, said("go_back"))
    assert back.question == "age"
    assert back.interview.answers.age is None
    assert back.interview.answers.status("lump") == "present"


def test_the_opening_cannot_be_undone_by_going_back():
    opening = hear(Interview(), said(present=["calf_swelling"], side="left"))
    back = hear(opening.interview, said("go_back"))
    assert back.interview.answers == opening.interview.answers
    assert back.notices[0].response == "utter_cannot_go_back"


def test_a_level_does_not_fall_by_a_message_that_is_no_correction(reference):
    swollen = hear(reference.interview, said(present=["calf_swelling"])).interview
    step = hear(swollen, said(absent=["calf_swelling"], age=40))
    assert step.interview.answers.status("calf_swelling") == "present"
    assert step.interview.answers.age == 40
    assert step.notices[-1].response == "utter_kept"
    corrected = hear(swollen, said(absent=["calf_swelling"], corrects=["calf_swelling"]))
    assert corrected.interview.answers.status("calf_swelling") == "absent"


def test_one_sign_named_in_words_says_nothing_of_the_others_on_the_list(reference):
    typed = said(present=["fever"], answer=given("emergency_signs"))
    step = hear(reference.interview, typed)
    assert step.interview.answers.status("saddle_numbness") is None
    assert (step.question, step.notices[0].response) == ("emergency_signs", "utter_noted")
    described = describe_question("emergency_signs", step.interview.answers.to_slots())
    assert described["about_rest"] is True
    assert "fever" not in [option["value"] for option in described["options"]]
    ticked = hear(reference.interview, answered("emergency_signs", present=["fever"]))
    assert ticked.interview.answers.status("saddle_numbness") == "absent"


def test_who_said_that_it_came_on_all_at_once_is_asked_only_whether_there_was_an_accident():
    opening = hear(Interview(), said(**{**REFERENCE, "onset": "sudden"}))
    asked = hear(opening.interview, answered("emergency_signs", "none"))
    described = describe_question("onset", asked.interview.answers.to_slots())
    assert asked.question == "onset"
    assert described["about_injury"] is True
    options = [(option["value"], option["label"]) for option in described["options"]]
    assert options == [("injury", "Yes"), ("sudden", "No"), ("not_sure", "Not sure")]
    without = hear(asked.interview, answered("onset", onset="sudden", injury=False))
    assert without.question == "injury_signs"
    # Who changes the answer later may choose among all of them.
    again = hear(without.interview, Heard(("change_answer",), text="change how it started"))
    assert again.question == "onset"
    described = describe_question("onset", again.interview.answers.to_slots())
    assert "about_injury" not in described
    assert "gradual" in [option["value"] for option in described["options"]]


def test_a_later_doubt_replaces_a_no(reference):
    none = hear(reference.interview, answered("emergency_signs", "none"))
    step = hear(none.interview, said(uncertain=["saddle_numbness"]))
    assert step.interview.answers.status("saddle_numbness") == "uncertain"


def test_an_injury_taken_back_opens_the_question_how_it_began(reference):
    step = reference
    while step.question != "onset":
        step = hear(step.interview, plain_answer(step.question))
    fell = hear(step.interview, answered("onset", injury=True))
    step = hear(fell.interview, said("change_answer", injury=False, corrects=["injury"]))
    assert step.question == "onset"
    assert "without an injury" in step.notices[0].values["changes"]


def test_the_worst_pain_stays_the_worst(reference):
    bad = hear(reference.interview, said(severity=8)).interview
    assert hear(bad, said(severity=2)).interview.answers.severity == 8
    assert hear(bad, said(severity=2, corrects=["severity"])).interview.answers.severity == 2


def test_the_summary_can_be_passed_over(complete):
    interview = Interview(complete.changed(summary_confirmed=None), "summary_confirmed")
    assert hear(interview, said("skip")).question is None


@pytest.mark.parametrize("left_open", ["age", "onset", "duration_days", "severity"])
def test_what_was_left_open_is_never_taken_for_harmless(left_open):
    unasked = {k: v for k, v in REFERENCE.items() if k != left_open}
    step, put = finish(hear(Interview(), said(**unasked)), **{left_open: said("dont_know")})
    assert left_open in put
    assert urgency(step.interview.answers) != "self_care"


def test_questions_about_a_child_are_put_when_the_age_is_not_known():
    _, put = finish(hear(Interview(), said(**{**REFERENCE, "who": "child"})), age=said("dont_know"))
    assert "child_signs" in put


SIGNS = [
    (question.id, option)
    for question in load_questions().values()
    if question.id.endswith("_signs") and question.mandatory and question.id != SUSPECTED
    for option in question.options
    # What only counts beside something else: the risks asked about with a hot joint, and a pop.
    if option not in ("recent_surgery", "recent_joint_injection", "immune_suppression")
    and option not in ("popped", "open_wound", "training_increase")
]


@pytest.mark.parametrize(("question", "option"), SIGNS, ids=str)
def test_no_warning_sign_alone_leads_to_self_care(complete, question, option):
    answers = complete.changed(findings={**complete.findings, option: "present"})
    assert urgency(answers) != "self_care"


def test_what_does_not_answer_the_question_is_acknowledged(reference):
    step = hear(reference.interview, said(severity=6))
    assert step.question == reference.question
    assert step.notices[0].values["noted"] == " Pain at its worst: 6 out of 10"


def test_what_only_looks_like_an_emergency_is_asked_for_with_a_word_of_warning(reference):
    step = hear(reference.interview, said("report_red_flag", suspected=["cauda_equina"]))
    assert step.question == "suspected_signs"
    assert [notice.response for notice in step.notices] == ["utter_if_emergency"]
    denied = hear(step.interview, answered("suspected_signs", "none"))
    assert denied.question == "emergency_signs" and not denied.notices


def test_a_typed_doubt_is_no_denial(reference):
    doubted = hear(reference.interview, said("dont_know"))
    told = {**answered("emergency_signs").findings, "uncertain": ["saddle_numbness"]}
    answers = hear(doubted.interview, Heard(("inform",), told)).interview.answers
    assert answers.status("saddle_numbness") == "uncertain"
    assert answers.status("fever") == "absent"


def test_a_doubt_told_beside_a_sign_stays_when_the_rest_is_denied(reference):
    told = {
        **answered("emergency_signs", present=["calf_swelling"]).findings,
        "uncertain": ["fever"],
    }
    partly = hear(reference.interview, Heard(("inform",), told))
    assert partly.question == "emergency_signs"
    rest = hear(partly.interview, answered("emergency_signs", "none"))
    assert rest.interview.answers.status("fever") == "uncertain"
    assert rest.interview.answers.status("saddle_numbness") == "absent"


def test_one_more_sign_told_in_words_denies_none_that_was_told_before(reference):
    told = Heard(("inform",), answered("emergency_signs", present=["calf_swelling"]).findings)
    found = hear(reference.interview, answered("emergency_signs", present=["foot_cold_or_pale"]))
    asked = {**found.interview.answers.asked, "emergency_signs": AGAIN}
    put_again = found.interview.answers.changed(asked=asked)
    step = hear(replace(found.interview, answers=put_again, pending="emergency_signs"), told)
    assert step.interview.answers.status("foot_cold_or_pale") == "present"
    assert step.interview.answers.status("calf_swelling") == "present"


def test_a_denial_of_one_sign_does_not_hide_behind_another(reference):
    both = hear(reference.interview, said(present=["fever", "calf_swelling"]))
    denied = hear(both.interview, said(absent=["fever"]))
    assert denied.interview.answers.status("fever") == "present"


def test_what_was_told_with_doubt_is_asked_for_once(reference):
    doubt = hear(reference.interview, said(uncertain=["fever"]))
    described = describe_question("emergency_signs", doubt.interview.answers.to_slots())
    assert "fever" in [option["value"] for option in described["options"]]
    settled = hear(doubt.interview, answered("emergency_signs", "none"))
    assert settled.interview.answers.status("fever") == "absent"


def test_what_sounds_like_an_emergency_but_is_not_recognised_is_not_passed_over(reference):
    step = hear(reference.interview, said("report_red_flag"))
    assert step.notices[0].response == "utter_if_emergency"


def test_a_message_before_the_first_question_is_no_miss():
    assert hear(Interview(), said("nlu_fallback")).interview.misses == 0


def test_no_is_no_place():
    interview = Interview(Answers(asked={"emergency_signs": "none"}), "location")
    heard = said("deny", answer={"question": "location", "outcome": "none"})
    assert hear(interview, heard).interview.answers.asked == interview.answers.asked


def some_of(question):
    """What understanding makes of "a bit" to a list."""
    return said("affirm", answer={"question": question, "outcome": "yes"})


def test_a_bare_yes_to_a_list_of_signs_asks_which_in_other_words(reference):
    step = hear(reference.interview, some_of("emergency_signs"))
    assert (step.question, step.notices) == ("emergency_signs", ())
    described = describe_question("emergency_signs", step.interview.answers.to_slots())
    assert described["about_which"] is True
    named = hear(step.interview, said(present=["fever"], answer=given("emergency_signs")))
    assert named.interview.answers.status("fever") == "present"
    # The question said that the rest counts as a no.
    assert named.interview.answers.status("saddle_numbness") == "absent"
    assert named.question == "hot_joint_signs"


@pytest.mark.parametrize(
    "then",
    [some_of("emergency_signs"), said("dont_know"), answered("emergency_signs", "not_sure")],
    ids=["a bit again", "cannot say", "a tap"],
)
def test_who_cannot_say_which_is_not_asked_a_third_time(reference, then):
    step = hear(reference.interview, some_of("emergency_signs"))
    step = hear(step.interview, then)
    assert step.question != "emergency_signs"
    assert step.interview.answers.status("fever") == "uncertain"


def test_a_bit_is_no_better_an_answer_to_about_which_one_is_not_sure(reference):
    step = hear(reference.interview, said("dont_know"))
    assert step.question == "emergency_signs"
    step = hear(step.interview, some_of("emergency_signs"))
    assert step.question != "emergency_signs"
    assert step.interview.answers.status("fever") == "uncertain"


def test_that_nothing_of_the_list_is_meant_after_all_is_a_no(reference):
    step = hear(reference.interview, some_of("emergency_signs"))
    step = hear(step.interview, answered("emergency_signs", "none"))
    assert step.interview.answers.status("fever") == "absent"


def test_a_time_beside_a_bit_is_no_new_time_of_the_complaint():
    told = hear(Interview(), said(**{**REFERENCE, "duration_days": 60})).interview
    answer = {"question": "emergency_signs", "outcome": "yes"}
    step = hear(told, said("affirm", duration_days=0, answer=answer))
    assert step.interview.answers.duration_days == told.answers.duration_days
    assert step.notices == ()


def test_going_back_from_which_puts_the_list_plainly(reference):
    step = hear(reference.interview, some_of("emergency_signs"))
    back = hear(step.interview, said("go_back"))
    assert back.question == "emergency_signs"
    assert back.interview.answers.asked == reference.interview.answers.asked


def test_a_bit_of_the_others_asks_which_of_them(reference):
    named = hear(reference.interview, said(present=["fever"], answer=given("emergency_signs")))
    step = hear(named.interview, some_of("emergency_signs"))
    described = describe_question("emergency_signs", step.interview.answers.to_slots())
    assert described["about_which"] is True
    assert "fever" not in [option["value"] for option in described["options"]]


def test_a_list_with_a_sign_told_meanwhile_asks_only_for_the_others(reference):
    """ "Yes, my shoe is tight": what that sounds like is asked first, and answers the list."""
    answer = {"question": "emergency_signs", "outcome": "yes"}
    yes = said("report_red_flag", suspected=["leg_clot"], answer=answer)
    step = hear(reference.interview, yes)
    assert step.question == "suspected_signs"
    step = hear(step.interview, answered("suspected_signs", present=["calf_swelling"]))
    described = describe_question("emergency_signs", step.interview.answers.to_slots())
    assert step.question == "emergency_signs"
    assert described["about_rest"] is True
    assert "about_which" not in described


def test_who_is_woken_by_it_is_asked_what_else_makes_it_worse():
    told = {"present": ["night_pain"], "location": ["knee_front"], "side": "left"}
    slots = hear(Interview(), said(**told)).interview.answers.to_slots()
    described = describe_question("triggers", slots)
    assert described["about_rest"] is True
    assert "night" not in [option["value"] for option in described["options"]]
    # Put again to be changed, it offers everything.
    again = describe_question("triggers", {**slots, "asked": {"triggers": AGAIN}})
    assert "about_rest" not in again
    assert "night" in [option["value"] for option in again["options"]]
    plain = describe_question("triggers", {**slots, "findings": {}})
    assert "about_rest" not in plain
    assert "night" in [option["value"] for option in plain["options"]]


def test_a_limb_in_the_place_of_a_part_of_it_asks_for_the_part():
    asked = {name: "none" for name in ("emergency_signs", "onset", "injury_signs", "age")}
    interview = Interview(Answers(onset="gradual", age=50, asked=asked), "location")
    step = hear(interview, some_of("location"))
    assert step.question == "location"
    assert describe_question("location", step.interview.answers.to_slots())["about_which"] is True
    step = hear(step.interview, some_of("location"))
    assert step.interview.answers.asked["location"] == "not_sure"


def test_a_yes_that_names_something_is_taken_for_what_it_names(reference):
    answer = {"question": "emergency_signs", "outcome": "yes"}
    step = hear(reference.interview, said("affirm", present=["clicking"], answer=answer))
    assert step.notices[0].response == "utter_noted"


def test_answering_a_question_takes_back_no_sign_on_the_way(reference):
    swollen = hear(reference.interview, said(present=["calf_swelling"]))
    step = swollen
    while step.question != "age":
        step = hear(step.interview, plain_answer(step.question))
    step = hear(step.interview, said(age=34, absent=["calf_swelling"], answer=given("age")))
    assert step.interview.answers.status("calf_swelling") == "present"
    assert step.interview.answers.age == 34
    assert "age" in step.interview.answers.asked


def test_a_doubt_is_settled_by_a_later_no(reference):
    unsure = hear(reference.interview, said("dont_know"))
    step = hear(unsure.interview, said(absent=["saddle_numbness"]))
    assert step.interview.answers.status("saddle_numbness") == "absent"
    assert "utter_kept" not in [notice.response for notice in step.notices]


def test_nobody_is_asked_more_than_sixteen_questions():
    """A feverish child who fell and whose back hurts could be asked seventeen."""
    step = hear(Interview(), said("start_check"))
    step, put = finish(
        step,
        emergency_signs=answered("emergency_signs", present=["fever"]),
        hot_joint_signs=answered("hot_joint_signs", present=["open_wound"]),
        onset=answered("onset", injury=True),
        age=answered("age", age=16),
        hip_signs=answered("hip_signs", location=["lower_back"]),
    )
    assert {"child_signs", "injury_signs", "nerve_signs", "hot_joint_signs"} <= set(put)
    assert len(put) == 16
    assert missing_answers(step.interview.answers) == []


def test_progress_never_tells_more_than_is_to_come(reference):
    step, told = reference, []
    while step.question:
        told.append(describe_question(step.question, step.interview.answers.to_slots())["progress"])
        step = hear(step.interview, plain_answer(step.question))
    assert [row["answered"] for row in told] == list(range(len(told)))
    assert {row["expected"] for row in told} == {len(told)}


def test_what_is_stated_once_more_is_told_to_be_known(reference):
    step = hear(reference.interview, said(side="left"))
    assert step.question == reference.question
    assert [notice.response for notice in step.notices] == ["utter_known_already"]
    assert step.notices[0].values["known"] == "Side: left"


def test_whose_pain_it_is_makes_no_news_of_what_is_known(reference):
    step = hear(Interview(reference.interview.answers.changed(who=None), "triggers"), said())
    again = hear(step.interview, said(who="self", side="left", location=["knee_front"]))
    assert [notice.response for notice in again.notices][-1].startswith("utter_known_already")


def test_what_is_stated_over_and_over_leads_to_other_words(reference):
    step = reference
    told = []
    for _ in range(3):
        step = hear(step.interview, said(side="left"))
        told += [notice.response for notice in step.notices]
    assert told == ["utter_known_already", "utter_known_already_again", "utter_known_already_again"]
    answer = hear(step.interview, answered("emergency_signs", "none"))
    assert answer.interview.misses == 0


def test_a_place_that_comes_with_a_wrong_no_is_kept(reference):
    swollen = hear(reference.interview, said(present=["calf_swelling"]))
    step = hear(swollen.interview, said(absent=["calf_swelling"], location=["hip_groin"]))
    assert step.interview.answers.location == ("knee_front", "hip_groin")
    assert step.interview.answers.status("calf_swelling") == "present"


def test_an_age_that_calls_for_an_appointment_is_not_lowered_by_the_way(reference):
    old = hear(reference.interview, said(duration_days=90))
    step = hear(old.interview, said(duration_days=5))
    assert step.interview.answers.duration_days == (90, 90)
    assert step.notices[-1].response == "utter_kept"


@pytest.mark.parametrize("question", ["age", "duration_days", "severity"])
def test_a_question_without_options_gets_choices_the_second_time(question):
    interview = Interview(Answers(), question)
    step = hear(interview, said("nlu_fallback"))
    again = hear(replace(interview, misses=1), said("nlu_fallback"))
    assert step.notices[0].response == f"utter_unclear_{question}"
    assert again.notices[0].response == f"utter_choose_{question}"


@pytest.mark.parametrize(
    "question", ["age", "duration_days", "severity", "location", "side", "onset"]
)
def test_a_yes_that_answers_nothing_is_told_what_is_not_clear(question):
    interview = Interview(Answers(), question)
    step = hear(interview, said("affirm"))
    assert step.question is not None
    assert [notice.response for notice in step.notices] == [f"utter_unclear_{question}"]


def test_another_child_is_told_and_the_answers_stay():
    first = hear(Interview(), said(who="child", relation="daughter", pronoun="she", age=9))
    findings = {"who": "child", "relation": "son", "pronoun": "he", "corrects": ["who"]}
    step = hear(first.interview, Heard(("change_answer",), findings))
    assert [(n.response, n.values) for n in step.notices] == [
        ("utter_now_about", {"whom": "your son"})
    ]
    answers = step.interview.answers
    assert (answers.pronoun, answers.relation, answers.age) == ("he", "son", 9)


def test_a_yes_beside_an_answer_is_no_riddle():
    step = hear(Interview(Answers(), "side"), said("affirm", side="left"))
    assert not [n for n in step.notices if n.response.startswith("utter_unclear")]


@pytest.mark.parametrize(
    ("text", "who"),
    [("ok I'm back", "parent"), ("it's about me", "self"), ("I think it is her hip", "parent")],
)
def test_an_i_of_a_carer_changes_nobody(text, who):
    mum = hear(Interview(), said(who="parent", relation="mum", location=["knee_front"]))
    step = hear(mum.interview, Heard(("inform",), {"who": "self"}, text=text))
    assert step.interview.answers.who == who
    assert (step.interview.answers.relation is None) == (who == "self")


def test_a_fault_found_beside_a_question_asks_what_to_change(complete):
    interview = Interview(complete.changed(summary_confirmed=None), "summary_confirmed")
    findings = {
        "summary_confirmed": False,
        "answer": {"question": "summary_confirmed", "outcome": "no"},
    }
    step = hear(interview, Heard(("ask_question", "deny"), findings, is_aside=True))
    assert step.notices[0].response == "utter_ask_correction"


def test_a_question_about_what_was_stated_is_not_taken_for_it(complete):
    heard = Heard(("ask_question", "inform"), {"location": ["knee_front"]}, is_aside=True)
    assert hear(Interview(complete), heard).notices == ()


def test_an_ok_that_answers_nothing_is_no_misunderstanding(reference):
    step = hear(reference.interview, said("affirm"))
    assert (step.question, step.notices) == (reference.question, ())


def test_what_sounds_like_an_emergency_is_not_passed_over_beside_an_older_sign(reference):
    swollen = hear(reference.interview, said(present=["calf_swelling"]))
    step = hear(swollen.interview, said("report_red_flag"))
    assert step.notices[0].response == "utter_if_emergency"
    assert step.interview.misses == 0


def test_what_is_asked_for_next_names_what_was_noted(reference):
    typed = said(present=["fever"], answer=given("emergency_signs"))
    (notice,) = hear(reference.interview, typed).notices
    assert notice.values == {"noted": " Fever: yes"}


def test_after_an_emergency_there_are_no_others_to_ask_for(reference):
    typed = said("report_red_flag", present=["breathless"], answer=given("emergency_signs"))
    step = hear(reference.interview, typed)
    assert (step.question, step.notices) == (None, ())


def test_what_is_denied_and_kept_is_not_told_as_known(reference):
    swollen = hear(reference.interview, said(present=["calf_swelling"])).interview
    step = hear(swollen, said(absent=["calf_swelling"]))
    assert [notice.response for notice in step.notices] == ["utter_kept"]
