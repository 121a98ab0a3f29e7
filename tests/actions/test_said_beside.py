"""What people ask or say beside the answers, and what is said to it."""

import pytest

from actions import remarks
from actions.action_answer_question import ActionAnswerQuestion
from actions.action_answer_remark import ActionAnswerRemark
from actions.action_assess import ActionAssess
from actions.action_explain_meaning import ActionExplainMeaning
from actions.action_show_summary import ActionShowSummary
from actions.action_stop import ActionStop
from actions.validate_intake_form import ValidateIntakeForm
from knowledge.asking import progress
from knowledge.red_flags import load_red_flags
from tests.actions.conftest import responses, slot_values, tracker_of

BREATHLESS = {"findings": {"breathless": "present"}}
ALARM = {**BREATHLESS, "assessed": BREATHLESS}
INFECTED = {"findings": {"redness_heat": "present", "fever": "present"}}


def ended(answers, **slots):
    return {**answers.to_slots(), "assessed": answers.to_slots(), **slots}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Should I take her to A&E or wait for the GP on Monday?", "Do not wait."),
        ("do I still have to go?", "Do not wait."),
        ("can my wife drive me?", "Do not drive yourself."),
        ("who should I call", "Call 112 now."),
        ("can I eat something first", "Please ask before you eat"),
    ],
    ids=str,
)
async def test_in_an_emergency_a_question_about_going_is_answered_and_cited(
    dispatcher, text, words
):
    await ActionAnswerQuestion().run(dispatcher, tracker_of(ALARM, text=text), {})
    (message,) = dispatcher.messages
    assert message["response"] == "utter_remark"
    assert message["answer"].startswith(words)
    assert "112" in message["answer"]
    assert message["source"]
    assert message["custom"]["notice"] == "emergency"


@pytest.mark.parametrize(
    ("text", "words"),
    [("ok I'm going now", "Good, please go now."), ("I don't want to go to hospital", "I under")],
    ids=str,
)
async def test_in_an_emergency_what_somebody_means_to_do_is_answered(dispatcher, text, words):
    tracker = tracker_of(ALARM, moves=("nlu_fallback",), text=text)
    await ActionAnswerRemark().run(dispatcher, tracker, {})
    assert dispatcher.messages[0]["answer"].startswith(words)
    assert "None" not in str(dispatcher.messages[0]["answer"])


async def test_who_goes_is_told_what_to_take_along_and_gets_the_report(dispatcher):
    tracker = tracker_of(ALARM, moves=("thanks",), text="thank you. I go to hospital")
    await ActionAnswerRemark().run(dispatcher, tracker, {})
    assert "medicines" in dispatcher.messages[0]["answer"]
    assert dispatcher.messages[0]["custom"]["report_url"]


@pytest.mark.parametrize("move", ["deny", "dont_know", "skip", "nlu_fallback"])
async def test_in_an_emergency_a_remark_gets_a_line_and_not_the_whole_again(dispatcher, move):
    await ActionAnswerRemark().run(dispatcher, tracker_of(ALARM, moves=(move,), text="hm"), {})
    assert responses(dispatcher) == ["utter_emergency_stands"]
    assert "assessment" not in dispatcher.messages[0]["custom"]


async def test_carrying_on_in_an_emergency_gets_a_line(dispatcher):
    events = await ActionAssess().run(
        dispatcher, tracker_of(ALARM, moves=("start_check",), text="carry on"), {}
    )
    assert responses(dispatcher) == ["utter_emergency_stands"]
    assert slot_values(events)["assessed"]["findings"] == BREATHLESS["findings"]


async def test_a_second_emergency_is_told_in_full(dispatcher):
    slots = {**ALARM, "findings": {**BREATHLESS["findings"], "saddle_numbness": "present"}}
    await ActionAssess().run(dispatcher, tracker_of(slots), {})
    assert responses(dispatcher)[0] == "utter_emergency"
    assert "cauda_equina" in dispatcher.messages[0]["custom"]["assessment"]["red_flags"]


async def test_an_emergency_that_stands_on_another_answer_says_on_which(dispatcher):
    findings = {"breathless": "present", "chest_pain": "present"}
    slots = {
        "findings": {**findings, "breathless": "absent"},
        "assessed": {"findings": findings},
    }
    await ActionAssess().run(dispatcher, tracker_of(slots), {})
    assert responses(dispatcher) == ["utter_emergency_still"]
    assert "Chest pain" in dispatcher.messages[0]["because"]


async def test_what_the_staff_must_know_is_told_without_the_whole_again(dispatcher):
    slots = {**ALARM, "history": {"blood_thinners": "present"}}
    await ActionAssess().run(dispatcher, tracker_of(slots, text="she takes warfarin"), {})
    assert responses(dispatcher) == ["utter_ending_cautions", "utter_emergency_still"]
    # There is no assessment beside it that a page would show in its place.
    assert "repeats" not in (dispatcher.messages[0]["custom"] or {})


