"""Says what a word of the pending question means."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.answering import answer_if_told
from actions.base import PatellaAction
from actions.conversation import answers_in
from actions.explaining import explain
from knowledge.meaning import names_an_option


class ActionExplainMeaning(PatellaAction):
    """Answer "what does that mean?"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_explain_meaning"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Explain the words asked about, or else every option of the pending question.

        A word of no option, "what does impingement mean?", is for the documents.
        """
        typed = str((tracker.latest_message or {}).get("text") or "")
        pending = tracker.get_slot(slots.REQUESTED_SLOT)
        if not names_an_option(typed, pending, answers_in(tracker)):
            events = answer_if_told(dispatcher, tracker, typed)
            if events:
                return events
        explain(dispatcher, tracker, "ask_meaning")
        return []
