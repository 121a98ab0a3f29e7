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
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import rasa.core.channels.channel as rasa_channels
from sanic import Sanic
from sanic.exceptions import InvalidUsage, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json, redirect

from bot.address import claim_address, listening_sockets
from bot.assembly import CannotStart, Loaded, Parts, channels, claim_store, equip, load
from bot.channels.pages import DATA_POLICY
from bot.failure import TurnAborted, whereabouts
from bot.framing import is_well_framed
from bot.health import add_health
from bot.logs import configure_logs, quieten_libraries
from bot.metrics import Metrics
from bot.processes import CANNOT_START, HANGS, Beats, Processes
from bot.protocol import PromptProtocol
from bot.pulse import keep_beating
from bot.settings import Settings, SettingsError, load_settings
from bot.storage.file_locks import FileLocks
from bot.storage.inbox import Inbox
from bot.turn import Turn
from serving.cores import leave_no_core
from serving.memory import keep_what_is_loaded
from serving.shared_metrics import forget_metrics, forget_process, prepare_metrics

log = logging.getLogger("patella.server")

#: A fifth of Python's own.
SWITCH_SECONDS = 0.001

STORE_THREADS = 16

#: For so long a delivery that a messenger repeats is known again.
DAYS_KNOWN = 7

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": DATA_POLICY,
}


def main() -> int:
    """Start the server and run it until it is told to end; the exit code."""
    try:
        settings = load_settings()
        configure_logs(settings.debug)
        leave_no_core()
        # The loop waits for so long when the thread that understands is busy, each time.
        sys.setswitchinterval(SWITCH_SECONDS)
        # Held until this process ends.
        claim = claim_address(settings)  # noqa: F841
        sockets = listening_sockets(settings)
        claim_store(settings)
        make_room_for_metrics(settings)
        loaded, listened_to = load(settings), channels()
        quieten_libraries()
        if len(sockets) == 1:
            serve(settings, equip(loaded, settings), listened_to, sockets[0])
            return 0
        return serve_in_processes(settings, loaded, listened_to, sockets)
    except (CannotStart, SettingsError) as problem:
        return _told(problem)
    finally:
        forget_metrics()


def serve_in_processes(
    settings: Settings,
    loaded: Loaded,
    listened_to: list[rasa_channels.InputChannel],
    sockets: Sequence[socket.socket],
) -> int:
    """Answer at each socket in a process of its own, until told to end; the exit code."""
    keep_what_is_loaded()
    beats, locks = Beats(len(sockets)), FileLocks()

    def work(number: int) -> int:
        try:
            parts = equip(loaded, settings, locks, beats.pids)
        except CannotStart as problem:
            _told(problem)
            return CANNOT_START
        beat, end = partial(beats.beat, number), partial(os._exit, HANGS)
        serve(settings, parts, listened_to, sockets[number], beat, end, is_first=number == 0)
        return 0

    return Processes(sockets, work, beats, forget_process).run()


def make_room_for_metrics(settings: Settings) -> None:
    """Prepare what several processes measure together.

    Raises:
        CannotStart: if there is no place for it.
    """
    try:
        prepare_metrics(settings.var, settings.port)
    except OSError as error:
        raise CannotStart(
            f"{error.filename}: {error.strerror}. Check the folder PATELLA_VAR."
        ) from None


def _told(problem: Exception) -> int:
    print(f"Patella cannot start: {problem}", file=sys.stderr)
    return 1


def serve(
    settings: Settings,
    parts: Parts,
    listened_to: list[rasa_channels.InputChannel],
    sock: socket.socket,
    beat: Callable[[], object] = lambda: None,
    hangs: Callable[[], object] = lambda: None,
    is_first: bool = True,
) -> None:
    """Answer at a socket until this process is told to end.

    ``beat`` is called each second as long as all is well, ``hangs`` where a thread hangs. The
    first of several processes does what one of them has to do for all.
    """
    app = make_app(settings, parts, listened_to)
    app.register_listener(_keep_loaded, "after_server_start")
    app.register_listener(_beating(beat, hangs, parts.metrics), "after_server_start")
    if is_first:
        app.register_listener(_forgetting(settings.keep_days), "after_server_start")
    app.run(
        sock=sock,
        workers=1,
        access_log=False,
        motd=False,
        debug=False,
        protocol=PromptProtocol,
    )


