"""Five thousand updates that are not what they should be: no error, no trace, and life goes on."""

from __future__ import annotations

import asyncio
import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from bot.channels.telegram.channel import PATH, SECRET_HEADER, webhook_secret
from bot.storage.database import Database
from tests.bot.channels.conftest import SECRET
from tests.bot.channels.telegram.conftest import ANN, Chat
from tests.fakes.telegram_form import Message, person, private

COUNT = 5000
BATCH = 50

SHAPES: list[dict[str, Any]] = [
    {
        "message": {
            "text": "my knee hurts",
            "entities": [{"type": "bold", "offset": 0, "length": 2}],
        }
    },
    {"message": {"text": "/start@PatellaTestBot x"}},
    {"message": {"caption": "look", "photo": [{"file_id": "a", "file_unique_id": "b"}]}},
    {"message": {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}}},
    {"message": {"location": {"latitude": 1.0, "longitude": 2.0}}},
    {"message": {"reply_to_message": {"text": "x"}, "text": "yes"}},
    {"edited_message": {"text": "no", "edit_date": 1}},
    {"channel_post": {"text": "hi"}},
    {"callback_query": {"data": "side=left"}},
    {"callback_query": {"data": "+limp"}},
    {"callback_query": {"data": ">location"}},
    {"callback_query": {"data": "@left:location"}},
    {"callback_query": {"data": "#abcdef"}},
    {"inline_query": {"id": "1", "query": "knee", "offset": ""}},
    {"my_chat_member": {"date": 1}},
    {"message_reaction": {"date": 1}},
    {"poll": {"id": "1", "question": "?"}},
    {"purchased_paid_media": {"paid_media_payload": "x"}},
]

JUNK: list[Any] = [
    None, True, 0, -1, 2**63, 10**40, 1.5, float("nan"), "", "x" * 5000, "\ud83d", "\x00", "🦵",
    "=", "+", "@:", "#", "/", [], [[]], [None], {}, {"id": {}}, {"type": "private"}, "private",
    "erase=yes", "own:agree", "own:report", {"inline_keyboard": [[{"text": 1}]]},
]  # fmt: skip


def whole(shape: dict[str, Any], user: int) -> dict[str, Any]:
    """A shape with what surrounds it in a real update."""
    content = copy.deepcopy(shape)
    for kind, part in content.items():
        part.update({"from": person(user)})
        if kind == "callback_query":
            keyboard = [[{"text": "A limp", "callback_data": "+limp"}]]
            message = Message(user, 5, "Which?", keyboard=keyboard).as_update()
            part.update({"id": "9", "chat_instance": "1", "message": message})
        else:
            part.update({"message_id": 5, "date": 1_700_000_000, "chat": private(user)})
    return content


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in an update."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in items:
        yield (*before, key)
        if isinstance(each, dict | list):
            yield from paths(each, (*before, key))


def mutated(update: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The update with one to four things in it gone, doubled or replaced."""
    for _ in range(chance.randint(1, 4)):
        *way, last = chance.choice(list(paths(update)) or [("update_id",)])
        place: Any = update
        for key in way:
            place = place[key]
        what = chance.random()
        if what < 0.3 and last in (place if isinstance(place, dict) else ()):
            del place[last]
        elif what < 0.4 and isinstance(place, dict):
            place[chance.choice(["text", "chat", "data", "sticker", "dice"])] = place.get(last)
        else:
            place[last] = copy.deepcopy(chance.choice(JUNK))
    return update


@pytest.fixture
def database(database: Database) -> Database:
    """Nothing of this has to survive a power cut."""
    sa.event.listen(database.engine, "connect", lambda c, _: c.execute("PRAGMA synchronous = OFF"))
    return database


async def test_fuzzed_updates(
    connect: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    chat = await connect()
    sent = _without_network(chat)
    chance = random.Random(7)
    headers = {SECRET_HEADER: webhook_secret(SECRET), "content-type": "application/json"}
    updates = [
        mutated({"update_id": n, **whole(chance.choice(SHAPES), ANN + n % 200)}, chance)
        for n in range(COUNT)
    ]
    async with aiohttp.ClientSession(chat.fake.deliver_to, headers=headers) as client:
        for at in range(0, COUNT, BATCH):
            batch = updates[at : at + BATCH]
            assert set(await asyncio.gather(*(_post(client, each) for each in batch))) == {200}
    await chat.idle()
    assert [r for r in caplog.records if r.levelname == "ERROR" or r.exc_info] == []
    before = len(sent)
    await chat.brings(chat.fake.text_update(ANN + 500, "hello"))
    assert len(sent) > before > COUNT / 10


async def _post(client: aiohttp.ClientSession, update: dict[str, Any]) -> int:
    async with client.post(PATH, data=json.dumps(update)) as answer:
        return answer.status


def _without_network(chat: Chat) -> list[str]:
    """Telegram takes everything from now on; what it is asked to do."""
    sent: list[str] = []
    message = {"message_id": 5, "date": 1, "chat": private(ANN), "text": "x"}

    async def takes(url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        sent.append(url.rpartition("/")[2])
        return 200, json.dumps({"ok": True, "result": message}).encode()

    assert chat.channel.running is not None
    chat.channel.running.calls.do_request = takes  # type: ignore[method-assign]
    return sent
