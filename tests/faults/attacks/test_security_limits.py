"""Too large, too long and too slow: turned away quickly, in plain words, and without harm."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest

from tests.conversations.transcripts import Person
from tests.faults import processes
from tests.faults.attacks.attack_slowly import Slowly
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import Target, lines_of, raw

Count = Callable[[str], Attempts]

KB = 1024
MESSAGE = "/webhooks/web/message"
#: A server looks every ten seconds for who takes more than twenty, or says nothing for thirty.
MOST_SECONDS = 50.0


@pytest.fixture
def headers(target: Target) -> dict[str, str]:
    token = Person(target.url).token
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def body_of(size: int) -> bytes:
    start, end = b'{"id": "a", "text": "', b'"}'
    return start + b"a" * (size - len(start) - len(end)) + end


def test_a_body_that_is_too_large(target: Target, headers: dict[str, str], attempts: Count) -> None:
    http = target.http()
    with attempts("S6") as tried:
        for size in (8 * KB + 1, 9 * KB, 64 * KB, 255 * KB, 257 * KB, 1000 * KB):
            answer = http.post(MESSAGE, content=body_of(size), headers=headers)
            tried.add(answer.status_code != 413, f"{size} bytes: {answer.status_code}")
        # What is just small enough is looked at.
        answer = http.post(MESSAGE, content=body_of(8 * KB), headers=headers)
        assert [m.get("notice") for m in lines_of(answer)] == ["limit"]


def test_a_hundred_megabytes(target: Target, headers: dict[str, str], attempts: Count) -> None:
    """The connection is closed long before all of it has come, and the memory is as it was."""
    at = urlsplit(target.url)
    server = processes.below(target.servers.supervisor("dialogue"))
    before = processes.megabytes(server)
    with attempts("S6") as tried:
        for told in ("Content-Length: 100000000", "Transfer-Encoding: chunked"):
            lines = [f"POST {MESSAGE} HTTP/1.1", "Host: a", told]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            sent, chunk = 0, b"a" * 65536
            if "chunked" in told:
                chunk = b"10000\r\n" + chunk + b"\r\n"
            with closing(socket.create_connection((at.hostname, at.port), 20)) as connection:
                connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
                try:
                    while sent < 100_000_000:
                        connection.sendall(chunk)
                        sent += len(chunk)
                except OSError:
                    pass
            tried.add(sent > 20_000_000, f"{told}: {sent} bytes were taken")
        grown = processes.megabytes(server) - before
        tried.add(grown > 50, f"{grown:.0f} MB more memory")


def test_a_text_that_is_too_long(target: Target, headers: dict[str, str], attempts: Count) -> None:
    http, turns = target.http(), target.turns()
    with attempts("S6") as tried:
        for size in (1001, 1002, 2000, 7000):
            for letter in ("a", "é", "a "):
                text = (letter * size)[:size]
                text = text[:-1] + "x"
                content = json.dumps({"id": "long", "text": text}, ensure_ascii=False).encode()
                if len(content) > 8 * KB:
                    continue
                answer = http.post(MESSAGE, content=content, headers=headers)
                notices = [message.get("notice") for message in lines_of(answer)]
                tried.add("limit" not in notices, f"{size} of {letter!r}: {notices}")
        tried.add(target.turns() != turns, "it became a turn")


def test_headers_that_are_too_large(target: Target, attempts: Count) -> None:
    with attempts("S6") as tried:
        for count, size in ((1, 10 * KB), (1, 100 * KB), (1000, 50), (20_000, 50)):
            many = "".join(f"X-{number}: {'a' * size}\r\n" for number in range(count))
            request = f"GET /live HTTP/1.1\r\nHost: a\r\n{many}\r\n"
            try:
                status, _ = raw(target.url, request.encode(), 5)
            except ConnectionError:
                status = 0
            tried.add(status not in (0, 400, 413, 431), f"{count} × {size}: {status}")
        for line in (f"GET /{'a' * 20 * KB} HTTP/1.1", "GET /live HTTP/9.9", "BREW /live HTTP/1.1"):
            status, _ = raw(target.url, f"{line}\r\nHost: a\r\n\r\n".encode(), 5)
            tried.add(status == 200, f"{line[:40]}: {status}")


def test_two_requests_in_one(target: Target, attempts: Count) -> None:
    """A length that is told twice, or in two ways, smuggles nothing in."""
    inner = "GET /webhooks/web/history HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a.b.c\r\n\r\n"
    tricks = (
        f"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}",
        f"Content-Length: 0\r\nContent-Length: {len(inner)}\r\n\r\n{inner}",
        f"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{inner}",
        f"Content-Length: -1\r\n\r\n{inner}",
        f"Content-Length: 1e9\r\n\r\n{inner}",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    )
    with attempts("S6") as tried:
        for trick in tricks:
            request = f"POST {MESSAGE} HTTP/1.1\r\nHost: a\r\n{trick}"
            _, answer = raw(target.url, request.encode(), 3)
            tried.add("HTTP/1.1 200" in answer or "HTTP/1.1 5" in answer, f"{trick[:50]!r}")


def test_whoever_is_slow_is_hung_up_on(target: Target, slow: Slowly, attempts: Count) -> None:
    with attempts("S6") as tried:
        for each in slow.wait():
            too_late = each.closed is None or each.closed > MOST_SECONDS
            tried.add(too_late, f"{each.kind}: closed after {each.closed} s")


def test_beside_the_slow_ones_others_are_answered(target: Target, attempts: Count) -> None:
    held = []
    at = urlsplit(target.url)
    for _ in range(100):
        connection = socket.create_connection((at.hostname, at.port), 10)
        connection.sendall(b"POST /webhooks/web/message HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        held.append(connection)
    begun = time.monotonic()
    with attempts("S6") as tried, httpx.Client(base_url=target.url, trust_env=False) as http:
        for _ in range(10):
            answer = http.post("webhooks/web/session")
            tried.add(answer.status_code != 200, f"{answer.status_code}")
        took = time.monotonic() - begun
        tried.add(took > 5, f"ten sessions took {took:.1f} s")
    for connection in held:
        connection.close()
