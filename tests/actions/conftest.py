from collections.abc import Mapping
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from tests.knowledge.conftest import complete, reference  # noqa: F401 - fixtures shared with there


def tracker_of(
    slots: Mapping[str, Any] | None = None,
    moves: tuple[str, ...] = ("inform",),
    findings: Mapping[str, Any] | None = None,
    text: str = "",
    payload: str | None = None,
    events: tuple[Mapping[str, Any], ...] = (),
    turn: int = 0,
) -> Tracker:
    """A conversation as the dialogue server sends it."""
    message = {
        "text": text,
        "intent": {"name": moves[0]},
        "moves": list(moves),
        "findings": dict(findings or {}),
        "metadata": {"payload": payload, "turn": turn},
    }
    state = {"sender_id": "test", "slots": dict(slots or {}), "latest_message": message}
    return Tracker.from_dict({**state, "events": [{"event": "user", "text": text}, *events]})


def slot_values(events) -> dict[str, Any]:
    """What a list of events sets."""
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def responses(dispatcher: CollectingDispatcher) -> list[str]:
    """The names of the responses that were said."""
    return [message["response"] for message in dispatcher.messages]


@pytest.fixture
def dispatcher() -> CollectingDispatcher:
    return CollectingDispatcher()
