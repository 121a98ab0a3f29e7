from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.secret import load_secret, load_sender_secret
from bot.settings import Settings, SettingsError, load_settings


def test_defaults() -> None:
    settings = load_settings({})
    assert settings == Settings()
    assert settings.database.name == "conversations.db"


def test_what_is_set_counts(tmp_path: Path) -> None:
    env = {
        "PATELLA_HOST": "0.0.0.0",
        "PATELLA_PORT": "6000",
        "PATELLA_VAR": str(tmp_path),
        "PATELLA_DEBUG": "1",
        "PATELLA_ORIGINS": "https://a.example https://b.example",
        "PATELLA_EMERGENCY_NUMBER": "999",
        "PATELLA_RATE": "0",
        "PATELLA_REPORT_RATE": "2",
        "PATELLA_REPORT_ADDRESS_RATE": "0",
    }
    settings = load_settings(env)
    assert settings.port == 6000
    assert settings.var == tmp_path
    assert settings.debug is True
    assert settings.origins == ("https://a.example", "https://b.example")
    assert settings.rate == 0
    assert (settings.report_rate, settings.report_address_rate) == (2, 0)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("PATELLA_PORT", "http"),
        ("PATELLA_PORT", "0"),
        ("PATELLA_PORT", "70000"),
        ("PATELLA_ACTIONS_PORT", "-1"),
        ("PATELLA_DEBUG", "yes"),
        ("PATELLA_RATE", "1.5"),
    ],
)
def test_a_wrong_setting_is_named(key: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"{key}='{value}'"):
        load_settings({key: value})


def test_a_short_secret_is_refused_but_not_shown() -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({"PATELLA_SECRET": "hunter2"})
    assert "hunter2" not in str(error.value)


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    secret = load_secret(settings)
    assert len(secret) >= 32
    assert load_secret(settings) == secret
    assert stat.S_IMODE((tmp_path / "var" / "secret").stat().st_mode) == 0o600


def test_the_secret_of_the_environment_comes_first(tmp_path: Path) -> None:
    assert load_secret(Settings(var=tmp_path, secret="x" * 32)) == "x" * 32
    assert not (tmp_path / "secret").exists()


def test_servers_that_start_at_the_same_time_have_one_secret(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: load_secret(settings), range(40)))
    assert len(made) == 1
    assert [each.name for each in settings.var.iterdir()] == ["secret"]


def test_who_writes_is_hidden_by_a_secret_of_its_own_where_there_is_one(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, secret="x" * 32)
    assert load_sender_secret(settings) == "x" * 32
    assert load_sender_secret(replace(settings, sender_secret="y" * 32)) == "y" * 32


def test_the_secrets_before(tmp_path: Path) -> None:
    old, older = "o" * 32, "p" * 40
    assert load_settings({"PATELLA_SECRETS_BEFORE": f"{old} {older}"}).secrets_before == (
        old,
        older,
    )
    with pytest.raises(SettingsError, match="PATELLA_SECRETS_BEFORE is too short") as error:
        load_settings({"PATELLA_SECRETS_BEFORE": f"{old} hunter2"})
    assert "hunter2" not in str(error.value)


def test_an_empty_secret_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n")
    with pytest.raises(SettingsError, match="secret"):
        load_secret(Settings(var=tmp_path))


def test_how_many_processes_share_the_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    settings = load_settings({"PATELLA_PROCESSES": "4", "PATELLA_MOST_AT_ONCE": "10"})
    assert settings.processes == 4
    assert settings.most_in_each_process == 3
    assert replace(settings, processes=1).most_in_each_process == 10


@pytest.mark.parametrize(
    "messenger",
    [
        {"PATELLA_TELEGRAM_TOKEN": "1:a"},
        {"PATELLA_SLACK_BOT_TOKEN": "x", "PATELLA_SLACK_APP_TOKEN": "y"},
    ],
)
def test_a_messenger_is_served_by_one_process(messenger: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="PATELLA_PROCESSES=2"):
        load_settings({"PATELLA_PROCESSES": "2", **messenger})


def test_elsewhere_there_is_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SettingsError, match="only on Linux"):
        load_settings({"PATELLA_PROCESSES": "2"})
