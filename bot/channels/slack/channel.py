"""The Slack channel: Slack's requests in, a messenger's answers out."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, empty, text
from sanic.response import json as json_response
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.messenger import Messenger
from bot.channels.rejections import Rejections
from bot.channels.slack.client import open_session, socket_client, web_client
from bot.channels.slack.handed import at, words
from bot.channels.slack.intake import Intake
from bot.channels.slack.service import SlackService, call
from bot.channels.slack.signed import Signed
from bot.channels.slack.socket_mode import SocketMode
from bot.channels.worker import GiveUp, TryAgain
from bot.failure import whereabouts
from bot.secret import load_sender_secret
from bot.settings import Settings, SlackSettings, load_settings
from serving.readiness import Readiness

log = logging.getLogger("patella.slack")

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]
#: A handler of requests that are known to come from Slack.
Believed = Callable[[Intake, Request], Awaitable[HTTPResponse]]

_EXTRA = {"channel": SlackService.name}

#: Slack hands events over side by side, so that one may overtake another on its way.
OVERTAKEN = 0.2
#: So long what was left over waits for the action server, which may be starting as well.
READY_SECONDS = 60.0


class SlackInput(InputChannel):
    """Rasa's input channel for Slack. Without a token it is off, as if it were not there.

    ``overtaken`` is how many seconds an event waits for one that it may have overtaken.
    ``intake`` is there while the server runs.
    """

    def __init__(self, settings: Settings, secret: str, overtaken: float = OVERTAKEN) -> None:
        self.rejections = Rejections(self.name())
        self.intake: Intake | None = None
        self._settings = settings
        self._slack = settings.slack
        self._secret = secret
        self._overtaken = overtaken
        signing = self._slack.signing_secret if self._slack else None
        self._signed = Signed(signing) if signing else None
        self._session: aiohttp.ClientSession | None = None
        self._going_on: asyncio.Task[None] | None = None

    @classmethod
    def name(cls) -> str:
        """The channel's name, also in its address and in the ids of its senders."""
        return SlackService.name

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> SlackInput:
        """The channel as the settings want it; credentials.yml has nothing to add."""
        settings = load_settings()
        return cls(settings, load_sender_secret(settings) if settings.slack else "")

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """The routes. Rasa's own handler goes unused: messages go through a turn instead."""
        blueprint = Blueprint("slack")
        for path, handler in (
            ("events", take_event),
            ("interactions", take_tap),
            ("commands", take_command),
        ):
            blueprint.add_route(self._believed(handler), path, methods=["POST"], name=path)
        blueprint.add_route(self._certificate(), "commands", methods=["GET"], name="certificate")
        blueprint.listener("after_server_start")(self._begin)
        blueprint.listener("before_server_stop")(self._end)
        return blueprint

    def _believed(self, handler: Believed) -> Handler:
        """The handler for requests that come from Slack; no error leaves it."""

        @wraps(handler)
        async def handle(request: Request) -> HTTPResponse:
            if self._signed is None or self.intake is None:
                raise NotFound("off")
            problem = self._signed.problem(request.body, request.headers)
            if problem is not None:
                self.rejections.add(problem)
                return json_response({"error": "unauthorised"}, 401)
            try:
                return await handler(self.intake, request)
            except Unreadable:
                return json_response({"error": "bad_request"}, 400)
            except Exception as error:
                # Slack then hands it over again.
                log.error("%s failed: %s", handler.__name__, whereabouts(error), extra=_EXTRA)
                return json_response({"error": "not_available"}, 503)

        return handle

    def _certificate(self) -> Handler:
        """Slack looks from time to time whether the certificate of our address is good."""

        async def handle(request: Request) -> HTTPResponse:
            if self._signed is None:
                raise NotFound("off")
            return empty(200)

        return handle

    async def _begin(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        if self._slack is None:
            return
        self._session = open_session()
        client = web_client(self._slack, self._session)
        turn = app.ctx.turn
        service = SlackService(client, turn.words)
        messenger = Messenger(
            service,
            turn,
            app.ctx.inbox,
            app.ctx.contacts,
            self._settings.rate,
            rejections=self.rejections,
        )
        self.intake = Intake(messenger, service, self._secret, self._overtaken)
        self.intake.do(_introduce(client))
        mode = _socket_mode(self._slack, client, self.intake)
        self._going_on = loop.create_task(_go_on(app.ctx.readiness, messenger, mode))

    async def _end(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        if self.intake is None or self._session is None or self._going_on is None:
            return
        self._going_on.cancel()
        await asyncio.gather(self._going_on, return_exceptions=True)
        await self.intake.end(self._settings.messenger_drain)
        await self._session.close()


class Unreadable(Exception):
    """A body that is not of the form that Slack's have."""


async def take_event(intake: Intake, request: Request) -> HTTPResponse:
    """Take an event in; or answer the challenge with which Slack tries our address."""
    body = _json_of(request.body)
    if at(body, "type") == "url_verification":
        return text(words(at(body, "challenge"))[:1000])
    await intake.take_event(body)
    return empty(200)


async def take_tap(intake: Intake, request: Request) -> HTTPResponse:
    """Take in what was tapped."""
    await intake.take_tap(_json_of(_fields_of(request.body).get("payload", "").encode()))
    return empty(200)


async def take_command(intake: Intake, request: Request) -> HTTPResponse:
    """Take a slash command in; the answer comes as a direct message."""
    fields = _fields_of(request.body)
    reply = None if fields.get("ssl_check") else await intake.take_command(fields)
    return json_response(reply) if reply else empty(200)


async def _introduce(client: AsyncWebClient) -> None:
    """Say early in the log whether Slack knows us."""
    try:
        await call(client.auth_test())
    except (TryAgain, GiveUp) as trouble:
        log.warning("not signed in: %s", trouble.reason, extra=_EXTRA)
    else:
        log.info("signed in", extra=_EXTRA)


def _socket_mode(
    settings: SlackSettings, client: AsyncWebClient, intake: Intake
) -> SocketMode | None:
    if not settings.app_token:
        return None
    return SocketMode(lambda: socket_client(settings, client), intake.take_envelope)


async def _go_on(readiness: Readiness, messenger: Messenger[Any], mode: SocketMode | None) -> None:
    """Answer what was left over, and call Slack, as soon as a turn can be carried out."""
    await readiness.wait(READY_SECONDS)
    messenger.worker.begin()
    if mode is not None:
        await mode.run()


def _json_of(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None


def _fields_of(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        raise Unreadable from None
