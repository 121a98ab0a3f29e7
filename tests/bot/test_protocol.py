from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator

import pytest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.protocol import PromptProtocol
from tests.sanic_apps import sanic_as_imported

SECONDS = 0.3
SLOWEST = 3.0
HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"


async def echo(request: Request) -> HTTPResponse:
    if request.body == b"wait":
        await asyncio.sleep(3 * SECONDS)
    return text(str(len(request.body)))


@pytest.fixture
async def port() -> AsyncIterator[int]:
    app = Sanic("prompt", configure_logging=False, register=False)
    app.config.REQUEST_TIMEOUT = SECONDS
    app.add_route(echo, "/", methods=["POST"])
    with sanic_as_imported(), socket.create_server(("127.0.0.1", 0)) as sock:
        server = await app.create_server(
            sock=sock, return_asyncio_server=True, protocol=PromptProtocol
        )
        assert server is not None
        await server.startup()
        yield sock.getsockname()[1]
        await server.close()


async def seconds_until_closed(port: int, first: bytes, then: bytes) -> float:
    """How long a connection lasts on which `then` comes byte by byte."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    begun = time.monotonic()
    writer.write(first)

    async def trickle() -> None:
        for at in range(len(then)):
            writer.write(then[at : at + 1])
            await asyncio.sleep(SECONDS / 10)

    trickling = asyncio.ensure_future(trickle())
    with contextlib.suppress(ConnectionError):
        await asyncio.wait_for(reader.read(), SLOWEST)
    trickling.cancel()
    writer.close()
    return time.monotonic() - begun


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (b"", HEAD[:-2] + b"a" * 500),
        (HEAD, b"X-Slow: " + b"a" * 500),
        (HEAD + b"Content-Length: 500\r\n\r\n", b"a" * 500),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 100),
    ],
    ids=["line", "headers", "body", "chunks"],
)
async def test_whoever_sends_slowly_is_hung_up_on(port: int, first: bytes, then: bytes) -> None:
    assert await seconds_until_closed(port, first, then) < SLOWEST


async def test_an_answer_may_take_longer_and_the_next_request_has_a_clock_of_its_own(
    port: int,
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(HEAD + b"Content-Length: 4\r\n\r\nwa")
        await asyncio.sleep(SECONDS / 3)
        writer.write(b"it")
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n4"), SLOWEST)
        assert answer.startswith(b"HTTP/1.1 200 ")
    writer.close()


class Transport(asyncio.Transport):
    """A connection whose other end is of no interest."""

    def get_extra_info(self, name: str, default: object = None) -> object:
        return default

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        return None

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        return None

    def resume_reading(self) -> None:
        return None


async def test_bytes_may_be_there_before_sanic_has_begun_with_the_connection() -> None:
    app = Sanic("prompt", configure_logging=False, register=False)
    loop = asyncio.get_running_loop()
    protocol = PromptProtocol(loop=loop, app=app, connections=set())
    protocol.connection_made(Transport())
    protocol.data_received(HEAD)
    assert bytes(protocol.recv_buffer) == HEAD
    protocol._task.cancel()
