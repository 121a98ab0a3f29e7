"""Says why the pending question is asked."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_follow_up
from actions.base import PatellaAction
from actions.explaining import explain
from knowledge.search.follow_up import asks_why_so


class ActionExplainWhy(PatellaAction):
    """Answer "why do you ask?"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_explain_why"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say the reason of the question named, or of the pending one.

        "Why is that?" of what was told just before is a question to the documents.
        """
        typed = str((tracker.latest_message or {}).get("text") or "")
        if asks_why_so(typed):
            events = answer_follow_up(dispatcher, tracker, typed)
            if events:
                return events
        explain(dispatcher, tracker, "ask_why")
        return []
