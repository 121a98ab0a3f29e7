"""Both bots as a person's messages reach them: over HTTP on this machine, connections kept open.

What the clients use of the processors, the servers lack that are measured, and Patella's more than
the stock bot's, which has one process. So the client is aiohttp, which costs least.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp

from scripts.bench.figures import PATELLA, STOCK

#: A message is given up after so many seconds, however often it was sent.
PATIENCE = 60.0
#: What is raised where there is no answer: no connection, one that broke off, none in time.
UNANSWERED = (aiohttp.ClientError, TimeoutError)
#: "Come again later": too many messages, or too much to do.
_LATER = (429, 503)


@dataclass(frozen=True)
class Said:
    """What became of one message.

    Attributes:
        seconds: from sending it first to the whole of its answer, being told to come again later
            and waiting for that included.
        messages: the answer; ``None`` where there was none.
        refusals: how often it was told to come again later.
        status: that of the last response.
    """

    seconds: float
    messages: list[dict[str, Any]] | None = field(default_factory=list)
    refusals: int = 0
    status: int = 200


class Talk(Protocol):
    """One conversation with a bot."""

    async def begin(self) -> None:
        """Make ready for the first message."""

    async def say(self, text: str) -> Said:
        """Send a message and wait for the whole answer."""


class PatellaTalk:
    """A conversation over the web channel (docs/api.md)."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._headers: dict[str, str] = {}

    async def begin(self) -> None:
        """Have a session made."""
        async with self._http.post("/webhooks/web/session") as response:
            response.raise_for_status()
            self._headers = {"Authorization": f"Bearer {(await response.json())['token']}"}

    async def say(self, text: str) -> Said:
        """Send a message, again where that is asked for, and wait for the whole answer."""
        body, begun, refusals = {"id": uuid.uuid4().hex, "text": text}, time.perf_counter(), 0
        while True:
            async with self._http.post(
                "/webhooks/web/message", json=body, headers=self._headers
            ) as response:
                told = await response.text()
            seconds = time.perf_counter() - begun
            if response.status not in _LATER or seconds > PATIENCE:
                answer = answer_of(response.status, told)
                return Said(seconds, answer, refusals, response.status)
            refusals += 1
            await asyncio.sleep(min(5.0, float(response.headers.get("Retry-After", 1))))


def answer_of(status: int, body: str) -> list[dict[str, Any]] | None:
    """Return the messages of a whole answer to a message that was processed, else ``None``."""
    lines = [json.loads(line) for line in body.splitlines() if line] if status == 200 else []
    if not lines or not lines[-1].get("done"):
        return None
    messages = lines[:-1]
    lost = any(message.get("notice") == "not_processed" for message in messages)
    return None if lost else messages


class StockTalk:
    """A conversation over Rasa's REST channel."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._sender = uuid.uuid4().hex

    async def begin(self) -> None:
        """Nothing: whoever writes first is known by the name they give."""

    async def say(self, text: str) -> Said:
        """Send a message and wait for the whole answer."""
        body, begun = {"sender": self._sender, "message": text}, time.perf_counter()
        async with self._http.post("/webhooks/rest/webhook", json=body) as response:
            told = await response.text()
        seconds = time.perf_counter() - begun
        answer = json.loads(told) if response.ok else None
        return Said(seconds, answer, status=response.status)


TALKS: dict[str, type[PatellaTalk] | type[StockTalk]] = {PATELLA: PatellaTalk, STOCK: StockTalk}


@asynccontextmanager
async def connected(url: str, people: int = 1) -> AsyncIterator[aiohttp.ClientSession]:
    """A client with a connection for each person, which stays open."""
    async with aiohttp.ClientSession(
        base_url=url,
        connector=aiohttp.TCPConnector(limit=people, keepalive_timeout=PATIENCE),
        # People share the client, and must not share what a server would have one of them keep.
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=PATIENCE),
        # Servers on this machine are never behind the proxy that the environment may name.
        trust_env=False,
    ) as http:
        yield http
