"""Answers what is said by the way: in reviewed words where there are some, else by its intent."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.answering import tells_the_bot_what_to_be
from actions.base import PatellaAction
from actions.conversation import answers_in, intent_of
from actions.remarks import answer_remark, finished, say_when
from knowledge.answers import Answers
from knowledge.assessment import standing_emergency

#: What is said to an intent where its words tell nothing more.
USUAL = {
    "are_you_a_doctor": "utter_about",
    "complaint": "utter_complaint",
    "deny": "utter_when_ready",
    "dont_know": "utter_when_ready",
    "export_my_data": "utter_export",
    "greet": "utter_greet",
    "human_handover": "utter_human_handover",
    "nlu_fallback": "utter_fallback",
    "skip": "utter_when_ready",
    "thanks": "utter_thanks",
}
#: What asks for nothing, so that there is nothing to say but how it stands.
ASKS_NOTHING = frozenset({"deny", "dont_know", "greet", "nlu_fallback", "skip"})


class ActionAnswerRemark(PatellaAction):
    """Say what fits a thank-you, a complaint, a "no" outside the interview and the like."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_remark"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Answer the remark; after an emergency with a word of it and not the whole again."""
        if tells_the_bot_what_to_be(tracker):
            dispatcher.utter_message(response="utter_instructions")
            return []
        if answer_remark(dispatcher, tracker):
            return []
        intent = intent_of(tracker.latest_message)
        asks_nothing = intent in ASKS_NOTHING and not tracker.get_slot(slots.REQUESTED_SLOT)
        if asks_nothing and standing_emergency(answers_in(tracker)):
            dispatcher.utter_message(
                response="utter_emergency_stands", json_message={"notice": "emergency"}
            )
            return []
        if intent == "greet" and answers_in(tracker) != Answers():
            # Who is asked already, or was told, need not be told what this is.
            dispatcher.utter_message(response="utter_greet_again")
            return []
        found = finished(tracker) if asks_nothing and intent != "nlu_fallback" else None
        if found is not None:
            say_when(dispatcher, "utter_nothing_new", found)
            return []
        dispatcher.utter_message(response=USUAL[intent])
        return []
