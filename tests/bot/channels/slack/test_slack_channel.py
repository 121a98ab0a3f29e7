"""The real channel over HTTP, between a fake Slack and a stand-in for the dialogue."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.reports import FinishedCheck, ReportFile
from bot.secret import pseudonym
from bot.storage.schema import deliveries
from bot.words import Words
from tests.bot.channels.conftest import SECRET
from tests.bot.channels.slack.conftest import Workspace
from tests.fakes.slack_api import SIGNING_SECRET
from tests.fakes.slack_person import (
    SlackPerson,
    button_of,
    command_request,
    element_of,
    elements_of,
    event_request,
    labels_of,
    signed,
    tap_request,
    words_of,
)

ASKED = {"text": "Which side?", "custom": {"question_id": "side"}}
QUESTION = "Which side?\n\nQuestion 2 of about 9"


@pytest.fixture
async def agreed(workspace: Workspace) -> Workspace:
    await workspace.agrees()
    workspace.bench.dialogue.reply = [ASKED]
    return workspace


# -- Consent


async def test_before_consent_nothing_is_heard(workspace: Workspace, house_words: Words) -> None:
    said = await workspace.says("my left knee hurts")
    assert workspace.heard == []
    assert house_words.text("utter_slack_sees") in said[-1]
    assert await workspace.taps("I agree, carry on") == ["Which side?"]
    assert workspace.heard == ["my left knee hurts"]


async def test_an_emergency_is_told_at_once(workspace: Workspace) -> None:
    await workspace.says("I can't breathe")
    first = workspace.slack.messages[0]
    assert "\u26a0\ufe0f Get help: clot" in words_of(first)
    assert first.blocks[0]["text"]["text"].startswith("*")


async def test_nobody_is_known_by_their_id(agreed: Workspace) -> None:
    await agreed.says("hello")
    (sender_id,) = agreed.bench.store.kept
    assert sender_id == pseudonym(SECRET, "slack", "T0001:U0ANN")
    assert "U0ANN" not in sender_id


# -- Requests that are not believed


def others(person: SlackPerson) -> dict[str, Any]:
    message = person.message("hello")
    path, headers, body = event_request(message)
    without = {name: value for name, value in headers.items() if "Signature" not in name}
    return {
        "no signature": (path, without, body),
        "bad timestamp": (path, {**headers, "X-Slack-Request-Timestamp": "soon"}, body),
        "old timestamp": event_request(message, at=time.time() - 301),
        "bad signature": event_request(message, secret="x" * 32),
    }


@pytest.mark.parametrize(
    "reason", ["no signature", "bad timestamp", "old timestamp", "bad signature"]
)
async def test_it_is_rejected_and_counted(agreed: Workspace, reason: str) -> None:
    answer = await agreed.post(others(agreed.ann)[reason])
    await agreed.settle()
    assert answer.status_code == 401
    assert agreed.channel.rejections.counts == {reason: 1}
    assert agreed.heard == []


async def test_a_request_from_the_future_is_rejected(agreed: Workspace) -> None:
    request = event_request(agreed.ann.message("hello"), at=time.time() + 301)
    assert (await agreed.post(request)).status_code == 401


@pytest.mark.parametrize("body", [b"\xff\xfe", '{"a": "é"}'.encode()])
async def test_a_body_that_is_no_text_is_no_failure(agreed: Workspace, body: bytes) -> None:
    path, headers, _ = signed("events", b"{}", "application/json")
    for signature in ("v0=é", "v0=" + "0" * 64):
        sent = {**headers, "X-Slack-Signature": signature}
        raw = [(name.encode(), value.encode("utf-8")) for name, value in sent.items()]
        answer = await agreed.http.post(path, headers=raw, content=body)
        assert answer.status_code == 401


@pytest.mark.parametrize("path", ["events", "interactions", "commands"])
async def test_what_is_no_json_is_refused(agreed: Workspace, path: str) -> None:
    for body in (b"", b"{", b"payload=%7B", b"[" * 5000, b"\xff"):
        answer = await agreed.post(signed(path, body, "application/json"))
        assert answer.status_code in (200, 400, 401)


async def test_a_channel_without_a_token_is_not_there(open_workspace: Callable[..., Any]) -> None:
    opened = await open_workspace(signing_secret=None, app_token="xapp-wrong")
    for path in ("events", "interactions", "commands"):
        answer = await opened.post(signed(path, b"{}", "application/json"))
        assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})


async def test_our_address_is_confirmed(workspace: Workspace) -> None:
    body = {"type": "url_verification", "token": "x", "challenge": "3eZbrw1aB"}
    answer = await workspace.post(event_request(body))
    assert (answer.status_code, answer.text) == (200, "3eZbrw1aB")
    assert answer.headers["content-type"].startswith("text/plain")


# -- Once, in order, to the end


async def test_an_event_that_comes_three_times_is_one_turn(agreed: Workspace) -> None:
    request = event_request(agreed.ann.message("hello"))
    path, headers, body = request
    for number in range(3):
        more = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
        await agreed.post((path, {**headers, **(more if number else {})}, body))
    await agreed.settle()
    assert agreed.heard == ["hello"]
    assert len(agreed.slack.messages) == 1


async def test_a_repeated_event_that_arrives_first_is_answered(agreed: Workspace) -> None:
    path, headers, body = event_request(agreed.ann.message("hello"))
    more = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    await agreed.post((path, {**headers, **more}, body))
    await agreed.settle()
    assert agreed.heard == ["hello"]


async def test_what_was_overtaken_on_its_way_is_heard_first(
    open_workspace: Callable[..., Any],
) -> None:
    agreed = await open_workspace(overtaken=0.05)
    await agreed.agrees()
    first, second = agreed.ann.message("one"), agreed.ann.message("two")
    await agreed.hand_over(event_request(second), event_request(first))
    assert agreed.heard == ["one", "two"]


async def test_it_is_acknowledged_before_it_is_answered(agreed: Workspace) -> None:
    agreed.bench.dialogue.gate = asyncio.Event()
    answer = await agreed.post(event_request(agreed.ann.message("hello")))
    assert answer.status_code == 200 and agreed.slack.messages == []
    agreed.bench.dialogue.gate.set()
    await agreed.settle()
    assert len(agreed.slack.messages) == 1


async def test_what_cannot_be_kept_is_not_acknowledged(agreed: Workspace, engine: Engine) -> None:
    deliveries.drop(engine)
    path, headers, body = event_request(agreed.ann.message("hello"))
    answer = await agreed.http.post(path, headers=headers, content=body)
    deliveries.create(engine)
    assert answer.status_code == 503
    assert await agreed.hand_over((path, headers, body)) == [QUESTION]


async def test_everything_is_delivered_in_order_when_slack_wants_us_to_wait(
    agreed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed.bench.dialogue.reply = [{"text": "One"}, {"text": "Two"}, {"text": "Three"}]
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    assert agreed.channel._messenger is not None
    monkeypatch.setattr(agreed.channel._messenger.worker, "_sleep", wait)
    agreed.slack.refuse("chat.postMessage", 429, times=2, seconds=7)
    agreed.slack.refuse("chat.postMessage", 500)
    assert await agreed.says("hello") == ["One", "Two", "Three"]
    assert waited.count(7) == 2 and agreed.heard == ["hello"]


async def test_a_message_whose_blocks_are_refused_comes_as_words(agreed: Workspace) -> None:
    agreed.slack.refuse("chat.postMessage", "invalid_blocks")
    assert await agreed.says("hello") == [QUESTION]
    assert agreed.slack.messages[-1].blocks == []


@pytest.mark.parametrize("code", ["account_inactive", "channel_not_found", "invalid_auth"])
async def test_what_slack_will_never_take_is_given_up(
    agreed: Workspace, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    agreed.slack.refuse("chat.postMessage", code)
    assert await agreed.says("my knee hurts") == []
    assert f"delivery given up: {code}" in caplog.text
    assert "knee" not in caplog.text
    assert await agreed.says("hello") == [QUESTION]


# -- Tapping


async def test_the_choice_takes_the_place_of_the_buttons(agreed: Workspace) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    await agreed.taps("Left")
    assert agreed.heard == ["hello", "side=left"]
    assert elements_of(question.blocks) == [] and question.edited
    assert words_of(question) == "Which side?\nYour answer: Left"


async def test_buttons_go_also_when_the_answer_is_typed(agreed: Workspace) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    await agreed.says("left")
    assert elements_of(question.blocks) == [] and words_of(question) == "Which side?"


async def test_a_second_tap_is_told_to_be_too_late(agreed: Workspace, house_words: Words) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    left, right = (agreed.ann.tap(question, button_of(question, x)) for x in ("Left", "Right"))
    await agreed.hand_over(tap_request(left), tap_request(right))
    assert agreed.heard == ["hello", "side=left"]
    (whisper,) = agreed.slack.whispers
    assert whisper["text"] == house_words.text("utter_messenger_answered")
    assert whisper["user"] == "U0ANN"


async def test_a_tap_that_comes_three_times_is_one(agreed: Workspace) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    request = tap_request(agreed.ann.tap(question, button_of(question, "Left")))
    await agreed.hand_over(request, request, request)
    assert agreed.heard == ["hello", "side=left"] and agreed.slack.whispers == []


SIGNS = {
    "id": "signs",
    "kind": "multi",
    "options": [
        {"value": "fever", "label": "Fever"},
        {"value": "locked", "label": "A knee that is stuck & hot"},
        {"value": "none", "label": "None of these"},
    ],
}


async def test_several_are_marked_and_sent_with_done(agreed: Workspace) -> None:
    agreed.bench.dialogue.reply = [{"text": "Any of these?", "custom": {"question": SIGNS}}]
    await agreed.says("hello")
    question = agreed.ann.open_message()
    boxes = element_of(question, "marks")
    agreed.ann.mark(boxes, "fever", "locked")
    assert await agreed.hand_over(tap_request(agreed.ann.tap(question, boxes))) == []
    await agreed.taps("Done")
    assert agreed.heard == ["hello", "signs=fever,locked"]
    assert "Your answer: Fever, A knee that is stuck &amp; hot" in words_of(question)


async def test_done_without_a_mark_is_told_and_no_turn(
    agreed: Workspace, house_words: Words
) -> None:
    agreed.bench.dialogue.reply = [{"text": "Any of these?", "custom": {"question": SIGNS}}]
    await agreed.says("hello")
    assert await agreed.taps("Done") == []
    assert agreed.heard == ["hello"]
    (whisper,) = agreed.slack.whispers
    assert whisper["text"] == house_words.text("utter_messenger_nothing_chosen")
    await agreed.taps("None of these")
    assert agreed.heard == ["hello", "signs=none"]


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


async def test_a_picture_gets_its_line_and_its_words_are_read(
    agreed: Workspace, house_words: Words
) -> None:
    files = [{"id": "F1", "mimetype": "image/png", "name": "knee.png"}]
    message = agreed.ann.message("it looks so", subtype="file_share", files=files)
    said = await agreed.hand_over(event_request(message))
    assert said == [house_words.text("utter_messenger_no_picture"), QUESTION]
    assert agreed.heard == ["it looks so"]


# -- The report


class Reports:
    async def render(self, check: FinishedCheck, form: str) -> ReportFile:
        return ReportFile(b"%PDF-1.7 " + form.encode(), "application/pdf", "report.pdf")


async def test_the_report_comes_as_a_file(agreed: Workspace, house_words: Words) -> None:
    agreed.bench.turn._reports = Reports()
    agreed.bench.dialogue.reply = [
        {"text": "See a GP.", "custom": {"report_url": "/webhooks/web/report"}}
    ]
    await agreed.says("hello")
    (sender_id,) = agreed.bench.store.kept
    agreed.bench.dialogue.finished[sender_id] = FinishedCheck({}, 0.0, None)
    await agreed.taps("Save the report (PDF)")
    (file,) = agreed.slack.files
    assert file["body"] == b"%PDF-1.7 pdf" and file["channel"] == "D0ANN"
    assert file["comment"] == house_words.text("utter_messenger_report_caption")
    # It stays to be had when the conversation has gone on.
    await agreed.says("and the hip?")
    assert labels_of(agreed.slack.messages[0]) == ["Save the report (PDF)"]
    message = agreed.slack.messages[0]
    request = tap_request(agreed.ann.tap(message, elements_of(message.blocks)[0]))
    await agreed.hand_over(request)
    assert len(agreed.slack.files) == 2


async def test_who_cannot_be_sent_a_file_is_told_so(agreed: Workspace, house_words: Words) -> None:
    agreed.bench.turn._reports = Reports()
    await agreed.says("hello")
    (sender_id,) = agreed.bench.store.kept
    agreed.bench.dialogue.finished[sender_id] = FinishedCheck({}, 0.0, None)
    agreed.slack.refuse("files.getUploadURLExternal", "missing_scope")
    said = await agreed.hand_over(command_request(agreed.ann.command("report")))
    assert said == [house_words.text("utter_report_not_available")]


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
    await agreed.post(others(agreed.ann)["bad signature"])
    for word in ("xoxb", SIGNING_SECRET, "U0ANN", "D0ANN", "secret knee"):
        assert word not in caplog.text


# -- What is shown of it


async def test_asking_back_is_no_answer(agreed: Workspace) -> None:
    await agreed.says("hello")
    question = agreed.ann.open_message()
    await agreed.taps("Why?")
    assert agreed.heard == ["hello", "ask_why"]
    assert words_of(question) == "Which side?"


async def test_nobody_is_greeted_twice(workspace: Workspace, house_words: Words) -> None:
    workspace.bench.dialogue.reply = [{"text": house_words.text("utter_greet")}]
    assert house_words.text("utter_greet") in await workspace.says("hi")
    said = await workspace.taps("I agree, carry on")
    assert said == [house_words.text("utter_messenger_agreed")]
