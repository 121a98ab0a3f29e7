"""What goes through a turn: a message in, and the messages that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: One message object of the web API, which every channel renders in its own idiom.
Message = dict[str, Any]


@dataclass(frozen=True)
class Incoming:
    """A message as a channel hands it over: either ``text`` or a tapped button's ``payload``.

    ``sender_id`` is prefixed by its channel (``web:…``); ``message_id`` is unique for the
    sender and the same again when a delivery is repeated. Without ``consent`` it is only looked
    through for emergencies. What is ``patient`` may wait while others are answered.
    """

    sender_id: str
    channel: str
    message_id: str
    text: str | None = None
    payload: str | None = None
    debug: bool = False
    consent: bool = True
    patient: bool = False


@dataclass(frozen=True)
class Said:
    """What the dialogue gets to hear of a message.

    ``asked`` is the pending question, ``offered`` the values that it offered in the order shown.
    """

    text: str
    channel: str
    message_id: str
    asked: str | None = None
    payload: str | None = None
    offered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the dialogue made of it: Rasa's responses in order, the slots, the parse data."""

    responses: list[Mapping[str, Any]]
    slots: Mapping[str, Any] = field(default_factory=dict)
    parse: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """The messages that answer a message, and how they came about where that was asked for.

    ``outcome`` is answered, seen_before, erased, refused or not_processed, and ``reason`` a code
    for why, with the last two.
    """

    messages: list[Message]
    debug: Mapping[str, Any] | None = None
    outcome: str = "answered"
    reason: str = ""


@dataclass(frozen=True)
class EndedTurn:
    """What is measured of a turn; ``spent`` are the seconds of each of its stages."""

    channel: str
    reply: Reply
    seconds: float
    spent: Mapping[str, float] = field(default_factory=dict)
    understood: bool = True


@dataclass(frozen=True)
class StoredTurn:
    """A turn as it is kept; ``created`` is unix seconds.

    ``person`` is {"text", "payload"?, "question_id"?}, the last of them the question answered.
    """

    message_id: str
    person: Mapping[str, Any]
    reply: list[Message]
    created: float
