"""Reports over the web channel, with an action server that is made up but really answers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import pytest
from aiohttp import web

from bot.channels.tokens import Tokens
from bot.guard import Guard
from bot.reports import ActionServerReports, FinishedCheck
from bot.settings import Settings
from bot.turn import Turn
from bot.words import FALLBACKS, Words
from tests.bot.channels.conftest import SECRET
from tests.bot.standins import Bench, FakeDialogue, FakeStore, describe

REPORT = "/webhooks/web/report"
NOON = datetime(2026, 3, 4, 12, 0).timestamp()
SECONDS = 0.3

KINDS = {
    "html": ("text/html; charset=utf-8", "patella-report-2026-03-04.html"),
    "pdf": ("application/pdf", "patella-report-2026-03-04.pdf"),
    "fhir": ("application/fhir+json", "patella-report-2026-03-04.json"),
}


@dataclass
class Renderer:
    """Stands in for the action server; keeps what it was sent."""

    status: int = 200
    body: bytes = b"<p>the report</p>"
    slow: bool = False
    url: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        call = await request.json()
        self.calls.append(call)
        if self.slow:
            await asyncio.sleep(30)
        headers = {"Content-Type": KINDS[call["format"]][0]}
        return web.Response(body=self.body, status=self.status, headers=headers)


@pytest.fixture
async def renderer() -> AsyncIterator[Renderer]:
    renderer = Renderer()
    app = web.Application()
    app.router.add_post("/report", renderer.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    renderer.url = f"http://127.0.0.1:{runner.addresses[0][1]}/report"
    yield renderer
    await runner.cleanup()


@pytest.fixture
def bench(guard: Guard, words: Words, renderer: Renderer) -> Bench:
    dialogue, store = FakeDialogue(), FakeStore()
    reports = ActionServerReports(renderer.url, SECONDS, {"model": "abc"})
    turn = Turn(dialogue, store, words, guard, describe, seconds=0.2, reports=reports)
    return Bench(dialogue, store, turn)


async def begin(client: httpx.AsyncClient) -> dict[str, str]:
    opened = (await client.post("/webhooks/web/session")).json()
    return {"Authorization": f"Bearer {opened['token']}"}


async def finish(client: httpx.AsyncClient, bench: Bench, **slots: Any) -> dict[str, str]:
    """A session whose check is finished; the headers for its requests."""
    headers = await begin(client)
    sender_id = f"web:{Tokens(SECRET, 60).read(headers['Authorization'])}"
    bench.dialogue.finished[sender_id] = FinishedCheck(slots, at=NOON, begun=NOON - 300)
    return headers


@pytest.mark.parametrize("form", KINDS)
async def test_a_finished_check_has_its_report(
    client: httpx.AsyncClient, bench: Bench, renderer: Renderer, form: str
) -> None:
    headers = await finish(client, bench, side="left")
    response = await client.get(REPORT, headers=headers, params={"format": form})
    content_type, name = KINDS[form]
    assert (response.status_code, response.content) == (200, renderer.body)
    assert response.headers["content-type"] == content_type
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    (call,) = renderer.calls
    assert (call["slots"], call["format"]) == ({"side": "left"}, form)
    assert call["versions"] == {"model": "abc"}
    at, begun = (datetime.fromisoformat(call[key]) for key in ("at", "begun"))
    assert at.tzinfo is not None
    assert (at.timestamp(), begun.timestamp()) == (NOON, NOON - 300)


async def test_a_page_is_what_comes_unasked(client: httpx.AsyncClient, bench: Bench) -> None:
    response = await client.get(REPORT, headers=await finish(client, bench))
    assert response.headers["content-type"] == KINDS["html"][0]


@pytest.mark.parametrize("form", KINDS)
async def test_nothing_in_a_report_may_run_or_load(
    client: httpx.AsyncClient, bench: Bench, form: str
) -> None:
    headers = await finish(client, bench)
    response = await client.get(REPORT, headers=headers, params={"format": form})
    policy = dict(
        re.fullmatch(r"(\S+) (.*)", part.strip()).groups()  # type: ignore[union-attr]
        for part in response.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "script-src" not in policy
    style = policy.get("style-src")
    assert style is None if form != "html" else re.fullmatch(r"'sha256-[\w+/]{43}='", style or "")


async def test_nobody_gets_a_report_without_a_token(
    client: httpx.AsyncClient, bench: Bench, renderer: Renderer
) -> None:
    await finish(client, bench)
    for headers in ({}, {"Authorization": "Bearer nonsense"}):
        response = await client.get(REPORT, headers=headers)
        assert (response.status_code, response.json()["error"]) == (401, "unauthorised")
    assert renderer.calls == []


async def test_a_token_opens_its_own_report_only(
    client: httpx.AsyncClient, bench: Bench, renderer: Renderer
) -> None:
    await finish(client, bench, side="left")
    second = await finish(client, bench, side="right")
    assert (await client.get(REPORT, headers=second)).status_code == 200
    third = await client.get(REPORT, headers=await begin(client))
    assert (third.status_code, third.json()["error"]) == (409, "not_finished")
    assert [call["slots"] for call in renderer.calls] == [{"side": "right"}]


async def test_an_unfinished_check_has_none_yet(
    client: httpx.AsyncClient, renderer: Renderer, words: Words
) -> None:
    response = await client.get(REPORT, headers=await begin(client))
    assert response.status_code == 409
    assert response.json()["text"] == words.say("utter_report_not_finished")["text"]
    assert renderer.calls == []


async def test_an_unknown_format_is_told(
    client: httpx.AsyncClient, bench: Bench, renderer: Renderer
) -> None:
    headers = await finish(client, bench)
    response = await client.get(REPORT, headers=headers, params={"format": "docx"})
    assert (response.status_code, response.json()["error"]) == (400, "bad_request")
    assert "pdf" in response.json()["text"]
    assert renderer.calls == []


FAULTS = {
    "an open question": ({"status": 409}, 409, "not_finished"),
    "a missing library": ({"status": 501}, 501, "not_possible"),
    "a crash": ({"status": 500}, 503, "not_available"),
    "nothing": ({"body": b""}, 503, "not_available"),
    "no answer in time": ({"slow": True}, 503, "not_available"),
}


@pytest.mark.parametrize(("fault", "status", "code"), FAULTS.values(), ids=FAULTS.keys())
async def test_what_goes_wrong_is_told_in_plain_words(
    client: httpx.AsyncClient,
    bench: Bench,
    renderer: Renderer,
    fault: dict[str, Any],
    status: int,
    code: str,
) -> None:
    headers = await finish(client, bench)
    for name, value in {"body": b'{"error": "zanzibar"}', **fault}.items():
        setattr(renderer, name, value)
    response = await client.get(REPORT, headers=headers)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert answer["error"] == code
    words = FALLBACKS[f"utter_report_{code}"].replace("{emergency_number}", "112")
    assert answer["text"] == words


async def test_a_dead_action_server_is_told(
    client: httpx.AsyncClient, bench: Bench, guard: Guard, words: Words
) -> None:
    dead = ActionServerReports("http://127.0.0.1:9/report", SECONDS, {})
    bench.app.ctx.turn = Turn(
        bench.dialogue, bench.store, words, guard, describe, seconds=0.2, reports=dead
    )
    response = await client.get(REPORT, headers=await finish(client, bench))
    assert (response.status_code, response.json()["error"]) == (503, "not_available")
    assert "112" in response.json()["text"]


async def test_a_broken_store_is_told(client: httpx.AsyncClient, bench: Bench) -> None:
    headers = await finish(client, bench)
    bench.store.broken, bench.store.breaks_on = OSError("disk"), "open"
    response = await client.get(REPORT, headers=headers)
    assert (response.status_code, response.json()["error"]) == (503, "not_available")


FILES = [REPORT, "/webhooks/web/export"]


@pytest.mark.parametrize("path", FILES)
async def test_files_have_a_limit_of_their_own(
    serve: Callable[..., Any], bench: Bench, path: str
) -> None:
    client = await serve(report_rate=2)
    headers = await finish(client, bench)
    answers = [await client.get(path, headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert (await client.get(path, headers=await finish(client, bench))).status_code == 200


@pytest.mark.parametrize("path", FILES)
async def test_an_address_has_a_limit_for_files(
    serve: Callable[..., Any], bench: Bench, path: str
) -> None:
    client = await serve(report_rate=0, report_address_rate=2)
    statuses = [
        (await client.get(path, headers=await finish(client, bench))).status_code for _ in range(3)
    ]
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize("path", FILES)
async def test_files_leave_the_messages_their_room(
    serve: Callable[..., Any], bench: Bench, path: str
) -> None:
    # One request opens the session, so that one is left of either kind.
    client = await serve(rate=1, address_rate=2, report_rate=5, report_address_rate=5)
    headers = await finish(client, bench)
    for _ in range(5):
        assert (await client.get(path, headers=headers)).status_code == 200
    message = {"id": "1", "text": "my chest hurts and I cannot breathe"}
    answer = await client.post("/webhooks/web/message", headers=headers, json=message)
    assert answer.status_code == 200


def test_a_person_who_saves_every_format_is_not_stopped() -> None:
    assert len(KINDS) <= Settings().report_rate <= Settings().rate
