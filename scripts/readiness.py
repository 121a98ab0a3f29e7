"""Waits until the servers can do their work, and watches that they keep answering."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass

from scripts.terminal import Progress

# Servers on this machine are never behind the proxy that the environment may name.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Answer:
    """What a server said when it was asked whether it is ready."""

    ready: bool
    detail: str = ""


def ask(url: str, timeout: float = 10) -> Answer:
    """Asks one server; one that does not answer is not ready."""
    try:
        with DIRECT.open(url, timeout=timeout) as response:
            return Answer(response.status == 200)
    except urllib.error.HTTPError as error:
        return Answer(False, waiting_for(error.read()))
    except (OSError, ValueError):
        return Answer(False)


def waiting_for(body: bytes) -> str:
    """What a 503 names as not ready yet, where it does: {"checks": {"model": false, …}}."""
    try:
        checks = json.loads(body)["checks"]
        return ", ".join(name for name, fine in checks.items() if fine is not True)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


class Readiness:
    """The wait for a number of servers, in the order given."""

    def __init__(self, servers: list[tuple[str, str]], seconds: float, quiet: bool = False) -> None:
        self._servers = servers
        self._seconds = seconds
        self._quiet = quiet
        self.reached = False

    def wait(self, ending: threading.Event, pause: float = 0.3) -> str | None:
        """Returns when all are ready or `ending` is set; a line to show if it takes too long."""
        progress = Progress("Starting Patella", quiet=self._quiet)
        with progress:
            for title, url in self._servers:
                answer = ask(url)
                while not answer.ready:
                    if progress.seconds > self._seconds:
                        progress.failed = True
                        detail = f" ({answer.detail})" if answer.detail else ""
                        return f"The {title} was not ready after {self._seconds:.0f} s{detail}."
                    progress.show(f"waiting for the {title} {answer.detail}".rstrip())
                    if ending.wait(pause):
                        progress.failed = True
                        return None
                    answer = ask(url)
        self.reached = True
        return None


def watch_life(
    servers: list[tuple[str, str]],
    ending: threading.Event,
    pause: float = 5,
    timeout: float = 5,
    most_misses: int = 3,
) -> str | None:
    """Returns when `ending` is set, or with a line to show once a server answers no more.

    Sanic's parent process outlives the death of its worker: connections are then taken and
    never answered, which only asking brings to light.
    """
    misses = dict.fromkeys((title for title, _ in servers), 0)
    while not ending.wait(pause):
        for title, url in servers:
            misses[title] = 0 if ask(url, timeout).ready else misses[title] + 1
            if misses[title] >= most_misses and not ending.is_set():
                return f"The {title} runs but does not answer any more."
    return None
