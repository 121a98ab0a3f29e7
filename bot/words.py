"""What the server itself says: domain.yml's words, or built-in ones where it has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.exchange import Message
from bot.messages import from_response
from bot.payloads import MOST_CHARACTERS

EMERGENCY_LINE = (
    "If you think that this may be an emergency, do not wait for me: call {emergency_number}."
)

# Stand in when the domain has no such response: nobody is left without an answer.
FALLBACKS = {
    "utter_not_processed": (
        "Something went wrong here, so your last message was not processed. Nothing you told"
        " me before is lost. Please send it again in a moment. " + EMERGENCY_LINE
    ),
    "utter_too_long": (
        "That is more than I can read at once. Please tell me the most important part in at"
        f" most {MOST_CHARACTERS} characters. " + EMERGENCY_LINE
    ),
    "utter_consent_first": (
        "Before I can answer, please agree to what happens with your words. I looked for signs"
        " of an emergency in what you wrote, and kept nothing of it. " + EMERGENCY_LINE
    ),
    "utter_only_english": "I am sorry, I only understand English. " + EMERGENCY_LINE,
    "utter_empty": "I could not read any words in that. Please write what you would like to say.",
    "utter_too_many": (
        "That was too many messages in a short time. Please wait a moment and send your last"
        " one again. " + EMERGENCY_LINE
    ),
    "utter_busy": (
        "Many people are writing to me at once, so I could not take your last message. Please"
        " send it again in a moment. " + EMERGENCY_LINE
    ),
    "utter_too_many_turns": (
        "We have talked for very long, and I cannot go on in this conversation. Please start"
        ' over: write "start again". ' + EMERGENCY_LINE
    ),
    "utter_emergency_reminder": "Please do not wait for my answers: get help now. "
    + EMERGENCY_LINE,
    "utter_erased": "Everything you told me has been deleted.",
    "utter_helpful": "Thank you.",
    "utter_not_helpful": "Thank you for telling me.",
    "utter_report_not_finished": (
        "There is no report yet. It comes once you have answered the questions that are still"
        " open. " + EMERGENCY_LINE
    ),
    "utter_report_not_available": (
        "The report could not be made just now. Nothing you told me is lost. Please try again"
        " in a moment. " + EMERGENCY_LINE
    ),
    "utter_report_not_possible": (
        "I can't make a report of that kind here, because a part of this server is missing. You"
        " can open the report as a page and print it."
    ),
    "utter_report_unknown": (
        "I don't know that kind of report. There is a web page (html), a PDF (pdf) and a file"
        " for clinic systems (fhir)."
    ),
    "utter_greet": (
        "Hello, I am Patella. Tell me about your knee pain in your own words, and I will ask"
        " what I still need to know. I am no doctor and give no diagnosis. " + EMERGENCY_LINE
    ),
    "utter_privacy": (
        "What you write here is kept on this server for {keep_days} days so that we can carry"
        " on. You can delete it at any time."
    ),
}

NOTICES = {
    "utter_not_processed": "not_processed",
    "utter_too_long": "limit",
    "utter_empty": "limit",
    "utter_too_many": "limit",
    "utter_busy": "not_processed",
    "utter_too_many_turns": "limit",
    "utter_consent_first": "consent",
    "utter_privacy": "consent",
}


class Words:
    """Looks up responses by name, as message objects.

    ``place`` holds values that differ from place to place, such as ``emergency_number``.
    """

    def __init__(
        self,
        responses: Mapping[str, Sequence[Mapping[str, Any]]],
        place: Mapping[str, str],
    ) -> None:
        self._responses = responses
        self._place = place

    def say(self, name: str) -> Message:
        """The response of this name, always the first of its variants."""
        variants = self._responses.get(name) or [{"text": FALLBACKS[name]}]
        message = from_response(variants[0], lambda _: None) or {"text": FALLBACKS[name]}
        message["text"] = self.fill(message["text"])
        if name in NOTICES:
            message["notice"] = NOTICES[name]
        return message

    def text(self, name: str, **values: str) -> str:
        """The words of a response alone, with these values and the place's put in."""
        text = str(self.say(name)["text"])
        for value_name, value in values.items():
            text = text.replace(f"{{{value_name}}}", value)
        return text

    def fill(self, text: str) -> str:
        """The text with the place's values, such as the emergency number, put in."""
        for name, value in self._place.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def fill_in(self, responses: Mapping[str, Sequence[dict[str, Any]]]) -> None:
        """Put the place's values into Rasa's own responses, which it would look for in slots."""
        for variants in responses.values():
            for variant in variants:
                variant["text"] = self.fill(variant["text"])

    def greeting(self) -> list[Message]:
        """What a new conversation starts with."""
        return [self.say("utter_greet"), self.say("utter_privacy")]
