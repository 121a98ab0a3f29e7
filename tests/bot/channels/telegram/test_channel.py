"""The whole channel over HTTP: what Telegram brings, and what it is asked to show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.channels.telegram.channel import PATH, SECRET_HEADER, TelegramInput, webhook_secret
from bot.settings import Settings, TelegramSettings
from bot.storage.database import Database
from bot.words import Words
from tests.bot.channels.conftest import SECRET, serving
from tests.bot.channels.telegram.conftest import ANN, Chat
from tests.bot.standins import Bench
from tests.fakes.telegram_api import TOKEN, FakeTelegram
from tests.fakes.telegram_form import person

ASKED = {"text": "Which side?", "custom": {"question_id": "side"}}


async def test_the_webhook_and_the_commands_are_set(chat: Chat) -> None:
    await asyncio.to_thread(chat.fake.wait_for, lambda: chat.fake.commands)
    assert chat.fake.webhook["url"] == "https://example.org" + PATH
    assert chat.fake.webhook["max_connections"] == "1"
    assert {each["command"] for each in chat.fake.commands} >= {"start", "help", "erase"}


async def test_consent_comes_first_and_what_was_written_is_answered_then(
    chat: Chat, words: Words
) -> None:
    chat.bench.dialogue.reply = [ASKED]
    said = await chat.writes("my knee hurts")
    assert words.text("utter_telegram_sees") in said[-1].text
    assert chat.heard == []
    (asked,) = await chat.taps("I agree, carry on")
    assert chat.heard == ["my knee hurts"]
    assert asked.text.startswith("Which side?")
    assert asked.labels == ["Left", "Right", "I'm not sure", "Why?", "Back", "Skip"]


FILE = {"file_id": "f", "file_unique_id": "u"}
SIZE = {"width": 9, "height": 9}
UNREADABLE: list[tuple[str, dict[str, Any]]] = [
    ("picture", {"photo": [{**FILE, **SIZE}]}),
    ("picture", {"animation": {**FILE, **SIZE, "duration": 3}, "document": FILE}),
    ("voice", {"voice": {**FILE, "duration": 3}}),
    ("voice", {"video_note": {**FILE, "duration": 3, "length": 9}}),
    (
        "sticker",
        {"sticker": {**FILE, **SIZE, "type": "regular", "is_animated": False, "is_video": False}},
    ),
    ("sticker", {"dice": {"value": 1, "emoji": "🎲"}}),
    ("location", {"location": {"latitude": 1.5, "longitude": 2.5}}),
    ("location", {"contact": {"phone_number": "1", "first_name": "B"}}),
    ("file", {"document": FILE}),
]


async def test_what_cannot_be_read_gets_a_line_of_its_own(chat: Chat, words: Words) -> None:
    chat.agrees()
    for kind, content in UNREADABLE:
        (said,) = await chat.sends(**content)
        assert said.text == words.text(f"utter_messenger_no_{kind}"), content
    assert chat.heard == []


async def test_a_caption_is_read(chat: Chat, words: Words) -> None:
    chat.agrees()
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
    said = await chat.sends(photo=photo, caption="this knee")
    assert said[0].text == words.text("utter_messenger_no_picture")
    assert chat.heard == ["this knee"]


async def test_an_edited_message_gets_a_line(chat: Chat, words: Words) -> None:
    chat.agrees()
    edited = chat.fake.update(edited_message=chat.fake.message(ANN, text="the right one"))
    await chat.brings(edited)
    assert chat.fake.of(ANN)[-1].text == words.text("utter_messenger_edited")
    assert chat.heard == []


async def test_commands(chat: Chat, words: Words) -> None:
    chat.agrees()
    (helped,) = await chat.writes("/help@PatellaTestBot")
    assert "/erase" in helped.text
    (privacy,) = await chat.writes("/privacy")
    assert words.text("utter_telegram_sees") in privacy.text
    await chat.writes("/summary")
    await chat.writes("/stop it hurts")
    await chat.writes("/inform{}")
    assert chat.heard == ["show_summary", "stop it hurts", "inform{}"]


async def test_a_group_gets_one_line_and_no_turn(chat: Chat, words: Words) -> None:
    group = {"id": -100500, "type": "supergroup", "title": "Us"}
    for text in ("/start", "my knee hurts", "@PatellaTestBot hello"):
        await chat.brings(chat.fake.text_update(ANN, text, chat=group))
    assert [m.text for m in chat.fake.of(-100500)] == [words.text("utter_messenger_no_group")]
    assert chat.fake.of(ANN) == []
    assert chat.heard == []


async def test_other_updates_are_passed_over(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "patella")
    post = chat.fake.message(ANN, text="secret words", chat={"id": -1, "type": "channel"})
    del post["from"]
    for content in (
        {"channel_post": post},
        {"poll": {"id": "1", "question": "secret words"}},
        {"something_new": {"text": "secret words"}},
        {"message": chat.fake.message(ANN, new_chat_members=[person(5)])},
        {"message": {"text": "secret words"}},
    ):
        assert await chat.brings(chat.fake.update(**content)) == 200
    assert chat.fake.messages == []
    assert "secret" not in caplog.text
    assert caplog.text.count("update passed over") + caplog.text.count("not understood") == 5


async def test_the_same_update_three_times_is_one_turn(chat: Chat) -> None:
    chat.agrees()
    update = chat.fake.text_update(ANN, "hello")
    before = len(chat.fake.of(ANN))
    await chat.brings(update, update, update)
    assert chat.heard == ["hello"]
    assert len(chat.fake.of(ANN)) == before + 1


async def test_swapped_updates_are_put_in_order(chat: Chat) -> None:
    chat.agrees()
    await chat.writes("one")
    second, third = chat.fake.text_update(ANN, "two"), chat.fake.text_update(ANN, "three")
    await chat.brings(third, second)
    assert chat.heard == ["one", "two", "three"]


async def test_too_many_requests_are_waited_out_in_order(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [{"text": "One."}, {"text": "Two."}, {"text": "Three."}]
    chat.fake.trouble("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    said = await chat.writes("hello")
    assert [message.text for message in said] == ["One.", "Two.", "Three."]


async def test_a_blocked_bot_gives_up_and_others_are_served(chat: Chat) -> None:
    chat.agrees()
    chat.fake.blocked.add(ANN)
    assert await chat.writes("hello") == []
    assert chat.heard == ["hello"]
    await chat.brings(chat.fake.text_update(2002, "hi"))
    assert chat.fake.of(2002)
    chat.fake.blocked.clear()
    assert await chat.writes("hello again")


async def test_words_arrive_whatever_is_wrong_with_their_form(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    chat.fake.trouble("sendMessage", 400, "Bad Request: BUTTON_DATA_INVALID")
    (said,) = await chat.writes("hello")
    assert said.text.startswith("Which side?")
    assert said.keyboard == []


async def test_an_emergency_stands_out(chat: Chat) -> None:
    said = await chat.writes("I can't breathe")
    assert said[0].html.startswith("<b>\u26a0\ufe0f Get help: clot")


async def test_a_wrong_secret_is_turned_away_and_counted(chat: Chat) -> None:
    body = httpx.Request("POST", "http://x", json=chat.fake.text_update(ANN, "hi")).content
    for secret in ("", "wrong", "\u00e9"):
        assert await asyncio.to_thread(chat.fake.post, body, secret.encode("latin-1")) == 403
    assert chat.channel.rejections.counts == {"wrong secret": 3}
    assert chat.fake.messages == []


async def test_no_json_is_turned_away(chat: Chat) -> None:
    assert await asyncio.to_thread(chat.fake.post, b"{no") == 400
    assert await asyncio.to_thread(chat.fake.post, b"[" * 100_000) == 400


async def test_what_cannot_be_kept_comes_again(chat: Chat, monkeypatch: Any) -> None:
    chat.agrees()
    running = chat.channel.running
    assert running is not None
    update = chat.fake.text_update(ANN, "hello")
    with monkeypatch.context() as broken:
        broken.setattr(running.messenger, "take_in", _raises)
        assert await chat.brings(update) == 503
    assert await chat.brings(update) == 200
    assert chat.heard == ["hello"]


def _raises(*_: Any) -> bool:
    raise OSError("disk full")


async def test_long_polling(connect: Callable[..., Any], bench: Bench) -> None:
    chat = await connect(public_url=None)
    assert chat.fake.count("deleteWebhook") == 1
    chat.fake.deliver(chat.fake.text_update(ANN, "/help"))
    await asyncio.to_thread(chat.fake.wait_for, lambda: chat.fake.of(ANN))
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(chat.fake.deliver_to + PATH, json={})).status_code == 404


async def test_without_a_token_the_channel_is_off(
    connect: Callable[..., Any], fake: FakeTelegram, serve: Callable[..., Any]
) -> None:
    client = await serve()
    assert (await client.post(PATH, json={})).status_code == 404
    assert fake.calls == []


async def test_a_proxy_that_cannot_be_used_stops_nothing_else(
    bench: Bench, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    settings = Settings(
        telegram=TelegramSettings(TOKEN, "https://example.org", "https://t.invalid")
    )
    channel = TelegramInput(settings, SECRET)
    async with (
        serving(bench, settings, {}, database, [channel]) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        assert (await client.get("/live")).status_code == 200
        headers = {SECRET_HEADER: webhook_secret(SECRET)}
        assert (await client.post(PATH, json={}, headers=headers)).status_code == 503
