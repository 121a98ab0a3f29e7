"""Slack's Web API and Socket Mode on loopback, with the limits that Slack enforces.

It keeps what was sent, and can be told to refuse. Run inside a loop, or in a thread of its own
by `running_slack`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

BOT_TOKEN, APP_TOKEN = "xoxb-test", "xapp-test"
SIGNING_SECRET = "0123456789abcdef0123456789abcdef"
SCOPES = (
    "app_mentions:read,chat:write,commands,files:write,im:history,im:read,im:write"
)  # fmt: skip

IN_ACTIONS = {"button", "checkboxes", "static_select", "radio_buttons", "overflow", "datepicker"}
IN_SECTION = IN_ACTIONS | {"multi_static_select", "image"}


class Refusal(Exception):
    """What Slack answers with ``ok: false``; the detail is for who reads the tests."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass
class Message:
    """A message as Slack keeps it."""

    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    edited: bool = False


@dataclass
class Trouble:
    """The next calls of a method are refused: 429, 500, or an error by its code."""

    method: str
    what: int | str
    times: int = 1
    seconds: int = 0


@dataclass
class FakeSlack:
    """What a workspace with one app looks like from the app's side."""

    messages: list[Message] = field(default_factory=list)
    whispers: list[dict[str, Any]] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, int]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    acknowledged: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    drop_envelopes: int = 0

    def __post_init__(self) -> None:
        self._clock = itertools.count(int(time.time()))
        self._uploads: dict[str, dict[str, Any]] = {}
        self._sockets: list[web.WebSocketResponse] = []
        self._tickets: set[str] = set()
        self.runner: web.AppRunner | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    # -- What tests ask and tell

    def said_in(self, channel: str) -> list[Message]:
        return [message for message in self.messages if message.channel == channel]

    def refuse(self, method: str, what: int | str, times: int = 1, seconds: int = 0) -> None:
        self.troubles.append(Trouble(method, what, times, seconds))

    def tick(self) -> str:
        """Slack's clock, which names messages."""
        return f"{next(self._clock)}.000100"

    @property
    def connected(self) -> bool:
        return any(not socket.closed for socket in self._sockets)

    async def push(self, kind: str, payload: dict[str, Any], envelope_id: str) -> None:
        """Hand an envelope over on the newest connection."""
        socket = [one for one in self._sockets if not one.closed][-1]
        envelope = {"type": kind, "envelope_id": envelope_id, "payload": payload}
        await socket.send_json({**envelope, "accepts_response_payload": kind != "events_api"})

    async def hang_up(self, politely: bool) -> None:
        for socket in [one for one in self._sockets if not one.closed]:
            if politely:
                await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            else:
                await socket.close()

    # -- The server

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/link", self._link)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", port)
        await site.start()
        address = self.runner.addresses[0]
        self.url = f"http://127.0.0.1:{address[1]}/"
        self.loop = asyncio.get_running_loop()

    async def stop(self) -> None:
        for socket in self._sockets:
            await socket.close()
        assert self.runner is not None
        await self.runner.cleanup()

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        answer, status, headers = {"ok": True}, 200, {"X-OAuth-Scopes": SCOPES}
        try:
            self._be_troubled(method)
            self._check_token(method, request.headers.get("Authorization", ""))
            answer |= self._do(method, await _arguments(request))
        except Trouble429 as wait:
            answer, status = {"ok": False, "error": "ratelimited"}, 429
            headers["Retry-After"] = str(wait.seconds)
        except Trouble500:
            self.calls.append((method, 500))
            return web.Response(status=500, text="<html>oops</html>", content_type="text/html")
        except Refusal as refusal:
            answer = {"ok": False, "error": refusal.code}
            if refusal.code not in {trouble.what for trouble in self.troubles}:
                self.complaints.append(f"{method}: {refusal.code} {refusal.detail}".strip())
        self.calls.append((method, status))
        return web.json_response(answer, status=status, headers=headers)

    def _be_troubled(self, method: str) -> None:
        for trouble in self.troubles:
            if trouble.method == method and trouble.times > 0:
                trouble.times -= 1
                if trouble.what == 429:
                    raise Trouble429(trouble.seconds)
                if trouble.what == 500:
                    raise Trouble500
                raise Refusal(str(trouble.what))

    def _check_token(self, method: str, header: str) -> None:
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if header != f"Bearer {wanted}":
            raise Refusal("invalid_auth" if header else "not_authed")

    def _do(self, method: str, told: dict[str, Any]) -> dict[str, Any]:
        name = "_" + method.replace(".", "_")
        if not hasattr(self, name):
            raise Refusal("unknown_method")
        return getattr(self, name)(told)

    # -- The methods

    def _auth_test(self, told: dict[str, Any]) -> dict[str, Any]:
        known = {"team": "Test", "team_id": "T0001", "user": "patella", "user_id": "U0BOT"}
        return {**known, "url": "https://test.slack.com/", "bot_id": "B0BOT"}

    def _apps_connections_open(self, told: dict[str, Any]) -> dict[str, Any]:
        ticket = str(next(self._clock))
        self._tickets.add(ticket)
        return {"url": self.url.replace("http:", "ws:") + f"link?ticket={ticket}"}

    def _conversations_open(self, told: dict[str, Any]) -> dict[str, Any]:
        user = told.get("users", "")
        if not user.startswith("U"):
            raise Refusal("user_not_found")
        return {"channel": {"id": f"D{user[1:]}"}}

    def _chat_postMessage(self, told: dict[str, Any]) -> dict[str, Any]:
        channel, text, blocks = _content(told)
        message = Message(channel, self.tick(), text, blocks)
        self.messages.append(message)
        return {"channel": channel, "ts": message.ts, "message": {"text": text, "blocks": blocks}}

    def _chat_update(self, told: dict[str, Any]) -> dict[str, Any]:
        channel, text, blocks = _content(told)
        found = [one for one in self.said_in(channel) if one.ts == told.get("ts")]
        if not found:
            raise Refusal("message_not_found")
        found[0].text, found[0].blocks, found[0].edited = text, blocks, True
        return {"channel": channel, "ts": found[0].ts, "text": text}

    def _chat_postEphemeral(self, told: dict[str, Any]) -> dict[str, Any]:
        channel, text, _ = _content(told)
        if not str(told.get("user", "")).startswith("U"):
            raise Refusal("user_not_in_channel")
        self.whispers.append({"channel": channel, "user": told["user"], "text": text})
        return {"message_ts": self.tick()}

    def _views_publish(self, told: dict[str, Any]) -> dict[str, Any]:
        view = _parsed(told.get("view"))
        if not isinstance(view, dict) or view.get("type") != "home":
            raise Refusal("invalid_arguments")
        check_blocks(view["blocks"], most=100)
        self.homes[told["user_id"]] = view
        return {"view": view}

    def _files_getUploadURLExternal(self, told: dict[str, Any]) -> dict[str, Any]:
        if not told.get("filename") or int(told.get("length") or 0) <= 0:
            raise Refusal("invalid_arguments")
        file_id = f"F{next(self._clock)}"
        self._uploads[file_id] = {"name": told["filename"], "length": int(told["length"])}
        return {"upload_url": f"{self.url}upload/{file_id}", "file_id": file_id}

    async def _upload(self, request: web.Request) -> web.Response:
        body = await request.read()
        upload = self._uploads[request.match_info["file"]]
        if len(body) != upload["length"]:
            return web.Response(status=400)
        upload["body"] = body
        return web.Response(text="OK")

    def _files_completeUploadExternal(self, told: dict[str, Any]) -> dict[str, Any]:
        done = []
        for file in _parsed(told.get("files")) or []:
            upload = self._uploads.get(file.get("id"), {})
            if "body" not in upload:
                raise Refusal("file_not_found")
            comment = told.get("initial_comment", "")
            self.files.append({**upload, "channel": told.get("channel_id"), "comment": comment})
            done.append({"id": file["id"], "title": file.get("title")})
        if not done or not str(told.get("channel_id", "")).startswith(("D", "C")):
            raise Refusal("channel_not_found")
        return {"files": done}

    # -- Socket Mode

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden
        # A ticket is good for one connection.
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                told = json.loads(message.data)
                self.acknowledged[told["envelope_id"]] = told.get("payload")
        return socket


