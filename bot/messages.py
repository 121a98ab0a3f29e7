"""From what Rasa says to the message objects of the web API. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.exchange import Message
from bot.failure import abort
from knowledge.urgency import LEVELS

#: Describes the question with this id (without its wording), or ``None`` if it is none.
Describe = Callable[[str], "Mapping[str, Any] | None"]

ASK_PREFIX = "utter_ask_"
NOTICES = ("emergency", "not_processed", "limit", "consent")
#: What a message may say over again in plain words, for channels that show no such object.
REPEATABLE = ("assessment",)

_STRUCTURED: dict[str, type] = {
    "question": dict,
    "assessment": dict,
    "passages": list,
    "report_url": str,
}


def from_responses(responses: Iterable[Mapping[str, Any]], describe: Describe) -> list[Message]:
    """The message objects for Rasa's responses, in order; empty responses are left out.

    Raises:
        TurnAborted: if a response says that it failed or does not keep to the contract.
            Half an assessment must not reach anyone.
    """
    messages = (from_response(response, describe) for response in responses)
    return [message for message in messages if message]


def from_response(response: Mapping[str, Any], describe: Describe) -> Message:
    """One response as one message object; ``{}`` if there is nothing in it for the person.

    ``custom`` may hold any key of a message object, ``question_id`` to have that question
    described, or ``failed`` for an action that could not do its work.
    """
    custom = response.get("custom") or {}
    if not isinstance(custom, Mapping):
        abort("bad_reply", "custom is no object")
    if custom.get("failed") is True:
        abort("action_failed", str(response.get("utter_action") or "custom"))
    message: Message = {}
    text = response.get("text") or custom.get("text")
    if text:
        message["text"] = _checked("text", text, str).strip()
    buttons = [*(custom.get("buttons") or ()), *(response.get("buttons") or ())]
    if buttons:
        message["buttons"] = [_button(button) for button in buttons]
    question = _question(response, custom, describe)
    if question:
        message["question"] = {**question, "text": message.get("text") or question.get("text")}
        message.setdefault("text", message["question"]["text"])
    for key, kind in _STRUCTURED.items():
        if key != "question" and custom.get(key) is not None:
            message[key] = _checked(key, custom[key], kind)
    if custom.get("notice") is not None:
        if custom["notice"] not in NOTICES:
            abort("bad_reply", "unknown notice")
        message["notice"] = custom["notice"]
    if message and custom.get("repeats") is not None:
        if custom["repeats"] not in REPEATABLE:
            abort("bad_reply", "repeats what cannot be repeated")
        message["repeats"] = custom["repeats"]
    if message and not message.get("text"):
        abort("bad_reply", f"no text with {', '.join(sorted(message))}")
    if "assessment" in message and message["assessment"].get("urgency") not in LEVELS:
        abort("bad_reply", "assessment without a known urgency")
    return message


def _question(
    response: Mapping[str, Any], custom: Mapping[str, Any], describe: Describe
) -> Mapping[str, Any] | None:
    if custom.get("question") is not None:
        return _checked("question", custom["question"], dict)
    if custom.get("question_id") is not None:
        name = _checked("question_id", custom["question_id"], str)
        return describe(name) or abort("bad_reply", "unknown question_id")
    said = str(response.get("utter_action") or "")
    return describe(said[len(ASK_PREFIX) :]) if said.startswith(ASK_PREFIX) else None


def _button(button: Any) -> dict[str, str]:
    if not isinstance(button, Mapping):
        abort("bad_reply", "a button is no object")
    title, payload = button.get("title"), button.get("payload")
    if not (isinstance(title, str) and title and isinstance(payload, str) and payload):
        abort("bad_reply", "a button without title or payload")
    return {"title": title, "payload": payload}


def _checked(key: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        abort("bad_reply", f"{key} is no {kind.__name__}")
    return value


def urgency_of(message: Message) -> str | None:
    """The level of a message's assessment; ``None`` if it has none."""
    urgency = (message.get("assessment") or {}).get("urgency")
    return urgency if urgency in LEVELS else None
