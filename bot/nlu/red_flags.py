"""Graph component: looks for signs that cannot wait in every message."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.keys import FINDING_WORDS, FINDINGS, RED_FLAG, RED_FLAG_INTENT, payload_of
from bot.nlu.stateless import StatelessComponent
from knowledge.red_flags import screen


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RedFlagDetector(StatelessComponent, IntentClassifier):
    """Sets ``red_flag``, and with a hit in typed words the intent that overrides all others.

    A tapped answer keeps its intent: the interview weighs it together with the other answers.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what cannot wait to each message."""
        for message in messages:
            hit = screen(message.get(FINDINGS) or {}, message.get(FINDING_WORDS) or {})
            told = {"id": hit.id, "level": hit.level, "words": hit.words} if hit else None
            message.set(RED_FLAG, told, add_to_output=True)
            if hit is not None and payload_of(message) is None:
                _override_intent(message)
        return messages


def _override_intent(message: Message) -> None:
    intent = {INTENT_NAME_KEY: RED_FLAG_INTENT, PREDICTED_CONFIDENCE_KEY: 1.0}
    others = [
        each
        for each in message.get(INTENT_RANKING_KEY) or []
        if each.get(INTENT_NAME_KEY) != RED_FLAG_INTENT
    ]
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
