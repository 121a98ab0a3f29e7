"""The worker: in order, to the end, and no step twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.worker import PAUSES, GiveUp, Steps, TryAgain, Worker
from bot.storage import write_ahead
from bot.storage.database import Database, StoreError
from bot.storage.inbox import Delivery, Inbox
from tests.bot.standins import at_once

FIRST = Delivery("post", "1", "post:ann", 1.0, {"text": "one"})
SECOND = replace(FIRST, id="2", place=2.0, body={"text": "two"})


class Post:
    """A service that notes what it is sent, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.troubles: list[Exception] = []

    async def send(self, text: str) -> str:
        if self.troubles:
            raise self.troubles.pop(0)
        self.sent.append(text)
        return f"ref-{len(self.sent)}"

    async def carry_out(self, delivery: Delivery, steps: Steps) -> None:
        for part in ("a", "b"):
            await steps.once(self.send, f"{delivery.body['text']}-{part}")


class Naps:
    """Sleeping that takes no time."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


@pytest.fixture
def post() -> Post:
    return Post()


def worker_for(inbox: Inbox, carry_out: Callable[..., Awaitable[None]], **more: Any) -> Worker:
    """One that has begun; it needs a running loop."""
    worker = Worker("post", inbox, carry_out, **{"aside": at_once, **more})
    worker.begin()
    return worker


async def test_deliveries_are_carried_out_in_order(inbox: Inbox, post: Post) -> None:
    worker = worker_for(inbox, post.carry_out)
    assert [await worker.accept(each) for each in (FIRST, SECOND, FIRST)] == [True, True, False]
    await worker.idle()
    assert post.sent == ["one-a", "one-b", "two-a", "two-b"]
    assert inbox.senders("post") == []


async def test_what_was_left_over_is_gone_on_with_at_the_missing_step(
    inbox: Inbox, post: Post
) -> None:
    inbox.accept(replace(FIRST, steps=["ref-0"]))
    worker = worker_for(inbox, post.carry_out)
    await worker.idle()
    assert post.sent == ["one-b"]


async def test_a_step_that_was_taken_brings_what_it_brought(inbox: Inbox) -> None:
    brought = []

    async def carry_out(delivery: Delivery, steps: Steps) -> None:
        for number in (1, 2):
            brought.append(await steps.once(number_of, number))

    async def number_of(number: int) -> int:
        return number * 10

    inbox.accept(replace(FIRST, steps=[{"kept": True}]))
    worker = worker_for(inbox, carry_out)
    await worker.idle()
    assert brought == [{"kept": True}, 20]


async def test_a_service_that_is_away_is_tried_again_and_no_step_twice(
    inbox: Inbox, post: Post
) -> None:
    naps = Naps()
    worker = worker_for(inbox, post.carry_out, sleep=naps)

    async def first_part_goes(text: str) -> None:
        post.sent.append(text)
        post.troubles = [TryAgain("429", 3.0), TryAgain("away"), TryAgain("away")]
        post.send = Post.send.__get__(post)  # type: ignore[method-assign]

    post.send = first_part_goes  # type: ignore[method-assign,assignment]
    await worker.accept(FIRST)
    await worker.accept(SECOND)
    await worker.idle()
    assert post.sent == ["one-a", "one-b", "two-a", "two-b"]
    assert naps.taken == [3.0, PAUSES[1], PAUSES[2]]


async def test_what_a_service_never_takes_does_not_keep_the_next_waiting(
    inbox: Inbox, post: Post
) -> None:
    post.troubles = [GiveUp("blocked")]
    worker = worker_for(inbox, post.carry_out)
    await worker.accept(FIRST)
    await worker.accept(SECOND)
    await worker.idle()
    assert post.sent == ["two-a", "two-b"]
    assert inbox.senders("post") == []


async def test_a_mistake_of_ours_does_not_either_and_is_told_without_content(
    inbox: Inbox, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.troubles = [ValueError("one: my left knee")]
    worker = worker_for(inbox, post.carry_out)
    await worker.accept(FIRST)
    await worker.accept(SECOND)
    await worker.idle()
    assert post.sent == ["two-a", "two-b"]
    assert "ValueError" in caplog.text and "knee" not in caplog.text


async def test_it_gives_up_what_nobody_waits_for_any_more(inbox: Inbox, post: Post) -> None:
    clock = iter([0.0, 60.0, 25 * 60 * 60.0])
    post.troubles = [TryAgain("away"), TryAgain("away")]
    worker = worker_for(inbox, post.carry_out, sleep=Naps(), now=lambda: next(clock))
    await worker.accept(FIRST)
    await worker.idle()
    assert post.sent == []
    assert inbox.senders("post") == []


async def test_one_sender_does_not_wait_for_another(inbox: Inbox) -> None:
    served, gate = [], asyncio.Event()

    async def carry_out(delivery: Delivery, steps: Steps) -> None:
        if delivery.sender_id == "post:ann":
            await gate.wait()
        served.append(delivery.sender_id)
        gate.set()

    worker = worker_for(inbox, carry_out)
    await worker.accept(FIRST)
    await worker.accept(replace(FIRST, id="9", sender_id="post:ben"))
    await worker.idle()
    assert served == ["post:ben", "post:ann"]


async def test_stopping_leaves_what_was_not_begun_in_the_inbox(inbox: Inbox, post: Post) -> None:
    started = asyncio.Event()
    post.troubles = [TryAgain("away", 3600)]

    async def sleep(seconds: float) -> None:
        started.set()
        await asyncio.Event().wait()

    worker = worker_for(inbox, post.carry_out, sleep=sleep)
    await worker.accept(FIRST)
    await worker.accept(SECOND)
    await started.wait()
    await worker.stop(seconds=0.01)
    assert post.sent == []
    left = inbox.next("post", "post:ann")
    assert left is not None and left.id == "1"
    # What still comes in while stopping is for the next process.
    assert await worker.accept(replace(FIRST, id="3", place=3.0)) is True
    again = worker_for(inbox, post.carry_out)
    await again.idle()
    assert post.sent == ["one-a", "one-b", "two-a", "two-b", "one-a", "one-b"]


async def test_a_worker_that_has_stopped_leaves_nothing_of_what_was_answered(
    inbox: Inbox, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process then ends at once, and nobody knows when there is a next one."""
    monkeypatch.setattr(write_ahead, "PAUSE", 1000)
    worker = worker_for(inbox, post.carry_out)
    await worker.accept(replace(FIRST, body={"text": "zanzibar"}))
    await worker.idle()
    files = list(tmp_path.glob("conversations.db*"))
    assert any(b"zanzibar" in file.read_bytes() for file in files)
    await worker.stop(seconds=1)
    assert not any(b"zanzibar" in file.read_bytes() for file in files)


