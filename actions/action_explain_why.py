"""Says why the pending question is asked."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.base import PatellaAction
from actions.explaining import explain


class ActionExplainWhy(PatellaAction):
    """Answer "why do you ask?"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_explain_why"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say the reason of the question named, or of the pending one."""
        explain(dispatcher, tracker, "ask_why")
        return []
