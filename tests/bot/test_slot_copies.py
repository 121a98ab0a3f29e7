from __future__ import annotations

import copy

import pytest
from rasa.shared.core.slots import CategoricalSlot, Slot, TextSlot

from bot.slot_copies import copy_slots_quickly


@pytest.fixture(autouse=True)
def undone(monkeypatch: pytest.MonkeyPatch) -> None:
    # It is there for as long as the test, whether another has put it there or not.
    monkeypatch.setattr(Slot, "__copy__", None, raising=False)
    copy_slots_quickly()


@pytest.mark.parametrize(
    "slot", [TextSlot("side", []), CategoricalSlot("who", [], values=["self", "child"])]
)
def test_a_copy_is_another_slot_with_the_same_in_it(slot: Slot) -> None:
    slot.value = "self"
    copied = copy.copy(slot)
    assert type(copied) is type(slot)
    assert copied.__dict__ == slot.__dict__
    copied.value = None
    assert slot.value == "self"
    assert copied.has_been_set and copied.initial_value == slot.initial_value
