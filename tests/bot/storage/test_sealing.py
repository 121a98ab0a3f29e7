"""What is kept of people's words is encrypted where there is a key, and keys can be exchanged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet
from rasa.shared.core.events import SessionStarted, UserUttered

from bot.exchange import StoredTurn
from bot.settings import SettingsError, load_settings
from bot.storage.contacts import Contacts
from bot.storage.database import Database, StoreError
from bot.storage.inbox import Delivery, Inbox
from bot.storage.schema import contacts, deliveries, events, turns
from bot.storage.sealing import Seal
from bot.storage.tracker_store import StrictTrackerStore

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
WORD = "zanzibar"

OpenAgain = Callable[..., Database]


def test_what_was_sealed_can_be_read_with_its_key_only() -> None:
    kept = Seal([OLD]).dumps({"text": WORD})
    assert WORD not in kept
    assert Seal([NEW, OLD]).loads(kept) == {"text": WORD}
    with pytest.raises(StoreError, match="another PATELLA_DATA_KEY"):
        Seal([NEW]).loads(kept)
    with pytest.raises(StoreError, match="PATELLA_DATA_KEY is not set"):
        Seal().loads(kept)


def test_the_first_key_seals() -> None:
    assert Seal([NEW]).loads(Seal([NEW, OLD]).dumps(1)) == 1


def test_what_was_kept_before_there_was_a_key_is_still_read() -> None:
    assert Seal([NEW]).loads(Seal().dumps([WORD])) == [WORD]


def test_no_column_holds_a_word(open_again: OpenAgain) -> None:
    fill(open_again(NEW))
    assert not any(WORD in value for value in values(open_again(NEW)))
    assert StrictTrackerStore(database=open_again(NEW)).history("web:one")[0].person == {
        "text": WORD
    }


def test_without_a_key_they_do(open_again: OpenAgain) -> None:
    """Or the test above could not fail."""
    fill(open_again())
    assert sum(WORD in value for value in values(open_again())) == 5


def test_a_key_that_does_not_fit_is_found_by_the_check(open_again: OpenAgain) -> None:
    fill(open_again(OLD))
    StrictTrackerStore(database=open_again(NEW, OLD)).check()
    with pytest.raises(StoreError, match="PATELLA_DATA_KEY"):
        StrictTrackerStore(database=open_again(NEW)).check()


def test_a_key_that_is_none_is_told_without_its_value() -> None:
    with pytest.raises(SettingsError, match="key 2 is none") as error:
        load_settings({"PATELLA_DATA_KEY": f"{NEW} hunter2"})
    assert "hunter2" not in str(error.value)
    assert load_settings({"PATELLA_DATA_KEY": f"{NEW}  {OLD}"}).data_keys == (NEW, OLD)


def fill(database: Database) -> None:
    """A word in everything that is kept."""
    store = StrictTrackerStore(database=database)
    draft = store.open("web:one")
    for event in (SessionStarted(), UserUttered(WORD)):
        draft.tracker.update(event)
    draft.staged = draft.tracker
    store.commit(draft, StoredTurn("1", {"text": WORD}, [{"text": WORD}], 1.0))
    Contacts(database).keep_controls("post:ann", [{"html": WORD}])
    inbox = Inbox(database)
    inbox.accept(Delivery("post", "1", "post:ann", 1.0, {"text": WORD}))


def values(database: Database) -> list[str]:
    """All that is in the tables."""
    found: list[str] = []
    with database.transaction() as connection:
        for table in (turns, events, contacts, deliveries):
            rows = connection.execute(table.select()).all()
            found.extend(str(value) for row in rows for value in row)
    return found
