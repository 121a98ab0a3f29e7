"""The red-flag guard: it listens to every message by itself, whatever else fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from bot.exchange import Message
from bot.failure import TurnAborted, whereabouts
from bot.messages import urgency_of
from knowledge.questions import SUSPECTED
from knowledge.urgency import EMERGENCY, SAME_DAY, at_least

log = logging.getLogger("patella.guard")

#: From this level on, a red flag that nobody answered to is answered here.
LEAST_LEVEL = SAME_DAY

#: The place of a message that says nothing of an emergency.
_ELSE = 2


class RedFlagHit(Protocol):
    """A red flag found in a text; ``level`` is one of the urgencies."""

    @property
    def id(self) -> str:
        """Which red flag."""

    @property
    def level(self) -> str:
        """How urgent it is."""

    @property
    def suspected(self) -> bool:
        """Whether the message only looks like it, so that the interview asks first."""


#: Finds the most urgent red flag in a message: its text, or the payload of what was tapped.
Screen = Callable[[str, "str | None"], "RedFlagHit | None"]
EmergencyMessage = Callable[[Any], Message]
Reminder = Callable[[Mapping[str, Any]], "Message | None"]


class Guard:
    """Puts the emergency message in front where the replies do not carry one.

    ``emergency_message`` says what to do about what ``screen`` finds, and should that fail,
    ``last_resort`` is said. ``reminder`` is what is added to every answer for as long as the
    slots of the conversation hold an emergency, and that does not tell of it by itself.
    """

    def __init__(
        self,
        screen: Screen,
        emergency_message: EmergencyMessage,
        last_resort: str,
        reminder: Reminder = lambda slots: None,
    ) -> None:
        self._screen = screen
        self._emergency_message = emergency_message
        self._last_resort = last_resort
        self._reminder = reminder

    def look(self, text: str, payload: str | None = None) -> RedFlagHit | None:
        """The red flag in a message, if it is one that cannot wait."""
        hit = self._screen(text, payload)
        if hit is None or not at_least(hit.level, LEAST_LEVEL):
            return None
        return hit

    def is_emergency(self, slots: Mapping[str, Any]) -> bool:
        """Whether these hold an emergency that was not taken back."""
        return self._reminder(slots) is not None

    def ensure(
        self,
        messages: Sequence[Message],
        hit: RedFlagHit | None,
        slots: Mapping[str, Any] | None = None,
    ) -> list[Message]:
        """The messages, the emergency among them first; one is added where it is missing.

        What is only suspected needs none where the answer asks about its signs.
        """
        reminder = self._reminder(slots) if slots else None
        if reminder and hit is not None and not at_least(hit.level, EMERGENCY):
            # "To be seen today" is no news beside "now", and would only weaken it.
            hit = None
        is_asked = hit is not None and hit.suspected and any(map(_asks_about_it, messages))
        if (
            hit is not None
            and not is_asked
            and not any(_is_as_urgent(m, hit.level) for m in messages)
        ):
            messages = [self._advice(hit), *messages]
        led = sorted(messages, key=_place)
        if led and _place(led[0]) < _ELSE:
            return led
        return [*led, reminder] if reminder else led

    def _advice(self, hit: RedFlagHit) -> Message:
        try:
            return self._emergency_message(hit)
        except (TurnAborted, Exception) as error:
            log.error("no advice for red flag %s: %s", hit.id, whereabouts(error))
        assessment = {"urgency": hit.level, "red_flags": [hit.id]}
        return {"text": self._last_resort, "assessment": assessment, "notice": "emergency"}


def _asks_about_it(message: Message) -> bool:
    question = message.get("question") or {}
    return bool(question.get("id") == SUSPECTED)


def _is_as_urgent(message: Message, level: str) -> bool:
    urgency = urgency_of(message)
    return urgency is not None and at_least(urgency, level)


def _place(message: Message) -> int:
    """Where a message stands: the emergency, then a line about it, then everything else."""
    if urgency_of(message) == EMERGENCY:
        return 0
    return 1 if message.get("notice") == "emergency" else _ELSE
