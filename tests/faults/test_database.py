"""R1, R4 to R7 with PostgreSQL: servers that share it, and what becomes of them without it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import aiohttp
import httpx
import pytest

from scripts.faults import form
from tests.faults import processes
from tests.faults.cast import ASIDES, Course, gather_cast, personas
from tests.faults.ledger import Ledger, Try
from tests.faults.rigs import PATIENCE, Cluster, idle_cluster, until
from tests.faults.storm import FULL, SHORT, STOCK, storm

UNREADY_SECONDS = 5.0
HEALED_SECONDS = 15.0
TURN_SECONDS = 20.0
ROLES = ["postgres", "dialogue-1", "actions"]


@contextmanager
def freezing(cluster: Cluster) -> Iterator[None]:
    """PostgreSQL is there and answers nothing."""
    with processes.frozen(cluster.processes("postgres")):
        yield


@contextmanager
def stopping(cluster: Cluster) -> Iterator[None]:
    """PostgreSQL ends in order, as for an update."""
    cluster.postgres.stop()
    try:
        yield
    finally:
        cluster.postgres.start()


@contextmanager
def killing(cluster: Cluster) -> Iterator[None]:
    """PostgreSQL is killed, and recovers when it is started again."""
    processes.kill(cluster.processes("postgres"))
    try:
        yield
    finally:
        cluster.postgres.stop()
        cluster.postgres.start()


def pids(cluster: Cluster) -> list[int]:
    """The dialogue servers' processes: the same as long as none was started again."""
    return [one.pid for name in cluster.dialogues for one in cluster.processes(name)]


def says_unready(url: str) -> bool:
    """Whether a server says by itself that it is not ready; silence does not count."""
    with httpx.Client(trust_env=False) as http:
        return http.get(url + "ready", timeout=UNREADY_SECONDS).status_code == 503


@pytest.mark.parametrize(
    "fault",
    [freezing, stopping, killing] if form() == "full" else [freezing, killing],
    ids=lambda fault: fault.__name__,
)
async def test_database_away(
    cluster: Cluster, fault: Callable, full: bool, record: Callable
) -> None:
    before = pids(cluster)
    async with Ledger(*cluster.urls) as ledger:
        cast = await gather_cast(ledger, 8 if full else 4, 6)
        for course in cast:
            await course.go_on()
            await course.go_on()
        with fault(cluster):
            entries = [course.talk.note(**course.next_message()) for course in cast]
            tries = asyncio.gather(
                *(course.talk.send(entry) for course, entry in zip(cast, entries, strict=True))
            )
            # Asked all the time, as a proxy does.
            unready = max(
                await asyncio.gather(
                    *(until(lambda url=url: says_unready(url), PATIENCE) for url in cluster.urls)
                )
            )
            told = await tries
            async with ledger.http.get(
                cluster.urls[0] + "webhooks/web/history",
                headers={"Authorization": f"Bearer {cast[0].talk.token}"},
                timeout=aiohttp.ClientTimeout(total=30),
            ) as remembers:
                pass
            if full:
                await asyncio.sleep(20)
        healed = await until(cluster.is_whole, PATIENCE)
        for course, entry in zip(cast, entries, strict=True):
            await course.talk.insist(entry)
        for course in cast:
            while not course.is_over:
                await course.go_on()
            course.check_summary()
        audit = await ledger.audit(cluster.stored())
    slack = 0.0 if full else 10.0
    record(
        check=f"R4 {fault.__name__}",
        title={
            "freezing": "PostgreSQL frozen",
            "stopping": "PostgreSQL stopped",
            "killing": "PostgreSQL killed (-9)",
        }[fault.__name__],
        wanted=f"told so, nothing forgotten, no part of a turn; /ready 503 within"
        f" {UNREADY_SECONDS:.0f} s, healed ≤ {HEALED_SECONDS:.0f} s without a restart",
        measured=f"{sum(is_told(each) for each in told)} of {len(told)} told, the slowest after"
        f" {max(each.seconds for each in told):.1f} s; 503 after {unready:.1f} s,"
        f" healed after {healed:.1f} s; {audit.sentence}",
        passed=all(is_told(each) for each in told)
        and max(each.seconds for each in told) <= TURN_SECONDS
        and remembers.status == 503
        and unready <= UNREADY_SECONDS + slack
        and healed <= HEALED_SECONDS + slack
        and pids(cluster) == before
        and not audit.wrong,
        stock="answers on as to a stranger, and loses what was said meanwhile",
    )


def is_told(tried: Try) -> bool:
    """Whether somebody was told that the message was not taken, and whom to call."""
    told = " ".join(message["text"] for message in tried.reply)
    return tried.outcome == "refused" or (tried.outcome == "not_taken" and "112" in told)