@pytest.mark.parametrize("move", ["goodbye", "stop"])
async def test_leaving_an_emergency_gets_a_line(dispatcher, move):
    await ActionStop().run(dispatcher, tracker_of(ALARM, moves=(move,), text="good bye"), {})
    assert responses(dispatcher) == ["utter_emergency_goodbye"]


async def test_leaving_after_the_ending_repeats_only_how_soon(dispatcher, complete):
    urgent = complete.changed(findings={**complete.findings, "calf_swelling": "present"})
    await ActionStop().run(dispatcher, tracker_of(ended(urgent), moves=("goodbye",)), {})
    assert responses(dispatcher) == ["utter_when_so_far", "utter_goodbye"]


async def test_a_same_day_sign_is_no_emergency(dispatcher):
    # A fall on a replaced joint cannot wait, but is no matter of minutes: no notice of that kind.
    slots = {"history": {"joint_replacement": "present"}}
    tracker = tracker_of(slots, findings={"injury": True})
    await ValidateIntakeForm().run(dispatcher, tracker, {})
    told = next(m for m in dispatcher.messages if m["response"] == "utter_so_far")
    assert told["custom"]["assessment"]["urgency"] == "same_day"
    assert "notice" not in told["custom"]


@pytest.mark.parametrize("text", ["can I wait until monday", "do I still have to go?"])
async def test_after_a_calmer_ending_the_level_says_how_soon(dispatcher, complete, text):
    await ActionAnswerQuestion().run(dispatcher, tracker_of(ended(complete), text=text), {})
    (message,) = dispatcher.messages
    assert message["response"] == "utter_as_soon_as"
    assert "112" not in message["when"]
    assert message["who_to_see"]


@pytest.mark.parametrize(
    ("findings", "response"),
    [({}, "utter_if_emergency"), ({"calf_swelling": "present"}, "utter_when_so_far")],
    ids=["nothing", "same-day"],
)
async def test_before_the_ending_how_soon_is_told_as_far_as_it_is_known(
    dispatcher, findings, response
):
    tracker = tracker_of({"findings": findings}, text="can I wait until monday")
    await ActionAnswerQuestion().run(dispatcher, tracker, {})
    assert responses(dispatcher) == [response]


@pytest.mark.parametrize("text", ["so what is it", "is it serious", "whats wrong with me"])
async def test_what_it_is_cannot_be_told_but_what_the_answers_point_to(dispatcher, complete, text):
    await ActionAnswerQuestion().run(dispatcher, tracker_of(ended(complete), text=text), {})
    (message,) = dispatcher.messages
    assert message["response"] == "utter_what_it_may_be"
    assert message["patterns"].startswith("• ")
    assert message["when"] and message["sources"]


async def test_no_pattern_is_named_before_the_ending(dispatcher, complete):
    half = complete.changed(summary_confirmed=None)
    await ActionAnswerQuestion().run(
        dispatcher, tracker_of(half.to_slots(), text="whats wrong with me"), {}
    )
    assert responses(dispatcher) == ["utter_not_known_yet"]


async def test_in_an_emergency_what_it_may_be_is_the_reason_to_go(dispatcher):
    await ActionAnswerQuestion().run(dispatcher, tracker_of(INFECTED, text="is it serious"), {})
    assert load_red_flags()["joint_infection"].say in dispatcher.messages[0]["answer"]


async def test_what_is_it_of_a_question_is_no_question_about_the_pain(dispatcher):
    tracker = tracker_of({"requested_slot": "knee_signs"}, text="what is it?")
    await ActionExplainMeaning().run(dispatcher, tracker, {})
    assert responses(dispatcher) == ["utter_meaning"]


@pytest.mark.parametrize(
    ("action", "move"),
    [
        (ActionAnswerRemark, "export_my_data"),
        (ActionAnswerQuestion, "ask_question"),
        (ActionShowSummary, "show_summary"),
    ],
    ids=["export", "question", "summary"],
)
async def test_the_report_is_handed_over_once_there_is_one(dispatcher, complete, action, move):
    text = "please give me the report to print"
    await action().run(dispatcher, tracker_of(ended(complete), moves=(move,), text=text), {})
    assert dispatcher.messages[0]["custom"]["report_url"] == "/webhooks/web/report"
    dispatcher.messages.clear()
    await action().run(dispatcher, tracker_of({"side": "left"}, moves=(move,), text=text), {})
    assert responses(dispatcher) == ["utter_report_not_finished"]


async def test_how_many_questions_are_left_is_told_in_numbers(dispatcher, complete):
    open_again = complete.changed(summary_confirmed=None)
    tracker = tracker_of(open_again.to_slots(), text="how many more questions")
    await ActionAnswerQuestion().run(dispatcher, tracker, {})
    (message,) = dispatcher.messages
    expected = str(progress(open_again)["expected"])
    assert (message["left"], message["expected"]) == ("1", expected)