async def test_a_store_that_was_away_is_gone_on_with(
    inbox: Inbox, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(inbox, "next", _failing)

        async def sleep(seconds: float) -> None:
            patched.undo()

        worker = worker_for(inbox, post.carry_out, sleep=sleep)
        await worker.accept(FIRST)
        await worker.idle()
    assert post.sent == ["one-a", "one-b"]


async def test_before_it_has_begun_deliveries_only_wait(inbox: Inbox, post: Post) -> None:
    """What was left over is not answered, either, because something new comes in."""
    inbox.accept(FIRST)
    worker = Worker("post", inbox, post.carry_out, aside=at_once)
    assert await worker.accept(SECOND) is True
    await worker.idle()
    assert post.sent == []
    worker.begin()
    await worker.idle()
    assert post.sent == ["one-a", "one-b", "two-a", "two-b"]


async def test_a_store_that_is_away_at_the_start_is_waited_for(
    inbox: Inbox, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.accept(FIRST)
    with monkeypatch.context() as patched:
        patched.setattr(inbox, "senders", _failing)

        async def sleep(seconds: float) -> None:
            patched.undo()

        worker = worker_for(inbox, post.carry_out, sleep=sleep)
        await worker.idle()
    assert post.sent == ["one-a", "one-b"]


async def test_a_step_is_not_taken_twice_because_it_could_not_be_noted(
    inbox: Inbox, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(inbox, "keep_steps", _failing)

        async def sleep(seconds: float) -> None:
            patched.undo()

        worker = worker_for(inbox, post.carry_out, sleep=sleep)
        await worker.accept(FIRST)
        await worker.idle()
    assert post.sent == ["one-a", "one-b"]


def _failing(*_: Any) -> Any:
    raise StoreError("disk is full")
