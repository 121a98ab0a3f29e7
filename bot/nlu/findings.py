"""Graph component: what a message says of knees and hips, as structured findings."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.keys import FINDING_WORDS, FINDINGS, asked_of, offered_of, payload_of, today_of
from bot.nlu.reading import read_message
from bot.nlu.stateless import StatelessComponent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FindingsExtractor(StatelessComponent):
    """Sets ``findings`` on every message, from its text or the payload of a tapped button."""

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["spacy", "rapidfuzz"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the findings to each message."""
        for message in messages:
            findings, words = read_message(
                message.get(TEXT) or "",
                asked_of(message),
                payload_of(message),
                today_of(message),
                offered_of(message),
            )
            message.set(FINDINGS, findings, add_to_output=True)
            message.set(FINDING_WORDS, words)
        return messages
