from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot

from bot.exchange import StoredTurn
from bot.failure import TurnAborted
from bot.storage.contacts import Contacts
from bot.storage.database import Database, StoreError
from bot.storage.draft import Draft, drafting
from bot.storage.tracker_store import StrictTrackerStore

SENDER = "web:one"
BEGINNING: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]


@pytest.fixture
def open_store(open_again: Callable[[], Database]) -> Callable[[], StrictTrackerStore]:
    """Opens the same database anew, as another process or a restart would."""
    slots = [AnySlot("side", mappings=[{}], influence_conversation=False)]
    domain = Domain([], [], slots, {}, [], {}, {}, None)
    return lambda: StrictTrackerStore(domain, database=open_again())


@pytest.fixture
def store(open_store: Callable[[], StrictTrackerStore]) -> StrictTrackerStore:
    return open_store()


def turn(message_id: str, text: str = "hello") -> StoredTurn:
    return StoredTurn(message_id, {"text": text}, [{"text": f"re {text}"}], 1700000000.0)


async def stage(store: StrictTrackerStore, draft: Draft, *events: Event) -> Draft:
    """Does to a draft what Rasa does in a turn."""
    with drafting(draft):
        tracker = await store.get_or_create_tracker(draft.sender_id, append_action_listen=False)
        for event in events:
            tracker.update(event)
        await store.save(tracker)
    return draft


async def take_turn(store: StrictTrackerStore, message_id: str, *events: Event) -> None:
    store.commit(await stage(store, store.open(SENDER), *events), turn(message_id))


async def test_a_turn_is_there_after_a_restart(
    open_store: Callable[[], StrictTrackerStore],
) -> None:
    await take_turn(open_store(), "1", *BEGINNING, UserUttered("left"), SlotSet("side", "left"))
    again = open_store()
    draft = again.open(SENDER)
    assert draft.tracker.get_slot("side") == "left"
    assert draft.turns == 1
    assert draft.offered == [{"text": "re hello"}]
    assert again.open_for(SENDER, "1")[0] == turn("1")
    assert again.history(SENDER) == [turn("1")]


async def test_a_new_conversation_is_empty_and_leaves_no_trace(store: StrictTrackerStore) -> None:
    draft = store.open(SENDER)
    assert (draft.turns, draft.loaded, list(draft.tracker.events)) == (0, 0, [])
    assert list(await store.keys()) == []


async def test_what_rasa_saves_is_not_written_before_the_turn_commits(
    store: StrictTrackerStore,
) -> None:
    await stage(store, store.open(SENDER), *BEGINNING, UserUttered("left"))
    assert store.history(SENDER) == []
    assert list(store.open(SENDER).tracker.events) == []


async def test_rasa_cannot_save_outside_a_turn(store: StrictTrackerStore) -> None:
    with pytest.raises(StoreError):
        await store.save(store.init_tracker(SENDER))


async def test_rasa_cannot_save_another_conversation_in_a_turn(store: StrictTrackerStore) -> None:
    with drafting(store.open(SENDER)), pytest.raises(StoreError):
        await store.save(store.init_tracker("web:two"))


async def test_a_turn_without_a_result_cannot_be_written(store: StrictTrackerStore) -> None:
    with pytest.raises(StoreError):
        store.commit(store.open(SENDER), turn("1"))


async def test_each_turn_adds_only_its_own_events(store: StrictTrackerStore) -> None:
    await take_turn(store, "1", *BEGINNING, UserUttered("left"))
    await take_turn(store, "2", UserUttered("right"))
    kept = store.export(SENDER)["events"]
    names = [event["event"] for event in kept]
    assert names == ["action", "session_started", "user", "user"]


async def test_only_the_last_session_is_carried_on(store: StrictTrackerStore) -> None:
    await take_turn(store, "1", *BEGINNING, SlotSet("side", "left"), UserUttered("one"))
    await take_turn(store, "2", *BEGINNING, UserUttered("two"))
    await take_turn(store, "3", UserUttered("three"))
    draft = store.open(SENDER)
    texts = [event.text for event in draft.tracker.events if isinstance(event, UserUttered)]
    assert texts == ["two", "three"]
    assert draft.tracker.get_slot("side") is None
    assert len(store.history(SENDER)) == 3


async def test_of_two_turns_on_the_same_state_one_fails(
    open_store: Callable[[], StrictTrackerStore],
) -> None:
    here, there = open_store(), open_store()
    first = await stage(here, here.open(SENDER), *BEGINNING, UserUttered("one"))
    second = await stage(there, there.open(SENDER), *BEGINNING, UserUttered("two"))
    here.commit(first, turn("1", "one"))
    with pytest.raises(TurnAborted) as aborted:
        there.commit(second, turn("2", "two"))
    assert aborted.value.reason == "conflict"
    assert [kept.message_id for kept in here.history(SENDER)] == ["1"]


