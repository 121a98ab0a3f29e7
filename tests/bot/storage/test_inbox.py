"""The inbox of the messengers: nothing that was acknowledged is lost, nothing is taken twice."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.storage import write_ahead
from bot.storage.database import Database, StoreError, open_database
from bot.storage.inbox import Delivery, Inbox

FIRST = Delivery("post", "1", "post:ann", 1.0, {"text": "my left knee hurts"})


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


def test_what_was_accepted_is_there_for_the_next_process(
    tmp_path: Path, database: Database
) -> None:
    assert Inbox(database).accept(FIRST) is True
    again = Inbox(open_database(Settings(var=tmp_path)))
    assert again.senders("post") == ["post:ann"]
    assert again.next("post", "post:ann") == FIRST


def test_the_same_delivery_is_accepted_once(inbox: Inbox) -> None:
    assert [inbox.accept(FIRST) for _ in range(3)] == [True, False, False]
    inbox.done(FIRST)
    assert inbox.accept(FIRST) is False
    assert inbox.next("post", "post:ann") is None


def test_two_services_may_use_the_same_id(inbox: Inbox) -> None:
    assert inbox.accept(FIRST) and inbox.accept(replace(FIRST, channel="pigeon"))


def test_those_of_one_sender_come_in_the_order_of_the_service(inbox: Inbox) -> None:
    for number in (3, 1, 2):
        inbox.accept(replace(FIRST, id=str(number), place=float(number)))
    inbox.accept(replace(FIRST, id="0", sender_id="post:ben", place=0.0))
    order = []
    while delivery := inbox.next("post", "post:ann"):
        order.append(delivery.id)
        inbox.done(delivery)
    assert order == ["1", "2", "3"]
    assert inbox.senders("post") == ["post:ben"]


def test_steps_are_kept(inbox: Inbox) -> None:
    inbox.accept(FIRST)
    delivery = inbox.next("post", "post:ann")
    assert delivery is not None
    delivery.steps.append({"message": 7})
    inbox.keep_steps(delivery)
    found = inbox.next("post", "post:ann")
    assert found is not None and found.steps == [{"message": 7}]


def test_of_what_was_carried_out_only_the_id_is_kept(inbox: Inbox, tmp_path: Path) -> None:
    inbox.accept(FIRST)
    inbox.done(FIRST)
    with sqlite3.connect(tmp_path / "conversations.db") as database:
        (row,) = database.execute(
            "select channel, id, sender_id, place, body, steps from deliveries"
        )
    assert row == ("post", "1", None, None, None, None)


def test_words_leave_the_disk_when_they_were_answered(
    inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may be of somebody who has not agreed that anything is kept."""
    monkeypatch.setattr(write_ahead, "PAUSE", 0.01)
    log = tmp_path / "conversations.db-wal"
    for done in carry_out(inbox, FIRST, "zanzibar " * 100, "pomegranate " * 100):
        assert done == "done" or b"zanzibar" in log.read_bytes()
    assert gone(tmp_path, b"zanzibar", b"pomegranate")
    # Nobody has to be without work for that.
    inbox.accept(replace(FIRST, id="2", sender_id="post:ben"))
    list(carry_out(inbox, replace(FIRST, id="3"), "kumquat", "mangosteen"))
    assert gone(tmp_path, b"kumquat", b"mangosteen")
    assert inbox.senders("post") == ["post:ben"]


def test_words_that_are_forgotten_leave_the_disk(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_ahead, "PAUSE", 0.01)
    clock = [0.0]
    inbox = Inbox(database, now=lambda: clock[0])
    inbox.accept(FIRST)
    assert not gone(tmp_path, b"my left knee hurts", seconds=0.1)
    clock[0] = 31 * 24 * 60 * 60
    inbox.forget(days=7, unfinished_days=30)
    assert gone(tmp_path, b"my left knee hurts")


def test_a_server_that_ends_leaves_nothing_behind(
    inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_ahead, "PAUSE", 1000)
    list(carry_out(inbox, FIRST, "zanzibar", "pomegranate"))
    assert not gone(tmp_path, b"zanzibar", seconds=0)
    inbox.close()
    assert gone(tmp_path, b"zanzibar", b"pomegranate", seconds=0)


def test_a_server_that_starts_removes_what_a_killed_one_left(
    inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_ahead, "PAUSE", 1000)
    list(carry_out(inbox, FIRST, "zanzibar", "pomegranate"))
    assert not gone(tmp_path, b"zanzibar", seconds=0)
    open_database(Settings(var=tmp_path))
    assert gone(tmp_path, b"zanzibar", b"pomegranate", seconds=0)


def test_ids_are_forgotten_in_time_but_nothing_that_waits(database: Database) -> None:
    clock = [0.0]
    inbox = Inbox(database, now=lambda: clock[0])
    inbox.accept(FIRST)
    inbox.accept(replace(FIRST, id="2"))
    inbox.done(FIRST)
    clock[0] = 8 * 24 * 60 * 60
    inbox.forget(days=7, unfinished_days=30)
    assert inbox.accept(FIRST) is True
    assert inbox.accept(replace(FIRST, id="2")) is False


def test_words_that_were_never_answered_are_not_kept_for_ever(database: Database) -> None:
    """As where a channel was switched off."""
    clock = [0.0]
    inbox = Inbox(database, now=lambda: clock[0])
    inbox.accept(FIRST)
    clock[0] = 31 * 24 * 60 * 60
    inbox.forget(days=7, unfinished_days=30)
    assert inbox.senders("post") == []


def test_a_store_that_fails_is_told_without_content(inbox: Inbox, tmp_path: Path) -> None:
    (tmp_path / "conversations.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError) as error:
        inbox.accept(FIRST)
    assert "knee" not in str(error.value)


def carry_out(inbox: Inbox, delivery: Delivery, words: str, answer: str) -> Iterator[str]:
    """Take a delivery in and carry it out; names what was done, after each."""
    assert inbox.accept(replace(delivery, body={"text": words}))
    yield "accepted"
    found = inbox.next(delivery.channel, delivery.sender_id)
    assert found is not None
    found.steps.append({"said": answer})
    inbox.keep_steps(found)
    yield "steps"
    inbox.done(found)
    yield "done"


def gone(folder: Path, *words: bytes, seconds: float = 5.0) -> bool:
    """Whether words leave all the files of a folder within so many seconds."""
    deadline = time.monotonic() + seconds
    while any(word in file.read_bytes() for file in folder.iterdir() for word in words):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.005)
    return True
