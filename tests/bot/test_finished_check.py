"""When a conversation counts as finished, and which times its report tells."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue import RasaDialogue
from bot.reports import FinishedCheck
from bot.storage.draft import Draft


def said(at: float) -> Event:
    return UserUttered("my knee", timestamp=at)


def learned(name: str, value: Any, at: float) -> Event:
    return SlotSet(name, value, timestamp=at)


def check_of(*events: Event) -> FinishedCheck | None:
    slots = [AnySlot(n, mappings=[{}], influence_conversation=False) for n in ("side", "assessed")]
    tracker = DialogueStateTracker("web:one", slots)
    for event in events:
        tracker.update(event)
    draft = Draft("web:one", tracker=tracker, turns=1)
    return RasaDialogue(None).finished_check(draft)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "events",
    [
        [],
        [said(1), learned("side", "left", 1)],
        [said(1), learned("assessed", {"side": "left"}, 2), said(3), Restarted(timestamp=4)],
        [said(1), learned("assessed", {"side": "left"}, 2), learned("assessed", None, 3)],
    ],
    ids=["nothing said", "not at the end", "begun again", "taken back"],
)
def test_without_an_assessment_there_is_none(events: list[Event]) -> None:
    assert check_of(*events) is None


def test_it_tells_what_is_known_now_and_when_it_was_last_assessed() -> None:
    check = check_of(
        said(10),
        learned("side", "left", 11),
        learned("assessed", {"side": "left"}, 12),
        said(20),
        learned("side", "right", 21),
        learned("assessed", {"side": "right"}, 22),
        said(30),
    )
    assert check is not None
    assert (check.begun, check.at, check.slots["side"]) == (10, 22, "right")


def test_a_new_start_is_a_new_beginning() -> None:
    check = check_of(
        said(10),
        learned("assessed", {"side": "left"}, 12),
        Restarted(timestamp=13),
        said(20),
        learned("assessed", {"side": "right"}, 22),
    )
    assert check is not None
    assert (check.begun, check.at) == (20, 22)
