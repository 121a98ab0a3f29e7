"""R7, R8, R15: turns that are slow, that nobody waits for, or that the server's end meets."""

from __future__ import annotations

import asyncio
import json
from random import Random
from urllib.parse import urlsplit

from tests.faults.cast import gather_cast
from tests.faults.ledger import Entry, Ledger, Talk
from tests.faults.rigs import Pair

#: A turn of this kind takes from 40 to 200 ms.
LONGEST_TURN = 0.25


def request_of(talk: Talk, entry: Entry, host: str) -> tuple[bytes, bytes]:
    """The head and the body of the request that sends a message."""
    body = json.dumps({"id": entry.id, **entry.body}).encode()
    head = (
        "POST /webhooks/web/message HTTP/1.1\r\n"
        f"Host: {host}\r\nAuthorization: Bearer {talk.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode(), body


async def leave(url: str, talk: Talk, entry: Entry, share: float, after: float) -> None:
    """Send a share of a request and hang up after some seconds, without a goodbye."""
    at = urlsplit(url)
    head, body = request_of(talk, entry, at.netloc)
    whole = head + body
    _, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(whole[: int(len(whole) * share)])
    await writer.drain()
    await asyncio.sleep(after)
    writer.transport.abort()


async def test_nobody_waits(servers, full, record):
    pair, chance = Pair(servers), Random(8)
    times = 30 if full else 10
    kept, broken = [], 0
    async with Ledger(*pair.urls) as ledger:
        cast = await gather_cast(ledger, times, 4)
        for number, course in enumerate(cast):
            await course.go_on()
            entry = course.talk.note(**course.next_message())
            # Every fifth is cut off within the request itself.
            is_whole = number % 5 != 4
            share = 1.0 if is_whole else chance.uniform(0.3, 0.99)
            await leave(pair.urls[0], course.talk, entry, share, chance.uniform(0, LONGEST_TURN))
            if is_whole:
                kept.append((course.talk, entry))
        await asyncio.sleep(2 * LONGEST_TURN + 1)
        ids = [row[2] for row in pair.stored()]
        stored = [ids.count(entry.id) for _, entry in kept]
        for course in cast:
            entry = course.talk.entries[-1]
            broken += ids.count(entry.id) if (course.talk, entry) not in kept else 0
            first = await course.talk.insist(entry)
            again = await course.talk.send(entry)
            assert again.reply == first
        audit = await ledger.audit(pair.stored())
    record(
        check="R8",
        title=f"{times} clients hang up at random moments, every fifth within the request",
        wanted="a whole request is stored once; the same message again gives the same answer",
        measured=f"{stored.count(1)} of {len(kept)} whole requests stored once,"
        f" {broken} of {times - len(kept)} broken ones; {audit.sentence}",
        passed=stored == [1] * len(kept) and not broken and not audit.wrong,
        stock="the turn is cancelled and nothing is stored",
    )


async def test_told_to_end(servers, full, record):
    pair = Pair(servers)
    at_the_end: list[str] = []
    async with Ledger(*pair.urls) as ledger:
        cast = await gather_cast(ledger, 12 if full else 6, 40)
        ending = asyncio.Event()

        async def chat(course):
            while not ending.is_set():
                entry = course.talk.note(**course.next_message())
                tried = await course.talk.send(entry)
                if ending.is_set():
                    at_the_end.append(tried.outcome)
                if tried.outcome != "answered":
                    return

        chats = asyncio.gather(*(chat(course) for course in cast))
        await asyncio.sleep(1.5)
        ending.set()
        await asyncio.to_thread(servers.stop_dialogue)
        await chats
        await asyncio.to_thread(servers.start_dialogue)
        for course in cast:
            await course.talk.insist(course.talk.entries[-1])
        audit = await ledger.audit(pair.stored())
    record(
        check="R15",
        title="SIGTERM with turns in flight",
        wanted="every turn in flight is answered, or told that it is not",
        measured=f"{at_the_end.count('answered')} of {len(at_the_end)} in flight were answered,"
        f" {at_the_end.count('refused')} told to come again; {audit.sentence}",
        passed=len(at_the_end) >= 3
        and set(at_the_end) <= {"answered", "refused"}
        and not audit.wrong,
        stock="what is in flight is cut off",
    )
