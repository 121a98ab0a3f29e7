"""Stops the interview, and does not keep back what should be seen soon."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.advice import say_how_soon
from actions.base import PatellaAction
from actions.conversation import answers_in, intent_of
from actions.remarks import answer_remark, finished, say_when
from knowledge.assessment import standing_emergency
from knowledge.red_flags import fired_level
from knowledge.urgency import WITHIN_DAYS, at_least


class ActionStop(PatellaAction):
    """Answer "stop" and "bye": the answers are kept, the form is left."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_stop"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Leave the form; with a sign that cannot wait, say so once more."""
        if not answer_remark(dispatcher, tracker):
            _take_leave(dispatcher, tracker)
        return [ActiveLoop(None), SlotSet(slots.REQUESTED_SLOT, None)]


def _take_leave(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    answers = answers_in(tracker)
    if standing_emergency(answers):
        # It was told in full; one line is read, and the whole again is not.
        dispatcher.utter_message(
            response="utter_emergency_goodbye", json_message={"notice": "emergency"}
        )
        return
    found = finished(tracker)
    if found is not None and at_least(found.urgency, WITHIN_DAYS):
        say_when(dispatcher, "utter_when_so_far", found)
    elif at_least(fired_level(answers), WITHIN_DAYS):
        say_how_soon(dispatcher, answers)
    leaving = intent_of(tracker.latest_message) == "goodbye"
    dispatcher.utter_message(response="utter_goodbye" if leaving else "utter_stopped")
