import pytest

from knowledge.interview import Heard, Interview, Step, hear
from knowledge.red_flags import fired_emergencies, load_red_flags
from knowledge.way_back import named_question
from tests.knowledge.conftest import answered, plain_answer, said


def typed(text: str, *moves: str, **findings) -> Heard:
    """A message in words, with its text."""
    return Heard(moves or ("inform",), findings, text=text)


def not_meant(text: str = "that's not what I meant") -> Heard:
    return typed(text, "change_answer")


def answer_until(step: Step, question: str) -> Step:
    while step.question != question:
        step = hear(step.interview, plain_answer(step.question))
    return step


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("go back", "location"),
        ("go back two", "age"),
        ("go back 3 questions", "onset"),
        ("back a couple", "age"),
        ("undo three answers", "onset"),
        ("go back 99", "emergency_signs"),
        ("go back, I'm 67", "location"),
        ("Go back, it has been 3 weeks", "location"),
        ("go back, it is the 2 knees", "location"),
        ("two steps back", "age"),
    ],
)
def test_back_by_so_many_steps(text, question):
    step = answer_until(hear(Interview(), said("start_check")), "side")
    back = hear(step.interview, typed(text, "go_back"))
    assert back.question == question
    assert question not in back.interview.answers.asked


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("back to the first question", "emergency_signs"),
        ("go back to where you asked my age", "age"),
        ("back to the question about how it started", "onset"),
    ],
)
def test_back_to_a_question_that_is_named_keeps_the_answers_since(text, question):
    step = answer_until(hear(Interview(), said("start_check")), "hip_signs")
    back = hear(step.interview, typed(text, "go_back"))
    assert (back.question, back.notices[0].response) == (question, "utter_ask_again")
    assert back.interview.answers.location == ("knee_front",)
    assert hear(back.interview, plain_answer(question)).question == "hip_signs"


def test_an_answer_that_took_anothers_place_is_undone_with_it():
    step = answer_until(hear(Interview(), said("start_check")), "location")
    again = hear(step.interview, typed("go back to my age", "go_back"))
    other = hear(again.interview, answered("age", age=50))
    back = hear(other.interview, said("go_back"))
    assert (back.question, back.interview.answers.age) == ("age", None)


def test_what_is_said_beside_going_back_is_taken_in():
    step = answer_until(hear(Interview(), said("start_check")), "location")
    heard = typed("go back, i cannot breathe", "report_red_flag", "go_back", present=["breathless"])
    back = hear(step.interview, heard)
    assert fired_emergencies(back.interview.answers)
    assert back.question is None


def test_a_sign_told_since_the_answer_is_not_lost_by_going_back():
    step = answer_until(hear(Interview(), said("start_check")), "onset")
    told = hear(step.interview, said(present=["calf_swelling"]))
    back = hear(told.interview, said("go_back"))
    assert back.question == "emergency_signs"
    assert back.interview.answers.status("calf_swelling") == "present"
    assert back.interview.answers.status("fever") is None


def test_a_place_told_since_the_answer_is_not_lost_by_going_back():
    step = answer_until(hear(Interview(), said("start_check")), "hip_signs")
    hip = hear(step.interview, answered("hip_signs", location=["hip_groin"]))
    told = hear(hip.interview, said(location=["thigh"]))
    back = hear(told.interview, said("go_back"))
    assert back.question == "hip_signs"
    assert back.interview.answers.location == ("knee_front", "thigh")


def test_an_emergency_that_was_not_meant_stays_until_its_question_is_answered(reference):
    step = hear(reference.interview, answered("emergency_signs", present=["saddle_numbness"]))
    again = hear(step.interview, not_meant())
    assert again.question == "emergency_signs"
    assert fired_emergencies(again.interview.answers)
    aside = hear(again.interview, Heard(("ask_why",), {}, is_aside=True))
    assert (aside.question, aside.notices) == ("emergency_signs", ())
    other = hear(again.interview, answered("emergency_signs", present=["fever"]))
    assert not fired_emergencies(other.interview.answers)
    assert other.interview.answers.status("saddle_numbness") == "absent"
    none = hear(again.interview, answered("emergency_signs", "none"))
    assert (none.question, none.interview.answers.status("fever")) == ("onset", "absent")
    still = hear(again.interview, answered("emergency_signs", present=["saddle_numbness"]))
    assert still.question is None
    assert fired_emergencies(still.interview.answers)


def test_an_emergency_told_in_words_is_asked_about_again_by_its_list(reference):
    step = hear(reference.interview, said("report_red_flag", present=["saddle_numbness"]))
    again = hear(step.interview, not_meant("I didn't mean that"))
    assert again.question == "emergency_signs"
    no = hear(
        again.interview,
        typed("no", "deny", answer={"question": "emergency_signs", "outcome": "none"}),
    )
    assert not fired_emergencies(no.interview.answers)


