"""The web channel: signed sessions, one message at a time, and the chat page."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable, Coroutine, Mapping
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.bodies import Refused, read_body
from bot.channels.limits import TokenBuckets
from bot.channels.pages import DATA_POLICY, page_headers, read_page, report_policy
from bot.channels.tokens import Session, Tokens
from bot.exchange import Incoming, Message
from bot.failure import whereabouts
from bot.reports import SUFFIXES, NoReport
from bot.secret import load_secret
from bot.settings import Settings, load_settings

log = logging.getLogger("patella.web")

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]

#: After so many seconds it may be tried again where too many wrote at once.
BUSY_SECONDS = 1

SAFE_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


class WebInput(InputChannel):
    """Rasa's input channel for browsers and other clients of the web API (docs/api.md).

    The application's ``ctx.turn`` answers the messages.
    """

    def __init__(self, settings: Settings, tokens: Tokens) -> None:
        self._settings = settings
        self._tokens = tokens
        self._sessions = TokenBuckets(settings.rate)
        self._addresses = TokenBuckets(settings.address_rate)
        # Buckets of their own: whoever saves files must still be heard in an emergency.
        self._files = TokenBuckets(settings.report_rate)
        self._file_addresses = TokenBuckets(settings.report_address_rate)

    @classmethod
    def name(cls) -> str:
        """The channel's name, also in its address and in the ids of its senders."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> WebInput:
        """The channel as the settings want it; credentials.yml has nothing to add."""
        settings = load_settings()
        secret = load_secret(settings)
        return cls(settings, Tokens(secret, settings.session_life, settings.secrets_before))

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """The routes. Rasa's own handler goes unused: messages go through a turn instead."""
        blueprint = Blueprint("web")
        for method, path, handler in (
            ("POST", "/session", self.session),
            ("POST", "/message", self.message),
            ("GET", "/history", self.history),
            ("POST", "/erase", self.erase),
            ("GET", "/export", self.export),
            ("GET", "/report", self.report),
            ("GET", "/chat", self.page),
            ("GET", "/static/<name:path>", self.page),
        ):
            blueprint.add_route(
                self._polite(handler), path, methods=[method], name=path.split("/")[1]
            )
        return blueprint

    async def session(self, request: Request) -> HTTPResponse:
        """Begin a session with a greeting, or prolong the one whose token is shown."""
        session_id = self._tokens.read(request.headers.get("authorization"))
        if session_id is not None:
            return self._opened(self._tokens.renew(session_id), [])
        return self._opened(self._tokens.begin(), request.app.ctx.turn.words.greeting())

    async def message(self, request: Request) -> HTTPResponse:
        """Take one message and answer with its replies, a line each."""
        sender_id = self._sender(request)
        self._let_through(request, self._sessions, sender_id)
        body = read_body(request.headers.get("content-type"), request.body)
        if request.app.ctx.turn.has_no_more_in_line:
            # At once: whoever waits beside a line that long makes all of it wait still longer.
            raise Refused(503, "busy", _words(request, "utter_busy"), BUSY_SECONDS)
        incoming = Incoming(
            sender_id=sender_id,
            channel=self.name(),
            message_id=body.id,
            text=body.text,
            payload=body.payload,
            debug=body.debug and self._settings.debug,
            consent=body.consent,
        )
        reply = await request.app.ctx.turn.take(incoming)
        lines: list[Mapping[str, Any]] = [*reply.messages]
        if reply.debug is not None:
            lines.append({"debug": reply.debug})
        lines.append({"done": True})
        body_text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return _data(body_text, "application/x-ndjson")

    async def history(self, request: Request) -> HTTPResponse:
        """The conversation so far."""
        return _json({"messages": await request.app.ctx.turn.history(self._sender(request))})

    async def erase(self, request: Request) -> HTTPResponse:
        """Delete the conversation."""
        messages = await request.app.ctx.turn.erase(self._sender(request))
        failed = any(message.get("notice") == "not_processed" for message in messages)
        return _json({"messages": messages}, status=503 if failed else 200)

    async def export(self, request: Request) -> HTTPResponse:
        """Everything that is kept of the conversation, as a file."""
        sender_id = self._sender(request)
        self._let_through(request, self._files, sender_id)
        kept = await request.app.ctx.turn.export(sender_id)
        # For people to read, too, in whatever their computer opens it with.
        response = _data(json.dumps(kept, ensure_ascii=False, indent=2), "application/json")
        name = f"patella-conversation-{date.today().isoformat()}.json"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    async def report(self, request: Request) -> HTTPResponse:
        """The report of the finished check, as a file."""
        sender_id = self._sender(request)
        # Laying out a PDF keeps the action server busy for more than half a second.
        self._let_through(request, self._files, sender_id)
        form = request.args.get("format", "html")
        if form not in SUFFIXES:
            raise Refused(400, "bad_request", _words(request, "utter_report_unknown"))
        try:
            file = await request.app.ctx.turn.report(sender_id, form)
        except NoReport as problem:
            text = _words(request, problem.response)
            raise Refused(problem.status, problem.code, text) from None
        headers = {
            **SAFE_HEADERS,
            "Cache-Control": "no-store",
            "Content-Security-Policy": report_policy() if form == "html" else DATA_POLICY,
            "Content-Disposition": f'attachment; filename="{file.name}"',
        }
        return HTTPResponse(file.body, headers=headers, content_type=file.content_type)

    async def page(self, request: Request, name: str = "chat.html") -> HTTPResponse:
        """The chat page or one of its files."""
        page = read_page(name, request.headers.get("accept-encoding", ""))
        if page is None:
            raise Refused(404, "not_found", "There is nothing here.")
        headers = {**SAFE_HEADERS, **page_headers(name, page, self._settings.frame_ancestors)}
        if request.headers.get("if-none-match") == page.tag:
            return HTTPResponse(status=304, headers=headers)
        if page.encoding is not None:
            headers["Content-Encoding"] = page.encoding
        return HTTPResponse(page.body, headers=headers, content_type=page.content_type)

    def _polite(self, handler: Handler) -> Handler:
        """The handler with what holds for all of them: origin, rate, errors in plain words."""

        @wraps(handler)
        async def handle(request: Request, *args: Any, **kwargs: Any) -> HTTPResponse:
            try:
                if request.method == "POST":
                    self._check_origin(request)
                    if getattr(request.app.ctx, "stopping", False):
                        raise Refused(503, "stopping", _words(request, "utter_not_processed"))
                if handler != self.page:
                    files = handler in (self.report, self.export)
                    buckets = self._file_addresses if files else self._addresses
                    self._let_through(request, buckets, request.remote_addr or request.ip)
                return await handler(request, *args, **kwargs)
            except Refused as refused:
                return _refusal(request, refused)
            except Exception as error:
                log.error("%s failed: %s", handler.__name__, whereabouts(error))
                text = _words(request, "utter_not_processed")
                return _refusal(request, Refused(503, "not_available", text))

        return handle

    def _opened(self, session: Session, messages: list[Message]) -> HTTPResponse:
        """A session, and what the person is to be told of this place before the first word."""
        return _json(
            {
                "token": session.token,
                "expires": session.expires,
                "messages": messages,
                "keep_days": self._settings.keep_days,
                "emergency_number": self._settings.emergency_number,
            }
        )

    def _sender(self, request: Request) -> str:
        session_id = self._tokens.read(request.headers.get("authorization"))
        if session_id is None:
            text = "This conversation has ended or cannot be opened. Please start a new one."
            raise Refused(401, "unauthorised", text)
        return f"{self.name()}:{session_id}"

    def _let_through(self, request: Request, buckets: TokenBuckets, key: str) -> None:
        wait = buckets.wait(key)
        if wait:
            text = _words(request, "utter_too_many")
            raise Refused(429, "too_many_requests", text, math.ceil(wait))

    def _check_origin(self, request: Request) -> None:
        """Other sites' pages must not talk to us in their visitors' names."""
        origin = request.headers.get("origin")
        if origin is None or origin in self._settings.origins:
            return
        site = _site(origin)
        if not site or site != request.headers.get("host"):
            raise Refused(403, "foreign_origin", "This page may not talk to Patella.")


def _site(origin: str) -> str:
    """The host and port of an origin, empty if it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        # Such as half of an IPv6 address.
        return ""


def _words(request: Request, name: str) -> str:
    return str(request.app.ctx.turn.words.say(name)["text"])


def _refusal(request: Request, refused: Refused) -> HTTPResponse:
    text = refused.text
    if refused.status == 413:
        text = _words(request, "utter_too_long")
    response = _json({"error": refused.code, "text": text}, status=refused.status)
    if refused.retry_after is not None:
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def _json(content: Any, status: int = 200) -> HTTPResponse:
    return _data(json.dumps(content, ensure_ascii=False), "application/json", status)


def _data(body: str, content_type: str, status: int = 200) -> HTTPResponse:
    headers = {
        **SAFE_HEADERS,
        "Cache-Control": "no-store",
        "Content-Security-Policy": DATA_POLICY,
    }
    return HTTPResponse(body, status=status, headers=headers, content_type=content_type)
