from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.findings import FindingsExtractor
from bot.nlu.intent_arbiter import IntentArbiter
from bot.nlu.intent_classifier import ProbeIntentClassifier
from bot.nlu.learned.model import ModelUnusableError
from bot.nlu.red_flags import RedFlagDetector

CALF = "my calf is hot and swollen and i can't get my breath"


class NoStorage:
    """Stands in for the model storage of components that keep nothing."""


def make(component: Any, config: dict[str, Any] | None = None) -> Any:
    defaults = getattr(component, "get_default_config", dict)()
    context = ExecutionContext(GraphSchema({}), node_name="node")
    return component.create({**defaults, **(config or {})}, NoStorage(), Resource("r"), context)


@pytest.fixture
def message() -> Callable[..., Message]:
    def build(text: str, **metadata: Any) -> Message:
        return Message({TEXT: text, "metadata": metadata})

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


def test_findings_count_from_the_day_they_are_told(message: Callable[..., Message]) -> None:
    built = message("it hurts since monday", today="2026-11-20")
    make(FindingsExtractor).process([built])
    assert built.get("findings")["duration_days"] == 4


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


GREETINGS = ["hello", "hello there", "good morning", "good morning to you"]
GOODBYES = ["bye", "bye then", "goodbye my friend", "see you, goodbye"]


class FolderStorage:
    """Model storage that is one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def write_to(self, resource: Resource) -> Iterator[Path]:
        yield self._folder

    read_from = write_to


def classifier(folder: Path, **config: Any) -> tuple[Any, ...]:
    context = ExecutionContext(GraphSchema({}), node_name="node")
    return config, FolderStorage(folder), Resource("r"), context


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    rows = [(text, "greet") for text in GREETINGS] + [(text, "goodbye") for text in GOODBYES]
    data = TrainingData([Message({TEXT: text, "intent": intent}) for text, intent in rows])
    ProbeIntentClassifier.create(*classifier(folder)).train(data)
    return folder


def test_classifier_learns_and_is_stored(trained: Path) -> None:
    built = Message({TEXT: "Hello there!"})
    ProbeIntentClassifier.load(*classifier(trained)).process([built])
    ranking = built.get("intent_ranking")
    assert built.get("intent") == ranking[0]
    assert [row["name"] for row in ranking] == ["greet", "goodbye"]
    assert sum(row["confidence"] for row in ranking) == pytest.approx(1.0)


def test_classifier_reads_the_parts_of_a_message(trained: Path) -> None:
    built = Message({TEXT: "hello to you. goodbye my friend"})
    ProbeIntentClassifier.load(*classifier(trained)).process([built])
    assert [intent for intent, _ in built.get("intents_of_parts")] == ["greet", "goodbye"]


def test_classifier_leaves_a_message_without_text(trained: Path) -> None:
    built = Message({})
    ProbeIntentClassifier.load(*classifier(trained)).process([built])
    assert built.get("intent") is None


@pytest.mark.parametrize("damage", [b"", b"no model"], ids=["empty", "other"])
def test_a_damaged_model_is_told(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "intents.npz").write_bytes(damage)
    with pytest.raises(ModelUnusableError, match=r"intents\.npz"):
        ProbeIntentClassifier.load(*classifier(tmp_path))


@pytest.mark.parametrize(
    "component",
    [FindingsExtractor, ProbeIntentClassifier, RedFlagDetector, IntentArbiter],
)
def test_the_training_cache_knows_our_helpers(component: Any) -> None:
    assert component.fingerprint_addon({})
