"""Whether it was helpful: what is typed in the place of a button, and that nothing else happens."""

from __future__ import annotations

import logging

import pytest

from bot.feedback import HELPFUL, NOT_HELPFUL, THANKS
from bot.payloads import meant_button
from tests.bot.standins import Bench

ASKED = [
    {
        "text": "Was this helpful?",
        "buttons": [
            {"title": "Yes, it helped", "payload": HELPFUL},
            {"title": "No, not really", "payload": NOT_HELPFUL},
        ],
    }
]


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes, it helped!",
        "yes it was helpful, thanks",
        "Yes it was, thank you",
        "very helpful",
        "that was really useful",
        "it helped me, thanks a lot",
    ],
)
def test_what_is_typed_may_mean_yes(text: str) -> None:
    assert meant_button(text, ASKED) == HELPFUL


@pytest.mark.parametrize(
    "text",
    ["no", "No, not really", "it wasn't helpful", "not helpful at all", "useless", "no it didn't"],
)
def test_what_is_typed_may_mean_no(text: str) -> None:
    assert meant_button(text, ASKED) == NOT_HELPFUL


@pytest.mark.parametrize(
    "text",
    [
        "yes it was helpful but now my calf is swollen",
        "no, it's the right knee",
        "yes i can't breathe",
        "thanks",
        "helpful exercises for the hip",
        "not sure",
    ],
)
def test_whatever_tells_more_goes_into_the_conversation(text: str) -> None:
    assert meant_button(text, ASKED) is None


def test_without_the_question_a_yes_means_nothing_of_it() -> None:
    assert meant_button("yes", [{"text": "Is that right?"}]) is None


def counted(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log says beside the line that each turn has."""
    return [line for line in map(logging.LogRecord.getMessage, caplog.records) if line != "turn"]


@pytest.mark.parametrize("payload", THANKS)
async def test_it_is_kept_and_counted_and_the_dialogue_hears_nothing(
    bench: Bench, payload: str, caplog: pytest.LogCaptureFixture
) -> None:
    bench.dialogue.reply = ASKED
    bench.dialogue.asked = "side"
    await bench.say("my knee hurts", "1")
    with caplog.at_level(logging.INFO, "patella.turn"):
        (message,) = await bench.tap(payload, "2")
    assert message["text"].startswith("Thank you")
    assert [said.text for said in bench.dialogue.heard] == ["my knee hurts"]
    kept = bench.store.kept["web:a"][-1].person
    assert kept["payload"] == payload
    assert counted(caplog) == [f"feedback: {payload}"]


async def test_it_is_counted_once_however_often_it_is_sent(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "patella.turn"):
        assert await bench.tap(HELPFUL, "1") == await bench.tap(HELPFUL, "1")
    assert len(counted(caplog)) == 1
