"""The dialogue server: Rasa's engine in our own web application. Run as `python -m bot`.

Rasa's own server is not used: it would answer with its version, offer an HTTP interface to
every conversation, and start without a model as if nothing were missing.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rasa.core.channels.channel as rasa_channels
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.exceptions import RasaException
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json, redirect

from bot.action_answers import check_with_one_validator
from bot.action_endpoint import StrictActionEndpoint
from bot.channels.pages import DATA_POLICY
from bot.dialogue import PlacedResponses, RasaDialogue, StrictProcessor
from bot.failure import whereabouts
from bot.guard import Guard
from bot.logs import configure_logs, quieten_libraries
from bot.readiness import Readiness
from bot.reports import ActionServerReports
from bot.settings import ROOT, Settings, SettingsError, load_settings
from bot.storage.contacts import Contacts
from bot.storage.database import StoreError
from bot.storage.inbox import Inbox
from bot.storage.tracker_store import StrictTrackerStore
from bot.turn import Turn
from bot.words import EMERGENCY_LINE, FALLBACKS, Words

log = logging.getLogger("patella.server")

#: A first message that leads into the interview, and one with a red flag that must be found.
CANARY_TEXT = "my left knee aches when I go down the stairs"
RED_FLAG_TEXT = "my calf is hot and swollen and i can't get my breath"

#: So much of the model's id names it in a report.
DIGITS = 12

#: For so long a delivery that a messenger repeats is known again.
DAYS_KNOWN = 7

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": DATA_POLICY,
}


class CannotStart(Exception):
    """What stands in the way, as one line for the person at the terminal."""


def main() -> int:
    """Start the server and run it until it is told to end; the exit code."""
    try:
        settings = load_settings()
        configure_logs(settings.debug)
        with listening_socket(settings) as sock:
            parts = assemble(settings)
            app = make_app(settings, parts, channels())
            quieten_libraries()
            app.run(sock=sock, workers=1, access_log=False, motd=False, debug=False)
    except (CannotStart, SettingsError) as problem:
        print(f"Patella cannot start: {problem}", file=sys.stderr)
        return 1
    return 0


def listening_socket(settings: Settings) -> socket.socket:
    """A socket on our address. Taken first, because loading the model takes a while.

    Raises:
        CannotStart: if something else has the port, or it may not be used.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host, settings.port))
    except OSError as error:
        sock.close()
        raise CannotStart(
            f"{settings.host}:{settings.port}: {error.strerror}. End what uses that port, or"
            " choose another one with PATELLA_PORT."
        ) from None
    return sock


def newest_model(folder: Path) -> Path:
    """The dialogue model that was trained last.

    Raises:
        CannotStart: if there is none.
    """
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise CannotStart(f"there is no model in {folder}. `make train` makes one.")
    return models[-1]


@dataclass(frozen=True)
class Parts:
    """What the channels work with. The inbox and the contacts are those of the messengers."""

    turn: Turn
    readiness: Readiness
    inbox: Inbox
    contacts: Contacts


def assemble(settings: Settings) -> Parts:
    """Load the model and put everything together that a turn and the channels need.

    Raises:
        CannotStart: if something is missing or broken.
    """
    try:
        # Only the knowledge that is asked for loads it, and it may hold a mistake.
        from bot import safety
    except (ImportError, ValueError) as error:
        raise CannotStart(f"knowledge/ cannot be loaded: {error}") from None
    model = newest_model(settings.models)
    os.environ.setdefault("PATELLA_ACTIONS_PORT", str(settings.actions_port))
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    store = open_store(endpoints)
    actions = StrictActionEndpoint(endpoints.action.url, settings.action_timeout)
    place = {
        "emergency_number": settings.emergency_number,
        "keep_days": str(settings.keep_days),
    }
    processor = load_processor(model, store, actions, place)
    words = Words(processor.domain.responses, place)
    for name in FALLBACKS:
        words.say(name)
    guard = Guard(
        safety.screen,
        safety.emergency_message(words.fill),
        words.fill(EMERGENCY_LINE),
        safety.reminder(words),
    )
    reports = ActionServerReports(
        actions.beside("report"),
        settings.report_timeout,
        {"dialogue model": processor.model_metadata.model_id[:DIGITS]},
    )
    turn = Turn(
        RasaDialogue(processor),
        store,
        words,
        guard,
        safety.describe,
        settings.turn_timeout,
        reports=reports,
        only_english=safety.only_english(words),
    )
    return Parts(
        turn=turn,
        readiness=make_readiness(turn, store, actions, guard),
        inbox=Inbox(store.engine),
        contacts=Contacts(store.engine),
    )


def open_store(endpoints: AvailableEndpoints) -> StrictTrackerStore:
    """The conversation store that endpoints.yml names.

    Raises:
        CannotStart: if it cannot be used.
    """
    try:
        store = TrackerStore.create(endpoints.tracker_store)
    except StoreError as error:
        raise CannotStart(
            f"the conversation store cannot be used: {error}. Check the folder PATELLA_VAR."
        ) from None
    if not isinstance(store, StrictTrackerStore):
        # Rasa falls back to one in memory when it cannot load the one that is named.
        raise CannotStart(
            "endpoints.yml: tracker_store: type must be"
            " bot.storage.tracker_store.StrictTrackerStore."
        )
    return store


