"""The routes that tell how the dialogue server is: `/live`, `/ready` and `/metrics`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sanic import Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, json

from bot.metrics import Metrics
from bot.storage.inbox import Inbox
from serving.metrics import metrics_route


def add_health(
    app: Sanic, metrics: Metrics, inbox: Inbox, token: str | None, headers: Mapping[str, str]
) -> None:
    """Add the three routes, and count the requests that are refused.

    ``app.ctx`` has the ``readiness`` and the ``pulses``, and says when the server is ``ending``
    or ``stopping``.
    """
    deliveries = _Deliveries(inbox, metrics)

    async def live(request: Request) -> HTTPResponse:
        # Of every thread: one that hangs is mended by nothing but a new start.
        is_live = all([pulse.is_there() for pulse in app.ctx.pulses])
        return json({"live": is_live}, 200 if is_live else 503, headers=dict(headers))

    async def ready(request: Request) -> HTTPResponse:
        if app.ctx.ending or app.ctx.stopping:
            # Whoever sends people here is to know at once.
            checks, is_ready = app.ctx.readiness.latest(), False
        else:
            checks = await app.ctx.readiness.report()
            is_ready = all(checks.values())
        told = {"ready": is_ready, "checks": checks}
        return json(told, 200 if is_ready else 503, headers=dict(headers))

    async def look() -> None:
        metrics.count_turns()
        metrics.ready.set(app.ctx.readiness.latest())
        deliveries.look()

    async def count(request: Request, response: BaseHTTPResponse) -> None:
        if request.path != "/ready":
            metrics.request_ended(request.path, response.status)
        if app.ctx.ending and request.stream is not None:
            # The next request goes to a server that stays.
            request.stream.keep_alive = False

    app.add_route(live, "/live", methods=["GET"], name="live")
    app.add_route(ready, "/ready", methods=["GET"], name="ready")
    measured = metrics_route(metrics.exposed, token, look, headers)
    app.add_route(measured, "/metrics", methods=["GET"], name="metrics")
    app.register_middleware(count, "response")


class _Deliveries:
    """Counts the deliveries that wait, for whoever asks next: the store may not answer."""

    def __init__(self, inbox: Inbox, metrics: Metrics) -> None:
        self._inbox = inbox
        self._metrics = metrics
        self._counting: asyncio.Future[None] | None = None

    def look(self) -> None:
        if self._counting is None or self._counting.done():
            self._counting = asyncio.ensure_future(self._count())

    async def _count(self) -> None:
        try:
            self._metrics.deliveries(await asyncio.to_thread(self._inbox.waiting))
        except Exception:
            # Readiness tells of a store that is away.
            return