class Trouble429(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Trouble500(Exception):
    pass


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    posted = {name: str(value) for name, value in (await request.post()).items()}
    return {**dict(request.query), **posted}


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _content(told: dict[str, Any]) -> tuple[str, str, list[dict[str, Any]]]:
    channel, text = str(told.get("channel") or ""), str(told.get("text") or "")
    blocks = _parsed(told.get("blocks")) or []
    if not channel.startswith(("D", "C", "G")):
        raise Refusal("channel_not_found")
    if not text and not blocks:
        raise Refusal("no_text")
    check_blocks(blocks)
    return channel, text[:40_000], blocks


# -- Slack's limits


def require(holds: bool, what: str) -> None:
    if not holds:
        raise Refusal("invalid_blocks", what)


def check_blocks(blocks: list[dict[str, Any]], most: int = 50) -> None:
    """Raise a refusal where Slack would."""
    require(len(blocks) <= most, "too many blocks")
    names: list[str] = []
    length = 0
    for block in blocks:
        kind = block.get("type")
        if kind == "section":
            length += _check_text(block.get("text"), 3000)
            if "accessory" in block:
                names += _check_element(block["accessory"], IN_SECTION)
        elif kind == "context":
            require(1 <= len(block["elements"]) <= 10, "context elements")
            length += sum(_check_text(one, 3000) for one in block["elements"])
        elif kind == "actions":
            require(1 <= len(block["elements"]) <= 25, "actions elements")
            for element in block["elements"]:
                names += _check_element(element, IN_ACTIONS)
        else:
            require(kind in ("divider", "header"), f"block {kind}")
    require(len(names) == len(set(names)), "action_id twice")
    require(length <= 13_200, "msg_blocks_too_long")


def _check_text(text: Any, most: int, kinds: tuple[str, ...] = ("mrkdwn", "plain_text")) -> int:
    require(isinstance(text, dict) and text.get("type") in kinds, "text object")
    require(1 <= len(text["text"]) <= most, "length of a text")
    if text["type"] == "mrkdwn":
        bare = text["text"].replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
        require(not set("&<>") & set(bare), "not escaped")
        require("emoji" not in text, "emoji in mrkdwn")
    return len(text["text"])


def _check_element(element: dict[str, Any], kinds: set[str]) -> list[str]:
    kind = element["type"]
    require(kind in kinds, f"{kind} in this block")
    require(1 <= len(element["action_id"]) <= 255, "action_id")
    plain = ("plain_text",)
    if kind == "button":
        _check_text(element["text"], 75, plain)
        require(1 <= len(element["value"]) <= 2000, "value of a button")
        require(element.get("style", "primary") in ("primary", "danger"), "style")
        return [element["action_id"]]
    most = 10 if kind == "checkboxes" else 100
    require(1 <= len(element["options"]) <= most, f"options of {kind}")
    for option in element["options"]:
        _check_text(option["text"], 75, ("plain_text", "mrkdwn"))
        require(1 <= len(option["value"]) <= 150, "value of an option")
    values = [option["value"] for option in element["options"]]
    require(len(values) == len(set(values)), "option twice")
    for option in [element[name] for name in ("initial_option",) if name in element]:
        require(option in element["options"], "initial option")
    if "initial_options" in element:
        require(len(element["initial_options"]) >= 1, "no initial options")
        for option in element["initial_options"]:
            require(option in element["options"], "initial option")
    if "select" in kind and "placeholder" in element:
        _check_text(element["placeholder"], 150, plain)
    return [element["action_id"]]


@contextmanager
def running_slack(port: int = 0) -> Iterator[FakeSlack]:
    """A fake in a thread of its own."""
    fake = FakeSlack()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(fake.start(port), loop).result(10)
    try:
        yield fake
    finally:
        asyncio.run_coroutine_threadsafe(fake.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
