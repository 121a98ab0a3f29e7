from __future__ import annotations

import base64
import gzip
import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sanic.exceptions import ServiceUnavailable
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.minify import minify
from bot.channels.pages import FOLDER, page_policy, read_page, report_policy
from bot.pulse import PATIENCE, Pulse
from knowledge.report.style import PATH as REPORT_STYLE
from tests.bot.standins import Bench

Serve = Callable[..., Any]


async def fine() -> None:
    return None


async def broken() -> str:
    return "no answer"


async def raising() -> str:
    raise OSError("gone")


async def late(request: Request) -> HTTPResponse:
    raise ServiceUnavailable("Response Timeout")


async def test_the_front_door_leads_to_the_chat(client: httpx.AsyncClient) -> None:
    response = await client.get("/")
    assert response.status_code == 302
    assert response.headers["location"] == "/webhooks/web/chat"
    assert "Rasa" not in response.text


async def test_live(client: httpx.AsyncClient) -> None:
    assert (await client.get("/live")).json() == {"live": True}


async def test_a_server_with_a_thread_that_hangs_lives_no_more(
    client: httpx.AsyncClient, bench: Bench
) -> None:
    clock = [0.0]
    bench.app.ctx.pulses = [Pulse(lambda beat: None, lambda: clock[0])]
    assert (await client.get("/live")).status_code == 200
    clock[0] = PATIENCE + 1
    told = await client.get("/live")
    assert (told.status_code, told.json()) == (503, {"live": False})


async def test_what_fails_outside_of_a_channel_says_what_became_of_it(
    client: httpx.AsyncClient, bench: Bench
) -> None:
    # As when a request takes longer than any may.
    bench.app.router.reset()
    bench.app.add_route(late, "/webhooks/web/late", methods=["GET"], name="late")
    bench.app.router.finalize()
    told = await client.get("/webhooks/web/late")
    assert told.status_code == 503
    assert told.json()["error"] == "failed"
    assert "not processed" in told.json()["text"]


@pytest.mark.parametrize(
    ("checks", "status", "body"),
    [
        (
            {"store": fine, "canary": fine},
            200,
            {"ready": True, "checks": {"store": True, "canary": True}},
        ),
        (
            {"store": fine, "actions": broken},
            503,
            {"ready": False, "checks": {"store": True, "actions": False}},
        ),
        ({"store": raising}, 503, {"ready": False, "checks": {"store": False}}),
    ],
)
async def test_ready(serve: Serve, checks: dict, status: int, body: dict) -> None:
    response = await (await serve(checks)).get("/ready")
    assert (response.status_code, response.json()) == (status, body)


