"""What the faults happen to: the real servers, and how to reach, kill and count them."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import psutil
import psycopg

from scripts.background import Background, Scaled, free_ports
from scripts.kept_postgres import Kept
from scripts.postgres import Postgres
from scripts.readiness import ask
from tests.faults import processes
from tests.faults.wire import Wire, wire_to
from tests.servers import UNLIMITED, Servers

#: The machine of the tests may have other work; the full form looks at the seconds themselves.
PATIENCE = 120.0

#: What one of several processes of a dialogue server is called.
PROCESS = "a process of the dialogue server"

Row = tuple[str, int, str]


class Rig(Protocol):
    """Running servers that a test may do harm to."""

    urls: list[str]
    """Where clients talk to."""

    def processes(self, role: str) -> list[psutil.Process]: ...
    async def mend(self, role: str) -> None: ...
    def is_whole(self) -> bool: ...
    def stored(self) -> list[Row]: ...


class Pair:
    """One dialogue server and one action server on SQLite, as `make run` starts them.

    `make run` itself ends both when one dies, and a service manager starts it again; here the
    one that was killed is started again. One process of the dialogue server, the ``PROCESS``, is
    made anew by that server itself.
    """

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.urls = [servers.url]

    def processes(self, role: str) -> list[psutil.Process]:
        """The processes of the "dialogue" or "actions" server, or one of the former's."""
        if role == PROCESS:
            _, *several = self.processes("dialogue")
            return random.sample(several, 1)
        return processes.below(self.servers.supervisor(role))

    async def mend(self, role: str) -> None:
        """Start a server that was killed again, or wait until it is as it was by itself."""
        if role == PROCESS:
            await until(lambda: len(self.processes("dialogue")) > 2, PATIENCE)
            return
        await asyncio.to_thread(self._start_again, role)

    def _start_again(self, role: str) -> None:
        if role == "dialogue":
            self.servers.stop_dialogue()
            self.servers.start_dialogue()
        else:
            self.servers.stop_actions()
            self.servers.start_actions()

    def is_whole(self) -> bool:
        """Whether everything works."""
        return is_ready(self.urls[0])

    def stored(self) -> list[Row]:
        """All rows of ``turns``, read past the server: sender, number, message id."""
        with closing(sqlite3.connect(self.servers.var / "conversations.db")) as database:
            return database.execute("SELECT sender_id, number, message_id FROM turns").fetchall()


class Cluster:
    """Dialogue servers that share a PostgreSQL and an action server, with no proxy in front.

    Between them and the action server is a wire that can be slow.
    """

    def __init__(
        self, folder: Path, postgres: Postgres, url: str, wire: Wire, dialogues: int
    ) -> None:
        ports = free_ports(dialogues)
        self.postgres = postgres
        self.wire = wire
        self.urls = [f"http://127.0.0.1:{port}/" for port in ports]
        self.database_url = url
        everything = {
            **UNLIMITED,
            "PATELLA_MOST_TURNS": "100000",
            "PATELLA_HOST": "127.0.0.1",
            "PATELLA_SECRET": "only-for-the-fault-tests-0123456789",
            "PATELLA_ACTIONS_SECRET": "only-for-the-fault-tests-9876543210",
        }
        self._servers = {
            "actions": Background(
                ["actions"],
                **everything,
                PATELLA_ACTIONS_PORT=wire.to,
                PATELLA_VAR=folder / "actions",
            ),
        }
        for number, port in enumerate(ports, 1):
            name = f"dialogue-{number}"
            self._servers[name] = Background(
                ["dialogue"],
                **everything,
                PATELLA_PORT=port,
                PATELLA_ACTIONS_URL=f"http://127.0.0.1:{wire.port}",
                PATELLA_VAR=folder / name,
                PATELLA_DATABASE_URL=url,
            )

    @property
    def dialogues(self) -> list[str]:
        """The names of the dialogue servers."""
        return [name for name in self._servers if name != "actions"]

    def start(self, *names: str) -> None:
        """Start servers side by side, all where none is named, and wait until they are ready."""
        chosen = [self._servers[name] for name in names or self._servers]
        with ThreadPoolExecutor(len(chosen)) as pool:
            for started in [pool.submit(one.start) for one in chosen]:
                started.result()

    def stop(self, *names: str) -> None:
        """End servers, all where none is named."""
        chosen = [self._servers[name] for name in names or self._servers]
        with ThreadPoolExecutor(len(chosen)) as pool:
            for stopped in [pool.submit(one.stop) for one in chosen]:
                stopped.result()

    def processes(self, role: str) -> list[psutil.Process]:
        """The processes of a server by name, "postgres" among them."""
        if role == "postgres":
            return [one for pid in self.postgres.processes[:1] for one in processes.tree(pid)]
        return processes.below(self._servers[role].pid)

    async def mend(self, role: str) -> None:
        """Start a server that was killed again."""
        await asyncio.to_thread(self._start_again, role)

    def _start_again(self, role: str) -> None:
        if role == "postgres":
            self.postgres.stop()
            self.postgres.start()
        else:
            self.stop(role)
            self.start(role)

    def is_whole(self) -> bool:
        """Whether everything works."""
        return all(map(is_ready, self.urls))

    def stored(self) -> list[Row]:
        """All rows of ``turns``, read past the servers."""
        return rows_of(self.database_url)


