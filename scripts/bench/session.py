"""What the parts of one benchmark share: how much is measured, and both bots running."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts.bench.bots import temporary_folder
from scripts.bench.conversation import Turn, hold, plan
from scripts.bench.figures import PATELLA, STOCK
from scripts.bench.running import Running, Site, patella_site, start, stock_site
from scripts.bench.talk import TALKS, connected
from scripts.places import Places
from scripts.terminal import Progress

BOTH = (PATELLA, STOCK)


@dataclass(frozen=True)
class Form:
    """How much is measured.

    Attributes:
        rounds: of everything, the bots in turn in each.
        conversations: reference conversations of each bot in a round.
        people: how many at once, each number for `seconds` of it.
        stored: how many conversations are stored, from the fewest to the most.
        lengths: the turns of a long conversation near which it is measured.
        cold: whether starts with nothing in the system's cache are measured too.
        parts: measured where none is named.
    """

    name: str
    rounds: int
    conversations: int
    people: dict[int, float]
    stored: tuple[int, ...]
    lengths: tuple[int, ...]
    cold: bool
    parts: tuple[str, ...]


_SERVERS = ("start", "turns", "crowd", "growth")
SHORT = Form("short", 1, 8, {1: 3, 50: 12}, (), (), False, ("start", "turns", "crowd"))
USUAL = Form(
    name="usual",
    rounds=3,
    conversations=12,
    people={1: 5, 10: 8, 50: 15},
    stored=(10, 1_000, 10_000),
    lengths=(5, 25, 50, 100),
    cold=True,
    parts=_SERVERS,
)
FULL = Form(
    name="full",
    rounds=3,
    conversations=25,
    people={1: 8, 10: 12, 50: 20, 200: 40},
    stored=(10, 100, 1_000, 10_000),
    lengths=(5, 25, 50, 100),
    cold=True,
    parts=(*_SERVERS, "understanding", "vocabulary"),
)


@dataclass
class Session:
    """One benchmark: its form, and both bots' servers, which are started when a part wants them."""

    at: Places
    form: Form
    folder: Path
    _stack: ExitStack = field(default_factory=ExitStack)
    _together: dict[str, Running] = field(default_factory=dict)
    _script: list[Turn] = field(default_factory=list)

    def site(self, name: str, var: str = "var") -> Site:
        """How a bot is started; Patella keeps what it stores in a folder of this name."""
        if name == STOCK:
            return stock_site(self.at)
        return patella_site(self.at, self.folder / var)

    @property
    def var(self) -> Path:
        """Where Patella keeps what it stores while both run."""
        return self.folder / "together"

    def together(self) -> dict[str, Running]:
        """Both bots, running until the session's end; one works while the other waits."""
        for name in BOTH:
            if name not in self._together:
                with Progress(f"Starting {name}"):
                    self._together[name] = start(self.site(name, self.var.name))
                self._stack.callback(self._together[name].stop)
        return self._together

    def alone(self) -> None:
        """End what runs, for a part that wants the machine for one bot."""
        self._stack.close()
        self._together.clear()

    def script(self, running: Running) -> list[Turn]:
        """The reference conversation, found out with a running Patella once."""
        if not self._script:
            self._script = asyncio.run(_script(running.site.url))
        return self._script


async def _script(url: str) -> list[Turn]:
    async with connected(url) as http:
        return await hold(TALKS[PATELLA](http), plan())


@contextmanager
def session(at: Places, form: Form) -> Iterator[Session]:
    """A session whose servers and files are gone afterwards."""
    with temporary_folder() as folder:
        opened = Session(at, form, folder)
        try:
            yield opened
        finally:
            opened.alone()
