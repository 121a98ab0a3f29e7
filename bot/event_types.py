"""Which class of Rasa's an event is of, by the name of its type.

Rasa goes through all its classes for each event that it reads, and reads a whole conversation in
every turn: a tenth of a turn went into that. The classes do not change while the server runs.
"""

from __future__ import annotations

from functools import lru_cache

from rasa.shared.core.events import Event


def look_up_types_once() -> None:
    """Let Rasa's events be found by the name of their type without a search."""
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))  # type: ignore[method-assign, assignment]
