"""What a messenger says beside the conversation: help, privacy, and of what it cannot read."""

from __future__ import annotations

from bot.channels.heard import COMMANDS, UNREADABLE, Heard
from bot.exchange import Message
from bot.words import Words


class Sayings:
    """The words of domain.yml for one service; ``command_form`` is how a command is written."""

    def __init__(self, words: Words, service: str, command_form: str) -> None:
        self._words = words
        self._service = service
        self._command_form = command_form

    def beside(self, heard: Heard) -> list[Message]:
        """What is said to that which is no message of the conversation; nothing if it is one."""
        if heard.too_many:
            return [self._words.say("utter_too_many")]
        if heard.edited:
            return [self._words.say("utter_messenger_edited")]
        if heard.unreadable and not heard.text:
            return [self.cannot_read(heard)]
        if heard.command == "help":
            return [self._help()]
        return [self.privacy()] if heard.command == "privacy" else []

    def cannot_read(self, heard: Heard) -> Message:
        """Of a picture, a voice message and the like."""
        kind = heard.unreadable if heard.unreadable in UNREADABLE else "other"
        return self._words.say(f"utter_messenger_no_{kind}")

    def privacy(self) -> Message:
        """What happens to the words, here and at the service: the notice of the consent."""
        message = self._words.say("utter_privacy")
        sees = self._words.text(f"utter_{self._service}_sees")
        return {**message, "text": f"{message['text']}\n\n{sees}"}

    def commands(self) -> dict[str, str]:
        """What each command does, in words, in the order to show them."""
        return {name: self._words.text(f"utter_command_{name}") for name in COMMANDS}

    def _help(self) -> Message:
        lines = (
            f"{self._command_form.format(name)} \u2013 {description}"
            for name, description in self.commands().items()
        )
        return {"text": self._words.text("utter_messenger_help", commands="\n".join(lines))}
