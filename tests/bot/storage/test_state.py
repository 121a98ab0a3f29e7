"""A turn reads the last turns and the state before them, and finds what the whole would give."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot

from bot.exchange import StoredTurn
from bot.storage.database import Database
from bot.storage.schema import turns
from bot.storage.state import WINDOW
from bot.storage.tracker_store import StrictTrackerStore

SENDER = "web:one"
NAMES = ("side", "asked", "requested_slot")


@pytest.fixture
def store(open_again: Callable[[], Database]) -> StrictTrackerStore:
    slots = [AnySlot(name, mappings=[{}], influence_conversation=False) for name in NAMES]
    domain = Domain([], [], slots, {}, [], {}, {}, None)
    return StrictTrackerStore(domain, database=open_again())


def take(store: StrictTrackerStore, *events: Event) -> None:
    draft = store.open(SENDER)
    for event in events:
        draft.tracker.update(event)
    draft.staged = draft.tracker
    told = StoredTurn(str(draft.turns), {"text": "a"}, [{"text": "b"}], 1700000000.0)
    store.commit(draft, told)


def talk(store: StrictTrackerStore, count: int) -> None:
    """A long interview: something is learned at its beginning, something with each turn."""
    take(
        store, ActionExecuted("action_session_start"), SessionStarted(), UserUttered("hello"),
        ActionExecuted("intake_form"), ActiveLoop("intake_form"), SlotSet("side", "left"),
    )  # fmt: skip
    for number in range(count):
        take(
            store, UserUttered(f"answer {number}"), ActionExecuted("intake_form"),
            SlotSet("asked", {"last": number}), SlotSet("requested_slot", f"question {number}"),
            ActionExecuted("action_listen"),
        )  # fmt: skip


def assert_same(store: StrictTrackerStore, was_taken_back: bool = False) -> None:
    part, whole = store.open(SENDER), store.open_whole(SENDER)
    assert part.tracker.current_slot_values() == whole.tracker.current_slot_values()
    assert part.tracker.active_loop_name == whole.tracker.active_loop_name
    assert part.tracker.latest_action_name == whole.tracker.latest_action_name
    # Once a message was taken back, what Rasa calls the latest one is one of long ago.
    assert was_taken_back or part.tracker.latest_message == whole.tracker.latest_message
    assert (part.turns, part.offered) == (whole.turns, whole.offered)


@pytest.mark.parametrize("count", [0, 3, WINDOW, 40])
def test_it_is_the_same_conversation(store: StrictTrackerStore, count: int) -> None:
    talk(store, count)
    assert_same(store)
    assert store.open(SENDER).tracker.get_slot("side") == "left"


def test_no_more_is_read_the_longer_it_gets(store: StrictTrackerStore) -> None:
    talk(store, 20)
    before = len(store.open(SENDER).tracker.events)
    for number in range(20):
        take(store, UserUttered(f"more {number}"), *(SlotSet("asked", n) for n in range(4)))
    assert len(store.open(SENDER).tracker.events) <= before
    assert len(store.open_whole(SENDER).tracker.events) > 4 * before


def test_each_turn_adds_its_own_events_and_no_others(store: StrictTrackerStore) -> None:
    talk(store, 20)
    kept = [event for event in store.export(SENDER)["events"] if event["event"] == "user"]
    assert len(kept) == 21
    assert len(store.export(SENDER)["events"]) == 6 + 20 * 5


def test_what_was_forgotten_stays_forgotten(store: StrictTrackerStore) -> None:
    talk(store, 10)
    take(store, UserUttered("start over"), Restarted(), ActionExecuted("action_listen"))
    assert_same(store)
    for number in range(WINDOW + 2):
        take(store, UserUttered(f"again {number}"), ActionExecuted("action_listen"))
        assert_same(store)
    assert store.open(SENDER).tracker.get_slot("side") is None


def test_a_message_that_was_not_understood_takes_nothing_along(
    store: StrictTrackerStore,
) -> None:
    """Rasa takes it back with what came before it, wherever the turns that are read begin."""
    talk(store, 10)
    take(
        store, UserUttered("asdf"), ActionExecuted("action_default_fallback"),
        UserUtteranceReverted(), ActionExecuted("action_listen"),
    )  # fmt: skip
    for number in range(WINDOW + 1):
        assert_same(store, was_taken_back=number == 0)
        take(store, UserUttered(f"more {number}"), ActionExecuted("action_listen"))
    assert store.open(SENDER).tracker.get_slot("side") == "left"


def test_a_new_session_begins_with_nothing(store: StrictTrackerStore) -> None:
    talk(store, 10)
    take(store, ActionExecuted("action_session_start"), SessionStarted(), UserUttered("hello"))
    assert_same(store)
    assert store.open(SENDER).tracker.get_slot("side") is None


def test_turns_of_an_earlier_version_are_read_whole(store: StrictTrackerStore) -> None:
    talk(store, 20)
    with store.database.transaction(writes=True) as connection:
        connection.execute(turns.update().values(state=sa.null()))
    assert_same(store)


def test_turns_in_which_nothing_was_said_hide_nothing(store: StrictTrackerStore) -> None:
    """As when somebody tells again and again whether it helped."""
    talk(store, 10)
    for _ in range(WINDOW + 1):
        take(store)
    assert_same(store)
