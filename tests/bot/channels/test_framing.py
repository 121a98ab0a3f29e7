from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.framing import is_well_framed


@pytest.mark.parametrize(
    ("headers", "fine"),
    [
        ([], True),
        (["Host: a", "Content-Length: 5"], True),
        (["content-length:5"], True),
        (["Content-Length: \t5 "], True),
        (["Transfer-Encoding: chunked"], True),
        (["X-Odd: \xe9: \x80"], True),
        (["Content-Length: -1"], False),
        (["Content-Length: +1"], False),
        (["Content-Length: 1_0"], False),
        (["Content-Length: 5, 5"], False),
        (["Content-Length: 1e3"], False),
        (["Content-Length:"], False),
        (["Content-Length: 99999999999"], False),
        (["Content-Length: 5", "Content-Length: 5"], False),
        (["Content-Length: 5", "Transfer-Encoding: chunked"], False),
        (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], False),
        (["Transfer-Encoding: xchunked"], False),
        (["Transfer-Encoding: gzip, chunked"], False),
        (["Content-Length : 5"], False),
        ([" Content-Length: 5"], False),
        (["X-A: b\nContent-Length: 5"], False),
        (["X-A: b\x00c"], False),
        (["no colon"], False),
        ([": no name"], False),
    ],
)
def test_where_a_request_ends(headers: list[str], fine: bool) -> None:
    head = "\r\n".join(["POST / HTTP/1.1", *headers])
    assert is_well_framed(head.encode("latin-1")) is fine


@pytest.mark.parametrize(
    "header",
    [
        "Content-Length: -1",
        "Content-Length: x",
        "Transfer-Encoding: xchunked",
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
    ],
)
async def test_it_is_refused_and_the_server_lives_on(
    client: httpx.AsyncClient, header: str
) -> None:
    request = f"POST /webhooks/web/session HTTP/1.1\r\nHost: a\r\n{header}\r\n\r\n{{}}"
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    writer.write(request.encode())
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.endswith(b'{"error":"failed"}')
    assert (await client.get("/live")).status_code == 200
