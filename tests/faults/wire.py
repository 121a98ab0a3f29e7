"""A wire between two servers that can be slow, silent, or cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Wire:
    """Passes bytes on to a port of this machine, ``delay`` seconds late, or not at all."""

    def __init__(self, port: int) -> None:
        self.delay = 0.0
        self.is_silent = False
        self._to = port

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(
            self._pass(reader, far_writer, is_late=True), self._pass(far_reader, writer)
        )

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_late: bool = False
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if is_late:
                    await asyncio.sleep(self.delay)
                if not self.is_silent:
                    writer.write(data)
                    await writer.drain()
        with suppress(OSError):
            writer.close()


@asynccontextmanager
async def wire_to(port: int, listening: int = 0) -> AsyncIterator[tuple[Wire, int]]:
    """A wire and the port at its near end."""
    wire = Wire(port)
    server = await asyncio.start_server(wire.carry, "127.0.0.1", listening)
    try:
        yield wire, server.sockets[0].getsockname()[1]
    finally:
        server.close()
