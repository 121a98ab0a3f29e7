"""Stops the interview, and does not keep back what should be seen soon."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.advice import say_how_soon
from actions.base import PatellaAction
from actions.conversation import answers_in, intent_of
from knowledge.red_flags import fired_level
from knowledge.urgency import WITHIN_DAYS, at_least


class ActionStop(PatellaAction):
    """Answer "stop" and "bye": the answers are kept, the form is left."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_stop"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Leave the form; with a sign that cannot wait, say so once more."""
        answers = answers_in(tracker)
        if at_least(fired_level(answers), WITHIN_DAYS):
            say_how_soon(dispatcher, answers)
        leaving = intent_of(tracker.latest_message) == "goodbye"
        dispatcher.utter_message(response="utter_goodbye" if leaving else "utter_stopped")
        return [ActiveLoop(None), SlotSet(slots.REQUESTED_SLOT, None)]
