"""Copies of Rasa's trackers, made without going through the conversation again.

Rasa copies a tracker several times in a turn: before each action, and for what a form asks. It does
so by applying all events anew to an empty one, which comes to the state that the first is in.
"""

from __future__ import annotations

import copy
from collections import deque
from dataclasses import replace

from rasa.core.actions.forms import FormAction
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    Event,
    FollowupAction,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_copied_by_rasa = DialogueStateTracker.copy
_form_tracker_by_rasa = FormAction._temporary_tracker

#: After these Rasa applies the events before them again, and comes to more than one state.
_TAKING_BACK = (ActionReverted, UserUtteranceReverted, Restarted)


def copy_trackers_quickly() -> None:
    """Let Rasa's trackers be copied by what they hold, where that is what Rasa comes to."""
    DialogueStateTracker.copy = _copied  # type: ignore[method-assign]
    FormAction._temporary_tracker = _form_tracker  # type: ignore[method-assign]


def _copied(tracker: DialogueStateTracker) -> DialogueStateTracker:
    if any(isinstance(event, _TAKING_BACK) for event in tracker.events):
        return _copied_by_rasa(tracker)
    copied = object.__new__(type(tracker))
    copied.__dict__.update(tracker.__dict__)
    copied.events = deque(tracker.events, tracker.events.maxlen)
    copied.slots = {name: copy.copy(slot) for name, slot in tracker.slots.items()}
    copied.active_loop = replace(tracker.active_loop) if tracker.active_loop else None
    copied.followup_action = _asked_for(tracker)
    # These two Rasa does not take over: they would be written into each event anew.
    copied.model_id = copied.assistant_id = None
    return copied


def _asked_for(tracker: DialogueStateTracker) -> str | None:
    """What the events ask to be done next; the tracker itself has forgotten it by then."""
    for event in reversed(tracker.events):
        if isinstance(event, FollowupAction):
            return str(event.action_name)
        if isinstance(event, (ActionExecuted, UserUttered)):
            return None
        if isinstance(event, SessionStarted):
            break
    return ACTION_LISTEN_NAME


def _form_tracker(
    form: FormAction, tracker: DialogueStateTracker, events: list[Event], domain: Domain
) -> DialogueStateTracker:
    if any(isinstance(event, Restarted) for event in tracker.events):
        return _form_tracker_by_rasa(form, tracker, events, domain)
    copied = tracker.copy()
    asked = SlotSet(REQUESTED_SLOT, form.get_slot_to_fill(tracker))
    copied.update_with_events([asked, ActionExecuted(form.name()), *events], domain, False)
    return copied
