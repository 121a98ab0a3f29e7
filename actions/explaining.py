"""Saying why a question is asked and what its words mean; one message may ask for both."""

from __future__ import annotations

from collections.abc import Callable

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.conversation import answers_in, heard_in
from actions.remarks import answer_remark
from knowledge.meaning import meanings
from knowledge.questions import load_questions
from knowledge.sources import load_sources
from knowledge.way_back import named_question


def explain(dispatcher: CollectingDispatcher, tracker: Tracker, first: str) -> None:
    """Give the explanation of one move, and that of another which the same message makes."""
    if not tracker.get_slot(slots.REQUESTED_SLOT) and answer_remark(dispatcher, tracker):
        return
    also = (move for move in heard_in(tracker).moves if move in _EXPLANATIONS and move != first)
    for move in (first, *also):
        _EXPLANATIONS[move](dispatcher, tracker)


def _say_why(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say the reason that questions.yml gives for the question named, or the pending one."""
    named = named_question(_typed(tracker))
    pending = tracker.get_slot(slots.REQUESTED_SLOT)
    # "Why do you ask about running?" may name by chance a question that was never put.
    was_put = bool(named) and named in answers_in(tracker).asked
    question = load_questions().get((pending and was_put and named) or pending or "")
    if question is None:
        dispatcher.utter_message(response="utter_nothing_to_explain")
    elif question.source is None:
        dispatcher.utter_message(response="utter_why", why=question.why)
    else:
        source = load_sources()[question.source].in_words()
        dispatcher.utter_message(response="utter_why_cited", why=question.why, source=source)


def _say_meaning(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Explain the words asked about, or else every option of the pending question."""
    pending = tracker.get_slot(slots.REQUESTED_SLOT)
    found = meanings(_typed(tracker), pending, answers_in(tracker))
    if not found:
        dispatcher.utter_message(response="utter_no_meaning")
        return
    dispatcher.utter_message(response="utter_meaning", meaning="\n".join(found))


def _typed(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("text") or "")


_EXPLANATIONS: dict[str, Callable[[CollectingDispatcher, Tracker], None]] = {
    "ask_why": _say_why,
    "ask_meaning": _say_meaning,
}
