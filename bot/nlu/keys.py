"""The keys under which a parsed message carries what we add, and what the turn tells us."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa.shared.nlu.constants import METADATA
from rasa.shared.nlu.training_data.message import Message

FINDINGS = "findings"
FINDING_WORDS = "finding_words"
RED_FLAG = "red_flag"
MOVES = "moves"
#: (intent, confidence) of each part of a message that has several.
INTENTS_OF_PARTS = "intents_of_parts"

RED_FLAG_INTENT = "report_red_flag"


def asked_of(message: Message) -> str | None:
    """The id of the question that is pending, as the turn told it."""
    return _told(message, "asked")


def offered_of(message: Message) -> tuple[str, ...]:
    """The values that the pending question offered, in the order shown; none where not told."""
    metadata: Any = message.get(METADATA)
    values = metadata.get("offered") if isinstance(metadata, dict) else None
    return tuple(map(str, values)) if isinstance(values, list) else ()


def payload_of(message: Message) -> str | None:
    """The payload of the button that was tapped, if one was."""
    return _told(message, "payload")


def today_of(message: Message) -> date | None:
    """The day that "since Monday" is counted from, where it is not the real one."""
    told = _told(message, "today")
    return date.fromisoformat(told) if told else None


def _told(message: Message, key: str) -> str | None:
    metadata: Any = message.get(METADATA)
    value = metadata.get(key) if isinstance(metadata, dict) else None
    return value if isinstance(value, str) and value else None
