"""Nothing of Rasa's own interface is offered, and nothing listens where others could reach it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from scripts.places import places
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import Target, complaint, raw

Count = Callable[[str], Attempts]

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
#: Where the chat begins; everything else of Rasa's routes is nothing here.
OURS = ("/",)

FILES = (
    "/.env",
    "/.git/config",
    "/endpoints.yml",
    "/credentials.yml",
    "/domain.yml",
    "/var/secret",
    "/conversations.db",
    "/webhooks/web/static/../../../var/secret",
    "/webhooks/web/static/..%2f..%2f..%2fvar%2fsecret",
    "/webhooks/web/static/%2e%2e/%2e%2e/turn.py",
    "/webhooks/web/static/..%5c..%5cturn.py",
    "/webhooks/web/static//etc/passwd",
    "/webhooks/web/static/chat.js%00.html",
    "/webhooks/web/static/./../web/../turn.py",
    "//model",
    "/./model",
    "/webhooks/../model",
    "/webhooks/web/..;/model",
    "/%6dodel",
    "/MODEL",
    "/model/",
    "/docs",
    "/openapi.json",
    "/admin",
    "/debug/pprof",
    "/server-status",
    "/report",
    "/webhook",
    "/actions",
)


def rasa() -> Path:
    """Rasa's own source, in the environment of the dialogue server."""
    (found,) = (places().dialogue_python.parent.parent / "lib").glob("*/site-packages/rasa")
    return found


def routes_of_rasa() -> Iterator[str]:
    """Every route that Rasa's server and its channels would have."""
    source = (rasa() / "server.py").read_text(encoding="utf-8")
    found = re.findall(r"@app\.(?:get|put|post|delete|route)\(\s*\"([^\"]+)\"", source)
    assert len(found) > 15, "Rasa's routes are written in another way now"
    for route in found:
        yield re.sub(r"<[^>]*>", "web:1", route)
    for file in (rasa() / "core" / "channels").glob("*.py"):
        source = file.read_text(encoding="utf-8")
        for name in re.findall(r"def name\(.*?return \"(\w+)\"", source, re.DOTALL):
            if name in ("telegram", "slack"):
                # Ours are called the same.
                continue
            yield from (f"/webhooks/{name}{end}" for end in ("", "/", "/webhook", "/stream"))
    yield "/socket.io/?EIO=4&transport=polling"


def test_no_route_of_rasa_is_there(target: Target, attempts: Count) -> None:
    http = target.http()
    with attempts("S1") as tried:
        for route in sorted(set(routes_of_rasa()) - set(OURS)):
            for method in METHODS:
                response = http.request(method, route, params={"token": "rasaToken"})
                wrong = response.status_code not in (404, 405)
                wrong = wrong or complaint(response.status_code, response.text)
                tried.add(wrong, f"{method} {route}: {response.status_code}")
        tried.add("rasa" in str(http.get("/").headers).lower(), "the headers tell of Rasa")


def test_no_file_is_there(target: Target, attempts: Count) -> None:
    with attempts("S1") as tried:
        for path in FILES:
            request = f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            status, _ = raw(target.url, request.encode())
            tried.add(status not in (400, 404, 405), f"{path}: {status}")


def test_no_page_of_another_site_may_read_an_answer(target: Target, attempts: Count) -> None:
    http = target.http()
    with attempts("S1") as tried:
        for path in (
            "/live",
            "/webhooks/web/session",
            "/webhooks/web/message",
            "/webhooks/web/chat",
        ):
            for method in ("GET", "POST", "OPTIONS"):
                response = http.request(
                    method,
                    path,
                    headers={
                        "Origin": "https://evil.test",
                        "Access-Control-Request-Method": "POST",
                    },
                )
                told = [name for name in response.headers if name.startswith("access-control")]
                tried.add(told, f"{method} {path}: {told}")


def test_all_sockets_are_on_loopback(target: Target, attempts: Count) -> None:
    wanted = {httpx.URL(url).port for url in (target.url, target.servers.actions_url)}
    with attempts("S1") as tried:
        listening = set()
        for process in psutil.Process().children(recursive=True):
            for connection in process.net_connections("inet"):
                if connection.status == psutil.CONN_LISTEN:
                    listening.add(connection.laddr.port)
                    address = connection.laddr.ip
                    tried.add(address != "127.0.0.1", f"listens on {address}")
        tried.add(not wanted <= listening, f"looked at {listening} and not at {wanted}")


def test_the_action_server_asks_who_calls(target: Target, attempts: Count) -> None:
    with (
        attempts("S1") as tried,
        httpx.Client(base_url=target.servers.actions_url, trust_env=False) as http,
    ):
        for path in ("webhook", "report", "actions"):
            for headers in (
                {},
                {"Authorization": ""},
                {"Authorization": "Bearer"},
                {"Authorization": "Bearer wrong"},
                {"Authorization": "Basic wrong"},
            ):
                for method in ("GET", "POST"):
                    response = http.request(method, path, json={}, headers=headers)
                    wrong = response.status_code not in (401, 403, 404, 405)
                    tried.add(wrong, f"{method} {path} {headers}: {response.status_code}")


@pytest.mark.parametrize(
    ("name", "off"), [("RASA_TELEMETRY_ENABLED", "false"), ("ORT_DISABLE_TELEMETRY", "1")]
)
def test_telemetry_is_off(target: Target, attempts: Count, name: str, off: str) -> None:
    with attempts("S8") as tried:
        for process in psutil.Process().children(recursive=True):
            told = " ".join(process.cmdline())
            if "-m bot" in told or "-m actions" in told:
                tried.add(process.environ().get(name) != off, f"{told}: {name} is not off")
