"""The action server's own application, on a real port: who is let in, and what it tells."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection
from sanic import Sanic

from actions.base import PatellaAction
from actions.metrics import UNANSWERED, question_outcomes
from actions.server import OPEN_PATHS, make_app
from actions.settings import Settings, load_settings
from serving.course import TURN_HEADER
from serving.logs import log_safely
from serving.readiness import Readiness
from tests.sanic_apps import sanic_as_imported
from tests.test_consistency import domain  # noqa: F401 - the fixture

SECRET = "a secret that both servers know"
SHOWN = {"Authorization": f"Bearer {SECRET}"}
TURN = "0123456789abcdef"
SAID = "zanzibar-quartz"


class Answers(PatellaAction):
    gate = threading.Event()

    def name(self) -> str:
        return "action_answers"

    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list:
        said = tracker.latest_message["text"]
        if said == "fail":
            raise ValueError(said)
        if said == "wait":
            assert self.gate.wait(10)
        if said == "reject":
            raise ActionExecutionRejection(self.name())
        dispatcher.utter_message(response=said)
        return []


@asynccontextmanager
async def serving(settings: Settings, **checks: Any) -> AsyncIterator[httpx.AsyncClient]:
    executor = ActionExecutor()
    executor.register_action(Answers())
    app = make_app(executor, {}, settings, Readiness(checks, keep=0, limit=0.2))
    with sanic_as_imported(), socket.create_server(("127.0.0.1", 0)) as sock:
        base = f"http://127.0.0.1:{sock.getsockname()[1]}"
        server = await app.create_server(sock=sock, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.after_start()
        try:
            async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=20) as http:
                http.app, http.server = app, server  # type: ignore[attr-defined]
                yield http
        finally:
            await server.close()
            Sanic.unregister_app(app)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    log_safely(stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def call(said: str, action: str = "action_answers") -> dict[str, Any]:
    tracker = {"sender_id": "a", "slots": {}, "events": [], "latest_message": {"text": said}}
    return {"next_action": action, "sender_id": "a", "domain": {}, "tracker": tracker}


async def passes() -> None:
    return None


async def fails() -> str:
    return "no index"


@pytest.mark.parametrize("headers", [{}, {"Authorization": f"Bearer {SECRET}x"}])
async def test_who_does_not_show_the_secret_gets_nothing_done(headers: dict) -> None:
    async with serving(Settings(secret=SECRET)) as client:
        for method, path in (("POST", "/webhook"), ("POST", "/report"), ("GET", "/actions"),
                             ("GET", "/"), ("GET", "//health"), ("GET", "/health/")):  # fmt: skip
            response = await client.request(method, path, headers=headers, json=call(SAID))
            assert response.status_code == 401, path
            assert SAID not in response.text


async def test_who_shows_the_secret_is_served() -> None:
    async with serving(Settings(secret=SECRET)) as client:
        answer = await client.post("/webhook", headers=SHOWN, json=call("utter_hello"))
        assert answer.json()["responses"][0]["response"] == "utter_hello"
        assert (await client.post("/report", headers=SHOWN, content=b"{")).status_code == 400


async def test_a_call_needs_no_domain() -> None:
    """As the dialogue server sends it: an empty one, since rasa-sdk refuses none at all."""
    async with serving(Settings()) as client:
        assert (await client.post("/webhook", json=call("utter_hello"))).status_code == 200
        without = {k: v for k, v in call("utter_hello").items() if k != "domain"}
        digest = {**without, "domain_digest": "another"}
        assert (await client.post("/webhook", json=digest)).status_code == 449


async def test_probes_need_no_secret() -> None:
    async with serving(Settings(secret=SECRET), embedding=passes) as client:
        for path in OPEN_PATHS:
            assert (await client.get(path)).status_code == 200, path


async def test_without_a_secret_nobody_is_asked_for_it() -> None:
    async with serving(Settings()) as client:
        assert (await client.post("/webhook", json=call("utter_hello"))).status_code == 200


async def test_ready_tells_what_is_missing() -> None:
    async with serving(Settings(), embedding=passes, passages=fails) as client:
        response = await client.get("/ready")
        body = {"ready": False, "checks": {"embedding": True, "passages": False}}
        assert (response.status_code, response.json()) == (503, body)


async def test_a_server_that_is_being_ended_is_not_ready() -> None:
    async with serving(Settings(), embedding=passes) as client:
        client.app.ctx.stopping = True  # type: ignore[attr-defined]
        assert (await client.get("/ready")).status_code == 503
        assert (await client.post("/webhook", json=call("utter_hello"))).status_code == 200


async def test_what_is_under_way_is_finished_before_the_end() -> None:
    async with serving(Settings(), embedding=passes) as client:
        under_way = asyncio.ensure_future(client.post("/webhook", json=call("wait")))
        while not client.app.ctx.under_way.count:  # type: ignore[attr-defined]
            await asyncio.sleep(0.001)
        ending = asyncio.ensure_future(client.server.before_stop())  # type: ignore[attr-defined]
        await asyncio.sleep(0.1)
        assert (await client.get("/ready")).status_code == 503
        assert not ending.done()
        Answers.gate.set()
        assert (await under_way).status_code == 200
        await asyncio.wait_for(ending, 1)
        assert client.app.ctx.under_way.count == 0  # type: ignore[attr-defined]


async def test_what_fails_is_under_way_no_more() -> None:
    async with serving(Settings()) as client:
        for said in ("fail", "reject"):
            await client.post("/webhook", json=call(said))
        await client.post("/webhook", json=call("x", action="none"))
        assert client.app.ctx.under_way.count == 0  # type: ignore[attr-defined]


async def test_what_is_measured() -> None:
    async with serving(Settings(), embedding=passes, passages=fails) as client:
        for said in ("utter_out_of_scope", "fail", "reject"):
            await client.post("/webhook", json=call(said))
        await client.post("/webhook", json=call(SAID, action=SAID))
        await client.get("/ready")
        told = (await client.get("/metrics")).text
    for line in (
        'patella_actions_total{action="action_answers",outcome="done"} 1.0',
        'patella_actions_total{action="action_answers",outcome="failed"} 1.0',
        'patella_actions_total{action="action_answers",outcome="rejected"} 1.0',
        'patella_actions_total{action="unknown",outcome="unknown"} 1.0',
        'patella_action_seconds_count{action="action_answers"} 3.0',
        'patella_questions_total{outcome="out_of_scope"} 1.0',
        'patella_ready{check="passages"} 0.0',
        "process_resident_memory_bytes ",
    ):
        assert line in told
    assert SAID not in told


async def test_the_metrics_are_for_who_has_the_token() -> None:
    async with serving(Settings(metrics_token="t")) as client:
        assert (await client.get("/metrics")).status_code == 404
        shown = {"Authorization": "Bearer t"}
        assert (await client.get("/metrics", headers=shown)).status_code == 200
    async with serving(Settings()) as client:
        through_a_proxy = {"X-Forwarded-For": "10.0.0.9"}
        assert (await client.get("/metrics", headers=through_a_proxy)).status_code == 404


async def test_an_action_is_a_line_in_the_log_with_the_turn_it_belongs_to(
    logged: io.StringIO,
) -> None:
    async with serving(Settings()) as client:
        await client.post("/webhook", headers={TURN_HEADER: TURN}, json=call("fail"))
        await client.post("/webhook", headers={TURN_HEADER: SAID}, json=call("reject"))
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    first, second = [line for line in lines if line["event"] == "action"]
    assert (first["turn"], first["action"], first["outcome"]) == (TURN, "action_answers", "failed")
    assert first["milliseconds"] >= 0
    assert second["outcome"] == "rejected"
    # Also what is logged deep within, in the thread that the action works in.
    (failed,) = [line for line in lines if "ValueError" in line["event"]]
    assert failed["turn"] == TURN
    assert SAID not in logged.getvalue()


def test_the_outcomes_of_questions() -> None:
    answered = {"response": "utter_answer", "custom": {"passages": [{"id": "a"}]}}
    assert question_outcomes([answered, {"response": "utter_stopped", "custom": {}}]) == [
        "answered"
    ]
    assert question_outcomes([{"response": "utter_privacy"}]) == ["privacy"]


def test_every_response_that_refuses_is_one_of_the_domain(domain: dict) -> None:  # noqa: F811
    assert set(UNANSWERED) <= set(domain["responses"])


def test_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SANIC_HOST", "PATELLA_ACTIONS_SECRET", "PATELLA_METRICS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert load_settings().host == "127.0.0.1"
    assert load_settings().secret is None
    monkeypatch.setenv("PATELLA_ACTIONS_SECRET", SECRET)
    assert load_settings().secret == SECRET
