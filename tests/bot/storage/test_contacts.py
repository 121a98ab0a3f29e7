"""What is known of somebody on a messenger, and that it goes with the conversation."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.storage.contacts import Contacts
from bot.storage.tracker_store import StrictTrackerStore

ANN, BEN = "post:ann", "post:ben"


@pytest.fixture
def contacts(engine: Engine) -> Contacts:
    return Contacts(engine)


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


def test_erasing_a_conversation_takes_it_along(tmp_path: Path) -> None:
    store = StrictTrackerStore(path=tmp_path / "conversations.db")
    contacts = Contacts(store.engine)
    for sender in (ANN, BEN):
        contacts.agree(sender)
        contacts.keep_controls(sender, [1])
    store.delete(ANN)
    # What an erased conversation left open to tap must not bring its row back.
    contacts.keep_controls(ANN, None)
    assert (contacts.has_agreed(ANN), contacts.controls(ANN)) == (False, None)
    assert (contacts.has_agreed(BEN), contacts.controls(BEN)) == (True, [1])
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("select sender_id from contacts").scalars().all()
    assert rows == [BEN]


def test_who_agreed_and_said_nothing_is_forgotten_in_time(tmp_path: Path) -> None:
    store = StrictTrackerStore(path=tmp_path / "conversations.db")
    Contacts(store.engine, now=lambda: 100.0).agree(ANN)
    Contacts(store.engine, now=lambda: 300.0).agree(BEN)
    assert store.delete_before(200.0) == 1
    contacts = Contacts(store.engine)
    assert (contacts.has_agreed(ANN), contacts.has_agreed(BEN)) == (False, True)
