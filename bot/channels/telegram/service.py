"""Telegram as a messenger knows it: what is sent, closed and acknowledged over its Bot API."""

from __future__ import annotations

import asyncio
import time
import warnings
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels.heard import Heard
from bot.channels.pieces import REPORT, Piece
from bot.channels.splitting import shorten
from bot.channels.telegram import render
from bot.channels.telegram.keyboards import Button, Rows, asked_about
from bot.channels.telegram.render import Part
from bot.channels.worker import GiveUp, TryAgain
from bot.reports import ReportFile
from bot.settings import TelegramSettings
from bot.words import Words

MAP = Path(__file__).parents[1] / "body_map.png"

#: The picture of the body is not sent again while it can be seen further up.
MAP_SECONDS = 60 * 60.0
MOST_MAPS = 1000

#: So much of an answer is shown below what was asked.
MOST_SHOWN = 200

#: Seconds until the token is tried again: somebody has to give us another one.
TOKEN_SECONDS = 60.0

T = TypeVar("T")


#: What Telegram says where no other form of the message would help.
_FINAL = ("chat not found", "user not found", "deactivated", "peer_id_invalid", "kicked")


class GiveUpOnForm(GiveUp):
    """Telegram finds something wrong with the message itself."""


def requests_to(settings: TelegramSettings) -> HTTPXRequest:
    """What carries our calls; a proxy of the environment is not for this machine itself."""
    is_here = urlsplit(settings.api).hostname in ("127.0.0.1", "::1", "localhost")
    return HTTPXRequest(
        connection_pool_size=32,
        read_timeout=15,
        connect_timeout=10,
        pool_timeout=10,
        httpx_kwargs={"trust_env": False} if is_here else None,
    )


def make_bot(settings: TelegramSettings, calls: HTTPXRequest) -> Bot:
    """The library's client; nothing is called yet."""
    return Bot(
        settings.token,
        base_url=f"{settings.api}/bot",
        base_file_url=f"{settings.api}/file/bot",
        request=calls,
    )


def why(error: TelegramError) -> TryAgain | GiveUp:
    """What an error of the library means for a delivery; nothing of the call stands in it."""
    if isinstance(error, RetryAfter):
        return TryAgain("Telegram wants us to wait", _seconds(error))
    if isinstance(error, Forbidden | ChatMigrated):
        return GiveUp("the person has blocked the bot, or the chat is gone")
    if isinstance(error, BadRequest):
        is_final = any(words in error.message.lower() for words in _FINAL)
        return GiveUp("the chat is gone") if is_final else GiveUpOnForm("not the right form")
    if isinstance(error, InvalidToken):
        return TryAgain("Telegram does not take the token", TOKEN_SECONDS)
    return TryAgain("Telegram cannot be reached")


def _seconds(error: RetryAfter) -> float:
    with warnings.catch_warnings():
        # The library is on its way from numbers to time spans, and says so at each look.
        warnings.simplefilter("ignore")
        wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


