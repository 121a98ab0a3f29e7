"""What stands behind the buttons of an inline keyboard: at most 64 bytes each. Pure functions."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from bot.exchange import Message

#: Telegram takes no more for one button.
MOST_BYTES = 64

#: The first character says what a tap means; without one of these it is a payload as it is.
TOGGLE, DONE, PLACES, SIDE, DIGEST = "+", "=", ">", "@", "#"
_KINDS = (TOGGLE, DONE, PLACES, SIDE, DIGEST)

_SEPARATOR = ":"


@dataclass(frozen=True)
class Meaning:
    """What a tap means: ``kind`` is one of the characters above, "" for a payload.

    ``value`` is the payload, its digest, the option to tick or the id of the question that is
    done; ``side`` stands beside the question where a side was tapped.
    """

    kind: str
    value: str
    side: str = ""


def of_payload(payload: str) -> str:
    """The data of a button that sends a payload; of a long one only a digest fits."""
    if len(payload.encode()) <= MOST_BYTES:
        return payload
    return DIGEST + digest(payload)


def of_option(value: str) -> str:
    """The data of a button that ticks an option."""
    return TOGGLE + value


def of_done(question_id: str, *, places: bool = False) -> str:
    """The data of the button that ends ticking; of places the side may have to be told."""
    return (PLACES if places else DONE) + question_id


def of_side(side: str, question_id: str) -> str:
    """The data of the button for the side of the places ticked."""
    return f"{SIDE}{side}{_SEPARATOR}{question_id}"


def read(data: str) -> Meaning:
    """What a button's data mean, whatever they are."""
    kind, rest = data[:1], data[1:]
    if kind not in _KINDS or not rest:
        return Meaning("", data)
    if kind == SIDE:
        side, _, question_id = rest.partition(_SEPARATOR)
        return Meaning(SIDE, question_id, side)
    return Meaning(kind, rest)


def digest(payload: str) -> str:
    """A short name for a long payload."""
    hashed = hashlib.blake2s(payload.encode(), digest_size=12).digest()
    return base64.urlsafe_b64encode(hashed).decode()


def resolve(name: str, history: Iterable[Message]) -> str | None:
    """The payload that was offered in a conversation under this digest; ``None`` if none was."""
    return next((payload for payload in _offered(history) if digest(payload) == name), None)


def _offered(history: Iterable[Message]) -> Iterable[str]:
    for message in history:
        for button in message.get("buttons", ()):
            yield str(button["payload"])
        question = message.get("question") or {}
        for option in question.get("options", ()):
            yield f"{question['id']}={option['value']}"
