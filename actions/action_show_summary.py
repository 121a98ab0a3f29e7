"""Shows what was understood so far."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.base import PatellaAction
from actions.conversation import answers_in, summary_text
from actions.remarks import answer_remark


class ActionShowSummary(PatellaAction):
    """Answer "what have you got so far?"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_show_summary"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say the summary, or that there is nothing to sum up yet."""
        if answer_remark(dispatcher, tracker, frozenset({"report"})):
            return []
        summary = summary_text(answers_in(tracker))
        if not summary:
            dispatcher.utter_message(response="utter_no_summary")
            return []
        dispatcher.utter_message(response="utter_summary", summary=summary)
        return []
