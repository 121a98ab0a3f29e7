"""Answers a question with a cited passage, or says honestly that it cannot."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.base import PatellaAction
from actions.conversation import heard_in, intent_of, payload_of
from actions.remarks import answer_remark, finished, remark_of, say_when
from knowledge.facts import tells_of_complaint
from knowledge.remarks import without_lead
from knowledge.search.retrieve import Hit, load_search
from knowledge.urgency import SAME_DAY, at_least

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
        """Say what was reviewed for this very question, else the best passage with its source."""
        if not answer_remark(dispatcher, tracker):
            _answer_from_passages(dispatcher, tracker)
        # Outside the interview nobody else would take in what the message says about the pain.
        goes_on = not tracker.active_loop and tells_of_complaint(heard_in(tracker).findings)
        return [FollowupAction(FORM)] if goes_on else []


def _answer_from_passages(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    hits, refusal = _looked_up(tracker)
    if refusal is not None:
        dispatcher.utter_message(response=refusal)
        return
    found = finished(tracker)
    remark = remark_of(tracker)
    if remark is not None and found is not None and at_least(found.urgency, SAME_DAY):
        # Sport and healing come after being seen.
        say_when(dispatcher, "utter_when_so_far", found)
    dispatcher.utter_message(
        response="utter_answer",
        passage=hits[0].passage.text,
        source=hits[0].passage.sources[0].in_words(),
        json_message={"passages": [hit.as_dict() for hit in hits]},
    )


def _looked_up(tracker: Tracker) -> tuple[tuple[Hit, ...], str | None]:
    """The passages for a question or a topic, or the response that says why there are none."""
    kind, _, wanted = (payload_of(tracker) or "").partition("=")
    search = load_search()
    if kind == "topic":
        found = tuple(Hit(passage, 1.0) for passage in search.passage_by_document(wanted))
        return found, None if found else "utter_no_answer"
    typed = str(tracker.latest_message.get("text") or "")
    result = search.search(wanted if kind == "question" else _question_in(typed, tracker))
    if not result.answerable:
        return (), REFUSALS.get(result.reason, _nothing_found(tracker))
    return result.passages, None


def _question_in(typed: str, tracker: Tracker) -> str:
    """The question of a message in the words that it is best looked up by."""
    remark = remark_of(tracker)
    return remark.reads_as if remark and remark.reads_as else without_lead(typed)


def _nothing_found(tracker: Tracker) -> str:
    """What to say when nothing fits: the message may not have been about knees at all."""
    elsewhere = intent_of(tracker.latest_message) == "out_of_scope"
    return "utter_out_of_scope" if elsewhere else "utter_no_answer"
