"""The real channel over HTTP: who is believed, and that all is answered, once, in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.heard import Heard
from bot.secret import pseudonym
from bot.storage.contacts import Contacts
from bot.storage.database import Database
from bot.storage.inbox import Delivery, Inbox
from bot.storage.schema import deliveries
from bot.words import Words
from tests.bot.channels.conftest import SECRET
from tests.bot.channels.slack.conftest import QUESTION, Workspace, until
from tests.fakes.slack_person import (
    SlackPerson,
    event_request,
    signed,
    words_of,
)

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
    kept = agreed.kept()
    assert "Which side?" in kept
    assert "U0ANN" not in kept and "D0ANN" not in kept


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
    request = event_request(agreed.ann.message("hello"), at=time.time() + 400)
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
    assert (await opened.http.get("/webhooks/slack/commands")).status_code == 404


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


async def test_what_cannot_be_kept_is_not_acknowledged(
    agreed: Workspace, database: Database
) -> None:
    deliveries.drop(database.engine)
    path, headers, body = event_request(agreed.ann.message("hello"))
    answer = await agreed.http.post(path, headers=headers, content=body)
    deliveries.create(database.engine)
    assert answer.status_code == 503
    assert await agreed.hand_over((path, headers, body)) == [QUESTION]


async def test_everything_is_delivered_in_order_when_slack_wants_us_to_wait(
    agreed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed.bench.dialogue.reply = [{"text": "One"}, {"text": "Two"}, {"text": "Three"}]
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    assert agreed.channel.intake is not None
    monkeypatch.setattr(agreed.channel.intake._messenger.worker, "_sleep", wait)
    agreed.slack.refuse("chat.postMessage", 429, times=2, seconds=7)
    agreed.slack.refuse("chat.postMessage", 500)
    assert await agreed.says("hello") == ["One", "Two", "Three"]
    assert waited.count(7) == 2 and agreed.heard == ["hello"]


async def test_a_message_whose_blocks_are_refused_comes_as_words(agreed: Workspace) -> None:
    agreed.slack.refuse("chat.postMessage", "invalid_blocks")
    assert await agreed.says("hello") == [QUESTION]
    assert agreed.slack.messages[-1].blocks == []


@pytest.mark.parametrize("code", ["account_inactive", "invalid_auth", "token_revoked"])
async def test_an_app_that_is_not_let_in_loses_nothing_until_it_is_again(
    agreed: Workspace, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    assert agreed.channel.intake is not None
    monkeypatch.setattr(agreed.channel.intake._messenger.worker, "_sleep", wait)
    agreed.slack.refuse("chat.postMessage", code, times=2)
    assert await agreed.says("my knee hurts") == [QUESTION]
    assert waited.count(60.0) == 2 and agreed.heard == ["my knee hurts"]


@pytest.mark.parametrize("code", ["channel_not_found", "restricted_action"])
async def test_what_slack_will_never_take_is_given_up(
    agreed: Workspace, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    agreed.slack.refuse("chat.postMessage", code)
    assert await agreed.says("my knee hurts") == []
    assert f"delivery given up: {code}" in caplog.text
    assert "knee" not in caplog.text
    assert await agreed.says("hello") == [QUESTION]


async def test_what_was_left_over_is_answered_once_it_can_be(
    open_workspace: Callable[..., Any], database: Database
) -> None:
    sender_id = pseudonym(SECRET, "slack", "T0001:U0ANN")
    Contacts(database).agree(sender_id)
    heard = Heard(place="D0ANN/U0ANN", text="my knee hurts")
    Inbox(database).accept(Delivery("slack", "event:Ev1", sender_id, 1.0, heard.to_json()))
    looks: list[str | None] = ["not yet", "not yet", None]

    async def actions() -> str | None:
        assert opened == [] or opened[0].slack.messages == []
        return looks.pop(0) if looks else None

    opened: list[Workspace] = []
    opened.append(await open_workspace(checks={"actions": actions}))
    await until(lambda: opened[0].slack.messages)
    assert opened[0].heard == ["my knee hurts"] and looks == []