def load_processor(
    model: Path,
    store: StrictTrackerStore,
    actions: StrictActionEndpoint,
    place: Mapping[str, str],
) -> StrictProcessor:
    """Rasa's processor with the model at this path; `place` has values for its responses.

    Raises:
        CannotStart: if the model cannot be loaded.
    """
    check_with_one_validator()
    try:
        processor = StrictProcessor(
            model_path=model,
            tracker_store=store,
            lock_store=None,
            generator=None,
            action_endpoint=actions,
        )
    except Exception as error:
        log.error("model not loaded: %s", whereabouts(error))
        raise CannotStart(
            f"the model {model} cannot be loaded ({type(error).__name__}: {error})."
            " `make train` makes a new one."
        ) from None
    store.domain = processor.domain
    processor.nlg = PlacedResponses(processor.domain.responses, place)
    return processor


def make_readiness(
    turn: Turn, store: StrictTrackerStore, actions: StrictActionEndpoint, guard: Guard
) -> Readiness:
    """The checks behind ``/ready``, by the names under which it tells them."""

    async def store_answers() -> str | None:
        store.check()
        return None

    async def actions_answer() -> str | None:
        return None if await actions.is_alive() else "no answer"

    async def red_flags_found() -> str | None:
        return None if guard.look(RED_FLAG_TEXT) else "not found"

    async def canary() -> str | None:
        return await turn.canary(CANARY_TEXT)

    return Readiness(
        {
            "store": store_answers,
            "actions": actions_answer,
            "red_flags": red_flags_found,
            "canary": canary,
        }
    )


def channels() -> list[rasa_channels.InputChannel]:
    """The channels that credentials.yml names.

    Raises:
        CannotStart: if one cannot be loaded.
    """
    try:
        return create_http_input_channels(None, str(ROOT / "credentials.yml"))
    except RasaException as error:
        raise CannotStart(f"credentials.yml: {error}") from None


def make_app(
    settings: Settings,
    parts: Parts,
    input_channels: list[rasa_channels.InputChannel],
) -> Sanic:
    """The web application: the channels, two health routes, and nothing else."""
    app = Sanic("patella", configure_logging=False, register=False)
    app.config.USE_UVLOOP = False
    # The longest update of Telegram: two texts of 4,096 characters, each written as \uXXXX, and
    # what they hold. One that is refused would come again and again.
    app.config.REQUEST_MAX_SIZE = 256 * 1024
    app.config.REQUEST_TIMEOUT = 20
    # A message may wait for the turn before it, and then take as long itself.
    app.config.RESPONSE_TIMEOUT = int(2 * settings.turn_timeout) + 10
    app.config.KEEP_ALIVE_TIMEOUT = 30
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 1.0
    app.config.PROXIES_COUNT = settings.proxies or None
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.ctx.turn = parts.turn
    app.ctx.readiness = parts.readiness
    app.ctx.inbox = parts.inbox
    app.ctx.contacts = parts.contacts
    app.ctx.stopping = False
    rasa_channels.register(input_channels, app, route="/webhooks/")
    app.add_route(_front_door, "/", methods=["GET"], name="front_door")
    app.add_route(_live, "/live", methods=["GET"], name="live")
    app.add_route(_ready, "/ready", methods=["GET"], name="ready")
    app.error_handler.add(Exception, _on_error)
    app.register_listener(_look_first, "after_server_start")
    app.register_listener(_forgetting(settings.keep_days), "after_server_start")
    app.register_listener(_draining(settings.drain_timeout), "before_server_stop")
    return app


async def _front_door(request: Request) -> HTTPResponse:
    return redirect("/webhooks/web/chat", headers=HEADERS)


async def _live(request: Request) -> HTTPResponse:
    return json({"live": True}, headers=HEADERS)


async def _ready(request: Request) -> HTTPResponse:
    checks = await request.app.ctx.readiness.report()
    ready = all(checks.values()) and not request.app.ctx.stopping
    return json({"ready": ready, "checks": checks}, 200 if ready else 503, headers=HEADERS)


async def _look_first(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    # Kept in ctx, because a task that nobody holds may be thrown away.
    app.ctx.first_look = loop.create_task(app.ctx.readiness.report())


def _forgetting(days: int) -> Callable[[Sanic, Any], Coroutine[Any, Any, None]]:
    async def forget_hourly(turn: Turn, inbox: Inbox) -> None:
        while True:
            try:
                turn.forget(days)
                inbox.forget(DAYS_KNOWN)
            except Exception as error:
                log.error("erasing old conversations failed: %s", whereabouts(error))
            await asyncio.sleep(60 * 60)

    async def begin(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.forgetting = loop.create_task(forget_hourly(app.ctx.turn, app.ctx.inbox))

    return begin


def _draining(seconds: float) -> Callable[[Sanic, Any], Coroutine[Any, Any, None]]:
    async def drain(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.stopping = True
        app.ctx.forgetting.cancel()
        await app.ctx.turn.drain(seconds)

    return drain


def _on_error(request: Request, error: Exception) -> HTTPResponse:
    """Errors outside the channels: the status and a code, nothing of what was sent."""
    status = error.status_code if isinstance(error, SanicException) else 500
    status = status or 500
    if status >= 500:
        log.error("request failed: %s", whereabouts(error))
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(status, "failed")
    return json({"error": code}, status, headers=HEADERS)