def make_app(
    settings: Settings,
    parts: Parts,
    input_channels: list[rasa_channels.InputChannel],
) -> Sanic:
    """The web application: the channels, what tells how it is, and nothing else."""
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
    app.ctx.pulses = parts.pulses
    app.ctx.inbox = parts.inbox
    app.ctx.contacts = parts.contacts
    app.ctx.ending = app.ctx.stopping = False
    app.ctx.forgetting = None
    rasa_channels.register(input_channels, app, route="/webhooks/")
    app.add_route(_front_door, "/", methods=["GET"], name="front_door")
    add_health(app, parts.metrics, parts.inbox, settings.metrics_token, HEADERS)
    app.error_handler.add(Exception, _on_error)
    app.add_signal(_check_framing, "http.lifecycle.read_head")
    app.register_listener(_make_room_for_waiting, "before_server_start")
    app.register_listener(_look_first, "after_server_start")
    app.register_listener(_draining(settings.linger, settings.drain_timeout), "before_server_stop")
    return app


async def _check_framing(head: bytes) -> None:
    # The only place before Sanic reads on; whatever is raised in it becomes a 400.
    if not is_well_framed(head):
        raise InvalidUsage("Bad Request")


async def _front_door(request: Request) -> HTTPResponse:
    return redirect("/webhooks/web/chat", headers=HEADERS)


async def _make_room_for_waiting(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    # Calls of the store wait in threads. Python's default, six on two cores, is few for turns,
    # locks and readiness together where the database answers none of them.
    loop.set_default_executor(ThreadPoolExecutor(STORE_THREADS, thread_name_prefix="store"))


async def _look_first(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    # Kept in ctx, because a task that nobody holds may be thrown away.
    app.ctx.first_look = loop.create_task(app.ctx.readiness.report())


async def _keep_loaded(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    # After the first look: what is loaded when it is first needed is loaded by then.
    app.ctx.first_look.add_done_callback(lambda _: keep_what_is_loaded())


def _beating(
    beat: Callable[[], object], hangs: Callable[[], object], metrics: Metrics
) -> Callable[[Sanic, Any], Coroutine[Any, Any, None]]:
    def well() -> None:
        beat()
        metrics.count_turns()

    async def begin(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.beating = loop.create_task(keep_beating(app.ctx.pulses, well, hangs))

    return begin


def _forgetting(days: int) -> Callable[[Sanic, Any], Coroutine[Any, Any, None]]:
    async def forget_hourly(turn: Turn, inbox: Inbox) -> None:
        while True:
            pause = 60 * 60
            try:
                await turn.forget(days)
                await asyncio.to_thread(inbox.forget, DAYS_KNOWN, days)
            except (TurnAborted, Exception) as error:
                log.error("erasing old conversations failed: %s", whereabouts(error))
                pause = 60
            await asyncio.sleep(pause)

    async def begin(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.forgetting = loop.create_task(forget_hourly(app.ctx.turn, app.ctx.inbox))

    return begin


def _draining(linger: float, seconds: float) -> Callable[[Sanic, Any], Coroutine[Any, Any, None]]:
    async def drain(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.ending = True
        # Until whatever sends people here has noticed, they are still answered.
        await asyncio.sleep(linger)
        app.ctx.stopping = True
        if app.ctx.forgetting is not None:
            app.ctx.forgetting.cancel()
        await app.ctx.turn.drain(seconds)

    return drain


def _on_error(request: Request, error: Exception) -> HTTPResponse:
    """Errors outside the channels: the status and a code, nothing of what was sent."""
    status = error.status_code if isinstance(error, SanicException) else 500
    status = status or 500
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(status, "failed")
    told = {"error": code}
    if status >= 500:
        log.error("request failed: %s", whereabouts(error))
        # Whoever reads it may just have written about an emergency.
        told["text"] = request.app.ctx.turn.words.say("utter_not_processed")["text"]
    return json(told, status, headers=HEADERS)
