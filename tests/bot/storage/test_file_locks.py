"""The conversations' locks among the processes of one server."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from bot.failure import TurnAborted
from bot.storage.file_locks import FileLocks, at_once
from bot.storage.locks import ConversationLocks


@pytest.fixture
def locks() -> FileLocks:
    return FileLocks()


def in_another_process(locks: FileLocks, name: str) -> bool:
    """Whether a process that is forked now can take a lock; it dies with it."""
    child = os.fork()
    if child == 0:
        os._exit(0 if locks.take(name) else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_one_process_at_a_time(locks: FileLocks) -> None:
    assert locks.take("web:a")
    assert not in_another_process(locks, "web:a")
    assert in_another_process(locks, "web:b")
    locks.give_back("web:a")
    assert in_another_process(locks, "web:a")


def test_a_lock_goes_with_the_process_that_died(locks: FileLocks) -> None:
    assert in_another_process(locks, "web:a")
    assert locks.take("web:a")


def test_what_another_process_ends_is_not_given_back_here(locks: FileLocks) -> None:
    assert locks.take("web:a")
    in_another_process(locks, "web:b")
    assert not in_another_process(locks, "web:a")


async def test_a_turn_waits_for_the_one_in_another_process(locks: FileLocks) -> None:
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        locks.take("web:a")
        os.write(tell, b"!")
        signal.pause()
    os.read(told, 1)
    conversations = ConversationLocks(locks, aside=at_once)
    with pytest.raises(TurnAborted, match="busy"):
        async with conversations.hold("web:a", 0.03):
            pass
    waiting = asyncio.ensure_future(held(conversations, "web:a"))
    await asyncio.sleep(0)
    assert not waiting.done()
    os.kill(child, 9)
    os.waitpid(child, 0)
    assert await waiting
    assert in_another_process(locks, "web:a")


async def held(locks: ConversationLocks, name: str) -> bool:
    async with locks.hold(name, 20):
        return True
