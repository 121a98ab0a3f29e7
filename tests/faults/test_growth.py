"""How much more two servers of each kind answer, and what a turn costs as everything grows."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing, nullcontext
from dataclasses import dataclass
from statistics import median
from typing import Any

import psutil
import psycopg

from tests.faults import processes
from tests.faults.ledger import Ledger
from tests.faults.load import crowd, keep_busy, percentile
from tests.faults.rigs import Cluster, Pair, Rig, running_whole
from tests.servers import running_servers

PEOPLE = 8
SECONDS = 40.0
#: The cores are the limit of two of each where this share of them is busy.
BUSY = 0.85
STORED = (10, 1_000, 10_000)
LENGTHS = (5, 25, 50, 100)
#: A cost that varies by less than this is flat.
FLAT = 1.25


@dataclass(frozen=True)
class Throughput:
    """Answers a second, and what share of the machine's cores was busy: all, ours, the clients."""

    rate: float
    p99: float
    busy: float
    ours: float
    clients: float

    @property
    def sentence(self) -> str:
        """For the table."""
        return (
            f"{self.rate:.1f} a second (p99 {self.p99:.2f} s; cores {self.busy:.0%} busy, servers"
            f" {self.ours:.0%}, clients {self.clients:.0%})"
        )


async def throughput(rig: Rig, servers: Sequence[psutil.Process]) -> Throughput:
    """How much is answered to people who never wait."""
    cores, own = psutil.cpu_count() or 1, [psutil.Process()]
    async with Ledger(*rig.urls) as ledger:
        await keep_busy(ledger, PEOPLE, 5)
        before = processes.seconds_of_work(servers), processes.seconds_of_work(own)
        psutil.cpu_percent()
        done = await keep_busy(ledger, PEOPLE, SECONDS)
        busy = psutil.cpu_percent() / 100
        after = processes.seconds_of_work(servers), processes.seconds_of_work(own)
        assert not done.others
        audit = await ledger.audit(rig.stored())
        assert not audit.wrong
    share = [(now - then) / done.seconds / cores for then, now in zip(before, after, strict=True)]
    return Throughput(done.rate, percentile(done.answered, 0.99), busy, *share)


async def test_two_of_each(servers, full, record):
    servers.stop()
    try:
        with running_servers(PATELLA_PROCESSES="1") as alone:
            pair = Pair(alone)
            one = await throughput(pair, [*pair.processes("dialogue"), *pair.processes("actions")])
        with running_whole() as whole:
            names = ["dialogue-1", "dialogue-2", "actions-1", "actions-2", "postgres", "proxy"]
            every = [process for name in names for process in whole.processes(name)]
            two = await throughput(whole, every)
    finally:
        servers.start()
    ratio = two.rate / one.rate
    record(
        check="Scale-out",
        title="2 + 2 servers, PostgreSQL and proxy beside one pair of one process each, on the"
        " same cores",
        wanted="≥ 1.6 times as many answers, unless the cores are the limit",
        measured=f"one pair {one.sentence}; 2 + 2 {two.sentence}: {ratio:.2f} times",
        # The cores are the limit where two of each fill them, and 1.6 times the work of one pair
        # would take more than there are.
        passed=ratio >= 1.6 or (two.busy >= BUSY and (not full or one.busy * 1.6 > 1)),
    )


@dataclass(frozen=True)
class Cost:
    """What a turn costs, in ms: of the processors' time, and as a person waits for it.

    The first does not depend on what else the machine does.
    """

    work: float
    wait: float


