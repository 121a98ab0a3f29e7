"""The Slack channel: Slack's requests in, a messenger's answers out."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Coroutine, Mapping
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
from bot.channels.slack.events import EVENTS, command_of, event_of, home_opened_by
from bot.channels.slack.handed import Handed, at, words
from bot.channels.slack.home import home_view
from bot.channels.slack.render import Part
from bot.channels.slack.service import SlackService, call
from bot.channels.slack.signed import Signed
from bot.channels.slack.socket_mode import SocketMode
from bot.channels.slack.taps import TAPPED, NothingMarked, tap_of
from bot.channels.worker import GiveUp, TryAgain
from bot.failure import whereabouts
from bot.secret import load_secret, pseudonym
from bot.settings import Settings, SlackSettings, load_settings

log = logging.getLogger("patella.slack")

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]
_EXTRA = {"channel": "slack"}

#: Slack hands events over side by side, so that one may overtake another on its way.
OVERTAKEN = 0.2
#: So long what was left over waits for the action server, which may be starting as well.
READY_SECONDS = 60.0


class SlackInput(InputChannel):
    """Rasa's input channel for Slack. Without a token it is off, as if it were not there.

    ``overtaken`` is how many seconds an event waits for one that it may have overtaken.
    """

    def __init__(self, settings: Settings, secret: str, overtaken: float = OVERTAKEN) -> None:
        self.rejections = Rejections(self.name())
        self._settings = settings
        self._slack = settings.slack
        self._secret = secret
        self._overtaken = overtaken
        signing = self._slack.signing_secret if self._slack else None
        self._signed = Signed(signing) if signing else None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._going_on: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None
        self._service: SlackService | None = None
        self._messenger: Messenger[Part] | None = None

    @classmethod
    def name(cls) -> str:
        """The channel's name, also in its address and in the ids of its senders."""
        return "slack"

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> SlackInput:
        """The channel as the settings want it; credentials.yml has nothing to add."""
        settings = load_settings()
        return cls(settings, load_secret(settings) if settings.slack else "")

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """The routes. Rasa's own handler goes unused: messages go through a turn instead."""
        blueprint = Blueprint("slack")
        for method, handler, path in (
            ("POST", self._believed(self.events), "/events"),
            ("POST", self._believed(self.interactions), "/interactions"),
            ("POST", self._believed(self.commands), "/commands"),
            ("GET", self.certificate, "/commands"),
        ):
            name = f"{method.lower()}_{path[1:]}"
            blueprint.add_route(self._there(handler), path, methods=[method], name=name)
        blueprint.listener("after_server_start")(self._begin)
        blueprint.listener("before_server_stop")(self._end)
        return blueprint

    async def events(self, request: Request) -> HTTPResponse:
        """Take an event in; or answer the challenge with which Slack tries our address."""
        body = _json_of(request.body)
        if at(body, "type") == "url_verification":
            return text(words(at(body, "challenge"))[:1000])
        self._take_event(body)
        return empty(200)

    async def interactions(self, request: Request) -> HTTPResponse:
        """Take in what was tapped."""
        self._take_tap(_json_of(_fields_of(request.body).get("payload", "").encode()))
        return empty(200)

    async def commands(self, request: Request) -> HTTPResponse:
        """Take a slash command in; the answer comes as a direct message."""
        fields = _fields_of(request.body)
        reply = None if fields.get("ssl_check") else self._take_command(fields)
        return json_response(reply) if reply else empty(200)

    async def certificate(self, request: Request) -> HTTPResponse:
        """Slack looks from time to time whether the certificate of our address is good."""
        return empty(200)

    def take_envelope(self, kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Take in what comes over Socket Mode; what to send back at once.

        Raises:
            StoreError: if it could not be kept.
        """
        if kind == "events_api":
            self._take_event(payload)
        elif kind == "interactive":
            self._take_tap(payload)
        elif kind == "slash_commands":
            return self._take_command(payload)
        else:
            log.info("ignored: an unknown kind of envelope", extra=_EXTRA)
        return None

    def _take_event(self, body: Any) -> None:
        user = home_opened_by(body)
        if user is not None:
            self._do(self._show_home(user))
            return
        handed = event_of(body)
        if handed is not None:
            self._take_in(handed, self._overtaken)
        elif at(body, "event", "type") not in EVENTS:
            log.info("ignored: an unknown kind of event", extra=_EXTRA)

    def _take_tap(self, body: Any) -> None:
        told = tap_of(body)
        if isinstance(told, NothingMarked):
            self._do(self._remark(told.place, "utter_messenger_nothing_chosen"))
        elif told is not None:
            self._take_in(told)
        elif at(body, "type") != TAPPED:
            log.info("ignored: an unknown kind of interaction", extra=_EXTRA)

    def _take_command(self, fields: Mapping[str, Any]) -> Mapping[str, Any] | None:
        handed = command_of(fields, time.time())
        if handed is None:
            return None
        self._take_in(handed)
        assert self._service is not None
        told = self._service.words.text("utter_slack_started")
        return {"response_type": "ephemeral", "text": told}

    def _take_in(self, handed: Handed, after: float = 0.0) -> None:
        assert self._messenger is not None
        sender_id = pseudonym(self._secret, self.name(), handed.person)
        self._messenger.take_in(handed.id, sender_id, handed.order, handed.heard, after)

    def _there(self, handler: Handler) -> Handler:
        """The handler, or as if there were none where Slack does not call us."""

        @wraps(handler)
        async def handle(request: Request) -> HTTPResponse:
            if self._signed is None:
                raise NotFound("off")
            return await handler(request)

        return handle

    def _believed(self, handler: Handler) -> Handler:
        """The handler for requests that come from Slack; no error leaves it."""

        @wraps(handler)
        async def handle(request: Request) -> HTTPResponse:
            assert self._signed is not None
            problem = self._signed.problem(request.body, request.headers)
            if problem is not None:
                self.rejections.add(problem)
                return json_response({"error": "unauthorised"}, 401)
            try:
                return await handler(request)
            except Unreadable:
                return json_response({"error": "bad_request"}, 400)
            except Exception as error:
                # Slack then hands it over again.
                log.error("%s failed: %s", handler.__name__, whereabouts(error), extra=_EXTRA)
                return json_response({"error": "not_available"}, 503)

        return handle

    async def _begin(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        if self._slack is None:
            return
        self._session = open_session()
        client = web_client(self._slack, self._session)
        turn = app.ctx.turn
        self._service = SlackService(client, turn.words)
        self._messenger = Messenger(
            self._service, turn, app.ctx.inbox, app.ctx.contacts, self._settings.rate
        )
        self._do(self._introduce(client))
        going_on = _without_error(self._go_on(app, self._slack, client))
        self._going_on = loop.create_task(going_on)

    async def _end(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        tasks = [*self._tasks, *([self._going_on] if self._going_on else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._messenger is not None:
            await self._messenger.worker.stop(self._settings.drain_timeout)
        if self._session is not None:
            await self._session.close()

    async def _go_on(self, app: Sanic, slack: SlackSettings, client: AsyncWebClient) -> None:
        """Answer what was left over, and call Slack, as soon as a turn can be carried out."""
        await app.ctx.readiness.wait(READY_SECONDS)
        assert self._messenger is not None
        self._messenger.worker.begin()
        if slack.app_token:
            await SocketMode(lambda: socket_client(slack, client), self.take_envelope).run()

    async def _introduce(self, client: AsyncWebClient) -> None:
        """Say early in the log whether Slack knows us."""
        try:
            await call(client.auth_test())
        except (TryAgain, GiveUp) as trouble:
            log.warning("not signed in: %s", trouble.reason, extra=_EXTRA)
        else:
            log.info("signed in", extra=_EXTRA)

    async def _show_home(self, user: str) -> None:
        assert self._service is not None
        await self._service.publish_home(user, home_view(self._service.words))

    async def _remark(self, place: str, response: str) -> None:
        assert self._service is not None
        await self._service.remark(place, response)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """What may be lost with the server, beside everything else."""
        task = asyncio.get_running_loop().create_task(_without_error(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Unreadable(Exception):
    """A body that is not of the form that Slack's have."""


async def _without_error(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (TryAgain, GiveUp) as trouble:
        log.warning("not done: %s", trouble.reason, extra=_EXTRA)
    except Exception as error:
        log.error("not done: %s", whereabouts(error), extra=_EXTRA)


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
