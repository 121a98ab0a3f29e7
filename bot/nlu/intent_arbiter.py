"""Graph component, last of the pipeline: settles the intent of a message.

It stands in the place of Rasa's FallbackClassifier, which knows only the classifier's
confidence. Here more is known: what was found in the message, which question is pending, and
whether a button was tapped. "7" after "how bad is it?" is an answer however unsure a classifier
of sentences is about "7"; and a message that answers and asks at once keeps both moves.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.arbitration import Case, decide
from bot.nlu.fingerprint import sources_fingerprint
from bot.nlu.keys import (
    FINDINGS,
    INTENTS_OF_PARTS,
    MOVES,
    RED_FLAG,
    asked_of,
    payload_of,
)

THRESHOLD = "threshold"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentArbiter(GraphComponent, IntentClassifier):
    """Sets the final ``intent`` and ``moves``, all that the message does, the foremost first."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that must come before."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default settings."""
        # Below this confidence the classifier's word alone is not enough.
        return {THRESHOLD: 0.35}

    def __init__(self, config: dict[str, Any]) -> None:
        self._threshold = float(config[THRESHOLD])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentArbiter:
        """Create the component; it keeps nothing."""
        return cls({**cls.get_default_config(), **config})

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Notice changes in the helper modules."""
        return sources_fingerprint()

    def process(self, messages: list[Message]) -> list[Message]:
        """Settle the intent of each message."""
        for message in messages:
            decision = decide(_case(message), self._threshold)
            intent = {
                INTENT_NAME_KEY: decision.moves[0],
                PREDICTED_CONFIDENCE_KEY: decision.confidence,
            }
            ranking = message.get(INTENT_RANKING_KEY) or []
            rest = [each for each in ranking if each.get(INTENT_NAME_KEY) != decision.moves[0]]
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [intent, *rest], add_to_output=True)
            message.set(MOVES, list(decision.moves), add_to_output=True)
        return messages


def _case(message: Message) -> Case:
    ranking = tuple(
        (str(each.get(INTENT_NAME_KEY)), float(each.get(PREDICTED_CONFIDENCE_KEY) or 0))
        for each in message.get(INTENT_RANKING_KEY) or []
    )
    return Case(
        text=message.get(TEXT) or "",
        ranking=ranking,
        parts=tuple(message.get(INTENTS_OF_PARTS) or ()),
        findings=message.get(FINDINGS) or {},
        asked=asked_of(message),
        payload=payload_of(message),
        has_red_flag=message.get(RED_FLAG) is not None,
    )