class Meter:
    """Counts turns that are taken one at a time, and what the servers worked for them."""

    def __init__(self, servers: Sequence[psutil.Process]) -> None:
        self._servers = servers
        self._worked = 0.0
        self._waits: list[float] = []

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One turn, within the block."""
        before, begun = processes.seconds_of_work(self._servers), time.monotonic()
        yield
        self._waits.append(time.monotonic() - begun)
        self._worked += processes.seconds_of_work(self._servers) - before

    @property
    def cost(self) -> Cost:
        """The mean of the work, the median of the wait."""
        return Cost(1000 * self._worked / len(self._waits), 1000 * median(self._waits))


async def cost(ledger: Ledger, servers: Sequence[psutil.Process], people: int = 6) -> Cost:
    """What a turn costs, one at a time."""
    meter = Meter(servers)
    for course in await crowd(ledger, people):
        while not course.is_over:
            async with meter.turn():
                await course.go_on()
    return meter.cost


def seed_sqlite(pair: Pair, like: str, count: int) -> None:
    """Store copies of a conversation, past the server."""
    with closing(sqlite3.connect(pair.servers.var / "conversations.db", timeout=60)) as database:
        _seed(
            lambda query, *values: database.execute(query.replace("%s", "?"), values),
            "WITH RECURSIVE many(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM many WHERE g < %s)",
            like,
            count,
        )
        database.commit()


def seed_postgres(cluster: Cluster, like: str, count: int) -> None:
    """Store copies of a conversation, past the servers."""
    with psycopg.connect(cluster.database_url) as database:
        _seed(
            lambda query, *values: database.execute(query, values),
            "WITH many(g) AS (SELECT generate_series(1, %s))",
            like,
            count,
        )


def _seed(execute: Any, many: str, like: str, count: int) -> None:
    for table in ("turns", "events"):
        columns = [
            column[0]
            for column in execute(f"SELECT * FROM {table} LIMIT 0").description
            if column[0] not in ("id", "sender_id")
        ]
        names = ", ".join(columns)
        copied = f"INSERT INTO {table} (sender_id, {names}) SELECT 'seed:' || %s || ':' || g"
        source = f", {names} FROM {table}, many WHERE sender_id = %s"
        # The number in the name keeps one sowing apart from the next.
        execute(f"{many} {copied}{source}", count, str(count), like)


async def grown(rig: Pair | Cluster, seed: Any) -> list[Cost]:
    """What a turn costs with ever more conversations stored."""
    servers = all_of(rig)
    async with Ledger(rig.urls[0]) as ledger:
        (pattern,) = await crowd(ledger, 1)
        while not pattern.is_over:
            await pattern.go_on()
        await cost(ledger, servers)
        costs, there = [], len({row[0] for row in rig.stored()})
        for wanted in STORED:
            if wanted > there:
                seed(rig, pattern.talk.sender_id, wanted - there)
                there = wanted
            costs.append(await cost(ledger, servers))
    return costs


async def lengthened(rig: Pair | Cluster) -> list[Cost]:
    """What a turn costs the longer the conversation is."""
    servers = all_of(rig)
    meters = {length: Meter(servers) for length in LENGTHS}
    async with Ledger(rig.urls[0]) as ledger:
        for _ in range(2):
            talk = await ledger.begin()
            await talk.say("my left knee aches at the front for 3 weeks, worse on stairs")
            for number in range(2, LENGTHS[-1] + 4):
                near = [meters[each] for each in LENGTHS if abs(each - number) <= 3]
                async with near[0].turn() if near else nullcontext():
                    await talk.tap("show_summary")
    return [meter.cost for meter in meters.values()]


def all_of(rig: Pair | Cluster) -> list[psutil.Process]:
    """The servers that a turn over the first address goes through."""
    roles = ["dialogue", "actions"]
    if isinstance(rig, Cluster):
        roles = ["dialogue-1", "actions", "postgres"]
    return [process for role in roles for process in rig.processes(role)]


def told(at: Sequence[int], costs: Sequence[Cost]) -> str:
    return ", ".join(
        f"{one}: {each.work:.0f} ({each.wait:.0f})" for one, each in zip(at, costs, strict=True)
    )


def ratio(costs: Sequence[Cost]) -> float:
    return costs[-1].work / costs[0].work


async def test_more_is_stored(servers, cluster, record):
    sqlite = await grown(Pair(servers), seed_sqlite)
    postgres = await grown(cluster, seed_postgres)
    record(
        check="Growth: stored",
        title="what a turn costs as more conversations are stored: ms of work (and of waiting)",
        wanted=f"flat: work with {STORED[-1]} at most {FLAT} times that with {STORED[0]}",
        measured=f"SQLite {told(STORED, sqlite)}; PostgreSQL {told(STORED, postgres)}",
        passed=max(ratio(sqlite), ratio(postgres)) <= FLAT,
    )


async def test_longer_conversations(servers, cluster, record):
    sqlite = await lengthened(Pair(servers))
    postgres = await lengthened(cluster)
    record(
        check="Growth: turns",
        title="what a turn costs as a conversation gets longer: ms of work (and of waiting)",
        wanted=f"flat: work after {LENGTHS[-1]} turns at most {FLAT} times that after {LENGTHS[0]}",
        measured=f"SQLite {told(LENGTHS, sqlite)}; PostgreSQL {told(LENGTHS, postgres)}",
        passed=max(ratio(sqlite), ratio(postgres)) <= FLAT,
        stock="the whole session is read, and sent to the action server, with each turn",
    )
