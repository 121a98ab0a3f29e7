"""Calls of the action server: over connections that are kept, and what happens when one breaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.action_endpoint import StrictActionEndpoint
from bot.failure import TurnAborted

CALL = {"next_action": "action_repeat", "tracker": {"events": []}}
ANSWER: dict[str, Any] = {"events": [], "responses": []}


class Breaking:
    """An action server that breaks off its next ``breaks`` calls, and waits for ``wanted``."""

    def __init__(self) -> None:
        self.breaks = 0
        self.calls = 0
        self.connections: set[Any] = set()
        self.url = ""
        self.wanted = 0
        self.all_there = asyncio.Event()

    async def webhook(self, request: web.Request) -> web.Response:
        self.calls += 1
        self.connections.add(request.transport)
        if self.calls < self.wanted:
            await self.all_there.wait()
        self.all_there.set()
        if self.breaks:
            self.breaks -= 1
            assert request.transport is not None
            request.transport.close()
        return web.json_response(ANSWER)


@pytest.fixture
async def server() -> AsyncIterator[Breaking]:
    breaking, app = Breaking(), web.Application()
    app.router.add_post("/webhook", breaking.webhook)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    breaking.url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    yield breaking
    await runner.cleanup()


async def test_a_connection_is_used_again(server: Breaking) -> None:
    endpoint = StrictActionEndpoint(server.url, 2)
    assert [await endpoint.request(json=CALL) for _ in range(3)] == [ANSWER] * 3
    assert len(server.connections) == 1


async def test_calls_at_the_same_time_do_not_wait_for_each_other(server: Breaking) -> None:
    endpoint = StrictActionEndpoint(server.url, 5)
    # Nobody is answered before all are there: more than aiohttp lets through by itself.
    server.wanted = 120
    await asyncio.gather(*(endpoint.request(json=CALL) for _ in range(server.wanted)))
    assert server.calls == server.wanted


async def test_a_call_whose_connection_breaks_is_made_once_more(server: Breaking) -> None:
    endpoint = StrictActionEndpoint(server.url, 2)
    await endpoint.request(json=CALL)
    server.breaks = 1
    assert await endpoint.request(json=CALL) == ANSWER
    assert server.calls == 3


async def test_a_server_that_always_breaks_off_ends_the_turn(server: Breaking) -> None:
    server.breaks = 9
    with pytest.raises(TurnAborted) as aborted:
        await StrictActionEndpoint(server.url, 2).request(json=CALL)
    assert aborted.value.reason == "actions_unreachable"
    assert server.calls == 2


async def test_a_server_that_is_not_there_ends_the_turn() -> None:
    # Nothing listens on the port that is nobody's.
    with pytest.raises(TurnAborted) as aborted:
        await StrictActionEndpoint("http://127.0.0.1:1/webhook", 2).request(json=CALL)
    assert aborted.value.reason == "actions_unreachable"


def test_another_loop_has_connections_of_its_own() -> None:
    endpoint = StrictActionEndpoint("http://127.0.0.1:1/webhook", 2)
    for _ in range(2):
        with pytest.raises(TurnAborted):
            asyncio.run(endpoint.request(json=CALL))
