"""The action server: rasa-sdk's own, with the routes beside its webhook that Patella needs.

`/report` renders reports, `/ready` and `/metrics` tell how it is. Where there is a shared secret,
whatever works with what people said is only for who shows it.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

from rasa_sdk import utils
from rasa_sdk.endpoint import create_app_for_serve
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json
from sanic.worker.loader import AppLoader

from actions import health
from actions.metrics import ActionMetrics
from actions.report_formats import FORMATS, Format
from actions.report_route import ReportRoute
from actions.settings import Settings, load_settings
from actions.versions import versions
from actions.watched import UnderWay, Watched
from knowledge.failure import whereabouts
from serving.bearer import is_loopback, shows
from serving.cores import leave_no_core
from serving.course import TURN_HEADER, follow, turn_id
from serving.logs import log_safely, quieten_libraries
from serving.memory import keep_what_is_loaded
from serving.metrics import metrics_route
from serving.readiness import Readiness

log = logging.getLogger("patella.actions")

#: For probes, which hold no secrets; /metrics looks for itself.
OPEN_PATHS = ("/health", "/ready", "/metrics")

#: Seconds for the actions that still run when the server is ended: less than the supervisor's.
DRAIN = 8.0


def make_app(
    executor: ActionExecutor,
    formats: Mapping[str, Format] = FORMATS,
    settings: Settings | None = None,
    readiness: Readiness | None = None,
) -> Sanic:
    """The web application, made anew in each worker process."""
    settings = settings or load_settings()
    metrics, under_way = ActionMetrics(), UnderWay()
    app = create_app_for_serve(Watched(executor, metrics, under_way), cors_origins=None)
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = DRAIN
    app.ctx.readiness = readiness or health.make_readiness()
    app.ctx.stopping = False
    app.ctx.under_way = under_way
    # The versions are read at the start: what is on the disk later may not be what was loaded.
    reports = ReportRoute(formats, versions())

    async def look() -> None:
        metrics.ready.set(app.ctx.readiness.latest())

    async def report(request: Request) -> HTTPResponse:
        with under_way.one():
            return await reports.answer(request)

    app.add_route(report, "/report", methods=["POST"], name="report")
    app.add_route(health.ready, "/ready", methods=["GET"], name="ready")
    measured = metrics_route(metrics.registry, settings.metrics_token, look, {})
    app.add_route(measured, "/metrics", methods=["GET"], name="metrics")
    app.register_middleware(partial(_let_in, settings.secret), "request")
    app.register_listener(_look_first, "after_server_start")
    app.register_listener(_drain, "before_server_stop")
    return app


def _let_in(secret: str | None, request: Request) -> HTTPResponse | None:
    """Refuse who does not show the secret; follow the turn of who does."""
    is_known = secret is None or shows(request.headers.get("authorization"), secret)
    if not is_known and request.path not in OPEN_PATHS:
        return json({"error": "unauthorised"}, 401)
    if TURN_HEADER in request.headers:
        follow(turn_id(request.headers[TURN_HEADER]))
    return None


async def _look_first(app: Sanic, _: Any) -> None:
    # What is looked up is loaded by it: the first question need not wait for that.
    app.ctx.first_look = asyncio.ensure_future(app.ctx.readiness.report())


async def _keep_loaded(app: Sanic, _: Any) -> None:
    app.ctx.first_look.add_done_callback(lambda _: keep_what_is_loaded())


async def _drain(app: Sanic, _: Any) -> None:
    """Finish what is asked for already: Sanic itself would break it off."""
    app.ctx.stopping = True
    until = asyncio.get_running_loop().time() + DRAIN
    while app.ctx.under_way.count and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.02)


def _make_app_here(executor: ActionExecutor) -> Sanic:
    """The application of this very process, with its logs."""
    settings = load_settings()
    log_safely(settings.debug)
    app = make_app(executor, settings=settings)
    app.register_listener(_keep_loaded, "after_server_start")
    quieten_libraries()
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run the server until it is told to end, as `python -m rasa_sdk` does."""
    parser = argparse.ArgumentParser(prog="python -m actions", description=__doc__)
    parser.add_argument("--port", type=int, default=5055, help="port to listen on")
    options = parser.parse_args(arguments)
    settings = load_settings()
    log_safely(settings.debug)
    leave_no_core()
    if settings.secret is None and not is_loopback(settings.host):
        log.warning("open to the network without a secret: set PATELLA_ACTIONS_SECRET")
    executor = ActionExecutor()
    executor.register_package("actions")
    loader = AppLoader(factory=partial(_make_app_here, executor))
    app = loader.load()
    app.prepare(
        host=settings.host,
        port=options.port,
        workers=utils.number_of_sanic_workers(),
        access_log=False,
        motd=False,
    )
    try:
        Sanic.serve(primary=app, app_loader=loader)
    except Exception as error:
        # Sanic's manager sometimes stumbles over its own end, and Python would print a traceback
        # into a log that holds none.
        log.error("ended: %s", whereabouts(error))
        sys.exit(1)
