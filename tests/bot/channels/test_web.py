from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.channels.bodies import MOST_BYTES
from bot.channels.tokens import Tokens
from bot.failure import TurnAborted
from tests.bot.channels.conftest import SECRET
from tests.bot.standins import Bench

Serve = Callable[..., Any]

SESSION = "/webhooks/web/session"
MESSAGE = "/webhooks/web/message"
HISTORY = "/webhooks/web/history"
ERASE = "/webhooks/web/erase"
EXPORT = "/webhooks/web/export"


async def begin(client: httpx.AsyncClient) -> dict[str, str]:
    """Begin a session; the headers for its requests."""
    return {"Authorization": f"Bearer {(await client.post(SESSION)).json()['token']}"}


def lines(response: httpx.Response) -> list[dict[str, Any]]:
    return [json.loads(line) for line in response.text.splitlines()]


async def test_a_session_begins_with_a_greeting_and_stores_nothing(
    client: httpx.AsyncClient, bench: Bench
) -> None:
    opened = (await client.post(SESSION)).json()
    assert sorted(opened) == ["emergency_number", "expires", "keep_days", "messages", "token"]
    assert [message.get("notice") for message in opened["messages"]] == [None, "consent"]
    assert bench.store.kept == {}
    assert bench.dialogue.heard == []


async def test_each_session_is_another_conversation(client: httpx.AsyncClient) -> None:
    one, two = await begin(client), await begin(client)
    await client.post(MESSAGE, headers=one, json={"id": "1", "text": "my knee"})
    assert (await client.get(HISTORY, headers=two)).json() == {"messages": []}
    assert len((await client.get(HISTORY, headers=one)).json()["messages"]) == 2


async def test_a_session_is_prolonged_with_its_token(client: httpx.AsyncClient) -> None:
    headers = await begin(client)
    await client.post(MESSAGE, headers=headers, json={"id": "1", "text": "my knee"})
    renewed = (await client.post(SESSION, headers=headers)).json()
    assert renewed["messages"] == []
    again = {"Authorization": f"Bearer {renewed['token']}"}
    assert len((await client.get(HISTORY, headers=again)).json()["messages"]) == 2


async def test_a_worthless_token_begins_a_new_session(client: httpx.AsyncClient) -> None:
    opened = await client.post(SESSION, headers={"Authorization": "Bearer nonsense"})
    assert len(opened.json()["messages"]) == 2


async def test_a_message_is_answered_line_by_line(client: httpx.AsyncClient, bench: Bench) -> None:
    bench.dialogue.reply = [{"text": "Grüße\u2028"}, {"text": "Which side?"}]
    response = await client.post(
        MESSAGE, headers=await begin(client), json={"id": "1", "text": "my knee"}
    )
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line) for line in response.text.strip().split("\n")] == [
        {"text": "Grüße"},
        {"text": "Which side?"},
        {"done": True},
    ]


async def test_the_sender_is_the_sessions(client: httpx.AsyncClient, bench: Bench) -> None:
    headers = await begin(client)
    await client.post(MESSAGE, headers=headers, json={"id": "1", "text": "my knee"})
    session_id = Tokens(SECRET, 60).read(headers["Authorization"])
    assert list(bench.store.kept) == [f"web:{session_id}"]


async def test_the_same_id_gets_the_same_answer(client: httpx.AsyncClient, bench: Bench) -> None:
    headers, message = await begin(client), {"id": "1", "text": "my knee"}
    first = await client.post(MESSAGE, headers=headers, json=message)
    bench.dialogue.reply = [{"text": "Something else"}]
    assert (await client.post(MESSAGE, headers=headers, json=message)).text == first.text


async def test_a_session_tells_what_differs_from_place_to_place(serve: Serve) -> None:
    client = await serve(keep_days=7, emergency_number="999")
    opened = (await client.post(SESSION)).json()
    assert (opened["keep_days"], opened["emergency_number"]) == (7, "999")


async def test_consent_is_taken_for_given_unless_it_is_denied(
    client: httpx.AsyncClient, bench: Bench
) -> None:
    headers = await begin(client)
    message = {"id": "1", "text": "my knee", "consent": False}
    denied = await client.post(MESSAGE, headers=headers, json=message)
    assert [line.get("notice") for line in lines(denied)] == ["consent", None]
    assert bench.store.kept == {}
    message = {"id": "1", "text": "my knee"}
    assert lines(await client.post(MESSAGE, headers=headers, json=message))[0]["text"]
    assert len(bench.store.kept) == 1


async def test_a_failed_turn_is_told_as_a_message(client: httpx.AsyncClient, bench: Bench) -> None:
    bench.dialogue.reply = TurnAborted("actions_unreachable")
    response = await client.post(
        MESSAGE, headers=await begin(client), json={"id": "1", "text": "my knee"}
    )
    assert response.status_code == 200
    assert [line.get("notice") for line in lines(response)] == ["not_processed", None]


