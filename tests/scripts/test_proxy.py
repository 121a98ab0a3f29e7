"""The proxy as it is configured, with stand-ins for the servers behind it."""

from __future__ import annotations

import base64
import http.client
import http.server
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.words import Words
from scripts.background import free_block
from scripts.topology import PORTS, PROXY_CONFIGURATION, Ports, proxy_program

pytestmark = pytest.mark.skipif(
    shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin") is None,
    reason="HAProxy is missing: apt install haproxy",
)
ROOT = Path(__file__).resolve().parents[2]
NUMBER = "999"


class StandIn(http.server.ThreadingHTTPServer):
    """A server that tells who it is and what it was asked; `states` are its health routes."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(("127.0.0.1", port), Answer)
        self.name = name
        self.states = {"/ready": 200, "/live": 200, "/health": 200}
        self.status = 200
        self.seen: list[dict[str, str]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The proxy does not always listen to the end."""


class Answer(http.server.BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        health = self.server.states.get(self.path)
        if health is None:
            self.server.seen.append({k.lower(): v for k, v in self.headers.items()})
        self.send_response(self.server.status if health is None else health)
        self.end_headers()
        self.wfile.write(self.server.name.encode())

    do_POST = do_GET

    def log_message(self, *arguments: object) -> None:
        pass


class Stage:
    """The proxy between us and two stand-ins of each kind."""

    def __init__(self, held: ExitStack, **settings: str) -> None:
        self.ports = Ports(free_block(PORTS))
        self.servers: dict[str, StandIn] = {}
        env = {
            **os.environ,
            "PATELLA_PROXY_BIND": f"127.0.0.1:{self.ports.proxy}",
            "PATELLA_PROXY_ACTIONS_BIND": f"127.0.0.1:{self.ports.actions_front}",
            "PATELLA_PROXY_METRICS_BIND": f"127.0.0.1:{self.ports.metrics}",
            "PATELLA_EMERGENCY_NUMBER": NUMBER,
            **settings,
        }
        for number in (1, 2):
            for kind, port in (("dialogue", self.ports.dialogue), ("actions", self.ports.actions)):
                name = f"{kind}-{number}"
                env[f"PATELLA_{kind.upper()}_{number}"] = f"127.0.0.1:{port(number)}"
                self.servers[name] = held.enter_context(StandIn(name, port(number)))
                held.callback(self.servers[name].shutdown)
                threading.Thread(
                    target=self.servers[name].serve_forever, args=(0.01,), daemon=True
                ).start()
        proxy = subprocess.Popen(
            [proxy_program(os.environ), "-db", "-q", "-f", str(ROOT / PROXY_CONFIGURATION)],
            env=env,
            stdout=subprocess.DEVNULL,
        )
        held.callback(proxy.wait)
        held.callback(proxy.kill)
        wait_until(lambda: self.ask("/live")[0] == 200)

    def ask(
        self,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        port: int | None = None,
        method: str | None = None,
        **headers: str,
    ) -> tuple[int, str, http.client.HTTPMessage | None]:
        """Status, body and headers; the status is 0 where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.ports.proxy, timeout=10)
        method = method or ("GET" if body is None else "POST")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return response.status, response.read().decode(), response.headers
        except ConnectionError:
            return 0, "", None
        finally:
            connection.close()


def wait_until(holds: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def token(session: str, expires: int = 1) -> str:
    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    return f"Bearer {part({'alg': 'HS256'})}.{part({'sid': session, 'exp': expires})}.{'c2ln' * 8}"


@pytest.fixture(scope="module")
def shared() -> Iterator[Stage]:
    with ExitStack() as held:
        yield Stage(held, PATELLA_PROXY_RATE="1000000")


@pytest.fixture
def stage(shared: Stage) -> Iterator[Stage]:
    """The proxy with all servers well again."""
    for server in shared.servers.values():
        server.status = 200
        server.states = {"/ready": 200, "/live": 200, "/health": 200}
    wait_until(lambda: both_are_asked(shared))
    for server in shared.servers.values():
        server.seen.clear()
    yield shared


def both_are_asked(stage: Stage) -> bool:
    """Requests without a session go to one server and the other in turn."""
    page = "/webhooks/web/chat"
    found = {stage.ask(page)[1] for _ in range(2)}
    found |= {stage.ask("/webhook", b"{}", stage.ports.actions_front)[1] for _ in range(2)}
    all_of_them = {"dialogue-1", "dialogue-2", "actions-1", "actions-2"}
    return found == all_of_them and stage.ask("/ready")[0] == 200


MESSAGE = "/webhooks/web/message"


def test_a_conversation_stays_with_one_server_also_with_a_new_token(stage):
    found = set()
    for number in range(20):
        session = f"{number:032x}"
        answers = {
            stage.ask(MESSAGE, b"{}", Authorization=token(session, expires))[1]
            for expires in (1, 2, 3)
        }
        assert len(answers) == 1
        found |= answers
    assert found == {"dialogue-1", "dialogue-2"}


def test_a_server_that_is_not_ready_gets_no_conversation_and_then_its_own_again(stage):
    sessions = [token(f"{number:032x}") for number in range(12)]

    def places() -> list[str]:
        return [stage.ask(MESSAGE, b"{}", Authorization=session)[1] for session in sessions]

    before = places()
    stage.servers["dialogue-1"].states["/ready"] = 503
    wait_until(lambda: set(places()) == {"dialogue-2"})
    stage.servers["dialogue-1"].states["/ready"] = 200
    wait_until(lambda: places() == before)


def test_where_none_is_ready_those_that_live_still_look_for_emergencies(stage):
    for number in (1, 2):
        stage.servers[f"dialogue-{number}"].states["/ready"] = 503
    wait_until(lambda: stage.ask("/ready")[0] == 503)
    assert stage.ask(MESSAGE, b"{}")[0] == 200
    assert stage.ask("/live")[0] == 200


def test_a_message_that_one_server_cannot_take_goes_to_the_other(stage):
    session = token("0" * 32)
    first = stage.ask(MESSAGE, b"{}", Authorization=session)[1]
    stage.servers[first].status = 503
    status, other, _ = stage.ask(MESSAGE, b"{}", Authorization=session)
    assert status == 200
    assert other != first


def test_a_report_that_cannot_be_made_is_not_begun_again(stage):
    for number in (1, 2):
        stage.servers[f"dialogue-{number}"].status = 503
    assert stage.ask("/webhooks/web/report")[0] == 503
    assert sum(len(server.seen) for server in stage.servers.values()) == 1


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/metrics", "GET", 404),
        ("/webhooks/web/metrics", "GET", 404),
        ("/webhooks/rest/webhook", "POST", 404),
        ("/model", "PUT", 404),
        ("/conversations/x/tracker", "GET", 404),
        ("/webhook", "POST", 404),
        ("/webhooks/web/message", "PUT", 405),
        ("/webhooks/web/message", "TRACE", 405),
    ],
)
def test_there_is_no_way_in_but_the_routes_that_are_named(stage, path, method, status):
    body = None if method in ("GET", "TRACE") else b"{}"
    answered, text, _ = stage.ask(path, body, method=method)
    assert answered == status
    assert json.loads(text)["error"]
    assert not any(server.seen for server in stage.servers.values())


def test_every_route_of_the_web_api_is_let_through(stage):
    described = yaml.safe_load((ROOT / "docs" / "openapi.yml").read_text(encoding="utf-8"))
    inside = {"/metrics"}
    for path in set(described["paths"]) - inside:
        method = "POST" if "post" in described["paths"][path] else "GET"
        path = path.replace("{name}", "loader.js")
        assert stage.ask(path, b"{}" if method == "POST" else None)[0] == 200, path


def test_what_is_too_large_gets_no_further(stage):
    for path, most in ((MESSAGE, 8 * 1024), ("/webhooks/telegram/webhook", 256 * 1024)):
        assert stage.ask(path, b"a" * most)[0] == 200
        status, text, _ = stage.ask(path, b"a" * (most + 1))
        assert (status, json.loads(text)["error"]) == (413, "too_large")
    # In pieces, which tell no length.
    status, _, _ = stage.ask(MESSAGE, iter([b"a" * 5000, b"a" * 5000]))
    assert status == 413


def test_nobody_but_the_proxy_tells_an_address(stage):
    stage.ask(
        MESSAGE,
        b"{}",
        X_Forwarded_For="1.2.3.4",
        Forwarded="for=1.2.3.4",
        X_Real_IP="1.2.3.4",
        X_Forwarded_Host="evil.example",
    )
    (seen,) = (one for server in stage.servers.values() for one in server.seen)
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert not {"forwarded", "x-real-ip", "x-forwarded-host"} & set(seen)


def test_an_address_that_asks_too_often_is_told_so_and_messengers_are_not(tmp_path):
    with ExitStack() as held:
        stage = Stage(held, PATELLA_PROXY_RATE="5")
        answers = [stage.ask(MESSAGE, b"{}") for _ in range(8)]
        assert [status for status, _, _ in answers] == 5 * [200] + 3 * [429]
        assert answers[-1][2]["Retry-After"]
        assert f"call {NUMBER}" in json.loads(answers[-1][1])["text"]
        assert stage.ask("/webhooks/telegram/webhook", b"{}")[0] == 200


def test_action_servers_are_only_reached_from_inside_and_one_stands_in_for_the_other(stage):
    front = stage.ports.actions_front
    for path in ("/webhook", "/report", "/health", "/ready"):
        assert stage.ask(path, b"{}", front)[0] == 200
    for path in ("/actions", "/metrics", "/status"):
        assert stage.ask(path, None, front)[0] == 404
    stage.servers["actions-1"].states["/ready"] = 503
    wait_until(lambda: {stage.ask("/webhook", b"{}", front)[1] for _ in range(6)} == {"actions-2"})
    stage.servers["actions-2"].states["/ready"] = 503
    # Neither can search, but an interview goes on with what lives.
    wait_until(
        lambda: (
            {stage.ask("/webhook", b"{}", front)[1] for _ in range(6)} == {"actions-1", "actions-2"}
        )
    )
    assert stage.ask("/webhook", b"{}", front)[0] == 200


def test_what_the_proxy_counts_is_told_inside_only(stage):
    status, text, _ = stage.ask("/metrics", None, stage.ports.metrics)
    assert status == 200
    assert "haproxy_backend_active_servers" in text


def test_where_nobody_is_left_people_are_told_what_to_do_in_the_words_of_the_domain():
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    words = Words(responses, {"emergency_number": NUMBER})
    with ExitStack() as held:
        stage = Stage(held, PATELLA_PROXY_RATE="1000000")
        for server in stage.servers.values():
            server.shutdown()
            server.server_close()
        status, text, headers = stage.ask(MESSAGE, b"{}")
    assert status == 503
    assert json.loads(text) == {"error": "not_available", "text": words.text("utter_not_processed")}
    assert headers["Retry-After"]
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("status", "response"),
    [(503, "utter_not_processed"), (413, "utter_too_long"), (429, "utter_too_many")],
)
def test_the_words_are_those_of_the_dialogue_server(status, response):
    configured = (ROOT / PROXY_CONFIGURATION).read_text(encoding="utf-8")
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    said = Words(responses, {"emergency_number": "${PATELLA_EMERGENCY_NUMBER-112}"}).text(response)
    (line,) = (one for one in configured.splitlines() if f"http-error status {status} " in one)
    assert said.replace("1,000", "1000") in line
