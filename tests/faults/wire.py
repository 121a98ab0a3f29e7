"""A wire between two servers that can be slow, or cut: a relay of TCP, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: Within so many seconds what is sent is taken for more of the same call.
PIECES = 0.02


class Wire:
    """Passes bytes on to a port of this machine, what is asked ``delay`` seconds late."""

    def __init__(self, port: int) -> None:
        self.delay = 0.0
        self.port = 0
        self.to = port

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(self._ask(reader, far_writer), self._pass(far_reader, writer))

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop, begun = asyncio.get_running_loop(), float("-inf")
        with suppress(OSError):
            while data := await reader.read(65536):
                # Once for each call: a connection is used for many, and a call comes in pieces.
                if loop.time() - begun > PIECES:
                    await asyncio.sleep(self.delay)
                begun = loop.time()
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """A wire to this port, with its own port in ``port``."""
    wire, loop = Wire(port), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="wire", daemon=True)
    thread.start()
    listening = asyncio.start_server(wire.carry, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(listening, loop).result()
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
