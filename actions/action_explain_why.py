"""Says why the pending question is asked."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.base import PatellaAction
from actions.conversation import answers_in
from actions.remarks import answer_remark
from knowledge.questions import load_questions
from knowledge.sources import load_sources
from knowledge.way_back import named_question


class ActionExplainWhy(PatellaAction):
    """Answer "why do you ask?"."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_explain_why"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say the reason that questions.yml gives for the question named, or the pending one."""
        if not tracker.get_slot(slots.REQUESTED_SLOT) and answer_remark(dispatcher, tracker):
            return []
        named = named_question(str(tracker.latest_message.get("text") or ""))
        pending = tracker.get_slot(slots.REQUESTED_SLOT)
        # "Why do you ask about running?" may name by chance a question that was never put.
        was_put = bool(named) and named in answers_in(tracker).asked
        question = load_questions().get((pending and was_put and named) or pending or "")
        if question is None:
            dispatcher.utter_message(response="utter_nothing_to_explain")
            return []
        if question.source is None:
            dispatcher.utter_message(response="utter_why", why=question.why)
            return []
        source = load_sources()[question.source].in_words()
        dispatcher.utter_message(response="utter_why_cited", why=question.why, source=source)
        return []
