from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from scripts.background import free_ports
from scripts.readiness import Readiness, ask, waiting_for, watch_life


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers 503 for as many times as the path says, then 200; /never never."""

    seen: dict[str, int] = {}  # noqa: RUF012 - the standard library makes the objects

    def do_GET(self) -> None:
        self.seen[self.path] = self.seen.get(self.path, 0) + 1
        wanted = self.path.removeprefix("/after-")
        ready = wanted.isdecimal() and self.seen[self.path] > int(wanted)
        self.send_response(200 if ready else 503)
        self.end_headers()
        self.wfile.write(b'{"checks": {"store": true, "model": false, "canary": false}}')

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def answering() -> Iterator[str]:
    Answers.seen = {}
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_what_is_not_ready_is_told(answering):
    answer = ask(f"{answering}/never")
    assert not answer.ready
    assert answer.detail == "model, canary"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"checks": 1}', b"\xff"])
def test_other_answers_tell_nothing(body):
    assert waiting_for(body) == ""


def test_no_server_is_not_ready():
    assert not ask(f"http://127.0.0.1:{free_ports(1)[0]}/").ready


def test_waiting_ends_when_all_are_ready(answering):
    wait = Readiness([("a", f"{answering}/after-0"), ("b", f"{answering}/after-2")], 5, quiet=True)
    assert wait.wait(threading.Event(), pause=0.001) is None
    assert wait.reached


def test_waiting_too_long_says_for_what(answering):
    wait = Readiness([("dialogue server", f"{answering}/never")], 0.05, quiet=True)
    late = wait.wait(threading.Event(), pause=0.001)
    assert late == "The dialogue server was not ready after 0 s (model, canary)."
    assert not wait.reached


def test_waiting_ends_with_the_servers(answering):
    ending = threading.Event()
    ending.set()
    wait = Readiness([("a", f"{answering}/never")], 5, quiet=True)
    assert wait.wait(ending) is None
    assert not wait.reached


def test_a_server_that_answers_no_more_is_noticed(answering):
    told = watch_life(
        [("dialogue server", f"{answering}/after-0"), ("action server", f"{answering}/never")],
        threading.Event(),
        pause=0.001,
    )
    assert told == "The action server runs but does not answer any more."
    assert Answers.seen["/never"] == 3