@pytest.mark.parametrize("unsure", [said("dont_know"), answered("emergency_signs", "not_sure")])
def test_not_to_know_takes_no_emergency_back(reference, unsure):
    """It falls only when its sign is denied; "I don't know" never counts as that."""
    step = hear(reference.interview, answered("emergency_signs", present=["saddle_numbness"]))
    again = hear(step.interview, not_meant())
    left = hear(again.interview, unsure)
    assert left.interview.answers.status("saddle_numbness") == "present"
    assert fired_emergencies(left.interview.answers)
    assert left.question is None


def test_leaving_out_the_question_leaves_the_emergency(reference):
    step = hear(reference.interview, answered("emergency_signs", present=["saddle_numbness"]))
    again = hear(step.interview, not_meant())
    skipped = hear(again.interview, said("skip"))
    assert fired_emergencies(skipped.interview.answers)
    assert skipped.question is None


def test_going_back_from_an_emergency_puts_its_question(reference):
    told = answer_until(reference, "onset")
    step = hear(told.interview, said("report_red_flag", present=["breathless"]))
    back = hear(step.interview, said("go_back"))
    assert back.question == "emergency_signs"
    assert fired_emergencies(back.interview.answers)


def test_a_new_emergency_goes_before_the_question_that_is_put_again(reference):
    step = hear(reference.interview, answered("emergency_signs", present=["saddle_numbness"]))
    again = hear(step.interview, not_meant())
    worse = hear(again.interview, said("report_red_flag", present=["chest_pain"]))
    assert worse.question is None


def test_an_emergency_that_no_question_asks_for_is_kept_and_said(reference):
    step = hear(reference.interview, said("report_red_flag", present=["chest_pain"]))
    kept = hear(step.interview, not_meant())
    assert kept.notices[0].response == "utter_kept"
    assert "hest pain" in kept.notices[0].values["kept"]
    assert fired_emergencies(kept.interview.answers)


def test_an_emergency_that_a_message_only_looked_like_ends_when_it_was_not_meant(reference):
    step = hear(reference.interview, said("report_red_flag", suspected=["collapse"]))
    assert fired_emergencies(step.interview.answers)
    dropped = hear(step.interview, not_meant())
    assert not fired_emergencies(dropped.interview.answers)
    assert dropped.question == "emergency_signs"


def test_the_question_about_a_suspicion_settles_it(reference):
    step = hear(reference.interview, said("report_red_flag", suspected=["chest_or_breath"]))
    again = hear(step.interview, not_meant())
    assert again.question == "emergency_signs"
    none = hear(again.interview, answered("emergency_signs", "none"))
    assert not fired_emergencies(none.interview.answers)


def test_every_emergency_can_be_taken_back():
    for flag in load_red_flags().values():
        step = hear(Interview(), said("report_red_flag", suspected=[flag.id]))
        again = hear(step.interview, not_meant())
        if again.question:
            again = hear(again.interview, answered(again.question, "none"))
        assert not fired_emergencies(again.interview.answers), flag.id


def test_what_was_not_meant_is_the_last_answer():
    step = answer_until(hear(Interview(), said("start_check")), "location")
    again = hear(step.interview, not_meant())
    assert again.question == "age"
    assert again.interview.answers.age is None


@pytest.mark.parametrize("text", ["change my answer", "I was wrong"])
def test_who_does_not_say_what_to_change_is_asked(reference, text):
    step = hear(answer_until(reference, "age").interview, not_meant(text))
    assert (step.question, step.notices[0].response) == ("age", "utter_ask_correction")


def test_a_question_to_change_that_is_named_is_put_again(complete):
    step = hear(Interview(complete), not_meant("I want to change the side"))
    assert (step.question, step.interview.answers.side) == ("side", "left")
    right = hear(step.interview, answered("side", side="right"))
    assert (right.question, right.interview.answers.side) == ("summary_confirmed", "right")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("my age", "age"),
        ("how long I had it", "duration_days"),
        ("that's wrong", None),
        ("go back to the question about running", "load_signs"),
        ("I was wrong about the side", "side"),
        ("go back, it hurts at the side", None),
        ("I was training for a race, go back", None),
        ("go back, my running got worse", None),
    ],
)
def test_questions_are_called_by_name(text, question):
    assert named_question(text) == question


def test_what_was_said_by_the_way_and_not_meant_is_taken_back():
    step = answer_until(hear(Interview(), said("start_check")), "location")
    told = hear(step.interview, said(present=["locked_now"], location=["thigh"], severity=4))
    assert told.question != "location"
    back = hear(told.interview, said("go_back"))
    assert back.question == "location"
    by_the_way = hear(step.interview, said(present=["swelling"], severity=4))
    taken = hear(by_the_way.interview, not_meant())
    assert taken.question == "location"
    assert taken.interview.answers == step.interview.answers
    assert taken.notices[0].response == "utter_taken_back"
    assert taken.notices[0].values["dropped"] == "Pain at its worst: 4 out of 10; Swelling: yes"
    again = hear(taken.interview, not_meant())
    assert again.question == "age"


