"""A small Bot API server on loopback: it enforces Telegram's limits and notes what was sent.

It runs in a thread of its own. Updates reach the bot as Telegram would bring them: by long
polling, or at the webhook that was set, of which only the path counts (`FakeTelegram.deliver_to`
is where the bot listens).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from aiohttp import web

from tests.fakes.telegram_form import (
    BOT,
    Message,
    Refused,
    keyboard_of,
    person,
    private,
    shown_text,
)

TOKEN = "123456:AAFakeFakeFakeFakeFakeFakeFakeFakeFak"
WAIT = 15.0


class FakeTelegram:
    """The server and what it has seen. ``calls`` are (method, form) in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.messages: list[Message] = []
        self.answered: dict[str, dict[str, Any]] = {}
        self.webhook: dict[str, Any] = {"url": ""}
        self.commands: list[dict[str, str]] = []
        #: What getWebhookInfo tells beside the address.
        self.told: dict[str, Any] = {}
        self.deliver_to = ""
        self.blocked: set[int] = set()
        self.conflicts = 0
        self._troubles: deque[tuple[str, Refused]] = deque()
        self._updates: deque[dict[str, Any]] = deque()
        self._queries: set[str] = set()
        self._files: set[str] = set()
        self._update_ids = itertools.count(7000)
        self._message_ids = itertools.count(1)
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._client = httpx.Client(timeout=30, trust_env=False)
        self.url = ""

    # -- what the tests do

    def trouble(self, method: str, code: int, description: str = "", **parameters: Any) -> None:
        """Let the next call of a method fail, one call for each trouble."""
        with self._lock:
            self._troubles.append((method, Refused(code, description, **parameters)))

    def clear_troubles(self, method: str) -> None:
        """Let a method work again."""
        with self._lock:
            self._troubles = deque(each for each in self._troubles if each[0] != method)

    def update(self, **content: Any) -> dict[str, Any]:
        """An update with the next number, to be delivered."""
        return {"update_id": next(self._update_ids), **content}

    def text_update(self, chat_id: int, text: str, **more: Any) -> dict[str, Any]:
        """An update that brings what somebody has written."""
        return self.update(message=self.message(chat_id, text=text, **more))

    def message(self, chat_id: int, **content: Any) -> dict[str, Any]:
        """A message of a person."""
        return {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": private(chat_id),
            "from": person(chat_id),
            **content,
        }

    def tap_update(self, message: Message, label: str) -> dict[str, Any]:
        """An update that brings a tap on a button, with the message as it stands."""
        found = [b for row in message.keyboard for b in row if b["text"] == label]
        assert found, f"no button {label!r} among {message.labels}"
        return self.data_update(message, found[0]["callback_data"])

    def data_update(self, message: Message, data: str) -> dict[str, Any]:
        """An update that brings a tap on a button with this data."""
        with self._lock:
            query_id = f"q{next(self._message_ids)}"
            self._queries.add(query_id)
        query = {
            "id": query_id,
            "from": person(message.chat_id),
            "chat_instance": "1",
            "message": message.as_update(),
            "data": data,
        }
        return self.update(callback_query=query)

    def deliver(self, update: Mapping[str, Any], attempts: int = 1) -> int:
        """Bring an update; the status of the last attempt (0: nobody was there)."""
        if not self.webhook["url"]:
            with self._changed:
                self._updates.append(dict(update))
                self._changed.notify_all()
            return 200
        status = 0
        for attempt in range(attempts):
            if attempt:
                time.sleep(0.2)
            status = self.post(json.dumps(update).encode())
            if 200 <= status < 300:
                break
        return status

    def post(self, body: bytes, secret: str | bytes | None = None) -> int:
        """Post a body to the webhook; with another secret than was agreed on, if it is given."""
        told = self.webhook.get("secret_token", "") if secret is None else secret
        headers: dict[str, Any] = {
            "Content-Type": "application/json",
            "X-Telegram-Bot-Api-Secret-Token": told,
        }
        path = urlsplit(self.webhook["url"]).path
        try:
            return self._client.post(
                self.deliver_to + path, content=body, headers=headers
            ).status_code
        except httpx.TransportError:
            return 0

    def wait_for(self, what: Callable[[], Any], seconds: float = WAIT) -> Any:
        """What `what` brings as soon as that is something."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not (found := what()):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"nothing came; the last was {self.messages[-1:]}")
                self._changed.wait(min(left, 0.2))
        return found

    def of(self, chat_id: int) -> list[Message]:
        """What stands in a chat."""
        with self._lock:
            return [message for message in self.messages if message.chat_id == chat_id]

    def count(self, method: str) -> int:
        """How often a method was called."""
        with self._lock:
            return sum(name == method for name, _ in self.calls)

    # -- the server

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call."""
        form: dict[str, Any] = {**request.query, **await request.post()}
        if not form and request.can_read_body:
            form = await request.json()
        for name, value in list(form.items()):
            if isinstance(value, web.FileField):
                form[f"{name}_bytes"] = value.file.read()
                form[f"{name}_name"] = value.filename
        method = request.match_info["method"]
        try:
            if request.match_info["token"] != TOKEN:
                raise Refused(401, "Unauthorized")
            if method == "getUpdates":
                result = await self._get_updates(form)
            else:
                result = self._call(method, form)
        except Refused as refused:
            told = {"ok": False, "error_code": refused.code, "description": refused.description}
            if refused.parameters:
                told["parameters"] = refused.parameters
            return web.json_response(told, status=refused.code)
        return web.json_response({"ok": True, "result": result})

    def _call(self, method: str, form: dict[str, Any]) -> Any:
        with self._changed:
            self.calls.append((method, form))
            self._changed.notify_all()
            self._make_trouble(method)
            handler = getattr(self, f"_do_{method}", None)
            if handler is None:
                raise Refused(404, "Not Found: method not found")
            return handler(form)

    def _make_trouble(self, method: str) -> None:
        for trouble in self._troubles:
            if trouble[0] == method:
                self._troubles.remove(trouble)
                raise trouble[1]

    async def _get_updates(self, form: dict[str, Any]) -> list[dict[str, Any]]:
        with self._lock:
            self.calls.append(("getUpdates", form))
            self._make_trouble("getUpdates")
            if self.webhook["url"]:
                self.conflicts += 1
                raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(form.get("offset", 0))
        until = time.monotonic() + float(form.get("timeout", 0))
        while True:
            with self._lock:
                while self._updates and self._updates[0]["update_id"] < offset:
                    self._updates.popleft()
                if self._updates:
                    return list(self._updates)[:100]
            if time.monotonic() > until:
                return []
            await asyncio.sleep(0.01)

    def _do_getMe(self, form: dict[str, Any]) -> Any:
        return dict(BOT)

    def _do_setMyCommands(self, form: dict[str, Any]) -> Any:
        commands = json.loads(form["commands"])
        for each in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(each["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands = commands
        return True

    def _do_setWebhook(self, form: dict[str, Any]) -> Any:
        if not str(form.get("url", "")).startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", str(form.get("secret_token", ""))):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = dict(form)
        return True

    def _do_deleteWebhook(self, form: dict[str, Any]) -> Any:
        self.webhook = {"url": ""}
        return True

    def _do_getWebhookInfo(self, form: dict[str, Any]) -> Any:
        return {
            "url": self.webhook["url"],
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
            **self.told,
        }

    def _chat(self, form: Mapping[str, Any]) -> int:
        chat_id = int(form["chat_id"])
        if chat_id in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat_id

    def _do_sendChatAction(self, form: dict[str, Any]) -> Any:
        self._chat(form)
        return True

    def _do_sendMessage(self, form: dict[str, Any]) -> Any:
        chat_id, text = self._chat(form), shown_text(form)
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        keyboard = keyboard_of(form)
        message = Message(chat_id, next(self._message_ids), text, str(form["text"]), keyboard)
        self.messages.append(message)
        return message.as_update()

    def _do_sendPhoto(self, form: dict[str, Any]) -> Any:
        chat_id, caption = self._chat(form), shown_text(form, "caption", 1024)
        photo = form.get("photo_bytes") or form.get("photo")
        if isinstance(photo, str) and photo not in self._files:
            raise Refused(400, "Bad Request: wrong file identifier")
        message = Message(chat_id, next(self._message_ids), caption, photo=photo)
        self.messages.append(message)
        self._files.add("photo-1")
        size = {"file_id": "photo-1", "file_unique_id": "p", "width": 1, "height": 1}
        return {**message.as_update(), "text": None, "caption": caption, "photo": [size]}

    def _do_sendDocument(self, form: dict[str, Any]) -> Any:
        chat_id, caption = self._chat(form), shown_text(form, "caption", 1024)
        body = form["document_bytes"]
        if not body or len(body) > 50_000_000:
            raise Refused(400, "Bad Request: file must be non-empty and smaller than 50 MB")
        message = Message(
            chat_id,
            next(self._message_ids),
            caption,
            document=body,
            file_name=form["document_name"],
        )
        self.messages.append(message)
        return message.as_update()

    def _find(self, form: Mapping[str, Any]) -> Message:
        chat_id = self._chat(form)
        for message in self.messages:
            if (message.chat_id, message.message_id) == (chat_id, int(form["message_id"])):
                return message
        raise Refused(400, "Bad Request: message to edit not found")

    def _do_editMessageText(self, form: dict[str, Any]) -> Any:
        message, text, keyboard = self._find(form), shown_text(form), keyboard_of(form)
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if (text, keyboard) == (message.text, message.keyboard):
            raise Refused(400, "Bad Request: message is not modified")
        message.text, message.html, message.keyboard = text, str(form["text"]), keyboard
        return message.as_update()

    def _do_editMessageReplyMarkup(self, form: dict[str, Any]) -> Any:
        message, keyboard = self._find(form), keyboard_of(form)
        if keyboard == message.keyboard:
            raise Refused(400, "Bad Request: message is not modified")
        message.keyboard = keyboard
        return message.as_update()

    def _do_answerCallbackQuery(self, form: dict[str, Any]) -> Any:
        query_id = str(form["callback_query_id"])
        if query_id not in self._queries:
            raise Refused(400, "Bad Request: query is too old and response timeout expired")
        if len(str(form.get("text", ""))) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self._queries.discard(query_id)
        self.answered[query_id] = form
        return True


@contextmanager
def running_telegram() -> Iterator[FakeTelegram]:
    """The server, in a thread."""
    fake = FakeTelegram()
    started = threading.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> web.AppRunner:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_post("/bot{token}/{method}", fake.handle)
        app.router.add_get("/bot{token}/{method}", fake.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    def run() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(serve())
        started.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, name="telegram", daemon=True)
    thread.start()
    assert started.wait(WAIT)
    try:
        yield fake
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(WAIT)
        fake._client.close()
