"""Answers a question with a cited passage, or says honestly that it cannot."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.base import PatellaAction
from actions.conversation import payload_of
from knowledge.search.retrieve import load_search
from knowledge.urgency import EMERGENCY

#: What is said when the knowledge base has no answer, by the reason for that.
REFUSALS = {
    "ask_pharmacist": "utter_ask_pharmacist",
    "out_of_scope": "utter_out_of_scope",
}


class ActionAnswerQuestion(PatellaAction):
    """Look the question up in the knowledge base."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_question"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say the best passage with its source; what it is about was never made up."""
        found = load_search().search(_question(tracker))
        if not found.answerable:
            dispatcher.utter_message(response=REFUSALS.get(found.reason, "utter_no_answer"))
        else:
            passages = [hit.as_dict() for hit in found.passages]
            source = passages[0]["source"]
            dispatcher.utter_message(
                response="utter_answer",
                passage=passages[0]["text"],
                source=", ".join(str(part) for part in (source["name"], source["year"]) if part),
                json_message={"passages": passages},
            )
        if tracker.get_slot(slots.URGENCY) == EMERGENCY:
            dispatcher.utter_message(response="utter_emergency_reminder")
        return []


def _question(tracker: Tracker) -> str:
    """The words to search for: what was written, or the question behind a button."""
    payload = payload_of(tracker) or ""
    kind, _, wanted = payload.partition("=")
    if kind == "question":
        return wanted
    return str(tracker.latest_message.get("text") or "")