async def test_a_turn_does_not_bring_back_an_erased_conversation(
    open_store: Callable[[], StrictTrackerStore],
) -> None:
    here, there = open_store(), open_store()
    await take_turn(here, "1", *BEGINNING, UserUttered("one"))
    running = await stage(here, here.open(SENDER), UserUttered("two"))
    there.delete(SENDER)
    with pytest.raises(TurnAborted):
        here.commit(running, turn("2", "two"))
    assert here.export(SENDER)["events"] == []


async def test_a_message_id_is_kept_once(store: StrictTrackerStore) -> None:
    await take_turn(store, "1", *BEGINNING)
    with pytest.raises(StoreError):
        await take_turn(store, "1", UserUttered("again"))
    assert len(store.history(SENDER)) == 1


async def test_a_failed_write_leaves_nothing_behind(store: StrictTrackerStore) -> None:
    await take_turn(store, "1", *BEGINNING, UserUttered("one"))
    with store.database.transaction(writes=True) as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME COLUMN data TO gone")
    with pytest.raises(StoreError, match="data"):
        await take_turn(store, "2", UserUttered("two"))
    assert len(store.history(SENDER)) == 1


async def test_errors_do_not_quote_what_was_to_be_stored(store: StrictTrackerStore) -> None:
    draft = await stage(store, store.open(SENDER), *BEGINNING, UserUttered("my secret pain"))
    with store.database.transaction(writes=True) as connection:
        connection.exec_driver_sql("DROP TABLE events")
    with pytest.raises(StoreError) as error:
        store.commit(draft, turn("1", "my secret pain"))
    assert "secret" not in str(error.value)


async def test_deleting_leaves_nothing_behind(store: StrictTrackerStore) -> None:
    await take_turn(store, "1", *BEGINNING, UserUttered("zanzibar"))
    store.commit(
        await stage(store, store.open("web:two"), *BEGINNING), turn("1", "from somebody else")
    )
    store.delete(SENDER)
    assert store.open_for(SENDER, "1")[0] is None
    assert store.export(SENDER) == {"sender_id": SENDER, "conversation": [], "events": []}
    assert list(await store.keys()) == ["web:two"]


async def test_a_conversation_is_as_old_as_its_last_turn(store: StrictTrackerStore) -> None:
    for sender_id, times in (("old", [1.0, 2.0]), ("kept", [1.0, 9.0])):
        for number, created in enumerate(times):
            draft = await stage(store, store.open(sender_id), *BEGINNING)
            store.commit(draft, replace(turn(str(number)), created=created))
    assert store.idle_since(5.0) == ["old"]
    assert store.is_idle_since("old", 5.0) and not store.is_idle_since("kept", 5.0)


async def test_whoever_agreed_and_said_nothing_is_forgotten_as_well(
    store: StrictTrackerStore,
) -> None:
    clock = [1.0]
    known = Contacts(store.database, now=lambda: clock[0])
    known.agree("silent")
    known.agree(SENDER)
    await take_turn(store, "1", *BEGINNING)
    clock[0] = 9.0
    known.agree("new")
    assert store.idle_since(5.0) == ["silent"]
    assert store.is_idle_since("silent", 5.0) and not store.is_idle_since("new", 5.0)


async def test_export_holds_everything(store: StrictTrackerStore) -> None:
    await take_turn(store, "1", *BEGINNING, UserUttered("left"), SlotSet("side", "left"))
    export = store.export(SENDER)
    assert export["conversation"] == [
        {
            "message_id": "1",
            "person": {"text": "hello"},
            "reply": [{"text": "re hello"}],
            "created": 1700000000.0,
        }
    ]
    assert [event["event"] for event in export["events"]][-2:] == ["user", "slot"]


@pytest.mark.parametrize("text", ["😀 naïve", "شكرا", "a\u200db"])
async def test_any_language_comes_back_as_it_was(store: StrictTrackerStore, text: str) -> None:
    draft = await stage(store, store.open(SENDER), *BEGINNING, UserUttered(text))
    store.commit(draft, turn("1", text))
    assert store.history(SENDER)[0].person["text"] == text
    assert store.open(SENDER).tracker.latest_message.text == text


async def test_turns_are_counted_anew_when_it_is_started_over(store: StrictTrackerStore) -> None:
    assert store.turns_since_restart(SENDER) == 0
    for number in range(3):
        await take_turn(store, str(number), UserUttered("hello"))
    assert store.turns_since_restart(SENDER) == 3
    await take_turn(store, "3", UserUttered("start over"), Restarted())
    assert store.turns_since_restart(SENDER) == 0
    await take_turn(store, "4", UserUttered("hello"))
    assert store.turns_since_restart(SENDER) == 1
    assert store.turns_since_restart("web:other") == 0