BODIES: dict[str, tuple[dict[str, Any], int]] = {
    "no JSON": ({"content": b"{", "headers": {"content-type": "application/json"}}, 400),
    "not UTF-8": ({"content": b"\xff\xfe", "headers": {"content-type": "application/json"}}, 400),
    "deeply nested": (
        {"content": b"[" * 4000, "headers": {"content-type": "application/json"}},
        400,
    ),
    "a list": ({"json": []}, 400),
    "null": ({"content": b"null", "headers": {"content-type": "application/json"}}, 400),
    "no id": ({"json": {"text": "hi"}}, 400),
    "an id that is a number": ({"json": {"id": 1, "text": "hi"}}, 400),
    "an id with spaces": ({"json": {"id": "a b", "text": "hi"}}, 400),
    "an empty id": ({"json": {"id": "", "text": "hi"}}, 400),
    "a long id": ({"json": {"id": "a" * 65, "text": "hi"}}, 400),
    "an id with a newline": ({"json": {"id": "a\n", "text": "hi"}}, 400),
    "neither text nor payload": ({"json": {"id": "1"}}, 400),
    "both text and payload": ({"json": {"id": "1", "text": "hi", "payload": "skip"}}, 400),
    "text that is a number": ({"json": {"id": "1", "text": 3}}, 400),
    "text that is a list": ({"json": {"id": "1", "text": ["hi"]}}, 400),
    "a slash payload": ({"json": {"id": "1", "payload": "/restart"}}, 400),
    "a payload that is an object": ({"json": {"id": "1", "payload": {}}}, 400),
    "an unknown field": ({"json": {"id": "1", "text": "hi", "sender": "web:x"}}, 400),
    "consent that is a number": ({"json": {"id": "1", "text": "hi", "consent": 0}}, 400),
    "debug that is text": ({"json": {"id": "1", "text": "hi", "debug": "yes"}}, 400),
    "a form": ({"data": {"id": "1", "text": "hi"}}, 415),
    "plain text": ({"content": b"{}", "headers": {"content-type": "text/plain"}}, 415),
    "too large": ({"json": {"id": "1", "text": "a" * MOST_BYTES}}, 413),
    "far too large": ({"json": {"id": "1", "text": "a" * 300_000}}, 413),
}


@pytest.mark.parametrize(("request_", "status"), BODIES.values(), ids=BODIES.keys())
async def test_a_wrong_request_is_refused_in_plain_words(
    client: httpx.AsyncClient, bench: Bench, request_: dict[str, Any], status: int
) -> None:
    headers = {**await begin(client), **request_.get("headers", {})}
    response = await client.post(MESSAGE, **{**request_, "headers": headers})
    assert response.status_code == status
    assert response.json()["error"]
    assert bench.dialogue.heard == []
    if len(str(request_)) < 50_000:
        assert response.json()["text"]


async def test_json_with_a_charset_is_json(client: httpx.AsyncClient) -> None:
    headers = {**await begin(client), "content-type": "application/json; charset=utf-8"}
    response = await client.post(MESSAGE, headers=headers, content=b'{"id":"1","text":"hi"}')
    assert response.status_code == 200


async def test_text_over_the_limit_is_told_in_a_message(client: httpx.AsyncClient) -> None:
    response = await client.post(
        MESSAGE, headers=await begin(client), json={"id": "1", "text": "a" * 1001}
    )
    assert response.status_code == 200
    assert lines(response)[0]["notice"] == "limit"


TOKENS = {
    "none": None,
    "another scheme": "Basic abc",
    "nonsense": "Bearer nonsense",
    "no signature": "Bearer eyJhbGciOiJub25lIn0.eyJzaWQiOiJhIn0.",
    "another secret": f"Bearer {Tokens('x' * 32, 60).begin().token}",
    "expired": f"Bearer {Tokens(SECRET, -10).begin().token}",
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS.keys())
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", MESSAGE), ("GET", HISTORY), ("POST", ERASE), ("GET", EXPORT)],
)
async def test_nothing_goes_without_a_good_token(
    client: httpx.AsyncClient, bench: Bench, method: str, path: str, token: str | None
) -> None:
    headers = {"Authorization": token} if token else {}
    response = await client.request(method, path, headers=headers)
    assert response.status_code == 401
    assert response.json()["error"] == "unauthorised"
    assert response.json()["text"]


