"""Graph component: dense features from the sentence encoder that search uses, too."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.extract.normalise import normalise
from bot.nlu.fingerprint import sources_fingerprint
from knowledge.search.encoder import load_encoder

SCALE = "scale"
_LONGEST = 1000


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddingFeaturizer(DenseFeaturizer, GraphComponent):
    """Gives each message the embedding of its normalised text.

    Only the sentence vector means something; the sequence features are zeros of the right
    shape (tokens × dimension), because classifiers expect both.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Components that must come before."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages that must be installed."""
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default settings."""
        # Rasa's classifier offers no strength of regularisation; longer vectors are less bound
        # by it. Four did best in cross-validation on the training examples.
        return {**DenseFeaturizer.get_default_config(), SCALE: 4.0}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._scale = float(config[SCALE])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbeddingFeaturizer:
        """Create the component; the encoder is loaded at its first use and shared."""
        return cls({**cls.get_default_config(), **config}, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Check the settings.

        Raises:
            ValueError: when the scale is not a positive number.
        """
        if not float(config[SCALE]) > 0:
            raise ValueError(f"{SCALE} must be a positive number, not {config[SCALE]!r}")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Notice another encoder, and changes in what its input is made of."""
        return load_encoder().fingerprint + sources_fingerprint()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to all training examples, encoded together."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to each message that has tokens."""
        chosen = [message for message in messages if message.get(TOKENS_NAMES[TEXT])]
        if not chosen:
            return messages
        texts = [encodable(message.get(TEXT) or "") for message in chosen]
        for message, vector in zip(chosen, load_encoder().encode(texts), strict=True):
            tokens = len(message.get(TOKENS_NAMES[TEXT]))
            self.add_features_to_message(
                sequence=np.zeros((tokens, vector.shape[0]), dtype=np.float32),
                sentence=(self._scale * vector).reshape(1, -1).astype(np.float32),
                attribute=TEXT,
                message=message,
            )
        return messages


def encodable(text: str) -> str:
    """Return what of a text is encoded: normalised, and no longer than the encoder can use."""
    return normalise(text)[:_LONGEST]
