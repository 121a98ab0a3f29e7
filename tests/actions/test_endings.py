import pytest

from actions.action_answer_question import ActionAnswerQuestion
from actions.action_assess import ActionAssess
from actions.action_repeat import ActionRepeat
from tests.actions.conftest import responses, slot_values, tracker_of

# These use the real index and the real embedding model, which `make train` makes.


async def test_a_complete_interview_is_assessed_with_cited_passages(dispatcher, complete):
    events = await ActionAssess().run(dispatcher, tracker_of(complete.to_slots()), {})
    assert responses(dispatcher) == ["utter_assessment", "utter_after_assessment"]
    assessment = dispatcher.messages[0]["custom"]["assessment"]
    assert len(assessment["passages"]) >= 2
    assert all(passage["source"]["name"] for passage in assessment["passages"])
    assert slot_values(events) == {"urgency": assessment["urgency"]}


async def test_an_emergency_comes_with_its_notice(dispatcher):
    slots = {"findings": {"saddle_numbness": "present"}}
    await ActionAssess().run(dispatcher, tracker_of(slots), {})
    custom = dispatcher.messages[0]["custom"]
    assert responses(dispatcher) == ["utter_emergency"]
    assert (custom["notice"], custom["assessment"]["urgency"]) == ("emergency", "emergency")
    assert "112" in dispatcher.messages[0]["advice"]


async def test_an_incomplete_interview_gets_no_advice(dispatcher):
    assert await ActionAssess().run(dispatcher, tracker_of({"side": "left"}), {}) == []
    assert responses(dispatcher) == ["utter_cannot_tell"]


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("is it my bum muscles?", "utter_answer"),
        ("who won the football", "utter_out_of_scope"),
        ("how much ibuprofen can i take", "utter_ask_pharmacist"),
    ],
    ids=str,
)
async def test_a_question_is_answered_or_honestly_refused(dispatcher, text, response):
    await ActionAnswerQuestion().run(dispatcher, tracker_of(text=text), {})
    assert responses(dispatcher) == [response]
    if response == "utter_answer":
        message = dispatcher.messages[0]
        assert message["source"] and message["passage"]
        assert message["custom"]["passages"][0]["text"] == message["passage"]


async def test_an_emergency_stays_in_front_of_answers(dispatcher):
    tracker = tracker_of({"urgency": "emergency"}, text="is it my bum muscles?")
    await ActionAnswerQuestion().run(dispatcher, tracker, {})
    assert responses(dispatcher)[-1] == "utter_emergency_reminder"


@pytest.mark.parametrize(
    ("slots", "response"),
    [({}, "utter_greet"), ({"urgency": "routine"}, "utter_cannot_tell")],
    ids=["before", "after"],
)
async def test_repeat_outside_the_interview(dispatcher, slots, response):
    await ActionRepeat().run(dispatcher, tracker_of(slots), {})
    assert responses(dispatcher) == [response]
