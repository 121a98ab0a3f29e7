"""Measurements in Prometheus' format, and the route that tells them.

Labels are codes of ours, never an id or a word of anybody's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from functools import partial
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sanic.request import Request
from sanic.response import HTTPResponse

from serving.bearer import may_read_metrics

#: Upper bounds in seconds, from a reading of words to a turn that is given up.
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 40.0)

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]


def new_registry() -> CollectorRegistry:
    """A registry of one server's own, with the memory, time and files that its process takes."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    return registry


def registry_of_all(pids: Callable[[], Iterable[int]]) -> CollectorRegistry:
    """A registry that only tells: what all processes of a server have measured, as one.

    ``pids`` names them. They are to measure together (`serving.shared_metrics`).
    """
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(_ProcessesCollector(pids))
    return registry


#: Of these the largest or smallest of the processes is that of the server, of others the sum.
_NOT_ADDED: Mapping[str, Callable[[Iterable[float]], float]] = {
    "process_start_time_seconds": min,
    "process_max_fds": max,
}


class _ProcessesCollector(Collector):
    """What several processes take of the machine, added up. Shared memory counts for each."""

    def __init__(self, pids: Callable[[], Iterable[int]]) -> None:
        self._pids = pids

    def collect(self) -> Iterable[Metric]:
        found: dict[str, list[Metric]] = {}
        for pid in self._pids():
            for metric in ProcessCollector(pid=partial(int, pid), registry=None).collect():
                found.setdefault(metric.name, []).append(metric)
        for name, metrics in found.items():
            told = metrics[0]
            together = _NOT_ADDED.get(name, sum)
            value = together([metric.samples[0].value for metric in metrics])
            told.samples = [told.samples[0]._replace(value=value)]
            yield told


class ReadyGauge:
    """Each check of readiness as 1 (passed) or 0."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._gauge = Gauge(
            "patella_ready", "Whether a check passes", ["check"],
            registry=registry, multiprocess_mode="livemostrecent",
        )  # fmt: skip

    def set(self, results: Mapping[str, bool]) -> None:
        """Tell what was found last."""
        for name, fine in results.items():
            self._gauge.labels(name).set(int(fine))


def metrics_route(
    registry: CollectorRegistry,
    token: str | None,
    before: Callable[[], Awaitable[None]],
    headers: Mapping[str, str],
) -> Handler:
    """The handler of `GET /metrics`; whoever may not see them finds nothing there.

    ``before`` is awaited first, to bring up to date what is only looked up when asked for.
    """

    async def answer(request: Request) -> HTTPResponse:
        if not may_read_metrics(request.ip, request.headers, token):
            return HTTPResponse(
                '{"error":"not_found"}', 404, dict(headers), content_type="application/json"
            )
        await before()
        body = generate_latest(registry)
        return HTTPResponse(body, headers=dict(headers), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    return answer
