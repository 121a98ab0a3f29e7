"""The whole channel over HTTP: what Telegram brings, and what it is asked to show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.channels.telegram.channel import PATH
from bot.words import Words
from tests.bot.channels.telegram.conftest import ANN, Chat
from tests.bot.standins import Bench
from tests.fakes.telegram_api import FakeTelegram, person

ASKED = {"text": "Which side?", "custom": {"question_id": "side"}}
YES = {"title": "Yes", "payload": "helpful"}
SIGNS = {
    "text": "Any of these?",
    "custom": {
        "question": {
            "id": "hip_signs",
            "kind": "multi",
            "options": [
                {"value": "limp", "label": "A limp"},
                {"value": "fever", "label": "Fever"},
                {"value": "none", "label": "None of these"},
                {"value": "not_sure", "label": "Not sure"},
            ],
        }
    },
}
PLACES = {
    "text": "Where?",
    "custom": {
        "question": {
            "id": "location",
            "kind": "zones",
            "options": [
                {"value": "knee_front", "label": "Front of the knee"},
                {"value": "thigh", "label": "Thigh"},
                {"value": "lower_back", "label": "Lower back"},
                {"value": "not_sure", "label": "Not sure"},
            ],
            "why": "It tells a lot.",
        }
    },
}


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


async def test_after_a_tap_the_choice_stands_below_the_question(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    (asked,) = await chat.writes("hello")
    (nxt,) = await chat.taps("Left")
    assert chat.heard == ["hello", "side=left"]
    assert asked.keyboard == []
    assert asked.text.endswith("Your answer: Left")
    assert "Question 2 of about 9" in asked.text
    assert nxt.labels
    assert len(chat.fake.answered) == 1


async def test_a_second_tap_is_harmless_and_told(chat: Chat, words: Words) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    (asked,) = await chat.writes("hello")
    first, second = chat.fake.tap_update(asked, "Left"), chat.fake.tap_update(asked, "Right")
    await chat.brings(first, second)
    assert chat.heard == ["hello", "side=left"]
    told = chat.fake.answered[second["callback_query"]["id"]]
    assert told["text"] == words.text("utter_messenger_answered")


async def test_a_typed_answer_takes_the_keyboard_away(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    (asked,) = await chat.writes("hello")
    await chat.writes("the left")
    assert asked.keyboard == []
    assert "Your answer" not in asked.text


async def test_several_are_ticked_before_they_are_sent(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    assert asked.labels == ["A limp", "Fever", "Done", "None of these", "Not sure"]
    assert await chat.taps("Fever") == []
    assert "✓ Fever" in asked.labels
    await chat.taps("A limp")
    await chat.taps("✓ Fever")
    assert asked.labels[:2] == ["✓ A limp", "Fever"]
    await chat.taps("Fever")
    assert chat.heard == ["hello"]
    await chat.taps("Done")
    assert chat.heard == ["hello", "hip_signs=limp,fever"]
    assert asked.text.endswith("Your answer: A limp, Fever")


async def test_ticks_faster_than_the_screen_are_all_kept(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    taps = [chat.fake.tap_update(asked, label) for label in ("Fever", "A limp", "Done")]
    await chat.brings(*taps)
    assert chat.heard == ["hello", "hip_signs=limp,fever"]


async def test_a_tick_that_comes_three_times_is_one(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    tick = chat.fake.tap_update(asked, "Fever")
    await chat.brings(tick, tick, tick)
    assert "✓ Fever" in asked.labels


async def test_done_without_a_choice_is_told(chat: Chat, words: Words) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    done = chat.fake.tap_update(asked, "Done")
    await chat.brings(done)
    told = chat.fake.answered[done["callback_query"]["id"]]
    assert told["text"] == words.text("utter_messenger_nothing_chosen")
    assert told["show_alert"] == "true"
    assert asked.labels
    assert chat.heard == ["hello"]


async def test_none_of_these_answers_by_itself(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    await chat.writes("hello")
    await chat.taps("None of these")
    assert chat.heard == ["hello", "hip_signs=none"]


async def test_a_tick_on_its_way_does_not_bring_the_keyboard_back(chat: Chat, words: Words) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    late = chat.fake.tap_update(asked, "Fever")
    chat.bench.dialogue.reply = [{"text": "Thanks."}]
    await chat.taps("A limp", asked)
    await chat.taps("Done", asked)
    await chat.brings(late)
    assert asked.keyboard == []
    told = chat.fake.answered[late["callback_query"]["id"]]
    assert told["text"] == words.text("utter_messenger_answered")


async def test_an_answer_that_was_not_taken_can_be_tapped_again(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [SIGNS]
    (asked,) = await chat.writes("hello")
    await chat.taps("Fever", asked)
    chat.bench.dialogue.reply = RuntimeError("the action server is away")
    (failed,) = await chat.taps("Done", asked)
    assert "not processed" in failed.text
    assert "✓ Fever" in asked.labels
    await chat.writes("a" * 1001)
    chat.bench.dialogue.reply = [{"text": "Thanks."}]
    await chat.taps("Done", asked)
    assert chat.heard == ["hello", "hip_signs=fever", "hip_signs=fever"]
    assert asked.text.endswith("Your answer: Fever")


async def test_places_then_their_side(chat: Chat, words: Words) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [PLACES]
    picture, asked = await chat.writes("hello")
    assert picture.photo and picture.text == words.text("utter_messenger_map")
    await chat.taps("Front of the knee")
    await chat.taps("Lower back")
    assert await chat.taps("Done") == []
    assert asked.labels == ["Left", "Right", "Both", "✓ Front of the knee", "✓ Lower back", "Why?"]
    assert asked.text.endswith("Front of the knee: " + words.text("utter_messenger_which_side"))
    await chat.taps("Right")
    assert chat.heard == ["hello", "location=knee_front@right,lower_back"]
    assert asked.text.endswith("Your answer: Front of the knee (right), Lower back")
    assert words.text("utter_messenger_which_side") not in asked.text


async def test_the_back_has_no_side(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [PLACES]
    await chat.writes("hello")
    await chat.taps("Lower back")
    await chat.taps("Done")
    assert chat.heard == ["hello", "location=lower_back"]


async def test_the_picture_is_sent_once(chat: Chat) -> None:
    chat.agrees()
    chat.bench.dialogue.reply = [PLACES]
    assert len(await chat.writes("hello")) == 2
    assert len(await chat.taps("Why?")) == 1
    assert chat.fake.count("sendPhoto") == 1


async def test_a_report_can_be_had_after_what_was_asked_beside_it(chat: Chat) -> None:
    chat.agrees()
    asked = {"text": "Go home.", "custom": {"report_url": "/r", "buttons": [YES]}}
    chat.bench.dialogue.reply = [asked]
    (ending,) = await chat.writes("hello")
    assert ending.labels == ["Yes", "Save the report (PDF)"]
    await chat.taps("Yes", ending)
    assert ending.labels == ["Save the report (PDF)"]
    assert ending.text.endswith("Your answer: Yes")
    await chat.taps("Save the report (PDF)", ending)
    assert ending.labels == ["Save the report (PDF)"]
    assert chat.heard == ["hello", "helpful"]


async def test_what_is_to_be_confirmed_is_not_buried_below_the_open_question(chat: Chat) -> None:
    chat.agrees()
    buttons = [
        {"title": "Yes, erase it", "payload": "erase=yes"},
        {"title": "No, keep it", "payload": "repeat"},
    ]
    chat.bench.dialogue.reply = [{"text": "Shall I erase?", "buttons": buttons}, ASKED]
    (confirm,) = await chat.writes("/erase")
    assert confirm.labels == ["Yes, erase it", "No, keep it"]


async def test_a_payload_too_long_for_a_button_is_known_again(chat: Chat) -> None:
    chat.agrees()
    payload = "question=" + "how long does it take until a torn thing has healed " * 3
    button = {"title": "How long?", "payload": payload}
    chat.bench.dialogue.reply = [{"text": "It heals.", "buttons": [button]}]
    await chat.writes("hello")
    await chat.taps("How long?")
    assert chat.heard == ["hello", payload]


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
