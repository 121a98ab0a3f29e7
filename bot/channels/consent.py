"""What is said until the person has agreed to anything being kept, and what they wrote so far."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.channels.pieces import AGREE
from bot.exchange import Message
from bot.words import Words

#: So many people's first words are remembered until they agree, and so many messages of each.
MOST_PEOPLE, MOST_MESSAGES = 1000, 5

_AGREES = re.compile(
    r"(?:(?:yes|yep|yeah|ok|okay|sure|fine) )?(?:i )?(?:do )?(?:agree|agreed|accept|consent)"
    r"(?: (?:carry|go) on)?|yes(?: please)?|yep|yeah|ok|okay|sure|fine"
)


class Held:
    """The first words of people who have not agreed yet: never stored, gone with the process."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}

    def add(self, sender_id: str, text: str) -> None:
        """Remember a message, unless there are too many already."""
        if sender_id not in self._texts and len(self._texts) >= MOST_PEOPLE:
            self._texts.pop(next(iter(self._texts)))
        texts = self._texts.setdefault(sender_id, [])
        if len(texts) < MOST_MESSAGES:
            texts.append(text)

    def take(self, sender_id: str) -> str:
        """Everything that this person wrote, as one message; it is forgotten here."""
        return "\n".join(self._texts.pop(sender_id, ()))


def agrees(text: str, label: str) -> bool:
    """Whether a text is what stands on the button, or an agreement in other words."""
    return _bare(text) == _bare(label) or _AGREES.fullmatch(_bare(text)) is not None


def asking(words: Words, privacy: Message, has_written: bool) -> list[Message]:
    """Who is speaking, what happens to the words, and the question for consent."""
    greet = words.say("utter_greet")
    agree = {"title": words.text("utter_messenger_agree"), "payload": AGREE}
    held = [words.say("utter_messenger_held")] if has_written else []
    return [_without_buttons(greet), *held, {**privacy, "buttons": [agree]}]


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w' ]+", " ", text.lower()).split())


def _without_buttons(message: Mapping[str, object]) -> Message:
    return {name: value for name, value in message.items() if name != "buttons"}
