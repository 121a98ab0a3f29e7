"""What stands behind buttons, and what a tap on one means."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram import callbacks
from bot.channels.telegram.callbacks import MOST_BYTES, Meaning
from bot.channels.telegram.keyboards import Answer, Button, NothingTicked, Rows, Shown, tapped

SIDES = {"left": "Left", "right": "Right", "both": "Both"}
LONG = "question=" + "é" * 60


def rows(*buttons: str) -> Rows:
    """A keyboard with a button a row, each written "label|data"."""
    return tuple((Button(*button.split("|")),) for button in buttons)


@pytest.mark.parametrize("payload", ["side=left", "own:agree", LONG, "q=" + "x" * 62])
def test_data_always_fit(payload: str) -> None:
    assert 1 <= len(callbacks.of_payload(payload).encode()) <= MOST_BYTES


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        ("side=left", Meaning("", "side=left")),
        ("+limp", Meaning("+", "limp")),
        ("=hip_signs", Meaning("=", "hip_signs")),
        (">location", Meaning(">", "location")),
        ("@left:location", Meaning("@", "location", "left")),
        ("+", Meaning("", "+")),
        ("", Meaning("", "")),
        ("@x", Meaning("@", "", "x")),
    ],
)
def test_data_are_read_whatever_they_are(data: str, meaning: Meaning) -> None:
    assert callbacks.read(data) == meaning


def test_a_long_payload_is_found_among_what_was_offered() -> None:
    data = callbacks.of_payload(LONG)
    history: list[dict[str, Any]] = [
        {"from": "person", "text": "hi"},
        {"from": "bot", "buttons": [{"title": "?", "payload": LONG}]},
        {"from": "bot", "question": {"id": "q", "options": [{"value": "v" * 80}]}},
    ]
    assert callbacks.resolve(callbacks.read(data).value, history) == LONG
    option = callbacks.read(callbacks.of_payload("q=" + "v" * 80)).value
    assert callbacks.resolve(option, history) == "q=" + "v" * 80
    assert callbacks.resolve("AAAA", history) is None


def test_ticking_and_unticking() -> None:
    outcome = tapped(rows("Limp|+limp", "Done|=q"), "+limp", SIDES)
    assert outcome == Shown(rows("✓ Limp|+limp", "Done|=q"))
    assert isinstance(outcome, Shown)
    assert tapped(outcome.rows, "+limp", SIDES) == Shown(rows("Limp|+limp", "Done|=q"))


def test_done_sends_what_is_ticked() -> None:
    keyboard = rows("✓ Limp|+limp", "Fever|+fever", "✓ Lump|+lump", "Done|=q", "Why?|ask_why")
    assert tapped(keyboard, "=q", SIDES) == Answer("q=limp,lump", "Limp, Lump")
    assert tapped(keyboard, "ask_why", SIDES) == Answer("ask_why", "Why?")
    assert tapped(rows("Limp|+limp"), "=q", SIDES) == NothingTicked()


def test_the_side_is_asked_only_of_places_that_lack_one() -> None:
    kept = rows("✓ Thigh|+thigh@left", "✓ Back|+lower_back", "Done|>location")
    payload = "location=thigh@left,lower_back"
    assert tapped(kept, ">location", SIDES) == Answer(payload, "Thigh, Back")
    keyboard = rows(
        "✓ Thigh|+thigh", "✓ Knee|+knee_front@left", "Calf|+calf", "Done|>location",
        "Not sure|location=not_sure", "Why?|ask_why", "More|#digest",
    )  # fmt: skip
    asked = tapped(keyboard, ">location", SIDES)
    assert isinstance(asked, Shown) and asked.asks_side
    shown = [[button.label for button in row] for row in asked.rows]
    assert shown == [["Left", "Right", "Both"], ["✓ Thigh"], ["✓ Knee"], ["Why?"], ["More"]]
    answer = tapped(asked.rows, "@right:location", SIDES)
    assert answer == Answer("location=thigh@right,knee_front@left", "Thigh (right), Knee")