async def test_started_in_any_order(postgres, record) -> None:
    with idle_cluster(postgres, "fresh", dialogues=1) as cluster:
        url = cluster.urls[0]
        postgres.stop()
        try:
            starting = asyncio.create_task(asyncio.to_thread(cluster.start, "dialogue-1"))
            # So long the model takes to be loaded; it must say that it lives, and is not ready.
            await until(lambda: _status(url + "live") == 200, PATIENCE)
            alone = _status(url + "ready")
        finally:
            postgres.start()
        await asyncio.sleep(4)
        with_database = _status(url + "ready")
        server = [one.pid for one in cluster.processes("dialogue-1")]
        await asyncio.to_thread(cluster.start, "actions")
        begun = time.monotonic()
        await starting
        seconds = time.monotonic() - begun
        async with Ledger(url) as ledger:
            (course,) = await gather_cast(ledger, 1, 6)
            while not course.is_over:
                await course.go_on()
            course.check_summary()
            audit = await ledger.audit(cluster.stored())
        same = server == [one.pid for one in cluster.processes("dialogue-1")]
    record(
        check="R5",
        title="dialogue server started before PostgreSQL (empty) and the action server",
        wanted="not ready until all are there, then works, without a restart",
        measured=f"/ready {alone} alone, {with_database} with PostgreSQL, 200 within"
        f" {seconds:.1f} s of the last start; {audit.sentence}",
        passed=(alone, with_database) == (503, 503) and same and not audit.wrong,
        stock="starts, and makes no tables until it is started again",
    )


def _status(url: str) -> int:
    try:
        with httpx.Client(trust_env=False) as http:
            return http.get(url, timeout=10).status_code
    except httpx.HTTPError:
        return 0


async def test_two_servers_one_person(cluster, full, record) -> None:
    pairs = 200 if full else 30
    async with Ledger(*cluster.urls) as ledger:
        talk = await ledger.begin("one person, two servers")
        await talk.say("my left knee aches at the front for 3 weeks, worse on stairs")

        async def insist(entry, url):
            for _ in range(20):
                if (await talk.send(entry, url=url)).outcome == "answered":
                    return
                await asyncio.sleep(0.2)

        for number in range(pairs):
            both = [
                talk.note(text=ASIDES[number % len(ASIDES)]),
                talk.note(payload="emergency_signs=none" if number == 3 else "show_summary"),
            ]
            await asyncio.gather(*map(insist, both, cluster.urls))
        rows = sorted(row[1:] for row in cluster.stored() if row[0] == talk.sender_id)
        place = {message_id: number for number, message_id in rows}
        sent = [place.get(entry.id, 0) for entry in talk.entries]
        in_order = [
            sorted(sent[at : at + 2]) == [at + 1, at + 2] for at in range(1, len(sent) - 1, 2)
        ]
        # Which one of two that are sent at the same time comes first is open.
        talk.entries.sort(key=lambda entry: place.get(entry.id, 0))
        audit = await ledger.audit(cluster.stored())
    record(
        check="R6",
        title=f"two dialogue servers, one person, {pairs} pairs of messages at the same time",
        wanted="stored turns = acknowledged turns, numbered without a gap, in order, at once",
        measured=f"{len(rows)} stored, {audit.acknowledged} acknowledged,"
        f" {sum(in_order)} of {len(in_order)} pairs in order; {audit.sentence}",
        passed=len(rows) == audit.acknowledged == 2 * pairs + 1
        and all(in_order)
        # Without a lock between the servers one of two would be told to come again.
        and not audit.retries
        and not audit.wrong,
        stock="a whole answered turn vanishes from the database",
    )


async def test_slower_than_patience(cluster, full, record) -> None:
    async with Ledger(*cluster.urls) as ledger:
        persona = personas(1)[0]
        course = Course(persona, 20, await ledger.begin(persona.name))
        await course.go_on()
        talk = course.talk
        entries = [talk.note(text=aside) for aside in ASIDES[: 6 if full else 2]]
        cluster.wire.delay = slow = 5.0 if full else 3.0
        try:
            tries = await asyncio.gather(
                *(
                    talk.send(entry, url=cluster.urls[number % 2])
                    for number, entry in enumerate(entries)
                )
            )
        finally:
            cluster.wire.delay = 0.0
        outcomes = [each.outcome for each in tries]
        for entry in entries:
            await talk.insist(entry)
        rows = {row[2]: row[1] for row in cluster.stored() if row[0] == talk.sender_id}
        talk.entries.sort(key=lambda entry: rows.get(entry.id, 0))
        audit = await ledger.audit(cluster.stored())
    answered, told = outcomes.count("answered"), outcomes.count("not_taken")
    record(
        check="R7",
        title=f"{len(entries)} messages at once in a conversation, each action {slow:.0f} s slow",
        wanted="answered, or told that it was not taken; never dropped",
        measured=f"{answered} answered, {told} told, the last after"
        f" {max(each.seconds for each in tries):.0f} s; {audit.sentence}",
        passed=answered >= 1 and answered + told == len(entries) and not audit.wrong,
        stock="3 of 4 are dropped without a word once the lock has expired",
    )


@pytest.mark.parametrize("role", ROLES if form() == "full" else ROLES[:1])
async def test_killed(cluster, role, full, record) -> None:
    done = await storm(cluster, [role], FULL if full else SHORT, seed=len(role))
    record(
        check=f"R1 two servers, PostgreSQL: {role}",
        title=f"kill -9 of {role}, two dialogue servers on one PostgreSQL",
        wanted=f"lost, twice, silent, crossed 0; back ≤ {HEALED_SECONDS:.0f} s",
        measured=done.sentence,
        passed=not done.audit.wrong
        and done.kills >= 1
        and done.outage <= (HEALED_SECONDS if full else PATIENCE),
        stock=STOCK,
    )
