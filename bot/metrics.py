"""What the dialogue server measures. Labels are codes: no id and no word of anybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.exchange import EndedTurn
from bot.messages import urgency_of
from serving.metrics import SECONDS, ReadyGauge, new_registry, registry_of_all

#: From this status on a request was refused.
REFUSED = 400

MESSENGERS = ("telegram", "slack")


class Metrics:
    """The measurements of one process of the dialogue server, in a registry of their own.

    ``pids`` names all processes of the server where there are several, which then measure
    together. ``exposed`` tells what the server has measured.
    """

    def __init__(self, pids: Callable[[], Iterable[int]] | None = None) -> None:
        self.registry = new_registry() if pids is None else CollectorRegistry()
        self.exposed = self.registry if pids is None else registry_of_all(pids)
        self.ready = ReadyGauge(self.registry)
        self._turns = self._counter("turns", "Messages taken in", "channel", "outcome", "reason")
        self._seconds = self._histogram("turn_seconds", "How long a turn took", "channel")
        self._stages = self._histogram("stage_seconds", "Where a turn's time went", "stage")
        self._urgency = self._counter("urgency_given", "Urgencies that were told", "level")
        self._lost = self._counter("not_understood", "Messages without a known meaning", "channel")
        self._refused = self._counter("requests_refused", "Requests refused", "channel", "status")
        self._waiting = Gauge(
            "patella_deliveries_waiting", "Deliveries of messengers not carried out yet",
            ["channel"], registry=self.registry, multiprocess_mode="livemostrecent",
        )  # fmt: skip
        self._under_way = Gauge(
            "patella_turns_under_way", "Turns not ended yet",
            registry=self.registry, multiprocess_mode="livesum",
        )  # fmt: skip
        self._count: Callable[[], int] = int

    def turn_ended(self, ended: EndedTurn) -> None:
        """A message was taken in, and answered in one way or another."""
        reply = ended.reply
        self._turns.labels(ended.channel, reply.outcome, reply.reason).inc()
        self._seconds.labels(ended.channel).observe(ended.seconds)
        for stage, seconds in ended.spent.items():
            self._stages.labels(stage).observe(seconds)
        if not ended.understood:
            self._lost.labels(ended.channel).inc()
        if reply.outcome != "seen_before":
            for level in filter(None, map(urgency_of, reply.messages)):
                self._urgency.labels(level).inc()

    def request_ended(self, path: str, status: int) -> None:
        """A request was answered; those that were refused are counted."""
        if status >= REFUSED:
            self._refused.labels(channel_of(path), str(status)).inc()

    def deliveries(self, waiting: Mapping[str, int]) -> None:
        """How many deliveries of each channel wait; those that are not named have none.

        Each is told each time: what another process has told of it does not go otherwise.
        """
        for channel in MESSENGERS:
            self._waiting.labels(channel).set(waiting.get(channel, 0))

    def watch_turns(self, count: Callable[[], int]) -> None:
        """Have `count` asked for how many turns are under way or waiting."""
        self._count = count

    def count_turns(self) -> None:
        """Tell how many turns are under way or waiting in this process now."""
        self._under_way.set(self._count())

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"patella_{name}", told, labels, registry=self.registry)

    def _histogram(self, name: str, told: str, *labels: str) -> Histogram:
        return Histogram(f"patella_{name}", told, labels, buckets=SECONDS, registry=self.registry)


def channel_of(path: str) -> str:
    """The channel that a path belongs to, by a name of ours; whoever asks chooses the path."""
    parts = path.split("/")
    known = len(parts) > 2 and parts[1] == "webhooks" and parts[2] in ("web", *MESSENGERS)
    return parts[2] if known else "none"
