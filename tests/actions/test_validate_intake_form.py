import pytest
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.moves import ASIDES
from actions.validate_intake_form import ValidateIntakeForm
from tests.actions.conftest import responses, slot_values, tracker_of

REJECTED = ({"event": "action_execution_rejected", "name": "intake_form"},)


async def test_an_opening_fills_slots_and_asks_the_first_question(dispatcher):
    findings = {"side": "left", "location": ["knee_front"], "who": "self"}
    events = await ValidateIntakeForm().run(dispatcher, tracker_of(findings=findings), {})
    values = slot_values(events)
    assert values["side"] == "left"
    assert values["requested_slot"] == "emergency_signs"
    assert responses(dispatcher) == ["utter_noted"]


@pytest.mark.parametrize("intent", sorted(ASIDES))
async def test_an_aside_is_left_to_its_rule(dispatcher, intent):
    with pytest.raises(ActionExecutionRejection):
        await ValidateIntakeForm().run(dispatcher, tracker_of(moves=(intent,)), {})


async def test_what_an_aside_says_about_the_pain_is_taken_in_when_the_form_comes_back(dispatcher):
    tracker = tracker_of(
        {"requested_slot": "side"},
        moves=("ask_question", "inform"),
        findings={"side": "left", "answer": {"question": "side", "outcome": "value"}},
        events=REJECTED,
    )
    values = slot_values(await ValidateIntakeForm().run(dispatcher, tracker, {}))
    assert values["side"] == "left"
    assert values["requested_slot"] != "side"


async def test_how_to_speak_of_somebody_else_is_kept(dispatcher):
    findings = {"who": "parent", "pronoun": "she", "relation": "mum"}
    events = await ValidateIntakeForm().run(dispatcher, tracker_of(findings=findings), {})
    values = slot_values(events)
    assert (values["who"], values["pronoun"], values["relation"]) == ("parent", "she", "mum")


async def test_an_emergency_ends_the_form(dispatcher):
    tracker = tracker_of(findings={"present": ["saddle_numbness"]}, moves=("report_red_flag",))
    values = slot_values(await ValidateIntakeForm().run(dispatcher, tracker, {}))
    assert values["requested_slot"] is None


async def test_the_summary_is_there_when_it_is_to_be_confirmed(dispatcher, complete):
    tracker = tracker_of(complete.changed(summary_confirmed=None).to_slots())
    values = slot_values(await ValidateIntakeForm().run(dispatcher, tracker, {}))
    assert values["requested_slot"] == "summary_confirmed"
    assert "left" in values["summary"]


async def test_a_change_is_told(dispatcher):
    tracker = tracker_of({"side": "left"}, findings={"side": "right", "corrects": ["side"]})
    await ValidateIntakeForm().run(dispatcher, tracker, {})
    assert responses(dispatcher) == ["utter_changed"]


async def test_something_for_today_is_said_at_once_and_only_once(dispatcher):
    tracker = tracker_of({"side": "left"}, findings={"present": ["calf_swelling"]})
    await ValidateIntakeForm().run(dispatcher, tracker, {})
    assert "utter_so_far" in responses(dispatcher)
    told = next(message for message in dispatcher.messages if message["response"] == "utter_so_far")
    assert told["custom"]["assessment"]["urgency"] == "same_day"
    again = tracker_of({"findings": {"calf_swelling": "present"}}, findings={"side": "left"})
    dispatcher.messages.clear()
    await ValidateIntakeForm().run(dispatcher, again, {})
    assert "utter_so_far" not in responses(dispatcher)


async def test_not_being_sure_is_kept_for_the_ending(dispatcher):
    tracker = tracker_of({"requested_slot": "emergency_signs"}, moves=("dont_know",))
    events = await ValidateIntakeForm().run(dispatcher, tracker, {})
    assert responses(dispatcher) == []
    asks_which = slot_values(events)
    assert asks_which["requested_slot"] == "emergency_signs"
    assert asks_which["about_doubt"] is True
    again = tracker_of({**asks_which, "requested_slot": "emergency_signs"}, moves=("dont_know",))
    events = await ValidateIntakeForm().run(dispatcher, again, {})
    assert slot_values(events)["requested_slot"] == "hot_joint_signs"
    assert slot_values(events)["about_doubt"] is False
