"""Answers a question with a cited passage, or says honestly that it cannot."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_follow_up, answer_question, tells_the_bot_what_to_be
from actions.base import PatellaAction
from actions.conversation import answers_in, heard_in
from actions.remarks import answer_remark, finished, remark_of, say_when
from knowledge.facts import tells_of_complaint
from knowledge.red_flags import confirmed_level
from knowledge.remarks import without_lead
from knowledge.urgency import SAME_DAY, at_least

FORM = "intake_form"
#: Remarks that may speak of what was told just before: "is that serious?"
MAY_LEAN = frozenset({"serious", "healing", "taking", "what_is_it"})


class ActionAnswerQuestion(PatellaAction):
    """Look the question up in the knowledge base."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_question"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Say what was reviewed for this very question, else the best passage with its source."""
        events = _answer(dispatcher, tracker)
        # Outside the interview nobody else would take in what the message says about the pain.
        goes_on = not tracker.active_loop and tells_of_complaint(heard_in(tracker).findings)
        return [*events, FollowupAction(FORM)] if goes_on else events


def _answer(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    typed = str((tracker.latest_message or {}).get("text") or "")
    if tells_the_bot_what_to_be(tracker):
        # One calm line whatever else the message asks; the question that is open comes again.
        dispatcher.utter_message(response="utter_instructions")
        return []
    remark = remark_of(tracker)
    question = remark.reads_as if remark and remark.reads_as else without_lead(typed)
    if remark and remark.kind in MAY_LEAN and not _is_for_today(tracker):
        events = answer_follow_up(dispatcher, tracker, question)
        if events:
            return events
    if answer_remark(dispatcher, tracker):
        return []
    found = finished(tracker) if remark is not None else None
    if found is not None and at_least(found.urgency, SAME_DAY):
        # Sport and healing come after being seen.
        say_when(dispatcher, "utter_when_so_far", found)
    return answer_question(dispatcher, tracker, question)


def _is_for_today(tracker: Tracker) -> bool:
    """Whether something is for today: that is then what "is it serious?" is answered with."""
    return at_least(confirmed_level(answers_in(tracker)), SAME_DAY)