async def test_history_erase_and_export(client: httpx.AsyncClient, bench: Bench) -> None:
    headers = await begin(client)
    await client.post(MESSAGE, headers=headers, json={"id": "1", "text": "my knee"})
    assert (await client.get(HISTORY, headers=headers)).json()["messages"] == [
        {"from": "person", "text": "my knee"},
        {"from": "bot", "text": "Which side?"},
    ]
    export = await client.get(EXPORT, headers=headers)
    assert export.json()["sender_id"].startswith("web:")
    assert re.search(
        r'attachment; filename="patella-conversation-\d{4}-\d\d-\d\d\.json"',
        export.headers["content-disposition"],
    )
    assert "\n  " in export.text, "nobody can read that"
    erased = await client.post(ERASE, headers=headers)
    assert erased.status_code == 200
    assert (await client.get(HISTORY, headers=headers)).json() == {"messages": []}
    assert bench.store.kept == {}


async def test_erasing_that_fails_is_told(client: httpx.AsyncClient, bench: Bench) -> None:
    bench.store.broken, bench.store.breaks_on = OSError("disk"), "delete"
    response = await client.post(ERASE, headers=await begin(client))
    assert response.status_code == 503


async def test_a_closed_connection_does_not_undo_the_turn(
    client: httpx.AsyncClient, bench: Bench
) -> None:
    headers = await begin(client)
    bench.dialogue.gate = asyncio.Event()
    message = {"id": "1", "text": "my knee"}
    with pytest.raises(httpx.ReadTimeout):
        await client.post(MESSAGE, headers=headers, json=message, timeout=0.1)
    bench.dialogue.gate.set()
    await bench.turn.drain(1)
    again = await client.post(MESSAGE, headers=headers, json=message)
    assert lines(again) == [{"text": "Which side?"}, {"done": True}]
    assert len(bench.dialogue.heard) == 1


@pytest.mark.parametrize(
    ("allowed", "asked", "told"),
    [(False, True, False), (True, False, False), (True, True, True)],
)
async def test_debug_needs_both_the_server_and_the_client(
    serve: Serve, allowed: bool, asked: bool, told: bool
) -> None:
    client = await serve(debug=allowed)
    message = {"id": "1", "text": "my knee", "debug": asked}
    response = await client.post(MESSAGE, headers=await begin(client), json=message)
    assert any("debug" in line for line in lines(response)) is told
    assert lines(response)[-1] == {"done": True}


async def test_too_many_messages_in_one_session(serve: Serve) -> None:
    client = await serve(rate=2)
    headers = await begin(client)
    statuses = []
    for number in range(3):
        response = await client.post(
            MESSAGE, headers=headers, json={"id": str(number), "text": "hi"}
        )
        statuses.append(response.status_code)
    assert statuses == [200, 200, 429]
    assert response.headers["retry-after"] == "30"
    assert "112" in response.json()["text"]
    other = await client.post(MESSAGE, headers=await begin(client), json={"id": "1", "text": "hi"})
    assert other.status_code == 200


async def test_too_many_requests_from_one_address(serve: Serve) -> None:
    client = await serve(address_rate=3)
    statuses = [(await client.post(SESSION)).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert (await client.get("/webhooks/web/chat")).status_code != 429


async def test_behind_a_proxy_its_word_on_the_address_counts(serve: Serve) -> None:
    client = await serve(address_rate=1, proxies=1)
    for address in ("10.0.0.1", "10.0.0.2"):
        response = await client.post(SESSION, headers={"X-Forwarded-For": address})
        assert response.status_code == 200
    response = await client.post(SESSION, headers={"X-Forwarded-For": "10.0.0.1"})
    assert response.status_code == 429


async def test_without_a_proxy_a_forged_address_does_not_count(serve: Serve) -> None:
    client = await serve(address_rate=1)
    await client.post(SESSION, headers={"X-Forwarded-For": "10.0.0.1"})
    response = await client.post(SESSION, headers={"X-Forwarded-For": "10.0.0.2"})
    assert response.status_code == 429


async def test_other_pages_may_not_talk_to_us(serve: Serve) -> None:
    client = await serve(origins=("https://clinic.example",))
    own = str(client.base_url).rstrip("/")
    for origin, status in [
        (own, 200),
        ("https://clinic.example", 200),
        ("https://evil.example", 403),
        ("null", 403),
        ("http://[", 403),
    ]:
        response = await client.post(SESSION, headers={"Origin": origin})
        assert response.status_code == status, origin
        assert "access-control-allow-origin" not in response.headers


async def test_a_broken_store_is_told(client: httpx.AsyncClient, bench: Bench) -> None:
    headers = await begin(client)

    def broken(sender_id: str) -> list[Any]:
        raise OSError("my secret pain")

    bench.store.history = broken  # type: ignore[method-assign]
    response = await client.get(HISTORY, headers=headers)
    assert response.status_code == 503
    assert "secret" not in response.text
