"""The real channel over HTTP: the App Home, commands, channels, and what Slack may send beside."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from bot.words import Words
from tests.bot.channels.slack.conftest import QUESTION, Workspace
from tests.fakes.slack_api import SIGNING_SECRET
from tests.fakes.slack_person import (
    command_request,
    event_request,
    tap_request,
)

# -- Beside the conversation


async def test_the_home_tab_has_words_and_a_button(
    workspace: Workspace, house_words: Words
) -> None:
    await workspace.hand_over(event_request(workspace.ann.home_opened()))
    shown = json.dumps(workspace.slack.homes["U0ANN"])
    assert "not a doctor" in shown and "112" in shown
    await workspace.hand_over(event_request(workspace.ann.home_opened("messages")))
    said = await workspace.hand_over(tap_request(workspace.ann.home_button()))
    assert said[0] == house_words.text("utter_greet")
    assert {message.channel for message in workspace.slack.messages} == {"D0ANN"}


async def test_the_home_button_begins_a_check(agreed: Workspace) -> None:
    await agreed.hand_over(event_request(agreed.ann.home_opened()))
    await agreed.hand_over(tap_request(agreed.ann.home_button()))
    assert agreed.heard == ["start_check"]


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("", "greet"), ("Summary", "show_summary"), ("my knee hurts", "my knee hurts")],
)
async def test_the_slash_command_is_answered_in_private(
    agreed: Workspace, house_words: Words, typed: str, heard: str
) -> None:
    answer = await agreed.post(command_request(agreed.ann.command(typed)))
    await agreed.settle()
    reply = {"response_type": "ephemeral", "text": house_words.text("utter_slack_started")}
    assert answer.json() == reply
    assert agreed.heard == [heard]
    assert [message.channel for message in agreed.slack.messages] == ["D0ANN"]


async def test_help_says_how_commands_are_written(agreed: Workspace) -> None:
    (said,) = await agreed.hand_over(command_request(agreed.ann.command("help")))
    assert "/patella summary" in said and agreed.heard == []


async def test_slack_checks_our_certificate(workspace: Workspace) -> None:
    answer = await workspace.post(command_request({"ssl_check": "1", "token": "x"}))
    assert (answer.status_code, answer.content) == (200, b"")
    looked = await workspace.http.get("/webhooks/slack/commands?ssl_check=1")
    assert (looked.status_code, looked.content) == (200, b"")


async def test_in_a_channel_each_is_told_once_a_day_and_nothing_is_heard(
    agreed: Workspace, house_words: Words
) -> None:
    mentions = [event_request(agreed.ann.mention("my knee hurts")) for _ in range(3)]
    assert await agreed.hand_over(*mentions) == []
    (whisper,) = agreed.slack.whispers
    assert whisper["channel"] == "C0001" and whisper["user"] == "U0ANN"
    assert whisper["text"] == house_words.text("utter_messenger_no_group")
    assert agreed.heard == []


async def test_messages_in_channels_are_not_heard(agreed: Workspace) -> None:
    for kind, channel in (("channel", "C1"), ("group", "G1"), ("mpim", "G2")):
        message = agreed.ann.message("my knee hurts", channel=channel, channel_type=kind)
        await agreed.hand_over(event_request(message))
    assert agreed.heard == [] and agreed.slack.messages == []


async def test_our_own_messages_are_not_heard(agreed: Workspace) -> None:
    message = agreed.ann.message("Which side?", bot_id="B0BOT", user="U0BOT")
    assert await agreed.hand_over(event_request(message)) == []


async def test_a_changed_message_is_no_turn(agreed: Workspace, house_words: Words) -> None:
    before = agreed.ann.message("my left knee")
    await agreed.hand_over(event_request(before))
    said = await agreed.hand_over(event_request(agreed.ann.edit(before, "my right knee")))
    assert said == [house_words.text("utter_messenger_edited")]
    assert await agreed.hand_over(event_request(agreed.ann.edit(before, "my left knee"))) == []
    assert agreed.heard == ["my left knee"]


async def test_the_longest_message_that_slack_lets_one_write_is_answered(
    agreed: Workspace, house_words: Words
) -> None:
    # Slack writes other letters than ours with six characters each, and the text twice.
    text = "\u043a\u043e\u043b\u0435\u043d\u043e " * 1700
    rich = {"type": "rich_text", "elements": [{"type": "text", "text": text}]}
    said = await agreed.hand_over(event_request(agreed.ann.message(text, blocks=[rich])))
    assert said[-1] == house_words.text("utter_too_long")


async def test_a_picture_gets_its_line_and_its_words_are_read(
    agreed: Workspace, house_words: Words
) -> None:
    files = [{"id": "F1", "mimetype": "image/png", "name": "knee.png"}]
    message = agreed.ann.message("it looks so", subtype="file_share", files=files)
    said = await agreed.hand_over(event_request(message))
    assert said == [house_words.text("utter_messenger_no_picture"), QUESTION]
    assert agreed.heard == ["it looks so"]


# -- What Slack may send beside


UNKNOWN: list[Any] = [
    ("events", {"type": "event_callback", "event": {"type": "team_join"}, "event_id": "Ev1"}),
    ("events", {"type": "app_rate_limited", "minute_rate_limited": 1}),
    ("events", {"type": "event_callback", "event": None}),
    ("events", []),
    ("interactions", {"type": "view_submission", "view": {"id": "V1"}}),
    ("interactions", {"type": "shortcut", "callback_id": "x"}),
    ("interactions", {"type": "block_suggestion", "value": "my knee"}),
    ("interactions", 7),
]


@pytest.mark.parametrize(("path", "body"), UNKNOWN)
async def test_unknown_kinds_are_acknowledged_and_logged_without_content(
    agreed: Workspace, path: str, body: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="patella")
    request = event_request(body) if path == "events" else tap_request(body)
    assert await agreed.hand_over(request) == []
    assert agreed.heard == []
    assert "knee" not in caplog.text
    assert "ignored" in caplog.text


async def test_other_commands_are_acknowledged(agreed: Workspace) -> None:
    answer = await agreed.post(command_request({"command": "/other", "text": "x"}))
    assert (answer.status_code, answer.content) == (200, b"")


async def test_tokens_and_ids_are_in_no_log(
    agreed: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="patella")
    agreed.slack.refuse("chat.postMessage", "not_in_channel")
    await agreed.says("my secret knee")
    await agreed.post(event_request(agreed.ann.message("my secret knee"), secret="x" * 32))
    for word in ("xoxb", SIGNING_SECRET, "U0ANN", "D0ANN", "secret knee"):
        assert word not in caplog.text
