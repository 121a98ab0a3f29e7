"""What one turn has read from the store and means to write to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bot.exchange import Message


@dataclass
class Draft:
    """One conversation as a turn found it, and as the turn would leave it.

    ``tracker`` is Rasa's view of it, of which the first ``loaded`` events are stored;
    ``turns`` the number of turns so far, which must still hold when the draft is written;
    ``offered`` the messages of the last reply. Rasa's "save" only puts the tracker into
    ``staged``: whether it is written is decided when the whole turn has succeeded.
    """

    sender_id: str
    tracker: Any
    loaded: int = 0
    turns: int = 0
    offered: list[Message] = field(default_factory=list)
    staged: Any = None


_current: ContextVar[Draft | None] = ContextVar("draft", default=None)


def current_draft() -> Draft | None:
    """The draft of the turn that is running in this task, if there is one."""
    return _current.get()


@contextmanager
def drafting(draft: Draft) -> Iterator[Draft]:
    """Let Rasa read from and save to this draft instead of the store."""
    token = _current.set(draft)
    try:
        yield draft
    finally:
        _current.reset(token)
