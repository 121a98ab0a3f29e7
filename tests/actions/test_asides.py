import pytest

from actions.action_explain_meaning import ActionExplainMeaning
from actions.action_explain_why import ActionExplainWhy
from actions.action_restart import ActionRestart
from actions.action_show_summary import ActionShowSummary
from knowledge.questions import load_questions
from knowledge.vocabulary import load_vocabulary
from tests.actions.conftest import responses, tracker_of


async def test_why_gives_the_reason_of_the_pending_question(dispatcher):
    await ActionExplainWhy().run(dispatcher, tracker_of({"requested_slot": "age"}), {})
    assert dispatcher.messages[0]["why"] == load_questions()["age"].why
    assert dispatcher.messages[0]["source"]


async def test_why_without_a_question(dispatcher):
    await ActionExplainWhy().run(dispatcher, tracker_of(), {})
    assert responses(dispatcher) == ["utter_nothing_to_explain"]


async def test_meaning_explains_the_word(dispatcher):
    tracker = tracker_of({"requested_slot": "knee_signs"}, text="what does giving way mean?")
    await ActionExplainMeaning().run(dispatcher, tracker, {})
    label = load_vocabulary().label("giving_way")
    assert dispatcher.messages[0]["meaning"].startswith(label)
    assert "\n" not in dispatcher.messages[0]["meaning"]


@pytest.mark.parametrize(
    ("slots", "response"),
    [({}, "utter_no_summary"), ({"side": "left"}, "utter_summary")],
    ids=["empty", "something"],
)
async def test_summary(dispatcher, slots, response):
    await ActionShowSummary().run(dispatcher, tracker_of(slots), {})
    assert responses(dispatcher) == [response]


@pytest.mark.parametrize(
    ("slots", "payload", "response", "restarted"),
    [
        ({}, None, "utter_restarted", True),
        ({"side": "left"}, None, "utter_confirm_restart", False),
        ({"side": "left"}, "restart=yes", "utter_restarted", True),
    ],
    ids=["nothing-to-lose", "asks", "confirmed"],
)
async def test_restart_asks_before_dropping_answers(
    dispatcher, slots, payload, response, restarted
):
    tracker = tracker_of(slots, moves=("restart",), payload=payload)
    events = await ActionRestart().run(dispatcher, tracker, {})
    assert responses(dispatcher) == [response]
    assert [event["event"] for event in events] == (["restart"] if restarted else [])


async def test_why_explains_no_question_that_was_not_put(dispatcher):
    tracker = tracker_of({"requested_slot": "triggers"}, text="why do you ask about running?")
    await ActionExplainWhy().run(dispatcher, tracker, {})
    assert dispatcher.messages[0]["why"] == load_questions()["triggers"].why


async def test_why_gives_the_reason_of_the_question_that_is_named(dispatcher):
    slots = {"requested_slot": "side", "asked": {"age": "value"}}
    tracker = tracker_of(slots, text="why does my age matter?")
    await ActionExplainWhy().run(dispatcher, tracker, {})
    assert dispatcher.messages[0]["why"] == load_questions()["age"].why


async def test_who_asks_why_and_what_is_told_both(dispatcher):
    tracker = tracker_of(
        {"requested_slot": "emergency_signs"},
        moves=("ask_why", "ask_meaning"),
        text="what does calf mean and why do you ask",
    )
    await ActionExplainWhy().run(dispatcher, tracker, {})
    assert responses(dispatcher) == ["utter_why_cited", "utter_meaning"]
    assert "lower leg" in dispatcher.messages[1]["meaning"]
