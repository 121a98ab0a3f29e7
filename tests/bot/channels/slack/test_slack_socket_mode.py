"""Socket Mode over a real websocket of the fake Slack."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.channels.slack import socket_mode
from bot.storage.database import Database
from bot.storage.schema import deliveries
from bot.words import Words
from tests.bot.channels.slack.conftest import Workspace, until
from tests.fakes.slack_api import APP_TOKEN
from tests.fakes.slack_person import button_of

QUESTION = "Which side?\n\nQuestion 2 of about 9"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_mode, "PAUSES", (0.05,))
    monkeypatch.setattr(socket_mode, "POLL", 0.02)


@pytest.fixture
async def linked(open_workspace: Callable[..., Any]) -> Workspace:
    """A workspace over Socket Mode, whose Ann has agreed and was asked something."""
    opened = await open_workspace(signing_secret=None, app_token=APP_TOKEN)
    await until(lambda: opened.slack.connected)
    await hand_over(opened, "events_api", opened.ann.message("hello"), "e1")
    await until(lambda: len(opened.slack.messages) == 3)
    message = opened.ann.open_message()
    agree = opened.ann.tap(message, button_of(message, "I agree, carry on"))
    opened.bench.dialogue.reply = [{"text": "Which side?", "custom": {"question_id": "side"}}]
    await hand_over(opened, "interactive", agree, "e2")
    await opened.settle()
    return opened


async def hand_over(workspace: Workspace, kind: str, payload: Any, envelope_id: str) -> Any:
    await workspace.slack.push(kind, payload, envelope_id)
    await until(lambda: envelope_id in workspace.slack.acknowledged)
    return workspace.slack.acknowledged[envelope_id]


async def test_everything_comes_over_the_connection(linked: Workspace, house_words: Words) -> None:
    assert linked.heard == ["hello"]
    command = linked.ann.command("summary")
    reply = await hand_over(linked, "slash_commands", command, "e3")
    assert reply["text"] == house_words.text("utter_slack_started")
    await linked.settle()
    assert linked.heard == ["hello", "show_summary"]


async def test_what_cannot_be_kept_is_not_acknowledged(
    linked: Workspace, database: Database
) -> None:
    event = linked.ann.message("left")
    deliveries.drop(database.engine)
    await linked.slack.push("events_api", event, "e3")
    await asyncio.sleep(0.1)
    assert "e3" not in linked.slack.acknowledged
    deliveries.create(database.engine)
    await hand_over(linked, "events_api", event, "e4")
    await hand_over(linked, "events_api", event, "e5")
    await linked.settle()
    assert linked.heard == ["hello", "left"]


@pytest.mark.parametrize("politely", [True, False])
async def test_a_lost_connection_is_made_again(linked: Workspace, politely: bool) -> None:
    opened = len(linked.slack._sockets)
    await linked.slack.hang_up(politely)
    await until(lambda: len(linked.slack._sockets) > opened)
    await hand_over(linked, "events_api", linked.ann.message("left"), "e3")
    await linked.settle()
    assert linked.heard == ["hello", "left"]


async def test_the_server_starts_before_slack_can_be_reached(
    open_workspace: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    opened = await open_workspace(signing_secret=None, app_token=APP_TOKEN, reached=False)
    assert (await opened.http.get("/live")).status_code == 200
    await until(lambda: "no connection" in caplog.text)
    await opened.slack.start(urlsplit(opened.slack.url).port or 0)
    await until(lambda: opened.slack.connected)


async def test_a_wrong_app_token_is_told(
    open_workspace: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    await open_workspace(signing_secret=None, app_token="xapp-wrong")
    await until(lambda: "socket mode: no connection: invalid_auth" in caplog.text)
    assert "xapp" not in caplog.text


async def test_unknown_envelopes_are_acknowledged(
    linked: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="patella")
    await hand_over(linked, "canvas", {"text": "my knee"}, "e3")
    assert "ignored" in caplog.text and "knee" not in caplog.text
