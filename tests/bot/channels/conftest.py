"""The web application on a free port, with stand-ins behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from rasa.core.channels.channel import InputChannel

from bot.address import listening_socket
from bot.assembly import Parts
from bot.channels.tokens import Tokens
from bot.channels.web import WebInput
from bot.server import make_app
from bot.settings import Settings
from bot.storage.contacts import Contacts
from bot.storage.database import Database
from bot.storage.inbox import Inbox
from serving.readiness import Readiness
from tests.bot.standins import Bench
from tests.sanic_apps import sanic_as_imported

SECRET = "0123456789abcdef0123456789abcdef"


@asynccontextmanager
async def serving(
    bench: Bench,
    settings: Settings,
    checks: dict[str, Any],
    database: Database,
    channels: Sequence[InputChannel] | None = None,
) -> AsyncIterator[str]:
    """Run the application with the web channel, or with others; yields its address."""
    if channels is None:
        channels = [WebInput(settings, Tokens(SECRET, settings.session_life))]
    parts = Parts(bench.turn, Readiness(checks, keep=0), Inbox(database), Contacts(database))
    app = make_app(settings, parts, list(channels))
    bench.app = app
    with sanic_as_imported(), listening_socket(replace(settings, port=0)) as sock:
        port = sock.getsockname()[1]
        server = await app.create_server(sock=sock, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.after_start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            await server.before_stop()
            await server.close()
            app.shutdown_tasks(0.1)


@pytest.fixture
async def serve(bench: Bench, database: Database) -> AsyncIterator[Callable[..., Any]]:
    """Starts the application, once a test, with any settings; gives an HTTP client for it."""
    async with AsyncExitStack() as stack:

        async def start(checks: dict[str, Any] | None = None, **settings: Any) -> httpx.AsyncClient:
            chosen = Settings(rate=0, address_rate=0)
            address = await stack.enter_async_context(
                serving(bench, replace(chosen, **settings), checks or {}, database)
            )
            return await stack.enter_async_context(
                httpx.AsyncClient(base_url=address, trust_env=False)
            )

        yield start


@pytest.fixture
async def client(serve: Callable[..., Any]) -> httpx.AsyncClient:
    return await serve()