def test_a_correction_that_was_not_meant_is_taken_back(reference):
    step = answer_until(reference, "age")
    changed = hear(step.interview, said("change_answer", side="right", corrects=["side"]))
    taken = hear(changed.interview, not_meant())
    assert taken.interview.answers.side == "left"


@pytest.mark.parametrize("move", ["go_back", "change_answer"])
def test_a_question_that_is_still_to_come_is_no_way_back(move):
    step = answer_until(hear(Interview(), said("start_check")), "age")
    later = hear(step.interview, typed("the question how bad it is", move))
    assert (later.question, later.notices[0].response) == ("age", "utter_not_asked_yet")
    assert later.interview.answers == step.interview.answers


@pytest.mark.parametrize("heard", [said("go_back"), not_meant()], ids=["back", "not meant"])
def test_going_back_from_a_doubt_puts_its_list_plainly(reference, heard):
    doubted = hear(reference.interview, said("dont_know"))
    assert doubted.interview.answers.asked == {"emergency_signs": "doubted"}
    back = hear(doubted.interview, heard)
    assert (back.question, back.interview.answers) == (
        reference.question,
        reference.interview.answers,
    )


def test_what_is_said_beside_a_way_back_that_is_none_is_taken_in():
    step = hear(Interview(), said("start_check"))
    heard = typed(
        "back to my age, my calf is swollen", "go_back", "inform", present=["calf_swelling"]
    )
    later = hear(step.interview, heard)
    assert later.interview.answers.status("calf_swelling") == "present"


def test_a_tap_on_an_earlier_question_answers_that_one_anew():
    step = answer_until(hear(Interview(), said("start_check")), "side")
    told = hear(step.interview, said(present=["calf_swelling"]))
    fever = hear(told.interview, answered("emergency_signs", present=["fever"]))
    assert fever.interview.answers.status("fever") == "present"
    assert fever.interview.answers.status("breathless") == "absent"
    assert fever.question == "hot_joint_signs"
    none = hear(fever.interview, answered("emergency_signs", "none"))
    assert none.interview.answers.status("fever") == "absent"
    # What was told in words since then is not taken back by a list that did not offer it.
    assert none.interview.answers.status("calf_swelling") == "present"
    assert none.question == "side"
    old = hear(none.interview, answered("age", age=60))
    assert (old.question, old.interview.answers.age) == ("side", 60)
    assert old.notices[0].values["changes"] == "Age: 60"
    assert hear(old.interview, answered("age", age=60)).notices == ()
    ahead = hear(old.interview, answered("severity", severity=4))
    assert (ahead.question, ahead.interview.answers.severity, ahead.notices) == ("side", 4, ())


def tap_to_change(question: str) -> Heard:
    return Heard(("change_answer",), is_tap=True, named=question)


def test_a_tap_names_the_question_to_put_again_and_the_interview_goes_on():
    step = answer_until(hear(Interview(), said("start_check")), "location")
    again = hear(step.interview, tap_to_change("age"))
    assert (again.question, again.notices[0].response) == ("age", "utter_ask_again")
    assert again.interview.answers.age is not None, "it stands until it is answered"
    other = hear(again.interview, answered("age", age=50))
    assert (other.question, other.interview.answers.age) == ("location", 50)


def test_what_is_to_be_changed_can_be_kept():
    step = answer_until(hear(Interview(), said("start_check")), "location")
    again = hear(step.interview, tap_to_change("emergency_signs"))
    kept = hear(again.interview, answered("emergency_signs", "skip"))
    assert kept.question == "location"
    assert kept.interview.answers == step.interview.answers


def test_after_the_end_an_answer_that_is_kept_is_not_summed_up_again(complete):
    again = hear(Interview(complete), tap_to_change("severity"))
    kept = hear(again.interview, answered("severity", "skip"))
    assert (kept.question, kept.interview.answers) == (None, complete)


def test_a_question_that_was_not_put_yet_cannot_be_changed():
    step = answer_until(hear(Interview(), said("start_check")), "age")
    again = hear(step.interview, tap_to_change("severity"))
    assert (again.question, again.notices[0].response) == ("age", "utter_not_asked_yet")


def test_after_the_end_a_changed_answer_is_summed_up_and_ends_it_anew(complete):
    again = hear(Interview(complete), tap_to_change("severity"))
    assert again.question == "severity"
    other = hear(again.interview, answered("severity", severity=9))
    assert (other.question, other.interview.answers.severity) == ("summary_confirmed", 9)
    confirmed = hear(other.interview, said("affirm", summary_confirmed=True))
    assert confirmed.question is None
