"""What an update of Telegram tells, free of its form. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot.channels.heard import COMMANDS, Heard
from bot.channels.telegram.keyboards import Button, Rows
from bot.payloads import clean_text

#: What we ask to be told.
ALLOWED = tuple(
    str(kind) for kind in (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
)

#: What cannot be read, by the part of a message that holds it; an animation is a document, too.
_UNREADABLE = {
    "photo": "picture",
    "live_photo": "picture",
    "animation": "picture",
    "voice": "voice",
    "audio": "voice",
    "video": "voice",
    "video_note": "voice",
    "sticker": "sticker",
    "dice": "sticker",
    "venue": "location",
    "location": "location",
    "contact": "location",
    "document": "file",
    "poll": "other",
    "game": "other",
    "story": "other",
    "paid_media": "other",
    "checklist": "other",
    "invoice": "other",
    "giveaway": "other",
    "gift": "other",
    "passport_data": "other",
}

#: With words behind it, a command is a text; only what a link adds to /start is dropped.
_COMMAND = re.compile(r"/([a-z]+)(?:@([A-Za-z0-9_]+))?(?:\s+(\S{1,64}))?\s*", re.ASCII)

_LARGEST = 2**63


@dataclass(frozen=True)
class Spoken:
    """Somebody has written or sent something to us alone."""

    update_id: int
    chat_id: int
    heard: Heard


@dataclass(frozen=True)
class Tapped:
    """Somebody has tapped a button; ``rows`` is the keyboard as it stood, empty if it is gone."""

    update_id: int
    chat_id: int
    query_id: str
    message_id: int
    data: str
    rows: Rows


@dataclass(frozen=True)
class InGroup:
    """Something was said where others read along, on this day."""

    update_id: int
    chat_id: int
    day: str


@dataclass(frozen=True)
class PassedOver:
    """Nothing for us; ``kind`` tells what it was, from a list of ours."""

    update_id: int
    kind: str


Event = Spoken | Tapped | InGroup | PassedOver


class NoUpdate(ValueError):
    """This has not the form of an update."""


def read(raw: Any) -> Event:
    """What an update tells.

    Raises:
        NoUpdate: if it is none; what it holds does not stand in the error.
    """
    update_id = update_id_of(raw)
    if update_id is None:
        raise NoUpdate("no update_id")
    try:
        update = Update.de_json(dict(raw), None)
        return _event(update)
    except Exception as error:
        spoken = _plain_words(update_id, raw)
        if spoken is None:
            raise NoUpdate(type(error).__name__) from None
        return spoken


def _plain_words(update_id: int, raw: Mapping[str, Any]) -> Spoken | None:
    """The words of a private message in whose details the library finds something new to it."""
    message = raw.get("message")
    message = message if isinstance(message, Mapping) else {}
    chat, text = message.get("chat"), message.get("text") or message.get("caption")
    if not isinstance(chat, Mapping) or chat.get("type") != "private" or not text:
        return None
    if not _is_number(chat.get("id")) or not isinstance(text, str):
        return None
    return Spoken(update_id, chat["id"], Heard(str(chat["id"]), text=text))


def update_id_of(raw: Any) -> int | None:
    """The number of an update, also of one that is not understood."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    return number if _is_number(number) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST


def _event(update: Update) -> Event:
    if update.callback_query is not None:
        return _tapped(update.update_id, update.callback_query)
    message = update.message or update.edited_message
    if message is None:
        return PassedOver(update.update_id, _kind(update))
    return _spoken(update.update_id, message, edited=update.message is None)


def _kind(update: Update) -> str:
    return next((str(kind) for kind in Update.ALL_TYPES if getattr(update, kind, None)), "unknown")


def _spoken(update_id: int, message: Message, edited: bool) -> Event:
    chat_id = _checked(message.chat.id)
    if message.from_user is None or message.from_user.is_bot:
        return PassedOver(update_id, "not a person")
    text = _text(message.text) or _text(message.caption)
    kind = next((_UNREADABLE[part] for part in _UNREADABLE if getattr(message, part)), None)
    if text is None and (kind is None or edited):
        # That somebody joined, or a place that moves on.
        return PassedOver(update_id, "nothing said")
    if message.chat.type != ChatType.PRIVATE:
        return InGroup(update_id, chat_id, message.date.date().isoformat())
    command = None if edited or kind or text is None else _command(text)
    heard = Heard(
        place=str(chat_id),
        text=None if command else text,
        command=command,
        unreadable=kind,
        edited=edited,
    )
    return Spoken(update_id, chat_id, heard)


def _command(text: str) -> str | None:
    found = _COMMAND.fullmatch(text)
    if found is None or found[1] not in COMMANDS:
        return None
    return found[1] if found[3] is None or found[1] == "start" else None


def _tapped(update_id: int, query: CallbackQuery) -> Event:
    data = _text(query.data)
    if query.message is None or not data:
        return PassedOver(update_id, "no tap of ours")
    if query.message.chat.type != ChatType.PRIVATE:
        return PassedOver(update_id, "tapped in a group")
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    return Tapped(
        update_id,
        _checked(query.message.chat.id),
        _text(query.id) or "",
        _checked(query.message.message_id),
        clean_text(data),
        _rows(markup),
    )


def _rows(markup: InlineKeyboardMarkup | None) -> Rows:
    if markup is None:
        return ()
    return tuple(
        tuple(
            Button(clean_text(_text(button.text) or ""), button.callback_data)
            for button in row
            if isinstance(button.callback_data, str)
        )
        for row in markup.inline_keyboard
    )


def _text(value: Any) -> str | None:
    """The library takes whatever stands in the place of a text."""
    if value is not None and not isinstance(value, str):
        raise NoUpdate("a text is none")
    return value or None


def _checked(number: Any) -> int:
    if not _is_number(number):
        raise NoUpdate("a number is none")
    return int(number)
