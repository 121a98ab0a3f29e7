"""Whatever stands in a request of the web API: it is answered in our words, or refused in them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conversations.transcripts import Person
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import Target, answer_complaint, complaint, raw
from tests.faults.attacks.fuzz_strings import naughty

Count = Callable[[str], Attempts]

MESSAGE, SESSION = "/webhooks/web/message", "/webhooks/web/session"
PLACES = {
    "Authorization": ("GET", "/webhooks/web/history"),
    "Origin": ("POST", SESSION),
    "Content-Type": ("POST", MESSAGE),
    "X-Forwarded-For": ("POST", SESSION),
    "Cookie": ("GET", "/webhooks/web/chat"),
    "If-None-Match": ("GET", "/webhooks/web/chat"),
    "Accept-Encoding": ("GET", "/webhooks/web/static/chat.js"),
    "Host": ("POST", SESSION),
    "X-Telegram-Bot-Api-Secret-Token": ("POST", "/webhooks/telegram/webhook"),
    "X-Slack-Signature": ("POST", "/webhooks/slack/events"),
    "X-Slack-Request-Timestamp": ("POST", "/webhooks/slack/events"),
}


@pytest.fixture(scope="module")
def strings(full: bool) -> list[str]:
    return naughty(None if full else 44)


class Sender:
    """Sends bodies of all kinds with a good token."""

    def __init__(self, target: Target) -> None:
        self._http = target.http()
        self._token = Person(target.url).token

    def body(self, data: bytes) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
        }
        return self._http.post(MESSAGE, content=data, headers=headers)

    def fields(self, **fields: Any) -> httpx.Response:
        return self.body(json.dumps({"id": uuid.uuid4().hex, **fields}).encode())


@pytest.fixture
def sender(target: Target) -> Sender:
    return Sender(target)


def test_as_what_somebody_says(target: Target, strings: list[str], attempts: Count) -> None:
    with attempts("R12") as tried:
        for start in range(0, len(strings), 100):
            sender = Sender(target)
            for text in strings[start : start + 100]:
                wrong = answer_complaint(sender.fields(text=text), text)
                tried.add(wrong, f"text {text[:40]!r}: {wrong}")


def test_as_the_other_fields(sender: Sender, strings: list[str], attempts: Count) -> None:
    with attempts("R12") as tried:
        for text in strings:
            for fields in (
                {"payload": text},
                {"payload": f"question={text}"[:1000]},
                {"text": "hello", "consent": False, "id": text},
                {"text": "hello", text: text},
                {"text": "hello", "debug": text},
            ):
                wrong = answer_complaint(sender.fields(**fields), text)
                tried.add(wrong, f"{next(iter(fields))} {text[:40]!r}: {wrong}")


def test_as_a_header(target: Target, strings: list[str], attempts: Count) -> None:
    body = b'{"id": "a", "text": "hello", "consent": false}'
    with attempts("R12") as tried:
        for text in strings:
            told = text.encode("utf-8", "surrogatepass")
            for name, (method, path) in PLACES.items():
                lines = [
                    f"{method} {path} HTTP/1.1".encode(),
                    b"Connection: close",
                    b"Content-Length: %d" % len(body if method == "POST" else b""),
                    name.encode() + b": " + told,
                ]
                lines += [] if name == "Host" else [b"Host: 127.0.0.1"]
                request = b"\r\n".join(lines) + b"\r\n\r\n" + (body if method == "POST" else b"")
                status, answer = raw(target.url, request)
                # Nothing at all is an answer to what is no HTTP.
                wrong = complaint(status, answer, text) if status else None
                tried.add(wrong, f"{name} {text[:40]!r}: {wrong}")


def test_in_an_address(target: Target, strings: list[str], attempts: Count) -> None:
    http = target.http()
    with attempts("R12") as tried:
        for text in strings:
            quoted = "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
            for path in (
                f"/webhooks/web/report?format={quoted}",
                f"/webhooks/web/static/{quoted}",
                f"/{quoted}",
                f"/webhooks/{quoted}/message",
            ):
                response = http.get(path[:4000])
                wrong = complaint(response.status_code, response.text, text)
                tried.add(wrong, f"{path[:40]}: {wrong}")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
#: With halves of characters, which JSON can hold and UTF-8 cannot.
ANY_TEXT = st.text(st.characters(codec=None), min_size=1, max_size=80)
BODIES = st.one_of(
    st.binary(max_size=300),
    ANYTHING.map(lambda value: json.dumps(value).encode()),
    st.fixed_dictionaries(
        {"id": st.text("abc123_-", min_size=1, max_size=64)},
        optional={
            name: st.one_of(ANYTHING, ANY_TEXT)
            for name in ("text", "payload", "debug", "consent", "sender", "metadata")
        },
    ).map(lambda value: json.dumps(value).encode()),
    st.builds(
        lambda name, text: json.dumps({"id": uuid.uuid4().hex, name: text}).encode(),
        st.sampled_from(["text", "payload"]),
        st.one_of(ANY_TEXT, ANY_TEXT.map("question={}".format), ANY_TEXT.map("age={}".format)),
    ),
)


def test_any_body(sender: Sender, full: bool, attempts: Count) -> None:
    with attempts("R12") as tried:

        @settings(
            max_examples=1500 if full else 60,
            deadline=None,
            derandomize=not full,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(body=BODIES)
        def send(body: bytes) -> None:
            wrong = answer_complaint(sender.body(body))
            tried.add(wrong, f"{body[:80]!r}: {wrong}")

        send()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"id": "a", "text": NaN}',
        b'{"id": "a", "text": "b", "text": "c"}',
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\x00}\x00",
        b"[" * 4000,
        b'{"a":' * 1500,
        b'{"id": "a", "text": ' + b"9" * 6000 + b"}",
        b'{"id": "a", "text": "\\ud800"}',
        b'{"id": "b", "payload": "question=\\ud800\\udfff"}',
        b'{"id": "c", "payload": "question=\\u202e\\ufffe"}',
        b'{"id": {"$ne": null}, "text": "a"}',
        b'{"__proto__": {"a": 1}, "id": "a", "text": "b"}',
    ],
)
def test_a_body_of_ill_will(sender: Sender, attempts: Count, body: bytes) -> None:
    with attempts("R12") as tried:
        wrong = answer_complaint(sender.body(body))
        tried.add(wrong, f"{body[:60]!r}: {wrong}")
