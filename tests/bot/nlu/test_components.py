from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.findings import FindingsExtractor
from bot.nlu.intent_arbiter import IntentArbiter
from bot.nlu.red_flags import RedFlagDetector
from bot.nlu.sentence_embeddings import SentenceEmbeddingFeaturizer

CALF = "my calf is hot and swollen and i can't get my breath"


class NoStorage:
    """Stands in for the model storage, which none of the components uses."""


def make(component: Any, config: dict[str, Any] | None = None) -> Any:
    defaults = getattr(component, "get_default_config", dict)()
    context = ExecutionContext(GraphSchema({}), node_name="node")
    return component.create({**defaults, **(config or {})}, NoStorage(), Resource("r"), context)


@pytest.fixture
def message() -> Callable[..., Message]:
    def build(text: str, **metadata: Any) -> Message:
        made = Message({TEXT: text, "metadata": metadata})
        tokenizer = WhitespaceTokenizer({**WhitespaceTokenizer.get_default_config()})
        tokenizer.process([made])
        return made

    return build


def run(built: Message, ranking: list[tuple[str, float]] | None = None) -> Message:
    make(FindingsExtractor).process([built])
    rows = [{"name": name, "confidence": sure} for name, sure in ranking or [("inform", 0.9)]]
    built.set("intent", rows[0], add_to_output=True)
    built.set("intent_ranking", rows, add_to_output=True)
    make(RedFlagDetector).process([built])
    make(IntentArbiter).process([built])
    return built


def test_findings_travel_with_the_output(message: Callable[..., Message]) -> None:
    built = message("my left knee is swollen")
    make(FindingsExtractor).process([built])
    out = built.as_dict(only_output_properties=True)
    assert out["findings"]["present"] == ["swelling"]
    assert "finding_words" not in out


def test_findings_hear_of_the_pending_question(message: Callable[..., Message]) -> None:
    built = message("7", asked="severity")
    make(FindingsExtractor).process([built])
    assert built.get("findings")["severity"] == 7


def test_findings_of_a_payload_ignore_the_text(message: Callable[..., Message]) -> None:
    built = message("my calf is swollen", payload="side=left")
    make(FindingsExtractor).process([built])
    assert built.get("findings")["side"] == "left"
    assert built.get("findings")["present"] == []


@pytest.mark.parametrize("metadata", [None, {}, "odd", {"asked": 3, "payload": []}])
def test_odd_metadata_is_no_error(metadata: Any) -> None:
    built = Message({TEXT: "my knee is swollen", "metadata": metadata})
    make(FindingsExtractor).process([built])
    assert built.get("findings")["present"] == ["swelling"]


def test_a_message_without_text_has_empty_findings() -> None:
    built = Message({})
    make(FindingsExtractor).process([built])
    assert built.get("findings") == {"present": [], "absent": [], "history": [], "uncertain": []}


def test_red_flag_overrides_the_intent(message: Callable[..., Message]) -> None:
    built = run(message(CALF), [("greet", 0.99), ("inform", 0.01)])
    out = built.as_dict(only_output_properties=True)
    assert out["intent"] == {"name": "report_red_flag", "confidence": 1.0}
    assert out["red_flag"]["level"] == "emergency"
    assert "calf" in out["red_flag"]["words"]
    assert [row["name"] for row in out["intent_ranking"]] == ["report_red_flag", "greet", "inform"]


def test_red_flag_in_a_tapped_answer_keeps_the_intent(message: Callable[..., Message]) -> None:
    built = run(message("Short of breath", payload="emergency_signs=breathless"))
    out = built.as_dict(only_output_properties=True)
    assert out["intent"]["name"] == "inform"
    assert out["red_flag"] is not None


@pytest.mark.parametrize("text", ["no chest pain", "what is a blood clot?", "my knee aches", ""])
def test_no_red_flag(message: Callable[..., Message], text: str) -> None:
    built = run(message(text))
    assert built.as_dict(only_output_properties=True).get("red_flag") is None


def test_arbiter_keeps_both_moves(message: Callable[..., Message]) -> None:
    built = run(message("outer side. also can i still swim?", asked="location"))
    assert built.as_dict(only_output_properties=True)["moves"] == ["ask_question", "inform"]


def test_arbiter_without_any_classifier_falls_back(message: Callable[..., Message]) -> None:
    built = message("blah")
    make(IntentArbiter, {"threshold": 0.5}).process([built])
    assert built.get("intent") == {"name": "nlu_fallback", "confidence": 0.5}


def kinds(built: Message) -> list[str]:
    return [features.type for features in built.features]


def test_featurizer_adds_sequence_and_sentence(message: Callable[..., Message]) -> None:
    built = message("my knee hurts")
    make(SentenceEmbeddingFeaturizer).process([built])
    by_kind = {features.type: features.features for features in built.features}
    assert by_kind[FEATURE_TYPE_SEQUENCE].shape == (3, 384)
    assert by_kind[FEATURE_TYPE_SENTENCE].shape == (1, 384)
    scale = SentenceEmbeddingFeaturizer.get_default_config()["scale"]
    assert np.isclose(np.linalg.norm(by_kind[FEATURE_TYPE_SENTENCE]), scale, atol=1e-3)


def test_featurizer_adds_nothing_without_tokens() -> None:
    built = Message({TEXT: "my knee hurts"})
    make(SentenceEmbeddingFeaturizer).process([built])
    assert built.features == []


def test_featurizer_gives_the_classifier_something_for_an_empty_text(
    message: Callable[..., Message],
) -> None:
    built = message("")
    make(SentenceEmbeddingFeaturizer).process([built])
    assert kinds(built) == [FEATURE_TYPE_SEQUENCE, FEATURE_TYPE_SENTENCE]


def test_featurizer_does_not_remove_features(message: Callable[..., Message]) -> None:
    built = message("my knee hurts")
    other = Features(np.ones((1, 2)), FEATURE_TYPE_SENTENCE, TEXT, "another")
    built.add_features(other)
    make(SentenceEmbeddingFeaturizer).process([built])
    assert built.features[0] is other
    assert len(built.features) == 3


def test_featurizer_encodes_training_data(message: Callable[..., Message]) -> None:
    data = TrainingData([message("my knee hurts"), message("hello there you")])
    make(SentenceEmbeddingFeaturizer).process_training_data(data)
    assert all(len(example.features) == 2 for example in data.training_examples)


def test_featurizer_reads_normalised_text(message: Callable[..., Message]) -> None:
    first, second = message("I CAN’T walk"), message("i can not walk")
    featurizer = make(SentenceEmbeddingFeaturizer)
    featurizer.process([first, second])
    assert np.allclose(first.features[1].features, second.features[1].features, atol=1e-5)


@pytest.mark.parametrize(
    "component",
    [FindingsExtractor, SentenceEmbeddingFeaturizer, RedFlagDetector, IntentArbiter],
)
def test_the_training_cache_knows_our_helpers(component: Any) -> None:
    assert component.fingerprint_addon({})
