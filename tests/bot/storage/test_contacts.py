"""What is known of somebody on a messenger, and that it goes with the conversation."""

from __future__ import annotations

import pytest

from bot.storage.contacts import Contacts
from bot.storage.database import Database
from bot.storage.tracker_store import StrictTrackerStore

ANN, BEN = "post:ann", "post:ben"


@pytest.fixture
def contacts(database: Database) -> Contacts:
    return Contacts(database)


def test_nobody_has_agreed_unasked(contacts: Contacts) -> None:
    contacts.keep_controls(ANN, [1])
    assert contacts.has_agreed(ANN) is False
    contacts.agree(ANN)
    assert contacts.has_agreed(ANN) is True
    assert contacts.has_agreed(BEN) is False


def test_controls_are_kept_until_there_are_others(contacts: Contacts) -> None:
    assert contacts.controls(ANN) is None
    contacts.keep_controls(ANN, [{"message": 7}])
    contacts.agree(ANN)
    assert contacts.controls(ANN) == [{"message": 7}]
    contacts.keep_controls(ANN, None)
    assert contacts.controls(ANN) is None
    assert contacts.has_agreed(ANN) is True


def test_erasing_a_conversation_takes_it_along(database: Database) -> None:
    store = StrictTrackerStore(database=database)
    contacts = Contacts(store.database)
    for sender in (ANN, BEN):
        contacts.agree(sender)
        contacts.keep_controls(sender, [1])
    store.delete(ANN)
    # What an erased conversation left open to tap must not bring its row back.
    contacts.keep_controls(ANN, None)
    assert (contacts.has_agreed(ANN), contacts.controls(ANN)) == (False, None)
    assert (contacts.has_agreed(BEN), contacts.controls(BEN)) == (True, [1])
    with store.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("select sender_id from contacts").scalars().all()
    assert rows == [BEN]


def test_who_agreed_and_said_nothing_is_forgotten_in_time(database: Database) -> None:
    store = StrictTrackerStore(database=database)
    Contacts(store.database, now=lambda: 100.0).agree(ANN)
    Contacts(store.database, now=lambda: 300.0).agree(BEN)
    assert store.idle_since(200.0) == [ANN]
    assert store.is_idle_since(ANN, 200.0) and not store.is_idle_since(BEN, 200.0)
