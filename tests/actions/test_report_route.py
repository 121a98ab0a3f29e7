"""Reports from the action server's own application, on a real port."""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
import threading
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone

import httpx
import pytest
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions.report_cache import KEEP_SECONDS, MOST, ReportCache
from actions.report_formats import FORMATS, Format, Impossible
from actions.report_route import BadRequest, read_request
from actions.server import make_app
from actions.versions import fingerprint, versions
from knowledge.questions import AGAIN
from tests.sanic_apps import sanic_as_imported

NOON = "2026-03-04T12:00:00+01:00"
SECRET = "zanzibar-quartz"


class Printer:
    """A format of our own: waits at the gate, then fails or tells what it was given."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.reports: list = []
        self.error: Exception | None = None

    def render(self, report) -> bytes:
        assert self.gate.wait(10)
        self.reports.append(report)
        if self.error is not None:
            raise self.error
        return b"printed"


@pytest.fixture
def printer() -> Printer:
    return Printer()


@pytest.fixture
async def client(printer: Printer) -> AsyncIterator[httpx.AsyncClient]:
    app = make_app(ActionExecutor(), {**FORMATS, "print": Format("text/print", printer.render)})
    with sanic_as_imported(), socket.create_server(("127.0.0.1", 0)) as sock:
        base = f"http://127.0.0.1:{sock.getsockname()[1]}"
        server = await app.create_server(sock=sock, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.after_start()
        try:
            async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=20) as http:
                yield http
        finally:
            await server.close()
            Sanic.unregister_app(app)


def call(answers, form: str = "print", **more) -> dict:
    return {"slots": answers.to_slots(), "at": NOON, "begun": None, "format": form, **more}


async def test_a_report_is_built_from_what_was_sent(client, printer, complete):
    begun = "2026-03-04T11:50:00+01:00"
    response = await client.post(
        "/report", json=call(complete, begun=begun, versions={"model": "m1"})
    )
    assert (response.status_code, response.content) == (200, b"printed")
    assert response.headers["content-type"] == "text/print"
    (report,) = printer.reports
    assert report.answers == complete
    assert report.at == datetime(2026, 3, 4, 12, tzinfo=timezone(timedelta(hours=1)))
    assert report.begun == datetime.fromisoformat(begun)
    assert dict(report.versions) == {**versions(), "model": "m1"}


async def test_the_same_report_is_made_once(client, printer, complete):
    for _ in range(2):
        response = await client.post("/report", json=call(complete))
        assert (response.status_code, response.content) == (200, b"printed")
    assert len(printer.reports) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"at": "2026-03-04T12:00:01+01:00"},
        {"begun": NOON},
        {"versions": {"model": "m2"}},
        {"slots": {"findings": {"saddle_numbness": "present"}}},
    ],
    ids=lambda other: next(iter(other)),
)
async def test_another_report_is_made_anew(client, printer, complete, other):
    for body in (call(complete), {**call(complete), **other}):
        assert (await client.post("/report", json=body)).status_code == 200
    assert len(printer.reports) == 2


async def test_another_format_is_made_anew(client, complete):
    page = await client.post("/report", json=call(complete, "html"))
    bundle = await client.post("/report", json=call(complete, "fhir"))
    assert page.content != bundle.content


async def test_a_failure_is_not_kept(client, printer, complete):
    printer.error = ValueError("once")
    assert (await client.post("/report", json=call(complete))).status_code == 500
    printer.error = None
    assert (await client.post("/report", json=call(complete))).status_code == 200


def test_no_report_is_kept_for_long():
    now = [0.0]
    cache = ReportCache(clock=lambda: now[0])
    assert cache.get("a", lambda: b"first") == b"first"
    now[0] = KEEP_SECONDS - 1
    assert cache.get("a", lambda: b"second") == b"first"
    now[0] = KEEP_SECONDS
    cache.forget_old()
    assert len(cache) == 0
    assert cache.get("a", lambda: b"second") == b"second"


def test_no_more_than_a_few_reports_are_kept():
    cache = ReportCache(clock=lambda: 0.0)
    for number in range(MOST + 5):
        cache.get(number, lambda: b"x")
    assert len(cache) == MOST
    assert cache.get(MOST + 4, lambda: b"again") == b"x"
    assert cache.get(0, lambda: b"again") == b"again"


async def test_an_open_question_put_again_is_a_conflict_though_it_may_be_left_out(client, complete):
    slots = complete.to_slots()
    slots["asked"] = {**slots["asked"], "side": AGAIN}
    body = {"slots": slots, "at": NOON, "format": "print"}
    assert (await client.post("/report", json=body)).status_code == 409


async def test_an_emergency_has_a_report_though_questions_are_open(client, printer):
    slots = {"findings": {"saddle_numbness": "present"}}
    body = {"slots": slots, "at": NOON, "format": "print"}
    assert (await client.post("/report", json=body)).status_code == 200
    assert printer.reports[0].is_emergency


async def test_an_open_question_is_a_conflict(client):
    body = {"slots": {"side": "left"}, "at": NOON, "format": "print"}
    response = await client.post("/report", json=body)
    assert response.status_code == 409


async def test_others_are_answered_while_a_report_is_made(client, printer, complete):
    printer.gate.clear()
    making = asyncio.ensure_future(client.post("/report", json=call(complete)))
    try:
        assert (await client.get("/health")).json() == {"status": "ok"}
        assert not making.done()
    finally:
        printer.gate.set()
    assert (await making).content == b"printed"


async def test_a_failure_tells_nothing_of_the_person(client, printer, complete, caplog):
    printer.error = ValueError(SECRET)
    body = call(complete.changed(quality=(SECRET,)))
    with caplog.at_level(logging.DEBUG):
        response = await client.post("/report", json=body)
    assert response.status_code == 500
    assert response.json() == {"error": "the report could not be rendered"}
    assert "ValueError at test_report_route.py:" in caplog.text
    assert SECRET not in caplog.text


async def test_what_is_missing_for_a_format_is_told(client, printer, complete):
    printer.error = Impossible("a PDF needs Pango")
    response = await client.post("/report", json=call(complete))
    assert (response.status_code, response.json()) == (501, {"error": "a PDF needs Pango"})


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, SECRET.encode()])
async def test_what_is_no_json_is_refused_and_not_repeated(client, caplog, body):
    with caplog.at_level(logging.DEBUG):
        response = await client.post("/report", content=body)
    assert (response.status_code, response.json()) == (400, {"error": "the body is no JSON"})
    assert SECRET not in caplog.text


async def test_without_weasyprint_there_is_no_pdf(client, complete, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = await client.post("/report", json=call(complete, "pdf"))
    assert response.status_code == 501
    assert "weasyprint" in response.json()["error"]


GOOD = '{"slots": {}, "at": "%s", "format": "pdf"' % NOON  # noqa: UP031 - braces


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("[]", "no object"),
        (GOOD.replace("pdf", "docx") + "}", "format: one of html, pdf, fhir"),
        (GOOD.replace('"pdf"', "[]") + "}", "format"),
        (GOOD.replace("{}", "[]") + "}", "slots: an object"),
        (GOOD.replace(NOON, "noon") + "}", "at: a time in ISO 8601"),
        (GOOD.replace("+01:00", "") + "}", "at: a time with its offset"),
        (GOOD + ', "begun": 3}', "begun: a time in ISO 8601"),
        (GOOD + ', "versions": {"model": 1}}', "versions: an object of texts"),
    ],
)
def test_a_wrong_request_is_told_by_its_key(body, problem):
    with pytest.raises(BadRequest, match=problem):
        read_request(body.encode(), FORMATS)


def test_versions_name_the_project_and_its_knowledge(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    rules = tmp_path / "knowledge" / "rules.yml"
    rules.parent.mkdir()
    rules.write_text("a: 1\n")
    before = versions(tmp_path)
    assert before["Patella"] == "1.2.3"
    assert versions(tmp_path) == before
    rules.write_text("a: 2\n")
    assert versions(tmp_path)["knowledge"] != before["knowledge"]


def test_the_order_of_the_files_does_not_matter_but_their_names_do(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    assert fingerprint([one, two], tmp_path) == fingerprint([two, one], tmp_path)
    before = fingerprint([one], tmp_path)
    one.rename(tmp_path / "three")
    assert fingerprint([tmp_path / "three"], tmp_path) != before
