"""What only holds of the SQLite file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from rasa.shared.core.events import SessionStarted

from bot.exchange import StoredTurn
from bot.settings import Settings
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
    for sender_id, text in (("web:one", "zanzibar"), ("web:two", "from somebody else")):
        draft = store.open(sender_id)
        draft.tracker.update(SessionStarted())
        draft.staged = draft.tracker
        store.commit(draft, StoredTurn("1", {"text": text}, [{"text": "yes"}], 1.0))
    assert _found(b"zanzibar", settings.var)
    store.delete("web:one")
    assert not _found(b"zanzibar", settings.var)


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


def _found(word: bytes, folder: Path) -> bool:
    return any(word in file.read_bytes() for file in folder.iterdir())
