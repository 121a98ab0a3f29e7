"""Says the last important thing again, outside the interview."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.action_assess import ActionAssess
from actions.base import PatellaAction


class ActionRepeat(PatellaAction):
    """Answer "say that again"; within the interview the form asks its question again by itself."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_repeat"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Repeat the ending if there was one, else how to begin."""
        if tracker.get_slot(slots.URGENCY) is None:
            dispatcher.utter_message(response="utter_greet")
            return []
        return ActionAssess().act(dispatcher, tracker)
