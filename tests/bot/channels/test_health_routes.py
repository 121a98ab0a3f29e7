"""`/ready` and `/metrics` of the dialogue server, and what it does when there is too much to do."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.guard import Guard
from bot.room import LINE
from bot.turn import Turn
from bot.words import Words
from tests.bot.standins import Bench, describe

Serve = Callable[..., Any]
MESSAGE = "/webhooks/web/message"


async def hangs() -> str | None:
    await asyncio.sleep(60)
    return None


async def fine() -> str | None:
    return None


async def begin(client: httpx.AsyncClient) -> dict[str, str]:
    token = (await client.post("/webhooks/web/session")).json()["token"]
    return {"Authorization": f"Bearer {token}"}


async def test_the_metrics_are_for_who_asks_on_this_machine(client: httpx.AsyncClient) -> None:
    told = await client.get("/metrics")
    assert told.status_code == 200
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert told.headers["x-content-type-options"] == "nosniff"
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        refused = await client.get("/metrics", headers={header: "10.0.0.9"})
        assert (refused.status_code, refused.json()) == (404, {"error": "not_found"})


async def test_the_metrics_are_for_who_has_the_token(serve: Serve) -> None:
    client = await serve(metrics_token="a token")
    assert (await client.get("/metrics")).status_code == 404
    shown = {"Authorization": "Bearer a token", "X-Forwarded-For": "10.0.0.9"}
    assert (await client.get("/metrics", headers=shown)).status_code == 200


async def test_what_is_refused_is_counted(serve: Serve) -> None:
    client = await serve(rate=1)
    headers, said = await begin(client), {"id": "1", "text": "my knee"}
    for given in ({}, headers, headers, {**headers, "Origin": "https://evil.example"}):
        await client.post(MESSAGE, headers=given, json=said)
    await client.get("/ready")
    told = (await client.get("/metrics")).text
    for status in (401, 403, 429):
        assert f'patella_requests_refused_total{{channel="web",status="{status}"}} 1.0' in told


async def test_the_checks_and_the_deliveries_are_measured(serve: Serve) -> None:
    client = await serve({"store": fine})
    await client.get("/ready")
    await client.get("/metrics")
    assert 'patella_ready{check="store"} 1.0' in (await client.get("/metrics")).text


async def test_metrics_do_not_wait_for_checks_that_hang(serve: Serve) -> None:
    client = await serve({"store": hangs})
    begun = time.monotonic()
    assert (await client.get("/metrics")).status_code == 200
    assert time.monotonic() - begun < 1


async def test_a_server_that_is_to_end_says_so_at_once_and_goes_on(
    serve: Serve, bench: Bench
) -> None:
    client = await serve({"store": hangs})
    headers = await begin(client)
    assert bench.app is not None
    bench.app.ctx.ending = True
    begun = time.monotonic()
    told = await client.get("/ready")
    assert told.status_code == 503
    assert time.monotonic() - begun < 1
    answer = await client.post(MESSAGE, headers=headers, json={"id": "1", "text": "my knee"})
    assert answer.status_code == 200
    assert answer.headers["connection"] == "close"


async def test_a_server_that_stays_keeps_its_connections(client: httpx.AsyncClient) -> None:
    assert (await client.get("/live")).headers["connection"] == "keep-alive"


@pytest.fixture
async def full(
    client: httpx.AsyncClient, bench: Bench, guard: Guard, house_words: Words
) -> httpx.AsyncClient:
    """A server with room for one turn, which somebody else's takes up, and a line of others."""
    turn = Turn(bench.dialogue, bench.store, house_words, guard, describe, 5, most_at_once=1)
    bench.app.ctx.turn = turn
    bench.dialogue.gate = asyncio.Event()
    people = [await begin(client) for _ in range(1 + LINE)]
    said = [
        client.post(MESSAGE, headers=headers, json={"id": "1", "text": "my knee"})
        for headers in people
    ]
    bench.others = asyncio.gather(*said)  # type: ignore[attr-defined]
    while not turn.has_no_more_in_line:
        await asyncio.sleep(0.001)
    return client


async def test_who_comes_when_it_is_full_is_told_at_once(
    full: httpx.AsyncClient, bench: Bench
) -> None:
    headers, said = await begin(full), {"id": "1", "text": "I can't breathe"}
    begun = time.monotonic()
    refused = await full.post(MESSAGE, headers=headers, json=said)
    assert time.monotonic() - begun < 0.5
    assert (refused.status_code, refused.json()["error"]) == (503, "busy")
    assert "call 112 now" in refused.json()["text"]
    assert int(refused.headers["retry-after"]) >= 1
    for path in ("/live", "/ready", "/metrics"):
        assert (await full.get(path)).status_code == 200
    bench.dialogue.gate.set()
    for answer in await bench.others:  # type: ignore[attr-defined]
        assert answer.status_code == 200
    again = await full.post(MESSAGE, headers=headers, json=said)
    assert json.loads(again.text.splitlines()[0])["notice"] == "emergency"


async def test_who_may_not_write_is_not_told_that_it_is_full(
    full: httpx.AsyncClient, bench: Bench
) -> None:
    assert (await full.post(MESSAGE, json={"id": "1", "text": "hi"})).status_code == 401
    wrong = await full.post(MESSAGE, headers=await begin(full), json={"id": "1"})
    assert wrong.status_code == 400
    bench.dialogue.gate.set()
    await bench.others  # type: ignore[attr-defined]