@pytest.mark.parametrize(
    "path",
    [
        "/version",
        "/status",
        "/domain",
        "/model",
        "/model/train",
        "/conversations/web:1/tracker",
        "/webhooks/rest/webhook",
        "/webhooks/rest/",
        "/socket.io/",
        "/webhooks/web/",
        "/webhooks/web/nothing",
        "/webhooks/web/static/",
        "/webhooks/web/static/../channels/web.py",
        "/webhooks/web/static/%2e%2e/channels/web.py",
        "/webhooks/web/static/..%2f..%2fconfig.yml",
        "/webhooks/web/static//etc/passwd",
        "/webhooks/web/static/%00",
        "/webhooks/web/static/.hidden.js",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_there_is_nothing_else(client: httpx.AsyncClient, method: str, path: str) -> None:
    response = await client.request(method, path)
    assert response.status_code in (404, 405)
    assert "rasa" not in response.text.lower()
    assert "sanic" not in response.text.lower()
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_the_chat_page_and_its_files(client: httpx.AsyncClient) -> None:
    page = await client.get("/webhooks/web/chat")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    again = await client.get("/webhooks/web/chat", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    script = await client.get("/webhooks/web/static/chat.js")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    for own in (page, script):
        assert own.headers["cross-origin-resource-policy"] == "same-origin"
        assert own.headers["cache-control"] == "no-cache"


async def test_the_loader_is_for_the_pages_of_others_and_kept_a_while(
    client: httpx.AsyncClient,
) -> None:
    path = "/webhooks/web/static/loader.js"
    loader = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": loader.headers["etag"]})
    assert (loader.status_code, again.status_code) == (200, 304)
    for response in (loader, again):
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        assert response.headers["cache-control"] == "public, max-age=600"
        assert response.headers["vary"] == "Accept-Encoding"
        # Anybody may run it, nobody but a page's own origin may read it.
        assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate", "gzip"),
        ("br;q=1.0, gzip;q=0.8", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
        ("", None),
    ],
)
async def test_files_are_packed_for_whoever_can_unpack_them(
    client: httpx.AsyncClient, accepted: str, encoding: str | None
) -> None:
    path, headers = "/webhooks/web/static/chat.js", {"Accept-Encoding": accepted}
    async with client.stream("GET", path, headers=headers) as response:
        body = b"".join([part async for part in response.aiter_raw()])
    assert response.headers.get("content-encoding") == encoding
    assert response.headers["vary"] == "Accept-Encoding"
    plain = minify((FOLDER / "chat.js").read_bytes(), ".js")
    assert (gzip.decompress(body) if encoding else body) == plain
    headers["If-None-Match"] = response.headers["etag"]
    assert (await client.get(path, headers=headers)).status_code == 304
    # The other form is another thing to keep.
    headers["Accept-Encoding"] = "identity" if encoding else "gzip"
    assert (await client.get(path, headers=headers)).status_code == 200


def test_a_file_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "page.js"
    file.write_text("one")
    os.utime(file, (1, 1))
    first = read_page("page.js", folder=tmp_path)
    assert read_page("page.js", folder=tmp_path) is first
    file.write_text("two")
    os.utime(file, (2, 2))
    second = read_page("page.js", folder=tmp_path)
    assert first is not None
    assert second is not None
    assert (second.body, second.tag == first.tag) == (b"two", False)


@pytest.mark.parametrize("policy", [page_policy([]), report_policy()])
def test_the_style_of_a_report_and_no_other_is_let_in(policy: str) -> None:
    digest = base64.b64encode(hashlib.sha256(REPORT_STYLE.read_bytes()).digest()).decode()
    assert re.findall(r"'sha256-[^']*'", policy) == [f"'sha256-{digest}'"]


async def test_data_is_neither_kept_nor_run(client: httpx.AsyncClient) -> None:
    response = await client.post("/webhooks/web/session")
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_server_that_stops_takes_no_more_messages(
    client: httpx.AsyncClient, bench: Bench
) -> None:
    bench.app.ctx.stopping = True
    response = await client.post("/webhooks/web/message", json={"id": "1", "text": "hi"})
    assert response.status_code == 503
    assert "112" in response.json()["text"]
    assert (await client.get("/ready")).status_code == 503
    assert (await client.get("/live")).status_code == 200


def test_frames_of_other_sites_are_allowed_by_name() -> None:
    assert "frame-ancestors 'self' https://clinic.example;" in page_policy(
        ["https://clinic.example"]
    )


@pytest.mark.parametrize(
    ("name", "served"),
    [
        ("page.html", True),
        ("folder/page.js", True),
        ("page.py", False),
        (".page.js", False),
        ("folder/.page.js", False),
        ("../secret.html", False),
        ("folder/../../secret.html", False),
        ("folder", False),
        ("missing.js", False),
        ("link.html", False),
    ],
)
def test_only_files_of_the_page_are_served(tmp_path: Path, name: str, served: bool) -> None:
    folder = tmp_path / "web"
    (folder / "folder").mkdir(parents=True)
    for file in ("page.html", "page.py", ".page.js", "folder/page.js", "folder/.page.js"):
        (folder / file).write_text("x")
    (tmp_path / "secret.html").write_text("x")
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    assert (read_page(name, folder=folder) is not None) is served
