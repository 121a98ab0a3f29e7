"""The ending: how soon to be seen, by whom and why."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.advice import say_assessment
from actions.base import PatellaAction
from actions.conversation import answers_in
from actions.settings import load_settings
from knowledge.answers import Answers
from knowledge.assessment import IncompleteInterview, assess
from knowledge.notices import added
from knowledge.triage import urgency
from knowledge.urgency import EMERGENCY, at_least


class ActionAssess(PatellaAction):
    """Say the assessment, or that there cannot be one yet, or that nothing has changed."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_assess"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Assess the answers; never from an incomplete interview."""
        answers = answers_in(tracker)
        try:
            assessment = assess(answers)
        except IncompleteInterview:
            dispatcher.utter_message(response="utter_cannot_tell")
            return []
        before = tracker.get_slot(slots.ASSESSED)
        if before == answers.to_slots() and assessment.urgency != EMERGENCY:
            if not _was_answered(tracker):
                when = assessment.when(load_settings().emergency_number)
                dispatcher.utter_message(response="utter_nothing_new", when=when)
            return []
        if before and assessment.urgency != EMERGENCY:
            _say_what_changed(dispatcher, Answers.from_slots(before), answers)
        say_assessment(dispatcher, assessment)
        return [SlotSet(slots.ASSESSED, answers.to_slots())]


def _was_answered(tracker: Tracker) -> bool:
    """Whether the message was answered already: a question about knees, or what to change."""
    for event in reversed(tracker.events):
        if event.get("event") in ("user", "bot"):
            return bool(event["event"] == "bot")
    return False


def _say_what_changed(dispatcher: CollectingDispatcher, before: Answers, after: Answers) -> None:
    """Say which answers are others than at the last assessment, and what comes of that."""
    changes = "; ".join(added(before, after))
    if not changes:
        return
    old, new = urgency(before), urgency(after)
    if old == new:
        response = "utter_as_urgent_as_before"
    elif at_least(new, old):
        response = "utter_more_urgent_than_before"
    else:
        response = "utter_less_urgent_than_before"
    dispatcher.utter_message(response=response, changes=changes)
