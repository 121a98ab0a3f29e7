"""What updates tell."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram.keyboards import Button
from bot.channels.telegram.updates import NoUpdate, PassedOver, Spoken, Tapped, read
from tests.fakes.telegram_form import BOT, person, private


def message(**content: Any) -> dict[str, Any]:
    told = {"message_id": 3, "date": 1_700_000_000, "chat": private(7), "from": person(7)}
    return {**told, **content}


def said(text: str) -> tuple[str | None, str | None]:
    event = read({"update_id": 1, "message": message(text=text)})
    assert isinstance(event, Spoken)
    return event.heard.command, event.heard.text


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", "start"),
        ("/start from-the-website", "start"),
        ("/help@PatellaTestBot", "help"),
        ("/erase ", "erase"),
    ],
)
def test_commands(text: str, command: str) -> None:
    assert said(text) == (command, None)


@pytest.mark.parametrize("text", ["/stop it hurts", "/nonsense", "/", "both / left", "/START"])
def test_other_slashes_are_text(text: str) -> None:
    assert said(text) == (None, text)


def test_a_tap_has_the_keyboard_as_it_stood() -> None:
    markup = {
        "inline_keyboard": [[{"text": "✓ A", "callback_data": "+a"}, {"text": "B", "url": "x"}]]
    }
    query = {
        "id": "9",
        "from": person(7),
        "chat_instance": "1",
        "data": "+a",
        "message": {**message(text="Which?", reply_markup=markup), "from": BOT},
    }
    event = read({"update_id": 1, "callback_query": query})
    assert event == Tapped(1, 7, "9", 3, "+a", ((Button("✓ A", "+a"),),))


def test_a_tap_on_a_message_that_is_too_old_has_none() -> None:
    old = {"message_id": 3, "date": 0, "chat": private(7)}
    query = {"id": "9", "from": person(7), "chat_instance": "1", "data": "+a", "message": old}
    event = read({"update_id": 1, "callback_query": query})
    assert isinstance(event, Tapped) and event.rows == ()


def test_what_bots_say_and_places_that_move_on_are_passed_over() -> None:
    other = {**person(8), "is_bot": True}
    moving = message(location={"latitude": 1.0, "longitude": 1.0})
    for update in (
        {"message": message(text="hi", **{"from": other})},
        {"edited_message": moving},
        {"message": message(pinned_message=message(text="x"))},
    ):
        assert isinstance(read({"update_id": 1, **update}), PassedOver)


@pytest.mark.parametrize("raw", [None, [], "x", {}, {"update_id": "1"}, {"update_id": True}])
def test_what_is_no_update(raw: Any) -> None:
    with pytest.raises(NoUpdate):
        read(raw)


def test_words_are_read_though_something_about_them_is_new_to_the_library() -> None:
    """As what they reply to: the next version of the Bot API must not silence anybody."""
    raw = {
        "update_id": 7,
        "message": {
            "message_id": 1,
            "date": 0,
            "chat": {"id": 5, "type": "private"},
            "text": "I can't breathe",
            "reply_to_message": {"message_id": 2, "poll": {"kind": "new"}},
        },
    }
    found = read(raw)
    assert isinstance(found, Spoken)
    assert (found.chat_id, found.heard.text) == (5, "I can't breathe")
    in_group = {**raw, "message": {**raw["message"], "chat": {"id": -5, "type": "group"}}}
    with pytest.raises(NoUpdate):
        read(in_group)
