"""The Slack channel in the application, with stand-ins behind it and a fake Slack before it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.channels.slack.channel import SlackInput
from bot.guard import Guard
from bot.settings import Settings, SlackSettings
from bot.storage.database import Database
from bot.storage.schema import contacts, deliveries
from bot.turn import Turn
from bot.words import Words
from tests.bot.channels.conftest import SECRET, serving
from tests.bot.standins import Bench, FakeDialogue, FakeStore, describe
from tests.fakes.slack_api import BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.fakes.slack_person import (
    Request,
    SlackPerson,
    button_of,
    event_request,
    tap_request,
)

ASKED = {"text": "Which side?", "custom": {"question_id": "side"}}
QUESTION = "Which side?\n\nQuestion 2 of about 9"


async def until(holds: Callable[[], Any], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come about"
        await asyncio.sleep(0.01)


@dataclass
class Workspace:
    """Slack, the application, and Ann who talks to it."""

    slack: FakeSlack
    channel: SlackInput
    bench: Bench
    http: httpx.AsyncClient
    ann: SlackPerson
    database: Database

    async def post(self, request: Request, **headers: str) -> httpx.Response:
        path, signed, body = request
        answer = await self.http.post(path, headers={**signed, **headers}, content=body)
        assert answer.status_code < 500
        return answer

    async def settle(self) -> None:
        """Until all that was handed over is carried out."""
        if self.channel.intake is not None:
            await self.channel.intake.idle()

    async def hand_over(self, *requests: Request) -> list[str]:
        """Hand requests over one after the other; what is said for them."""
        before = len(self.slack.messages)
        for request in requests:
            assert (await self.post(request)).status_code == 200
        await self.settle()
        return [message.text for message in self.slack.messages[before:]]

    async def says(self, text: str) -> list[str]:
        return await self.hand_over(event_request(self.ann.message(text)))

    async def taps(self, label: str) -> list[str]:
        message = self.ann.open_message()
        body = self.ann.tap(message, button_of(message, label))
        return await self.hand_over(tap_request(body))

    async def agrees(self) -> None:
        await self.says("hello")
        await self.taps("I agree, carry on")
        self.slack.messages.clear()
        self.bench.dialogue.heard.clear()

    def kept(self) -> str:
        """Everything that is in the database."""
        with self.database.engine.connect() as connection:
            tables = (contacts, deliveries)
            return str([connection.execute(sa.select(table)).fetchall() for table in tables])

    @property
    def heard(self) -> list[str]:
        return [said.payload or said.text for said in self.bench.dialogue.heard]


@pytest.fixture
def database(database: Database) -> Database:
    """Nothing is to outlive these tests, and waiting for the disk takes half of their time."""
    sa.event.listen(
        database.engine, "connect", lambda to, _: to.execute("PRAGMA synchronous = OFF")
    )
    return database


@pytest.fixture
async def open_workspace(
    guard: Guard, house_words: Words, database: Database
) -> AsyncIterator[Callable[..., Any]]:
    async with AsyncExitStack() as stack:

        async def begin(
            rate: int = 0,
            overtaken: float = 0.0,
            reached: bool = True,
            checks: dict[str, Any] | None = None,
            **slack_settings: Any,
        ) -> Workspace:
            slack = FakeSlack()
            await slack.start()
            if not reached:
                await slack.stop()
            stack.push_async_callback(slack.stop)
            dialogue, store = FakeDialogue(), FakeStore()
            turn = Turn(dialogue, store, house_words, guard, describe, seconds=5.0)
            bench = Bench(dialogue, store, turn)
            chosen = {
                "bot_token": BOT_TOKEN,
                "signing_secret": SIGNING_SECRET,
                "api": slack.url + "api/",
                **slack_settings,
            }
            settings = Settings(
                rate=rate, address_rate=0, messenger_drain=0.5, slack=SlackSettings(**chosen)
            )
            channel = SlackInput(settings, SECRET, overtaken)
            address = await stack.enter_async_context(
                serving(bench, settings, checks or {}, database, [channel])
            )
            http = await stack.enter_async_context(
                httpx.AsyncClient(base_url=address, trust_env=False)
            )
            return Workspace(slack, channel, bench, http, SlackPerson(slack, "U0ANN"), database)

        yield begin


@pytest.fixture
async def workspace(open_workspace: Callable[..., Any]) -> AsyncIterator[Workspace]:
    opened = await open_workspace()
    yield opened
    assert opened.slack.complaints == []


@pytest.fixture
async def agreed(workspace: Workspace) -> Workspace:
    await workspace.agrees()
    workspace.bench.dialogue.reply = [ASKED]
    return workspace
