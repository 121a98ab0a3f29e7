"""How the clients of `make bench` send messages: to a stand-in for the servers, on this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from scripts.bench import crowd, talk
from scripts.bench.conversation import GREETING, OPENING, Turn
from scripts.bench.figures import PATELLA, STOCK
from scripts.bench.talk import UNANSWERED, PatellaTalk, Said, StockTalk, answer_of, connected

DONE = json.dumps({"done": True})
ANSWER = f'{{"text": "a"}}\n{DONE}\n'
SCRIPT = [Turn(GREETING, "hello"), Turn(OPENING, "it hurts")]
BUSY = {"Retry-After": "2"}


class Servers:
    """Stands in for the servers of both bots, and notes what it hears."""

    def __init__(self) -> None:
        self.heard: list[dict] = []
        self.bearers: set[str | None] = set()
        self.connections: set[int] = set()
        #: Statuses of the next answers; then all are answered.
        self.statuses: Iterator[int] = iter(())
        self.before: Callable[[], None] = lambda: None

    async def session(self, request: web.Request) -> web.Response:
        self._note(request)
        if (status := next(self.statuses, 200)) != 200:
            return web.json_response({"error": "busy"}, status=status)
        return web.json_response({"token": "t"})

    async def message(self, request: web.Request) -> web.Response:
        self._note(request)
        self.heard.append(await request.json())
        self.bearers.add(request.headers.get("Authorization"))
        self.before()
        if (status := next(self.statuses, 200)) != 200:
            return web.json_response({}, status=status, headers=BUSY)
        return web.Response(text=ANSWER, content_type="application/x-ndjson")

    async def webhook(self, request: web.Request) -> web.Response:
        self._note(request)
        self.heard.append(await request.json())
        if (status := next(self.statuses, 200)) != 200:
            return web.Response(status=status)
        return web.json_response([{"text": "b"}])

    def _note(self, request: web.Request) -> None:
        assert request.transport is not None
        self.connections.add(request.transport.get_extra_info("peername")[1])

    @asynccontextmanager
    async def running(self):
        """The address under which they answer."""
        app = web.Application()
        app.router.add_post("/webhooks/web/session", self.session)
        app.router.add_post("/webhooks/web/message", self.message)
        app.router.add_post("/webhooks/rest/webhook", self.webhook)
        async with TestServer(app) as server:
            yield str(server.make_url("")).rstrip("/")


@pytest.fixture
def servers() -> Servers:
    return Servers()


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """The time as the talks see it, which only waiting moves on."""
    now = SimpleNamespace(seconds=100.0, waits=[])

    async def sleep(seconds: float) -> None:
        now.waits.append(seconds)
        now.seconds += seconds

    monkeypatch.setattr(talk, "time", SimpleNamespace(perf_counter=lambda: now.seconds))
    monkeypatch.setattr(talk, "asyncio", SimpleNamespace(sleep=sleep))
    return now


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, f'{{"text": "a"}}\n{DONE}\n', [{"text": "a"}]),
        (200, '{"text": "a"}\n', None),
        (200, f'{{"text": "a", "notice": "not_processed"}}\n{DONE}', None),
        (200, "", None),
        (503, "{}", None),
    ],
)
def test_only_a_whole_answer_counts(status, body, expected):
    assert answer_of(status, body) == expected


async def test_who_is_told_to_come_again_does_with_the_same_message(servers, clock):
    async with servers.running() as url, connected(url) as http:
        person = PatellaTalk(http)
        await person.begin()
        servers.statuses = iter((503, 429))
        said = await person.say("hello")
    assert (said.messages, said.refusals, said.status) == ([{"text": "a"}], 2, 200)
    assert len(servers.heard) == 3
    assert servers.heard[0] == servers.heard[1] == servers.heard[2]
    assert servers.bearers == {"Bearer t"}


async def test_coming_again_is_waiting_also_in_the_p95(servers, clock):
    async with servers.running() as url, connected(url) as http:
        person = PatellaTalk(http)
        await person.begin()
        at_once = await person.say("hello")
        servers.statuses = iter((503, 503, 503))
        waited = await person.say("hello")
    assert (at_once.seconds, waited.seconds, clock.waits) == (0.0, 6.0, [2.0, 2.0, 2.0])
    found = crowd.values_of(crowd.Load([at_once, waited], within=2), 50, 10.0)
    assert (found["p50_50"], found["p95_50"], found["refused_50"]) == (0.0, 6000.0, 3)


async def test_a_message_is_given_up_in_the_end(servers, clock):
    async with servers.running() as url, connected(url) as http:
        person = PatellaTalk(http)
        await person.begin()
        servers.statuses = iter([503] * 1000)
        said = await person.say("hello")
    assert (said.messages, said.status) == (None, 503)
    assert talk.PATIENCE < said.seconds <= talk.PATIENCE + 2


async def test_a_session_that_is_refused_is_no_beginning(servers):
    servers.statuses = iter((503,))
    async with servers.running() as url, connected(url) as http:
        with pytest.raises(UNANSWERED):
            await PatellaTalk(http).begin()


@pytest.mark.parametrize(
    ("status", "messages"), [(200, [{"text": "b"}]), (500, None)], ids=["answered", "failed"]
)
async def test_the_stock_bot_is_asked_by_a_name(servers, status, messages):
    servers.statuses = iter((status,))
    async with servers.running() as url, connected(url) as http:
        person = StockTalk(http)
        await person.begin()
        said = await person.say("hello")
    assert (said.messages, said.status) == (messages, status)
    (heard,) = servers.heard
    assert heard["message"] == "hello"
    assert heard["sender"]


async def test_a_server_that_is_not_there_is_told():
    async with Servers().running() as url:
        pass
    async with connected(url) as http:
        with pytest.raises(UNANSWERED):
            await StockTalk(http).say("hello")


async def test_no_proxy_of_the_environment_is_asked(servers, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with servers.running() as url, connected(url) as http:
        assert (await StockTalk(http).say("hello")).messages


@pytest.mark.parametrize("name", [PATELLA, STOCK])
async def test_each_person_keeps_a_connection(servers, name):
    async with servers.running() as url, connected(url, 3) as http:
        people = [talk.TALKS[name](http) for _ in range(3)]
        for _ in range(4):
            await asyncio.gather(*(person.say("hello") for person in people))
    assert len(servers.connections) <= 3
    assert len(servers.heard) == 12


@pytest.fixture
def crowd_clock(servers, monkeypatch) -> SimpleNamespace:
    """The time as a crowd sees it: a second for each message, half of it the clients' work."""
    now = SimpleNamespace(seconds=100.0)

    def tick() -> None:
        now.seconds += 1

    async def sleep(seconds: float) -> None:
        now.seconds += seconds

    servers.before = tick
    told = SimpleNamespace(
        perf_counter=lambda: now.seconds, process_time=lambda: (now.seconds - 100) / 2
    )
    monkeypatch.setattr(crowd, "time", told)
    monkeypatch.setattr(
        crowd, "asyncio", SimpleNamespace(gather=asyncio.gather, sleep=sleep, run=asyncio.run)
    )
    return now


