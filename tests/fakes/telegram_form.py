"""What Telegram takes and how it shows things: messages, their mark-up, keyboards and limits."""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

BOT = {"id": 123456, "is_bot": True, "first_name": "Patella", "username": "PatellaTestBot"}
TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}


class Refused(Exception):
    """An error of the Bot API."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass
class Message:
    """A message that the bot has sent, as a person sees it."""

    chat_id: int
    message_id: int
    text: str = ""
    html: str = ""
    keyboard: list[list[dict[str, str]]] = field(default_factory=list)
    photo: bytes | str | None = None
    document: bytes | None = None
    file_name: str = ""

    @property
    def labels(self) -> list[str]:
        """The words on its buttons."""
        return [button["text"] for row in self.keyboard for button in row]

    def as_update(self) -> dict[str, Any]:
        """The message as an update shows it."""
        shown: dict[str, Any] = {
            "message_id": self.message_id,
            "date": int(time.time()),
            "chat": private(self.chat_id),
            "from": dict(BOT),
            "text": self.text,
        }
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        return shown


def private(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "type": "private", "first_name": "Ann"}


def person(user_id: int) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": "Ann", "language_code": "en"}


class _Markup(HTMLParser):
    """Telegram's HTML: few tags, well nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in TAGS:
            raise Refused(400, "Bad Request: can't parse entities: unsupported start tag")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Refused(400, "Bad Request: can't parse entities: unexpected end tag")

    def handle_data(self, data: str) -> None:
        self.text += data


def shown_text(form: Mapping[str, Any], name: str = "text", most: int = 4096) -> str:
    """The text that is left of the mark-up, if Telegram takes it."""
    text = str(form.get(name, ""))
    if form.get("parse_mode") == "HTML":
        if re.search(r"&(?!(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)", text):
            raise Refused(400, "Bad Request: can't parse entities: bad ampersand")
        parser = _Markup()
        parser.feed(text)
        parser.close()
        if parser.open:
            raise Refused(400, "Bad Request: can't parse entities: a tag is not closed")
        text = parser.text
    elif form.get("parse_mode"):
        raise Refused(400, "Bad Request: unsupported parse_mode")
    if len(text.encode("utf-16-le")) // 2 > most:
        raise Refused(400, "Bad Request: message is too long")
    return text


def keyboard_of(form: Mapping[str, Any]) -> list[list[dict[str, str]]]:
    """The inline keyboard, if Telegram takes it."""
    if not form.get("reply_markup"):
        return []
    rows = json.loads(form["reply_markup"])["inline_keyboard"]
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise Refused(400, "Bad Request: reply markup is too long")
    for button in itertools.chain(*rows):
        if not button.get("text", "").strip():
            raise Refused(400, "Bad Request: BUTTON_TEXT_INVALID")
        if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows
