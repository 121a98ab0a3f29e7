"""A copy of a tracker is what Rasa comes to by applying all events anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from rasa.core.actions.forms import FormAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    DefinePrevUserUtteredFeaturization,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot import tracker_copies
from bot.tracker_copies import copy_trackers_quickly

FORM = "intake_form"
SLOTS = [
    AnySlot(n, mappings=[{}], influence_conversation=False) for n in ("side", "requested_slot")
]
DOMAIN = Domain([], [], SLOTS, {}, [], {FORM: {"required_slots": ["side"]}}, {}, None)

#: What may happen, the likelier the more often it stands there.
HAPPENS: list[Callable[[random.Random], Event]] = [
    lambda chance: UserUttered(chance.choice(["left", "why"])),
    lambda chance: ActionExecuted(chance.choice([FORM, "action_listen", "action_answer"])),
    lambda chance: SlotSet(chance.choice(["side", "requested_slot"]), chance.choice("ab")),
    lambda chance: ActiveLoop(chance.choice([FORM, None])),
    lambda _: ActionExecutionRejected(FORM),
    lambda chance: LoopInterrupted(chance.choice([True, False])),
    lambda _: FollowupAction("action_answer"),
    lambda _: BotUttered("Which side?"),
    lambda chance: DefinePrevUserUtteredFeaturization(chance.choice([True, False])),
    lambda chance: chance.choice([AllSlotsReset, ConversationPaused, ConversationResumed])(),
    lambda chance: chance.choice(
        [SessionStarted, SessionStarted, Restarted, UserUtteranceReverted, ActionReverted]
    )(),
]


def anything(seed: int) -> list[Event]:
    """Up to a dozen events in any order."""
    chance = random.Random(seed)
    # Those that take something back, the last of them, are copied as Rasa copies.
    kinds = HAPPENS if seed % 3 else HAPPENS[:-1]
    return [chance.choice(kinds)(chance) for _ in range(chance.randrange(13))]


@pytest.fixture(autouse=True)
def undone(monkeypatch: pytest.MonkeyPatch) -> None:
    # It is there for as long as the test, whether another has put it there or not.
    monkeypatch.setattr(DialogueStateTracker, "copy", tracker_copies._copied_by_rasa)
    monkeypatch.setattr(FormAction, "_temporary_tracker", tracker_copies._form_tracker_by_rasa)
    copy_trackers_quickly()


def tracker_of(events: list[Event]) -> DialogueStateTracker:
    tracker = DialogueStateTracker.from_events("web:one", events, SLOTS)
    tracker.model_id, tracker.assistant_id = "model", "patella"
    return tracker


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    held = dict(vars(tracker))
    held["events"] = list(held["events"])
    held["slots"] = {name: vars(slot) for name, slot in tracker.slots.items()}
    # The empty ones that are there before anything is said have the time of their making.
    for name in ("latest_message", "latest_bot_utterance"):
        held[name] = (held[name].text, held[name].metadata)
    return held


@pytest.mark.parametrize("seed", range(150))
def test_a_copy_is_in_the_state_of_rasas_own(seed: int) -> None:
    tracker = tracker_of(anything(seed))
    assert state(tracker.copy()) == state(tracker_copies._copied_by_rasa(tracker))


@pytest.mark.parametrize("seed", range(150))
def test_a_form_asks_of_the_same_state(seed: int) -> None:
    tracker, more, form = tracker_of(anything(seed)), anything(-seed), FormAction(FORM, None)
    told = form._temporary_tracker(tracker, more, DOMAIN)
    by_rasa = tracker_copies._form_tracker_by_rasa(form, tracker, more, DOMAIN)
    assert state(told) == state(by_rasa)


def test_what_happens_to_a_copy_leaves_the_tracker_alone() -> None:
    tracker = tracker_of([ActiveLoop(FORM), SlotSet("side", "left"), ActionExecuted(FORM)])
    before = state(tracker)
    copied = tracker.copy()
    for event in (SlotSet("side", "right"), ActionExecutionRejected(FORM), FollowupAction("a")):
        copied.update(event)
    assert state(tracker) == before
    assert not tracker.is_active_loop_rejected and copied.is_active_loop_rejected


def test_what_was_asked_for_is_told_though_the_tracker_has_forgotten_it() -> None:
    tracker = tracker_of([ActionExecuted("action_answer"), FollowupAction(FORM)])
    tracker.clear_followup_action()
    assert tracker.copy().followup_action == FORM
