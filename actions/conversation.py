"""Reading the conversation that Rasa sends along, and writing slots back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import slots
from actions.moves import ANSWERING, ASIDES
from knowledge.answers import Answers
from knowledge.interview import Heard, Interview
from knowledge.questions import CHANGE, is_changeable
from knowledge.summary import summarise_briefly


def answers_in(tracker: Tracker) -> Answers:
    """What has been answered so far."""
    return Answers.from_slots(tracker.slots)


def interview_in(tracker: Tracker) -> Interview:
    """Where the interview stands."""
    return Interview(
        answers=answers_in(tracker),
        pending=tracker.get_slot(slots.REQUESTED_SLOT),
        trail=tuple(tracker.get_slot(slots.TRAIL) or ()),
        misses=tracker.get_slot(slots.MISSES) or 0,
    )


def heard_in(tracker: Tracker) -> Heard:
    """What understanding made of the latest message."""
    message = tracker.latest_message
    moves = tuple(message.get("moves") or [intent_of(message)])
    payload = payload_of(tracker)
    is_tap = payload is not None
    return Heard(
        moves=moves,
        findings=message.get("findings") or {},
        is_aside=moves[0] in ASIDES,
        is_tap=is_tap,
        text="" if is_tap else str(message.get("text") or ""),
        named=question_to_change(payload or ""),
        was_asked_what_to_change=tracker.get_slot(slots.ASKED_WHAT_TO_CHANGE) is True,
    )


def question_to_change(payload: str) -> str | None:
    """The question that a tap asks to have put again, ``None`` where it asks for nothing such."""
    name, _, question_id = payload.partition("=")
    return question_id if name == CHANGE and is_changeable(question_id) else None


def intent_of(message: Mapping[str, Any]) -> str:
    """The intent of a message, an empty string where it has none."""
    return (message.get("intent") or {}).get("name") or ""


def payload_of(tracker: Tracker) -> str | None:
    """The payload of the button that was tapped, if one was."""
    return ((tracker.latest_message or {}).get("metadata") or {}).get("payload")


def form_was_left(tracker: Tracker) -> bool:
    """Whether something else already answered this message, and the form comes back to ask on.

    Within the interview the form has rejected the message; before it the action that answered has
    asked for the form.
    """
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action_execution_rejected":
            return True
        if event.get("event") == "action" and event.get("name") in ANSWERING:
            return True
    return False


def changed_slots(before: Interview, after: Interview) -> list[EventType]:
    """The slots in which two states of an interview differ."""
    old, new = before.answers.to_slots(), after.answers.to_slots()
    events = [SlotSet(name, new[name]) for name in new if new[name] != old[name]]
    if after.trail != before.trail:
        events.append(SlotSet(slots.TRAIL, list(after.trail) or None))
    if after.misses != before.misses:
        events.append(SlotSet(slots.MISSES, after.misses or None))
    return events


def summary_text(answers: Answers) -> str:
    """The answers as a list for a message."""
    return "\n".join(f"• {line}" for line in summarise_briefly(answers))
