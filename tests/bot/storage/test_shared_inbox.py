"""Several servers share the inbox of a messenger: each delivery is carried out once, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.channels import worker as module
from bot.channels.worker import Steps, Worker
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.inbox import Delivery, Inbox
from bot.storage.locks import AdvisoryLocks, ConversationLocks

SENDERS = ("post:ann", "post:ben", "post:cat")


@pytest.fixture
def servers(postgres_url: str) -> Iterator[list[Database]]:
    both = [open_database(Settings(database_url=postgres_url)) for _ in range(2)]
    for database in both:
        database.prepare()
    yield both
    for database in both:
        database.engine.dispose()


class Post:
    """Notes what it is sent; each takes a moment, in which another server could get at it."""

    def __init__(self) -> None:
        self.sent: dict[str, list[str]] = {sender: [] for sender in SENDERS}

    async def carry_out(self, delivery: Delivery, steps: Steps) -> None:
        await steps.once(self._send, delivery)

    async def _send(self, delivery: Delivery) -> None:
        await asyncio.sleep(0.01)
        self.sent[delivery.sender_id].append(delivery.id)


def worker_on(database: Database, post: Post) -> Worker:
    locks = ConversationLocks(AdvisoryLocks(database))
    return Worker("post", Inbox(database), post.carry_out, locks=locks)


async def test_each_delivery_is_carried_out_once_and_in_order(servers: list[Database]) -> None:
    post = Post()
    workers = [worker_on(database, post) for database in servers]
    for worker in workers:
        worker.begin()
    for number in range(10):
        for sender in SENDERS:
            delivery = Delivery("post", f"{sender}-{number}", sender, number, {})
            taken = [await worker.accept(delivery) for worker in workers]
            assert taken == [True, False]
    for worker in workers:
        await worker.idle()
        await worker.stop(1)
    assert post.sent == {s: [f"{s}-{number}" for number in range(10)] for s in SENDERS}


async def test_what_a_server_left_behind_another_takes_up(
    servers: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.01)
    post = Post()
    living = worker_on(servers[1], post)
    living.begin()
    await living.idle()
    # This one dies before it carries out what it has acknowledged.
    dead = worker_on(servers[0], post)
    assert await dead.accept(Delivery("post", "1", "post:ann", 1.0, {}))
    for _ in range(200):
        if post.sent["post:ann"]:
            break
        await asyncio.sleep(0.01)
    await living.stop(1)
    assert post.sent["post:ann"] == ["1"]
