"""Starts again from the beginning, once the person has said that they mean it."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, Restarted
from rasa_sdk.executor import CollectingDispatcher

from actions.base import PatellaAction
from actions.conversation import answers_in, payload_of
from knowledge.answers import Answers

CONFIRMED = "restart=yes"


class ActionRestart(PatellaAction):
    """Replaces Rasa's own restart, which drops every answer on a single misread message."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_restart"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Ask first where there is something to lose."""
        if answers_in(tracker) != Answers() and payload_of(tracker) != CONFIRMED:
            dispatcher.utter_message(response="utter_confirm_restart")
            return []
        dispatcher.utter_message(response="utter_restarted")
        return [Restarted()]
