from __future__ import annotations

import httpx
import pytest

from bot.shell_client import CUT_SHORT, EXPIRED, UNREACHABLE, Said, Unavailable
from tests.bot.shell_examples import GREETING, Server, client_of


def test_a_turn_sends_the_token_and_yields_the_messages():
    server = Server([{"text": "Which knee?"}, {"done": True}])
    client = client_of(server)
    assert client.begin() == [GREETING]
    assert list(client.send(Said(text="hi", id="1"))) == [{"text": "Which knee?"}, {"done": True}]
    assert server.requests[0].headers["Authorization"] == "Bearer t1"
    assert server.bodies == [{"id": "1", "text": "hi"}]


def test_debug_is_asked_for():
    assert Said(payload="skip", id="1").body(debug=True) == {
        "id": "1",
        "payload": "skip",
        "debug": True,
    }


@pytest.mark.parametrize(
    ("answer", "text", "notice"),
    [
        pytest.param(httpx.ConnectError("refused"), UNREACHABLE, "not_processed", id="no server"),
        pytest.param([{"text": "Wh"}], CUT_SHORT, "not_processed", id="no done"),
        pytest.param(httpx.Response(200, text='{"te'), CUT_SHORT, "not_processed", id="half"),
        pytest.param(
            httpx.Response(429, json={"error": "rate", "text": "Slow down."}),
            "Slow down.",
            "not_processed",
            id="too many",
        ),
        pytest.param(
            httpx.Response(413, json={"error": "size", "text": "Too long."}),
            "Too long.",
            "limit",
            id="too long",
        ),
        pytest.param(
            httpx.Response(502, text="<html>"),
            "The server could not process this message (status 502).",
            "not_processed",
            id="a proxy's page",
        ),
    ],
)
def test_what_goes_wrong_comes_as_a_message(answer, text, notice):
    client = client_of(Server(answer))
    client.begin()
    *_, message, done = client.send(Said(text="hi"))
    assert (message["text"], message["notice"]) == (text, notice)
    assert done == {"done": True}


def test_a_token_that_is_not_taken_any_more_begins_anew():
    server = Server(httpx.Response(401, json={"error": "unauthorised"}), [{"done": True}])
    client = client_of(server)
    client.begin()
    messages = list(client.send(Said(text="hi")))
    assert [message.get("text") for message in messages] == [EXPIRED, GREETING["text"], None]
    list(client.send(Said(text="hi")))
    assert server.requests[1].headers["Authorization"] == "Bearer t2"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(httpx.Response(404, text="no such page"), id="another server"),
        pytest.param(httpx.Response(200, text="hello"), id="no JSON"),
        pytest.param(httpx.Response(200, json=["token"]), id="other JSON"),
        pytest.param(httpx.ConnectError("refused"), id="no server"),
    ],
)
def test_no_session_is_told(answer):
    def server(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(Unavailable, match="http://test/"):
        client_of(server).begin()
