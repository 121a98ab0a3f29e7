"""Graph component: what a message says of knees and hips, as structured findings."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.extract.message import read_message
from bot.nlu.fingerprint import sources_fingerprint
from bot.nlu.keys import FINDING_WORDS, FINDINGS, asked_of, payload_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FindingsExtractor(GraphComponent):
    """Sets ``findings`` on every message, from its text or the payload of a tapped button."""

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["spacy", "rapidfuzz"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FindingsExtractor:
        """Create the component; it keeps nothing."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Notice changes in the vocabulary and the helper modules."""
        return sources_fingerprint()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the findings to each message."""
        for message in messages:
            findings, words = read_message(
                message.get(TEXT) or "", asked_of(message), payload_of(message)
            )
            message.set(FINDINGS, findings, add_to_output=True)
            message.set(FINDING_WORDS, words)
        return messages
