"""What the dialogue carries on with after a turn, without all that led there.

A turn that read its whole conversation would take longer the more has been said. Rules look at
the last turn only, and everything else that counts is in the slots; so those are kept with
each turn, and put in front of the last turns' events as if they had just been set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.trackers import DialogueStateTracker

#: So many turns are read with all their events. No rule in data/ looks further back: each is
#: about a single message (`tests/bot/test_quick_rasa.py`).
WINDOW = 2


def state_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The slots that hold something else than at the beginning, and the form that is going on."""
    slots = {
        name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value
    }
    return {"slots": slots, "loop": tracker.active_loop_name}


def carried_on(
    state: Mapping[str, Any] | None, events: Sequence[Mapping[str, Any]], at: float
) -> list[Mapping[str, Any]] | None:
    """The events to make a tracker of: the state before the last turns, then those turns.

    Args:
        state: what `state_of` gave after the turn before those of ``events``.
        events: the events of the last turns, oldest first, as Rasa writes them.
        at: when that state was reached (unix seconds).

    Returns:
        ``None`` where the whole conversation has to be read: there is no state, or nobody said
        anything in these turns.
    """
    begun = [place for place, event in enumerate(events) if event["event"] == "session_started"]
    if begun:
        return list(events[begun[-1] :])
    if state is None or not any(event["event"] == "user" for event in events):
        return None
    before: list[Mapping[str, Any]] = [
        {"event": "slot", "timestamp": at, "name": name, "value": value}
        for name, value in state["slots"].items()
    ]
    if state["loop"]:
        before.append({"event": "active_loop", "timestamp": at, "name": state["loop"]})
    # Where a message was not understood, Rasa takes it back with all that came after the action
    # before it. Without one that would be everything that is known.
    before.append({"event": "action", "timestamp": at, "name": ACTION_LISTEN_NAME})
    return [*before, *events]
