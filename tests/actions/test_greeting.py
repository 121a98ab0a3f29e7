from actions.action_answer_remark import ActionAnswerRemark
from tests.actions.conftest import responses, tracker_of


async def test_a_first_hello_is_answered_by_what_this_is(dispatcher):
    await ActionAnswerRemark().run(dispatcher, tracker_of(moves=("greet",), text="hello"), {})
    assert responses(dispatcher) == ["utter_greet"]


async def test_a_later_hello_is_answered_shortly(dispatcher, complete):
    tracker = tracker_of(complete.to_slots(), moves=("greet",), text="hello?")
    await ActionAnswerRemark().run(dispatcher, tracker, {})
    assert responses(dispatcher) == ["utter_greet_again"]


async def test_a_hello_in_an_emergency_says_that_it_stands(dispatcher):
    slots = {"findings": {"breathless": "present"}}
    await ActionAnswerRemark().run(dispatcher, tracker_of(slots, ("greet",), text="hello?"), {})
    assert responses(dispatcher) == ["utter_emergency_stands"]