class Whole:
    """Everything that `make run-scaled` starts; its supervisor mends what is killed by itself."""

    def __init__(self, scaled: Scaled, var: Path) -> None:
        self.urls = [scaled.url]
        self._scaled = scaled
        self._var = var
        self._pids: dict[str, int] = {}

    @property
    def dialogue_urls(self) -> list[str]:
        """The dialogue servers, past the proxy."""
        servers = self._scaled.servers()
        return [
            f"http://127.0.0.1:{each['port']}/"
            for name, each in servers.items()
            if name.startswith("dialogue")
        ]

    def processes(self, role: str) -> list[psutil.Process]:
        """The processes of a server by name, as PATELLA_VAR/scaled.json has them."""
        self._pids[role] = self._scaled.servers()[role]["pid"]
        return processes.tree(self._pids[role])

    async def mend(self, role: str) -> None:
        """Wait until another process stands in for the one that was killed."""

        def is_another() -> bool:
            return self._scaled.servers().get(role, {}).get("pid", 0) not in (0, self._pids[role])

        await until(is_another, PATIENCE)

    def is_whole(self) -> bool:
        """Whether everything works, each server by itself."""
        return all(map(is_ready, [*self.urls, *self.dialogue_urls]))

    def stored(self) -> list[Row]:
        """All rows of ``turns``, read past the servers."""
        port = self._scaled.servers()["postgres"]["port"]
        return rows_of(Kept(self._var / "postgres", port).url)


def rows_of(url: str) -> list[Row]:
    """All rows of ``turns`` in a PostgreSQL."""
    with psycopg.connect(url) as database:
        return database.execute("SELECT sender_id, number, message_id FROM turns").fetchall()


@contextmanager
def idle_cluster(postgres: Postgres, name: str, dialogues: int) -> Iterator[Cluster]:
    """A cluster on an empty database of this name, with no server of its own started yet."""
    with (
        tempfile.TemporaryDirectory(prefix="patella-faults-") as folder,
        wire_to(free_ports(1)[0]) as wire,
    ):
        cluster = Cluster(Path(folder), postgres, postgres.database(name), wire, dialogues)
        try:
            yield cluster
        finally:
            cluster.stop()


@contextmanager
def running_whole(**settings: str) -> Iterator[Whole]:
    """The whole topology, ready."""
    # Below /tmp wherever TMPDIR points: PostgreSQL's own user has to be let in.
    with tempfile.TemporaryDirectory(prefix="patella-whole-", dir="/tmp") as folder:
        scaled = Scaled(
            Path(folder),
            **UNLIMITED,
            PATELLA_PROXY_RATE=1_000_000,
            PATELLA_PROXY_CONNECTIONS=10_000,
            **settings,
        )
        try:
            scaled.start()
            yield Whole(scaled, Path(folder))
        finally:
            scaled.stop()


async def until(holds: Callable[[], bool], seconds: float, pause: float = 0.1) -> float:
    """Return after how many seconds something holds.

    Raises:
        AssertionError: if it does not, for so long.
    """
    begun = time.monotonic()
    while not await asyncio.to_thread(holds):
        waited = time.monotonic() - begun
        assert waited < seconds, f"not so after {waited:.0f} s"
        await asyncio.sleep(pause)
    return time.monotonic() - begun


def is_ready(url: str) -> bool:
    """Whether a server says that it can do its work."""
    return ask(url.rstrip("/") + "/ready").ready
