"""Answers a question with a cited passage, or says honestly that it cannot."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.base import PatellaAction
from actions.conversation import heard_in, intent_of, payload_of
from knowledge.facts import tells_of_complaint
from knowledge.search.retrieve import Hit, load_search

FORM = "intake_form"

#: What is said when the knowledge base has no answer, by the reason for that.
REFUSALS = {
    "ask_pharmacist": "utter_ask_pharmacist",
    "out_of_scope": "utter_out_of_scope",
    "privacy": "utter_privacy",
}


class ActionAnswerQuestion(PatellaAction):
    """Look the question up in the knowledge base."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_question"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say the best passage with its source, as it was reviewed."""
        hits, refusal = _looked_up(tracker)
        if refusal is not None:
            dispatcher.utter_message(response=refusal)
        else:
            dispatcher.utter_message(
                response="utter_answer",
                passage=hits[0].passage.text,
                source=hits[0].passage.sources[0].in_words(),
                json_message={"passages": [hit.as_dict() for hit in hits]},
            )
        # Outside the interview nobody else would take in what the message says about the pain.
        goes_on = not tracker.active_loop and tells_of_complaint(heard_in(tracker).findings)
        return [FollowupAction(FORM)] if goes_on else []


def _looked_up(tracker: Tracker) -> tuple[tuple[Hit, ...], str | None]:
    """The passages for a question or a topic, or the response that says why there are none."""
    kind, _, wanted = (payload_of(tracker) or "").partition("=")
    search = load_search()
    if kind == "topic":
        found = tuple(Hit(passage, 1.0) for passage in search.passage_by_document(wanted))
        return found, None if found else "utter_no_answer"
    question = wanted if kind == "question" else str(tracker.latest_message.get("text") or "")
    result = search.search(question)
    if not result.answerable:
        return (), REFUSALS.get(result.reason, _nothing_found(tracker))
    return result.passages, None


def _nothing_found(tracker: Tracker) -> str:
    """What to say when nothing fits: the message may not have been about knees at all."""
    elsewhere = intent_of(tracker.latest_message) == "out_of_scope"
    return "utter_out_of_scope" if elsewhere else "utter_no_answer"
