import pytest

from actions.action_assess import ActionAssess
from actions.action_repeat import ActionRepeat
from tests.actions.conftest import responses, tracker_of


@pytest.mark.parametrize(
    ("changes", "response"),
    [
        ({"side": "right"}, "utter_as_urgent_as_before"),
        ({"age": 70, "duration_days": (200.0, 200.0)}, "utter_more_urgent_than_before"),
    ],
    ids=["same", "more"],
)
async def test_a_new_assessment_says_what_changed(dispatcher, complete, changes, response):
    slots = {**complete.changed(**changes).to_slots(), "assessed": complete.to_slots()}
    await ActionAssess().run(dispatcher, tracker_of(slots), {})
    assert responses(dispatcher)[:2] == [response, "utter_assessment"]
    assert len(dispatcher.messages[0]["changes"].split("; ")) == len(changes)


async def test_a_new_assessment_that_is_less_urgent_says_so(dispatcher, complete):
    slots = {**complete.to_slots(), "assessed": complete.changed(severity=10).to_slots()}
    await ActionAssess().run(dispatcher, tracker_of(slots), {})
    assert responses(dispatcher)[0] == "utter_less_urgent_than_before"


async def test_repeat_of_an_ending_that_no_longer_holds_says_so(dispatcher, complete):
    slots = {**complete.changed(age=None, asked={}).to_slots(), "assessed": complete.to_slots()}
    await ActionRepeat().run(dispatcher, tracker_of(slots), {})
    assert responses(dispatcher) == ["utter_cannot_tell"]


async def test_what_was_answered_already_is_not_followed_by_the_old_ending(dispatcher, complete):
    slots = {**complete.to_slots(), "assessed": complete.to_slots()}
    said = ({"event": "bot", "text": "What should I change?"},)
    await ActionAssess().run(dispatcher, tracker_of(slots, events=said), {})
    assert responses(dispatcher) == []
