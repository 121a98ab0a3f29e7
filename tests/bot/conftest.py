"""Fixtures for the tests of the dialogue server."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest
import yaml

from bot.guard import Guard
from bot.settings import ROOT, Settings
from bot.storage.database import Database, open_database
from bot.turn import Turn
from bot.words import Words
from tests.bot.standins import (
    Bench,
    FakeDialogue,
    FakeStore,
    at_once,
    describe,
    emergency_message,
    screen,
)


@pytest.fixture
def guard() -> Guard:
    return Guard(screen, emergency_message, "Call 112.")


@pytest.fixture
def words() -> Words:
    return Words({}, {"emergency_number": "112", "keep_days": "30"})


@pytest.fixture(scope="session")
def house_words() -> Words:
    """The words of domain.yml, as the server says them."""
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    return Words(responses, {"emergency_number": "112", "keep_days": "30"})


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A database with the tables of the conversation store."""
    return open_database(Settings(var=tmp_path))


@pytest.fixture
def bench(guard: Guard, words: Words) -> Bench:
    dialogue, store = FakeDialogue(), FakeStore()
    return Bench(
        dialogue, store, Turn(dialogue, store, words, guard, describe, seconds=0.2, aside=at_once)
    )


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained model of the tiny bot; takes some ten seconds once."""
    from rasa.model_training import train

    from tests.bot.tiny_bot import FILES, write_bot

    folder = tmp_path_factory.mktemp("tiny_bot")
    write_bot(folder)
    data = [str(folder / name) for name in FILES if name.startswith(("nlu", "rules"))]
    trained = train(
        domain=str(folder / "domain.yml"),
        config=str(folder / "config.yml"),
        training_files=data,
        output=str(folder / "models"),
        fixed_model_name="tiny",
    )
    assert trained.code == 0 and trained.model is not None
    return Path(trained.model)
