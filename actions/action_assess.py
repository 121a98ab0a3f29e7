"""The ending: how soon to be seen, by whom and why."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.advice import say_assessment
from actions.base import PatellaAction
from actions.conversation import answers_in
from actions.settings import load_settings
from knowledge.assessment import IncompleteInterview, assess
from knowledge.urgency import EMERGENCY


class ActionAssess(PatellaAction):
    """Say the assessment, or that there cannot be one yet, or that nothing has changed."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_assess"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Assess the answers; never from an incomplete interview."""
        answers = answers_in(tracker)
        try:
            assessment = assess(answers)
        except IncompleteInterview:
            dispatcher.utter_message(response="utter_cannot_tell")
            return []
        is_old = tracker.get_slot(slots.ASSESSED) == answers.to_slots()
        if is_old and assessment.urgency != EMERGENCY:
            when = assessment.when(load_settings().emergency_number)
            dispatcher.utter_message(response="utter_nothing_new", when=when)
            return []
        say_assessment(dispatcher, assessment)
        return [SlotSet(slots.ASSESSED, answers.to_slots())]
