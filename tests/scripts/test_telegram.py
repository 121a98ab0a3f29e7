"""`make telegram`, and what `make doctor` tells of Telegram."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.background import free_ports
from scripts.doctor_telegram import PATH, look_at_telegram
from scripts.findings import FINE, OFF, WRONG
from scripts.places import ROOT, Places
from scripts.telegram import bot_name
from tests.fakes.telegram_api import TOKEN, FakeTelegram, running_telegram


@pytest.fixture
def at(tmp_path: Path) -> Places:
    return Places(root=tmp_path, build=tmp_path / ".build", var=tmp_path / "var")


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with running_telegram() as fake:
        yield fake


def settings(telegram: FakeTelegram, **more: str) -> dict[str, str]:
    return {"PATELLA_TELEGRAM_TOKEN": TOKEN, "PATELLA_TELEGRAM_API": telegram.url, **more}


def look(at: Places, env: dict[str, str]) -> dict[str, str]:
    found = look_at_telegram(at, env)
    assert all(TOKEN not in finding.said for finding in found)
    return {finding.subject: finding.mark for finding in found}


def test_without_a_token_it_is_not_set_up(at: Places) -> None:
    assert look(at, {}) == {"Telegram": OFF}


def test_long_polling(at: Places, telegram: FakeTelegram) -> None:
    fine = {"Telegram token": FINE, "Telegram webhook": FINE}
    assert look(at, settings(telegram)) == fine


def test_a_token_that_is_not_known(at: Places, telegram: FakeTelegram) -> None:
    env = settings(telegram, PATELLA_TELEGRAM_TOKEN="1:x")
    assert look(at, env) == {"Telegram token": WRONG}


def test_telegram_that_cannot_be_reached(at: Places, telegram: FakeTelegram) -> None:
    nowhere = f"http://127.0.0.1:{free_ports(1)[0]}"
    assert look(at, settings(telegram, PATELLA_TELEGRAM_API=nowhere)) == {"Telegram": WRONG}


def test_a_webhook(at: Places, telegram: FakeTelegram) -> None:
    url = f"http://127.0.0.1:{free_ports(1)[0]}"
    env = settings(telegram, PATELLA_TELEGRAM_URL=url)
    assert look(at, env)["Telegram webhook"] == WRONG
    assert look(at, env)["Telegram address"] == WRONG
    telegram.webhook = {"url": url + PATH}
    assert look(at, env)["Telegram webhook"] == FINE
    telegram.told = {
        "pending_update_count": 50,
        "last_error_date": int(time.time()),
        "last_error_message": "Connection refused",
    }
    found = look(at, env)
    assert (found["Telegram updates"], found["Telegram deliveries"]) == (WRONG, WRONG)
    telegram.told["last_error_date"] = 5
    assert look(at, env)["Telegram deliveries"] == FINE


def test_the_path_is_that_of_the_channel() -> None:
    channel = (ROOT / "bot" / "channels" / "telegram" / "channel.py").read_text(encoding="utf-8")
    assert f'PATH = "{PATH}"' in channel


def test_the_name_of_the_bot(telegram: FakeTelegram) -> None:
    assert bot_name(settings(telegram)) == "PatellaTestBot"
    with pytest.raises(ValueError):
        bot_name(settings(telegram, PATELLA_TELEGRAM_TOKEN="1:x"))
    telegram.trouble("getMe", 502, "Bad Gateway")
    with pytest.raises(OSError):
        bot_name(settings(telegram))


@pytest.mark.parametrize("token", ["", "1:x"])
def test_without_a_good_token_make_telegram_says_what_to_do(
    telegram: FakeTelegram, token: str
) -> None:
    env = {**os.environ, **settings(telegram, PATELLA_TELEGRAM_TOKEN=token)}
    done = subprocess.run(
        [sys.executable, "-m", "scripts.telegram"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "docs/telegram.md" in done.stderr and "BotFather" in done.stderr