async def test_a_person_begins_again_until_the_time_is_over(servers, crowd_clock):
    async with servers.running() as url:
        load = await crowd.busy(PATELLA, url, SCRIPT, 1, 3.0)
    assert [each["text"] for each in servers.heard] == ["hello", "it hurts", "hello"]
    # The last one was answered, and too late to count.
    assert (len(load.said), load.within, load.effort) == (3, 2, 1.5)


async def test_a_conversation_that_cannot_be_begun_is_lost_and_tried_again(servers, crowd_clock):
    servers.statuses = iter((503, 503))
    async with servers.running() as url:
        load = await crowd.busy(PATELLA, url, SCRIPT, 1, 2.0)
    found = crowd.values_of(load, 1, 2.0)
    assert (found["lost_1"], found["sent_1"], len(servers.heard)) == (2, 3, 1)


async def test_who_gets_no_answer_is_counted(crowd_clock, monkeypatch):
    class Silent:
        def __init__(self, _http) -> None:
            pass

        async def begin(self) -> None:
            pass

        async def say(self, _text: str) -> Said:
            crowd_clock.seconds += 60
            raise TimeoutError

    monkeypatch.setitem(crowd.TALKS, PATELLA, Silent)
    load = await crowd.busy(PATELLA, "http://127.0.0.1:9", SCRIPT, 1, 5.0)
    assert [(said.messages, said.seconds >= 60) for said in load.said] == [(None, True)]
    assert load.within == 0


def test_what_came_too_late_is_no_throughput_but_a_wait():
    load = crowd.Load([Said(0.1), Said(0.3), Said(5.0, None, 4)], within=2, effort=1.0)
    found = crowd.values_of(load, 10, 4.0)
    assert (found["rate_10"], found["p95_10"], found["refused_10"]) == (0.5, 5000.0, 4)
    assert (found["lost_10"], found["sent_10"], found["clients_10"]) == (1, 3, 0.25)
