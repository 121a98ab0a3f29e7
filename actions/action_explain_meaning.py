"""Says what a word of the pending question means."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.base import PatellaAction
from actions.conversation import answers_in
from actions.remarks import answer_remark
from knowledge.meaning import meanings


class ActionExplainMeaning(PatellaAction):
    """Answer "what does that mean?"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_explain_meaning"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Explain the words asked about, or else every option of the pending question."""
        if not tracker.get_slot(slots.REQUESTED_SLOT) and answer_remark(dispatcher, tracker):
            return []
        found = meanings(
            str(tracker.latest_message.get("text") or ""),
            tracker.get_slot(slots.REQUESTED_SLOT),
            answers_in(tracker),
        )
        if not found:
            dispatcher.utter_message(response="utter_no_meaning")
            return []
        dispatcher.utter_message(response="utter_meaning", meaning="\n".join(found))
        return []
