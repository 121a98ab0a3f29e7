"""What is told of a message and its answer. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.exchange import Answer, Incoming, Message
from bot.payloads import MOST_CHARACTERS, is_payload
from knowledge.questions import SKIP, is_changeable, is_put_again


def refusal_of(incoming: Incoming, text: str) -> str | None:
    """The response for a message that is not let in at all."""
    if incoming.payload is not None:
        if not is_payload(incoming.payload):
            return "utter_empty"
    elif not text:
        return "utter_empty"
    elif len(text) > MOST_CHARACTERS:
        return "utter_too_long"
    return None if incoming.consent else "utter_consent_first"


def question_answered(answer: Answer, before: Mapping[str, Any]) -> str | None:
    """The question that a message answered, if that answer can be changed by itself.

    To leave one that is put again as it was is no new answer.
    """
    found = (answer.parse.get("findings") or {}).get("answer") or {}
    question_id = found.get("question")
    is_left = found.get("outcome") == SKIP and is_put_again(
        (before.get("asked") or {}).get(question_id)
    )
    return str(question_id) if is_changeable(question_id) and not is_left else None


def with_state(reply: list[Message], state: Mapping[str, Any]) -> list[Message]:
    """The reply with what holds of the conversation after it, on its last message."""
    holding = {name: value for name, value in state.items() if value}
    return [*reply[:-1], {**reply[-1], "state": holding}] if holding else reply


def without(message: Mapping[str, Any], name: str) -> Message:
    """A message without one of its parts."""
    return {key: value for key, value in message.items() if key != name}


def how_it_came_about(answer: Answer, reply: list[Message], asked: str | None) -> dict[str, Any]:
    """What is shown of a reply where that was asked for."""
    intent = answer.parse.get("intent") or {}
    return {
        "slots": {name: value for name, value in answer.slots.items() if value is not None},
        "intent": {"name": intent.get("name"), "confidence": intent.get("confidence")},
        "findings": answer.parse.get("findings"),
        "red_flag": answer.parse.get("red_flag"),
        "passages": [passage for message in reply for passage in message.get("passages", ())],
        "asked": asked,
    }
