"""The Telegram channel: a webhook, or long polling for those without a public address."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Coroutine, Mapping
from functools import partial
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json
from telegram import Bot

from bot.channels.heard import Heard
from bot.channels.messenger import Messenger
from bot.channels.rejections import Rejections
from bot.channels.telegram import callbacks, updates
from bot.channels.telegram.keyboards import Answer
from bot.channels.telegram.polling import Poller, ask_to_be_called, introduce, keep_trying
from bot.channels.telegram.render import Part
from bot.channels.telegram.service import TelegramService, make_bot, requests_to
from bot.channels.telegram.taps import Taps, heard_of, is_short_for_more
from bot.failure import whereabouts
from bot.secret import load_sender_secret, pseudonym
from bot.settings import Settings, load_settings

log = logging.getLogger("patella.telegram")

CHANNEL = {"channel": "telegram"}

PATH = "/webhooks/telegram/webhook"
SECRET_HEADER = "x-telegram-bot-api-secret-token"

#: So long an update waits for the one before it, where its number tells that there is one.
GAP_SECONDS = 0.7
#: What was left over is answered once a turn works again, or after so many seconds.
READY_SECONDS = 60.0


class TelegramInput(InputChannel):
    """Rasa's input channel for Telegram; without a token it is off."""

    def __init__(self, settings: Settings, secret: str) -> None:
        self._settings = settings
        self._secret = secret
        self.rejections = Rejections(self.name())
        self.running: Running | None = None

    @classmethod
    def name(cls) -> str:
        """The channel's name, also in its address and in the ids of its senders."""
        return "telegram"

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> TelegramInput:
        """The channel as the settings want it; credentials.yml has nothing to add."""
        settings = load_settings()
        return cls(settings, load_sender_secret(settings) if settings.telegram else "")

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """The route. Rasa's own handler goes unused: messages go through a turn instead."""
        blueprint = Blueprint("telegram")
        if self._settings.telegram is None:
            return blueprint
        if self._settings.telegram.public_url is not None:
            # Sanic wants to write its name on the handler, which a method does not allow.
            handler = partial(self.webhook)
            blueprint.add_route(handler, "/webhook", methods=["POST"], name="webhook")
        blueprint.listener("after_server_start")(self._begin)
        blueprint.listener("before_server_stop")(self._end)
        return blueprint

    async def webhook(self, request: Request) -> HTTPResponse:
        """Take one update. What is answered with 200 does not come again."""
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(
            shown.encode(errors="replace"), webhook_secret(self._secret).encode()
        ):
            self.rejections.add("wrong secret")
            return json({"error": "forbidden"}, 403)
        if self.running is None or request.app.ctx.stopping:
            return json({"error": "stopping"}, 503)
        try:
            update = request.json
        except Exception:
            self.rejections.add("no JSON")
            return json({"error": "bad_request"}, 400)
        try:
            await self.running.take(update)
        except Exception as error:
            # Not kept: Telegram shall hand it over again.
            log.error("update not kept: %s", whereabouts(error), extra=CHANNEL)
            return json({"error": "not_available"}, 503)
        return json({"ok": True})

    async def _begin(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        try:
            self.running = Running(self._settings, self._secret, app)
        except Exception as error:
            # Such as a proxy of a kind that takes one more library: the website goes on.
            log.error("Telegram is not served: %s", whereabouts(error), extra=CHANNEL)
            return
        self.running.begin()

    async def _end(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        if self.running is not None:
            await self.running.end()


def webhook_secret(secret: str) -> str:
    """What Telegram shows us with each update; derived, so that there is one secret to keep."""
    return hmac.new(secret.encode(), b"telegram webhook", hashlib.sha256).hexdigest()


class Running:
    """The channel while the server runs."""

    def __init__(self, settings: Settings, secret: str, app: Sanic) -> None:
        assert settings.telegram is not None
        self._settings = settings
        self._telegram = settings.telegram
        self._secret = secret
        self._app = app
        ctx = app.ctx
        self._turn = ctx.turn
        self._contacts = ctx.contacts
        self.calls = requests_to(settings.telegram)
        # Fetching waits for long, and has a connection of its own.
        self._fetching = requests_to(settings.telegram)
        self.bot: Bot = make_bot(settings.telegram, self.calls)
        self.service = TelegramService(self.bot, ctx.turn.words)
        self.messenger: Messenger[Part] = Messenger(
            self.service, ctx.turn, ctx.inbox, ctx.contacts, settings.rate
        )
        self.taps = Taps(self.service, ctx.turn.words, self._html_of)
        self._latest: int | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Set everything going that does not need to be waited for."""
        work = [self._introduce(), self._go_on()]
        if self._telegram.public_url is not None:
            work.append(self._be_called(self._telegram.public_url + PATH))
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(_told(each)) for each in work]

    async def end(self) -> None:
        """Finish what is being answered, and leave the rest for the next time."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.taps.stop()
        await self.messenger.stop(self._settings.messenger_drain)
        for request in (self.calls, self._fetching):
            await request.shutdown()

    async def take(self, raw: Any) -> None:
        """Take an update in.

        Raises:
            StoreError: if it could not be kept; then it has to come again.
        """
        try:
            event = updates.read(raw)
        except updates.NoUpdate as problem:
            log.warning("update not understood: %s", problem, extra=CHANNEL)
            return
        after = self._waits_for_one_before(event.update_id)
        if isinstance(event, updates.PassedOver):
            log.info("update passed over: %s", event.kind, extra=CHANNEL)
        elif isinstance(event, updates.InGroup):
            await self._take_group(event)
        elif isinstance(event, updates.Tapped):
            await self._take_tap(event, after)
        else:
            await self._keep(event.update_id, event.chat_id, event.heard, after)

    async def _take_group(self, event: updates.InGroup) -> None:
        sender_id = self._sender(event.chat_id)
        heard = Heard(place=str(event.chat_id), unreadable="group")
        # Known by the day, so that it is said once.
        delivery_id = f"{sender_id}:{event.day}"
        await self.messenger.take_in(delivery_id, sender_id, event.update_id, heard)

    async def _take_tap(self, tap: updates.Tapped, after: float) -> None:
        answer = self.taps.take(tap)
        if answer is None:
            return
        digest = is_short_for_more(tap)
        if digest is not None:
            history = await self._turn.history(self._sender(tap.chat_id))
            payload = callbacks.resolve(digest, history)
            if payload is None:
                self.taps.too_late(tap)
                return
            answer = Answer(payload, answer.label)
        await self._keep(tap.update_id, tap.chat_id, heard_of(tap, answer), after)

    async def _keep(self, update_id: int, chat_id: int, heard: Heard, after: float) -> None:
        await self.messenger.take_in(str(update_id), self._sender(chat_id), update_id, heard, after)

    def _sender(self, chat_id: int) -> str:
        return pseudonym(self._secret, self.service.name, str(chat_id))

    async def _html_of(self, tap: updates.Tapped) -> str | None:
        """The text of a message that is still open."""
        sender_id = self._sender(tap.chat_id)
        still_open = await self._turn.aside(self._contacts.controls, sender_id) or []
        texts = (each["html"] for each in still_open if each["id"] == tap.message_id)
        return next(texts, None)

    def _waits_for_one_before(self, update_id: int) -> float:
        """How long to wait where an update seems to have overtaken another one."""
        latest = self._latest
        self._latest = update_id if latest is None else max(latest, update_id)
        return GAP_SECONDS if latest is not None and update_id > latest + 1 else 0.0

    async def _introduce(self) -> None:
        commands = self.messenger.commands()
        name = await keep_trying("not introduced yet", lambda: introduce(self.bot, commands))
        log.info("on Telegram as %s", name, extra=CHANNEL)

    async def _be_called(self, url: str) -> None:
        secret = webhook_secret(self._secret)
        await keep_trying("no webhook yet", lambda: ask_to_be_called(self.bot, url, secret))
        log.info("webhook set", extra=CHANNEL)

    async def _go_on(self) -> None:
        """Answer what was left over; updates are fetched only once they can be answered."""
        await self._ready()
        self.messenger.worker.begin()
        if self._telegram.public_url is None:
            await Poller(self.bot, self._fetching, self.take).run()

    async def _ready(self) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + READY_SECONDS
        while loop.time() < until:
            checks = await self._app.ctx.readiness.report()
            if all(checks.values()):
                return
            await asyncio.sleep(0.5)


async def _told(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:
        log.error("Telegram is not served: %s", whereabouts(error), extra=CHANNEL)
