import logging

from rasa_sdk.events import SlotSet

from actions.base import PatellaAction
from tests.actions.conftest import tracker_of


class Failing(PatellaAction):
    """An action that breaks half-way."""

    def name(self) -> str:
        return "action_failing"

    def act(self, dispatcher, tracker):
        dispatcher.utter_message(text="half an answer")
        raise ValueError(tracker.latest_message["text"])


class Working(PatellaAction):
    """An action that does not."""

    def name(self) -> str:
        return "action_working"

    def act(self, dispatcher, tracker):
        return [SlotSet("side", "left")]


async def test_a_failure_is_reported_without_half_an_answer_or_a_word_of_the_person(
    dispatcher, caplog
):
    with caplog.at_level(logging.DEBUG):
        events = await Failing().run(dispatcher, tracker_of(text="my secret knee"), {})
    assert events == []
    assert [message["custom"] for message in dispatcher.messages] == [{"failed": True}]
    assert "action_failing" in caplog.text
    assert "secret" not in caplog.text
    # The file's name, and not where it lies on this machine.
    assert "ValueError at test_base.py:" in caplog.text
    (record,) = [each for each in caplog.records if each.levelname == "ERROR"]
    assert "/" not in record.getMessage()


async def test_success_passes_through(dispatcher):
    assert await Working().run(dispatcher, tracker_of(), {}) == [SlotSet("side", "left")]
    assert dispatcher.messages == []