async def test_asking_again_is_apologised_for_and_what_was_said_is_taken_in(dispatcher):
    tracker = tracker_of(
        {"requested_slot": "duration_days"},
        findings={
            "duration_days": 150,
            "answer": {"question": "duration_days", "outcome": "value"},
        },
        text="you already asked me that, since the summer",
    )
    events = await ValidateIntakeForm().run(dispatcher, tracker, {})
    assert responses(dispatcher)[0] == "utter_asked_already"
    assert slot_values(events)["duration_days"] == [150.0, 150.0]


async def test_the_name_is_told(dispatcher):
    tracker = tracker_of(moves=("are_you_a_doctor",), text="what's your name")
    await ActionAnswerRemark().run(dispatcher, tracker, {})
    assert responses(dispatcher) == ["utter_about"]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("how long till it heals", "how-long-it-takes"),
        ("can i play on saturday", "return-to-sport"),
        ("none, can I still run?", "stairs-and-running"),
    ],
    ids=str,
)
async def test_healing_and_sport_are_answered_from_the_passages(dispatcher, text, document):
    await ActionAnswerQuestion().run(dispatcher, tracker_of(text=text), {})
    (said,) = responses(dispatcher)
    assert said.startswith("utter_answer")
    assert dispatcher.messages[0]["custom"]["passages"][0]["id"].startswith(document)


@pytest.mark.parametrize(
    ("text", "response"),
    [("I don't want to go to hospital", "utter_as_soon_as"), ("ok I'm going now", "utter_remark")],
    ids=str,
)
async def test_what_is_for_today_is_spoken_of_as_freely(dispatcher, complete, text, response):
    urgent = complete.changed(findings={**complete.findings, "calf_swelling": "present"})
    tracker = tracker_of(ended(urgent), moves=("nlu_fallback",), text=text)
    await ActionAnswerRemark().run(dispatcher, tracker, {})
    assert responses(dispatcher) == [response]
    dispatcher.messages.clear()
    calm = tracker_of(ended(complete), moves=("nlu_fallback",), text=text)
    await ActionAnswerRemark().run(dispatcher, calm, {})
    assert responses(dispatcher) == ["utter_fallback"]


async def test_sport_comes_after_being_seen(dispatcher, complete):
    urgent = complete.changed(findings={**complete.findings, "calf_swelling": "present"})
    tracker = tracker_of(ended(urgent), text="can i play on saturday")
    await ActionAnswerQuestion().run(dispatcher, tracker, {})
    first, then = responses(dispatcher)
    assert first == "utter_when_so_far" and then.startswith("utter_answer")


async def test_an_emergency_taken_back_says_what_no_longer_stands(dispatcher):
    tracker = tracker_of(ALARM, findings={"absent": ["breathless"], "corrects": ["breathless"]})
    await ValidateIntakeForm().run(dispatcher, tracker, {})
    assert responses(dispatcher) == ["utter_changed", "utter_emergency_taken_back"]
    assert dispatcher.messages[1]["again"] == load_red_flags()["chest_or_breath"].say


async def test_what_remains_of_an_emergency_for_today_is_told_as_well(dispatcher):
    slots = {"findings": {"redness_heat": "present", "fever": "present"}}
    tracker = tracker_of(slots, findings={"absent": ["redness_heat"], "corrects": ["redness_heat"]})
    await ValidateIntakeForm().run(dispatcher, tracker, {})
    assert responses(dispatcher)[-2:] == ["utter_emergency_taken_back", "utter_so_far"]


async def test_what_to_do_today_comes_before_any_of_the_others(dispatcher):
    tracker = tracker_of(
        {"side": "left", "requested_slot": "emergency_signs"},
        findings={
            "present": ["fever"],
            "answer": {"question": "emergency_signs", "outcome": "value"},
        },
        text="i have a fever",
    )
    events = await ValidateIntakeForm().run(dispatcher, tracker, {})
    assert responses(dispatcher) == ["utter_so_far", "utter_noted"]
    assert slot_values(events)["about_rest"] is True
    assert "Fever" in dispatcher.messages[1]["noted"]


async def test_after_an_emergency_nobody_is_asked_for_the_others(dispatcher):
    tracker = tracker_of(
        {"side": "left", "requested_slot": "emergency_signs"},
        findings={
            "present": ["breathless"],
            "answer": {"question": "emergency_signs", "outcome": "value"},
        },
        moves=("report_red_flag",),
        text="i can't get my breath",
    )
    events = await ValidateIntakeForm().run(dispatcher, tracker, {})
    assert slot_values(events)["about_rest"] is False
    assert "utter_noted" not in responses(dispatcher)


def test_the_answers_are_weighed_only_for_words_that_an_emergency_makes_a_remark(monkeypatch):
    weighed = []
    monkeypatch.setattr(remarks, "standing_emergency", lambda answers: weighed.append(answers))
    assert remarks.remark_of(tracker_of(BREATHLESS, text="it hurts on the stairs")) is None
    assert remarks.remark_of(tracker_of(BREATHLESS, text="is that serious?")) is not None
    assert weighed == []
    assert remarks.remark_of(tracker_of(BREATHLESS, text="i'm so thirsty")) is None
    assert len(weighed) == 1
