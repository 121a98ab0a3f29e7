"""The ending: how soon to be seen, by whom and why."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.advice import say_assessment, say_cautions
from actions.base import PatellaAction
from actions.conversation import answers_in, form_was_left
from actions.remarks import answer_remark
from actions.settings import load_settings
from knowledge.answers import Answers
from knowledge.assessment import Assessment, IncompleteInterview, assess, assess_so_far
from knowledge.changes import told_as_changed
from knowledge.grounds import grounds
from knowledge.notices import added
from knowledge.red_flags import fired
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
        told = tracker.get_slot(slots.ASSESSED)
        before = Answers.from_slots(told) if told else None
        if assessment.urgency == EMERGENCY:
            if before is not None and _is_the_same_emergency(before, assessment):
                _remind(dispatcher, tracker, before, assessment)
                return [SlotSet(slots.ASSESSED, answers.to_slots())]
        elif before == answers:
            if not _was_answered(tracker) and not answer_remark(dispatcher, tracker):
                when = assessment.when(load_settings().emergency_number)
                dispatcher.utter_message(response="utter_nothing_new", when=when)
            return []
        elif before is not None:
            _say_what_changed(dispatcher, before, answers)
        say_assessment(dispatcher, assessment)
        if assessment.urgency != EMERGENCY and not _has_ended_before(before):
            dispatcher.utter_message(response="utter_ask_helpful")
        # "So what is it?" is asked of what was just told, not of a passage shown before it.
        return [SlotSet(slots.ASSESSED, answers.to_slots()), SlotSet(slots.TOLD_TOPIC, None)]


def _has_ended_before(before: Answers | None) -> bool:
    """Whether an assessment was told that let somebody ask whether it helped."""
    return before is not None and urgency(before) != EMERGENCY


def _is_the_same_emergency(before: Answers, now: Assessment) -> bool:
    """Whether all that cannot wait was told in full already."""
    told = {flag.id for flag in fired(before)}
    standing = {flag.id for flag in now.red_flags if flag.level == EMERGENCY}
    # Where only a doubt makes it an emergency, all that it lifts has to have been told.
    standing = standing or {flag.id for flag in now.red_flags}
    return urgency(before) == EMERGENCY and standing <= told


def _remind(
    dispatcher: CollectingDispatcher, tracker: Tracker, before: Answers, now: Assessment
) -> None:
    """Say in a line that it stands, and on what where an answer has changed."""
    if now.ending.cautions != assess_so_far(before).ending.cautions:
        say_cautions(dispatcher, now)
    if form_was_left(tracker) or answer_remark(dispatcher, tracker):
        return
    answers = answers_in(tracker)
    because = "; ".join(grounds(now.red_flags[0].when, answers))
    if because and added(before, answers):
        response = "utter_emergency_still"
    else:
        response = "utter_emergency_stands"
    dispatcher.utter_message(
        response=response, because=because, json_message={"notice": "emergency"}
    )


def _was_answered(tracker: Tracker) -> bool:
    """Whether the message was answered already: a question about knees, or what to change."""
    for event in reversed(tracker.events):
        if event.get("event") in ("user", "bot"):
            return bool(event["event"] == "bot")
    return False


def _say_what_changed(dispatcher: CollectingDispatcher, before: Answers, after: Answers) -> None:
    """Say which answers are others than at the last assessment, and what comes of that."""
    changes = "; ".join(told_as_changed(before, after))
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
