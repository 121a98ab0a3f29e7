"""What an action is told of the conversation: where it stands, and what happened in this turn.

Actions work on slots, the latest message and what happened since. Rasa would make a dictionary of
each event of the whole conversation for every call, and send the domain, which is longer than the
rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_call_format_of_rasa = RemoteAction._action_call_format


def tell_actions_of_this_turn() -> None:
    """Let Rasa's remote actions send no more than that.

    Rasa makes these actions itself, by name, wherever it needs one, and so takes no class of ours.
    """
    RemoteAction._action_call_format = call_format  # type: ignore[method-assign]


def call_format(
    action: RemoteAction, tracker: DialogueStateTracker, _domain: Domain
) -> dict[str, Any]:
    """Take the place of the action's own: the body of the request that runs it."""
    recent = [event.as_dict() for event in since_last_message(tracker.events)]
    return {
        "next_action": action.name(),
        "sender_id": tracker.sender_id,
        "tracker": {**tracker.current_state(), "events": recent},
        "version": rasa.__version__,
        # rasa-sdk takes a call without any domain for one that names a domain it should know.
        "domain": {},
    }


def since_last_message(events: Iterable[Event]) -> Sequence[Event]:
    """Return the last message with what came after it; all events where there is no message."""
    every = list(events)
    for place in range(len(every) - 1, -1, -1):
        if isinstance(every[place], UserUttered):
            return every[place:]
    return every
