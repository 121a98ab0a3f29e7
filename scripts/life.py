"""Finds servers that run but do not answer any more, among servers that come and go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping

from scripts.readiness import ask


class LifeWatch:
    """Asks servers whether they live, and counts how often in a row they did not say so.

    One that has just been started is not counted before its first answer: it may be loading.

    Args:
        urls: the address of each server that answers 200 as long as it lives.
        most_misses: so many in a row mean that it is silent.
        answers: asks one address.
    """

    def __init__(
        self,
        urls: Mapping[str, str],
        most_misses: int = 3,
        answers: Callable[[str], bool] = lambda url: ask(url, timeout=4).ready,
    ) -> None:
        self._urls = urls
        self._most_misses = most_misses
        self._answers = answers
        self._misses: dict[str, int] = {}

    def started(self, name: str) -> None:
        """Takes note that a server has just been started."""
        self._misses.pop(name, None)

    def look(self) -> list[str]:
        """Asks each once; those that have become silent."""
        found = []
        for name, url in self._urls.items():
            if self._answers(url):
                self._misses[name] = 0
            elif name in self._misses:
                self._misses[name] += 1
                if self._misses[name] == self._most_misses:
                    found.append(name)
        return found

    def silent(self, ending: threading.Event, pause: float = 2) -> Iterator[str]:
        """Each server as it becomes silent, until `ending` is set."""
        while not ending.wait(pause):
            yield from self.look()
