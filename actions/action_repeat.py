"""Says the last important thing again, outside the interview."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.advice import say_assessment
from actions.base import PatellaAction
from actions.conversation import answers_in
from knowledge.assessment import IncompleteInterview, assess


class ActionRepeat(PatellaAction):
    """Answer "say that again"; within the interview the form asks its question again by itself."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_repeat"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Repeat the ending if there was one, else how to begin."""
        if tracker.get_slot(slots.ASSESSED) is None:
            dispatcher.utter_message(response="utter_greet")
            return []
        try:
            assessment = assess(answers_in(tracker))
        except IncompleteInterview:
            # Something was changed since, and what follows from that was not asked yet.
            dispatcher.utter_message(response="utter_cannot_tell")
            return []
        say_assessment(dispatcher, assessment)
        return []
