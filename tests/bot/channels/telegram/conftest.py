"""The real Telegram channel over HTTP, against a Bot API on loopback, with a stand-in dialogue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.telegram.channel import TelegramInput
from bot.secret import pseudonym
from bot.settings import Settings, TelegramSettings
from bot.storage.contacts import Contacts
from bot.storage.database import Database
from bot.words import Words
from tests.bot.channels.conftest import SECRET, serving
from tests.bot.standins import Bench
from tests.fakes.telegram_api import TOKEN, WAIT, FakeTelegram, running_telegram
from tests.fakes.telegram_form import Message

ANN = 1001


class Chat:
    """Somebody's chat with the bot."""

    def __init__(
        self, fake: FakeTelegram, channel: TelegramInput, bench: Bench, contacts: Contacts
    ) -> None:
        self.fake = fake
        self.contacts = contacts
        self.channel = channel
        self.bench = bench

    async def brings(self, *updates: dict[str, Any]) -> int:
        """Telegram brings updates; the last status, once all is answered."""
        status = 0
        for update in updates:
            status = await asyncio.to_thread(self.fake.deliver, update)
        await self.idle()
        return status

    async def idle(self) -> None:
        running = self.channel.running
        assert running is not None
        await asyncio.wait_for(running.taps.idle(), WAIT)
        await asyncio.wait_for(running.messenger.worker.idle(), WAIT)

    async def writes(self, text: str, **more: Any) -> list[Message]:
        """What is said to a text."""
        return await self._answered(self.fake.text_update(ANN, text, **more))

    async def sends(self, **content: Any) -> list[Message]:
        """What is said to a message with this content."""
        return await self._answered(self.fake.update(message=self.fake.message(ANN, **content)))

    async def taps(self, label: str, message: Message | None = None) -> list[Message]:
        """What is said to a tap on a button of the last message that has one."""
        if message is None:
            message = [each for each in self.fake.of(ANN) if each.keyboard][-1]
        return await self._answered(self.fake.tap_update(message, label))

    def agrees(self) -> None:
        """As somebody who has agreed before."""
        self.contacts.agree(pseudonym(SECRET, "telegram", str(ANN)))

    @property
    def heard(self) -> list[str]:
        """What the dialogue was told."""
        return [said.payload or said.text for said in self.bench.dialogue.heard]

    async def _answered(self, update: dict[str, Any]) -> list[Message]:
        before = len(self.fake.of(ANN))
        assert await self.brings(update) == 200
        return self.fake.of(ANN)[before:]


@pytest.fixture
def words(house_words: Words) -> Words:
    return house_words


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with running_telegram() as running:
        yield running


@pytest.fixture
async def connect(
    bench: Bench, database: Database, fake: FakeTelegram
) -> AsyncIterator[Callable[..., Any]]:
    """Starts the channel with any settings; gives a chat."""
    async with AsyncExitStack() as stack:

        async def start(public_url: str | None = "https://example.org", **more: Any) -> Chat:
            telegram = TelegramSettings(TOKEN, public_url, fake.url)
            settings = replace(Settings(rate=0, telegram=telegram), **more)
            channel = TelegramInput(settings, SECRET)
            fake.deliver_to = await stack.enter_async_context(
                serving(bench, settings, {}, database, [channel])
            )
            wanted = "setWebhook" if public_url else "getUpdates"
            await asyncio.to_thread(fake.wait_for, lambda: fake.count(wanted))
            return Chat(fake, channel, bench, Contacts(database))

        yield start


@pytest.fixture
async def chat(connect: Callable[..., Any]) -> Chat:
    return await connect()