class TelegramService:
    """`bot.channels.messenger.Service` for Telegram; a message's reference has its html."""

    name = "telegram"
    command_form = "/{}"

    def __init__(self, bot: Bot, words: Words, now: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._words = words
        self._now = now
        self._maps: OrderedDict[str, float] = OrderedDict()
        self._map: Any = None
        self._typing: set[asyncio.Task[None]] = set()

    def render(self, *pieces: Piece) -> list[Part]:
        """The messages for a piece, or for asides that follow one another."""
        return render.render(pieces, self._words.text("utter_messenger_done"))

    async def send(self, place: str, part: Part) -> Any:
        """Send one; a reference if it has an open question or a choice."""
        if part.with_map:
            await self._send_map(place)
        message_id = await self._send_text(place, part)
        buttons = [button for row in part.rows for button in row]
        report = [button.label for button in buttons if button.data == REPORT]
        if message_id is None or len(report) == len(buttons):
            return None
        return {"id": message_id, "html": part.html, "report": report}

    async def close(self, place: str, reference: Any, label: str) -> None:
        """Take a message's keyboard away; an answer that was tapped is shown below its text.

        A report can be had as long as there is one, whatever is answered meanwhile.
        """
        chat_id, message_id = int(place), reference["id"]
        kept = tuple((Button(label, REPORT),) for label in reference["report"])
        if label:
            try:
                await _called(
                    self._bot.edit_message_text,
                    text=self.with_answer(reference["html"], label),
                    chat_id=chat_id,
                    message_id=message_id,
                    parse_mode=ParseMode.HTML,
                    reply_markup=markup(kept),
                )
                return
            except GiveUp:
                # The keyboard may still go.
                pass
        await self.show_rows(chat_id, message_id, kept)

    def with_answer(self, html: str, label: str) -> str:
        """What was asked, with the answer below."""
        answer = self._words.text("utter_messenger_chosen", answer=shorten(label, MOST_SHOWN))
        return f"{html}\n\n<b>{escape(answer, quote=False)}</b>"

    async def acknowledge(self, heard: Heard, is_open: bool) -> None:
        """Tell that a tap has arrived, or that it came too late."""
        text = None if is_open else self._words.text("utter_messenger_answered")
        await self.answer_tap(heard.receipt, text)

    async def answer_tap(self, query_id: str, text: str | None, alert: bool = False) -> None:
        """End the waiting sign on a button; ``text`` is shown for a moment, or as an alert.

        Raises:
            TryAgain: if Telegram wants us to wait.
        """
        try:
            await _called(
                self._bot.answer_callback_query,
                callback_query_id=query_id,
                text=text,
                show_alert=alert,
            )
        except GiveUp:
            # Too late for that, which is no reason not to answer.
            return

    async def show_rows(self, chat_id: int, message_id: int, rows: Rows) -> None:
        """Put another keyboard below a message, or none."""
        await _called(
            self._bot.edit_message_reply_markup,
            chat_id=chat_id,
            message_id=message_id,
            reply_markup=markup(rows),
        )

    async def ask_side(self, chat_id: int, message_id: int, html: str, rows: Rows) -> None:
        """Ask below a question about places for their side, with this keyboard."""
        question = f"{asked_about(rows)}: {self._words.text('utter_messenger_which_side')}"
        await _called(
            self._bot.edit_message_text,
            text=f"{html}\n\n<b>{escape(question, quote=False)}</b>",
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=markup(rows),
        )

    async def send_file(self, place: str, file: ReportFile, caption: str) -> None:
        """Send a file as a document."""
        await _called(
            self._bot.send_document,
            chat_id=int(place),
            document=file.body,
            filename=file.name,
            caption=caption,
        )

    async def typing(self, place: str) -> None:
        """Show that we are writing; nobody waits for that."""
        task = asyncio.get_running_loop().create_task(self._show_typing(int(place)))
        self._typing.add(task)
        task.add_done_callback(self._typing.discard)

    async def _show_typing(self, chat_id: int) -> None:
        try:
            await self._bot.send_chat_action(chat_id, ChatAction.TYPING)
        except TelegramError:
            return

    async def _send_text(self, place: str, part: Part) -> int | None:
        try:
            message = await self._message(
                place, part.html, parse_mode=ParseMode.HTML, reply_markup=markup(part.rows)
            )
        except GiveUpOnForm:
            # The words must arrive, whatever Telegram has against their form.
            await self._message(place, part.plain)
            return None
        return int(message.message_id)

    async def _message(self, place: str, text: str, **form: Any) -> Any:
        return await _called(
            self._bot.send_message,
            chat_id=int(place),
            text=text,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            **form,
        )

    async def _send_map(self, place: str) -> None:
        """Send the picture of the body, unless it stands a little further up."""
        sent = self._maps.get(place)
        if sent is not None and self._now() - sent < MAP_SECONDS:
            return
        try:
            message = await _called(
                self._bot.send_photo,
                chat_id=int(place),
                photo=self._map or MAP.read_bytes(),
                caption=self._words.text("utter_messenger_map"),
            )
        except GiveUpOnForm:
            # The places can be chosen without it.
            return
        # Telegram keeps it under a name, which is all that is sent from now on.
        self._map = message.photo[-1].file_id if message.photo else None
        self._maps[place] = self._now()
        self._maps.move_to_end(place)
        if len(self._maps) > MOST_MAPS:
            self._maps.popitem(last=False)


async def _called(method: Callable[..., Awaitable[T]], **arguments: Any) -> T:
    try:
        return await method(**arguments)
    except TelegramError as error:
        raise why(error) from None


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    """A keyboard in Telegram's form."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in rows]
    )
