"""The one place in which slots are filled, and the next question is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions import slots
from actions.advice import say_how_soon
from actions.base import PatellaAction
from actions.conversation import (
    changed_slots,
    form_was_left,
    heard_in,
    interview_in,
    summary_text,
)
from actions.remarks import BESIDE_AN_ANSWER, answer_remark
from knowledge.answers import Answers
from knowledge.asking import (
    is_about_hip,
    is_about_hip_and_knee,
    is_about_injury,
    is_about_rest,
    is_about_which,
    is_doubted,
)
from knowledge.interview import Step, hear
from knowledge.questions import Question, load_questions
from knowledge.red_flags import confirmed_level, fired_emergencies
from knowledge.urgency import SAME_DAY, at_least


class ValidateIntakeForm(PatellaAction):
    """Take a message into the interview and ask what is still missing.

    An aside is rejected first, so that its own rule can answer it; when the form comes back,
    whatever the same message said about the pain is taken in all the same.
    """

    def name(self) -> str:
        """The name in domain.yml."""
        return "validate_intake_form"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Fill slots and set the next question."""
        heard = heard_in(tracker)
        if heard.is_aside and not form_was_left(tracker):
            raise ActionExecutionRejection(self.name())
        before = interview_in(tracker)
        if not heard.is_aside and answer_remark(dispatcher, tracker, BESIDE_AN_ANSWER):
            heard = replace(heard, is_aside=True)
        step = hear(before, heard)
        answers = step.interview.answers
        if step.question and _rises_to_same_day(before.answers, answers):
            # What to do comes before "any of the others?".
            say_how_soon(dispatcher, answers)
        for notice in step.notices:
            dispatcher.utter_message(response=notice.response, **notice.values)
        if step.question:
            _say_what_no_longer_stands(dispatcher, before.answers, answers)
        is_summing_up = step.question == slots.SUMMARY_CONFIRMED
        return [
            *changed_slots(before, step.interview),
            SlotSet(slots.SUMMARY, summary_text(answers) if is_summing_up else None),
            SlotSet(slots.ABOUT_DOUBT, _next_is(is_doubted, step)),
            SlotSet(slots.ABOUT_REST, _next_is(is_about_rest, step)),
            SlotSet(slots.ABOUT_WHICH, _next_is(is_about_which, step)),
            SlotSet(slots.ABOUT_INJURY, _next_is(is_about_injury, step)),
            SlotSet(slots.ABOUT_HIP, _next_is(is_about_hip, step)),
            SlotSet(slots.ABOUT_HIP_AND_KNEE, _next_is(is_about_hip_and_knee, step)),
            SlotSet(slots.ASKED_WHAT_TO_CHANGE, step.asks_what_to_change),
            SlotSet(slots.REQUESTED_SLOT, step.question),
        ]


def _next_is(holds: Callable[[Question, Answers], bool], step: Step) -> bool:
    """Whether this holds of the question that is put next."""
    question = load_questions().get(step.question or "")
    return question is not None and holds(question, step.interview.answers)


def _say_what_no_longer_stands(
    dispatcher: CollectingDispatcher, before: Answers, after: Answers
) -> None:
    """Say of an emergency that was taken back that it no longer stands, and when it would again."""
    told = fired_emergencies(before)
    if not told or fired_emergencies(after):
        return
    again = " ".join(flag.say for flag in told)
    dispatcher.utter_message(response="utter_emergency_taken_back", again=again)
    if at_least(confirmed_level(after), SAME_DAY):
        say_how_soon(dispatcher, after)


def _rises_to_same_day(before: Answers, after: Answers) -> bool:
    """Whether a message has made it something for today, which is not kept back to the end."""
    return confirmed_level(after) == SAME_DAY and not at_least(confirmed_level(before), SAME_DAY)
