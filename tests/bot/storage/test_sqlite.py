"""What only holds of the SQLite file."""

from __future__ import annotations

import gc
import logging
import sqlite3
import stat
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from rasa.shared.core.events import SessionStarted

from bot.exchange import StoredTurn
from bot.settings import Settings
from bot.storage import database, write_ahead
from bot.storage.database import StoreError, open_database
from bot.storage.tracker_store import StrictTrackerStore


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path / "new")


@pytest.fixture
def store(settings: Settings) -> StrictTrackerStore:
    return StrictTrackerStore(database=open_database(settings))


def test_only_this_user_may_read_the_conversations(
    store: StrictTrackerStore, settings: Settings
) -> None:
    assert stat.S_IMODE(settings.database.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.database.parent.stat().st_mode) == 0o700


def test_deleting_leaves_no_bytes_behind(store: StrictTrackerStore, settings: Settings) -> None:
    write(store, "web:one", "zanzibar")
    write(store, "web:two", "from somebody else")
    assert _found(b"zanzibar", settings.var)
    store.delete("web:one")
    assert not _found(b"zanzibar", settings.var)


@pytest.mark.parametrize("what", ["a reader", "a writer"])
def test_what_is_erased_while_somebody_is_at_the_file_goes_when_they_have_ended(
    store: StrictTrackerStore,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    what: str,
) -> None:
    """SQLite tells of them in a row, and raises nothing."""
    monkeypatch.setattr(write_ahead, "PAUSE", 0.01)
    caplog.set_level(logging.INFO, "patella.store")
    write(store, "web:one", "zanzibar")
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as other:
        if what == "a reader":
            other.execute("BEGIN")
            other.execute("SELECT * FROM turns").fetchall()
            begun = time.monotonic()
            store.delete("web:one")
            assert time.monotonic() - begun < 1, "nobody else could write meanwhile"
        else:
            with store.database.transaction(writes=True) as connection:
                connection.exec_driver_sql("DELETE FROM turns")
                connection.exec_driver_sql("DELETE FROM events")
            other.execute("BEGIN IMMEDIATE")
            store.database.forget_log()
        assert _in_time(lambda: "still in the write-ahead log" in caplog.text)
        assert _found(b"zanzibar", settings.var)
        other.execute("ROLLBACK")
        # The other one is still there, but reads no more.
        assert _in_time(lambda: not _found(b"zanzibar", settings.var))
    assert _in_time(lambda: "is empty now" in caplog.text)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert "zanzibar" not in caplog.text


def test_a_log_that_cannot_be_emptied_is_told_and_tried_again(
    store: StrictTrackerStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_ahead, "PAUSE", 0.01)
    write(store, "web:one", "zanzibar")
    away = settings.database.rename(settings.var / "away.db")
    settings.database.mkdir()
    with pytest.raises(StoreError):
        store.database.forget_log()
    settings.database.rmdir()
    away.rename(settings.database)
    log = settings.var / "conversations.db-wal"
    assert _in_time(lambda: not log.stat().st_size)


def test_a_file_that_is_no_database_is_told(settings: Settings) -> None:
    settings.var.mkdir()
    settings.database.write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_database(settings)


def test_a_folder_that_cannot_be_made_is_told(settings: Settings) -> None:
    settings.var.write_text("")
    with pytest.raises(StoreError, match=r"conversations\.db"):
        open_database(settings)


def test_check_tells_when_the_tables_are_gone(
    store: StrictTrackerStore, settings: Settings
) -> None:
    store.check()
    settings.database.unlink()
    with pytest.raises(StoreError):
        store.check()


def write(store: StrictTrackerStore, sender_id: str, text: str) -> None:
    draft = store.open(sender_id)
    draft.tracker.update(SessionStarted())
    draft.staged = draft.tracker
    store.commit(draft, StoredTurn("1", {"text": text}, [{"text": "yes"}], 1.0))


def _in_time(holds: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def _found(word: bytes, folder: Path) -> bool:
    return any(word in file.read_bytes() for file in folder.iterdir())


def test_a_database_may_be_thrown_away_by_another_thread(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = [open_database(Settings(var=tmp_path))]
    with ThreadPoolExecutor(1) as other:
        other.submit(kept.clear).result()
        other.submit(gc.collect).result()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_who_writes_waits_for_the_others_of_this_server_and_not_by_chance(
    store: StrictTrackerStore,
) -> None:
    # SQLite's own waiting would have them look again after ever longer pauses.
    begun, order = threading.Event(), []

    def second() -> None:
        begun.set()
        with store.database.transaction(True):
            order.append("second")

    with ThreadPoolExecutor(1) as pool:
        with store.database.transaction(True):
            waiting = pool.submit(second)
            assert begun.wait(10)
            order.append("first")
        waiting.result(10)
    assert order == ["first", "second"]
    assert not store.database._writing.locked()


def test_who_writes_does_not_wait_for_ever(
    store: StrictTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WRITER_SECONDS", 0.01)

    def second() -> None:
        with store.database.transaction(True):
            raise AssertionError("it was let in")

    with (
        store.database.transaction(True),
        ThreadPoolExecutor(1) as pool,
        pytest.raises(StoreError, match="too long"),
    ):
        pool.submit(second).result(10)
    with store.database.transaction(True):
        pass
