"""What is told of turns: outcomes, stages and a line in the log; how many there may be."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client import generate_latest

from bot.exchange import EndedTurn, Incoming, Reply
from bot.failure import TurnAborted
from bot.guard import Guard
from bot.logs import configure_logs
from bot.metrics import Metrics, channel_of
from bot.payloads import MOST_CHARACTERS
from bot.room import LINE
from bot.storage.failure import StoreError
from bot.turn import Turn
from bot.words import Words
from serving.course import current_course
from tests.bot.standins import Bench, FakeDialogue, FakeStore, describe

SAID = "zanzibar-quartz"


@pytest.fixture
def ended() -> list[EndedTurn]:
    return []


@pytest.fixture
def watched(guard: Guard, words: Words, ended: list[EndedTurn]) -> Bench:
    dialogue, store = FakeDialogue(), FakeStore()
    turn = Turn(
        dialogue, store, words, guard, describe, seconds=0.2,
        most_at_once=2, most_turns=3, watch=ended.append,
    )  # fmt: skip
    return Bench(dialogue, store, turn)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    configure_logs(stream=stream)
    yield stream
    configure_logs()


async def outcome(bench: Bench, ended: list[EndedTurn], text: str, message_id: str = "1") -> Any:
    await bench.say(text, message_id)
    return ended[-1].reply.outcome, ended[-1].reply.reason


async def test_the_outcome_of_a_turn(watched: Bench, ended: list[EndedTurn]) -> None:
    assert await outcome(watched, ended, "my knee") == ("answered", "")
    assert await outcome(watched, ended, "my knee") == ("seen_before", "")
    assert await outcome(watched, ended, "", "2") == ("refused", "empty")
    assert await outcome(watched, ended, "x" * (MOST_CHARACTERS + 1), "2") == (
        "refused",
        "too_long",
    )
    watched.dialogue.reply = TurnAborted("actions_timeout", "action_assess")
    assert await outcome(watched, ended, "my knee", "2") == ("not_processed", "actions_timeout")
    watched.dialogue.reply = KeyError("side")
    assert await outcome(watched, ended, "my knee", "2") == ("not_processed", "error")
    watched.store.broken, watched.store.breaks_on = StoreError("gone"), "open"
    assert await outcome(watched, ended, "my knee", "2") == ("not_processed", "store")
    watched.store.broken = None
    await watched.tap("erase=yes", "3")
    assert ended[-1].reply.outcome == "erased"


async def test_where_the_time_of_a_turn_went(watched: Bench, ended: list[EndedTurn]) -> None:
    await watched.say("my knee")
    stages = {"waiting", "understanding", "store_read", "dialogue", "store_write"}
    assert set(ended[0].spent) == stages
    assert ended[0].seconds >= sum(ended[0].spent.values()) * 0.99


async def test_each_turn_has_an_id_of_its_own(watched: Bench) -> None:
    seen = []

    async def answer(draft: Any, said: Any) -> Any:
        course = current_course()
        assert course is not None
        seen.append(course.turn)
        return await FakeDialogue.answer(watched.dialogue, draft, said)

    watched.dialogue.answer = answer  # type: ignore[method-assign]
    await asyncio.gather(watched.say("a", sender_id="web:a"), watched.say("b", sender_id="web:b"))
    assert len(set(seen)) == 2
    assert current_course() is None


async def test_a_turn_is_one_line_without_a_word_or_an_id(
    watched: Bench, logged: io.StringIO
) -> None:
    await watched.say(f"my {SAID}", SAID, sender_id="web:0123")
    (line,) = [json.loads(each) for each in logged.getvalue().splitlines()]
    assert (line["event"], line["channel"], line["outcome"]) == ("turn", "web", "answered")
    assert len(line["turn"]) == 16
    assert len(line["conversation"]) == 12
    assert line["milliseconds"] >= 0
    assert "store_read" in line["stages"]
    assert SAID not in logged.getvalue()
    assert "0123" not in line["conversation"]


async def test_who_waits_for_room_is_not_refused(watched: Bench) -> None:
    watched.dialogue.gate, many = asyncio.Event(), 2 + 2 * LINE
    turns = [asyncio.ensure_future(watched.say("a", sender_id=f"slack:{n}")) for n in range(many)]
    while len(watched.dialogue.heard) < 2:
        await asyncio.sleep(0.001)
    assert watched.turn.has_no_more_in_line
    assert watched.turn.under_way == many
    assert len(watched.dialogue.heard) == 2
    watched.dialogue.gate.set()
    assert all(await asyncio.gather(*turns))
    assert not watched.turn.has_no_more_in_line


@pytest.mark.parametrize(("patient", "counted"), [(False, 5.0), (True, 0.0)])
async def test_time_in_line_counts_as_the_turns_but_for_who_is_patient(
    watched: Bench, monkeypatch: pytest.MonkeyPatch, patient: bool, counted: float
) -> None:
    now, took, room = [0.0], [], watched.turn._room
    leave = room.leave
    monkeypatch.setattr(room, "leave", lambda seconds: took.append(seconds) or leave(seconds))
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    watched.dialogue.gate = asyncio.Event()
    inside = [asyncio.ensure_future(watched.say("a", sender_id=f"web:{n}")) for n in "ab"]
    late = Incoming("slack:c", "slack", "1", text="a", patient=patient)
    in_line = asyncio.ensure_future(watched.turn.take(late))
    while len(watched.dialogue.heard) < 2:
        await asyncio.sleep(0.001)
    now[0] = 5.0
    watched.dialogue.gate.set()
    await asyncio.gather(*inside, in_line)
    assert took == pytest.approx([5.0, 5.0, counted], abs=0.5)


async def test_a_conversation_has_an_end_but_may_be_started_over(
    watched: Bench, ended: list[EndedTurn]
) -> None:
    for number in range(3):
        await watched.say("my knee", str(number))
    (refused,) = await watched.say("my knee", "3")
    assert refused["notice"] == "limit"
    assert "112" in refused["text"]
    assert ended[-1].reply.reason == "too_many_turns"
    assert len(watched.store.kept["web:a"]) == 3
    assert (await watched.say("my knee", "0"))[0]["text"] == "Which side?", "it was answered before"
    assert (await watched.tap("restart=yes", "4"))[0]["text"] == "Which side?"
    assert len(watched.store.kept["web:a"]) == 4


async def test_what_starts_over_may_be_typed(watched: Bench, house_words: Words) -> None:
    watched.turn.words = house_words
    for number in range(3):
        await watched.say("my knee", str(number))
    (refused,) = await watched.say("my knee", "3")
    (button,) = refused["buttons"]
    await watched.say(button["title"].upper(), "4")
    assert watched.store.kept["web:a"][-1].person["payload"] == "restart=yes"


async def test_after_the_end_an_emergency_is_told_and_everything_can_be_erased(
    watched: Bench,
) -> None:
    for number in range(3):
        await watched.say("my knee", str(number))
    told = await watched.say("I can't breathe", "3")
    assert [message.get("notice") for message in told] == ["emergency", "limit"]
    await watched.tap("erase=yes", "4")
    assert watched.store.kept == {}


async def test_an_answered_turn_shows_that_turns_work(watched: Bench) -> None:
    assert not watched.turn.answered_within(60)
    watched.dialogue.reply = KeyError("side")
    await watched.say("my knee")
    assert not watched.turn.answered_within(60)
    watched.dialogue.reply = [{"text": "Which side?"}]
    await watched.say("my knee")
    assert watched.turn.answered_within(60)
    assert not watched.turn.answered_within(0)


async def test_the_measurements(guard: Guard, words: Words) -> None:
    metrics = Metrics()
    turn = Turn(FakeDialogue(), FakeStore(), words, guard, describe, watch=metrics.turn_ended)
    metrics.watch_turns(lambda: turn.under_way)
    for _ in range(2):
        await turn.take(Incoming("web:a", "web", "1", text=f"I can't breathe, {SAID}"))
    metrics.request_ended("/webhooks/web/message", 429)
    metrics.request_ended(f"/{SAID}/web", 404)
    metrics.request_ended("/webhooks/web/chat", 200)
    metrics.deliveries({"slack": 2, "telegram": 1})
    metrics.deliveries({"slack": 3})
    metrics.count_turns()
    told = exposed(metrics)
    for line in (
        'patella_turns_total{channel="web",outcome="answered",reason=""} 1.0',
        'patella_turns_total{channel="web",outcome="seen_before",reason=""} 1.0',
        'patella_turn_seconds_count{channel="web"} 2.0',
        'patella_stage_seconds_count{stage="store_write"} 1.0',
        'patella_urgency_given_total{level="emergency"} 1.0',
        'patella_requests_refused_total{channel="web",status="429"} 1.0',
        'patella_requests_refused_total{channel="none",status="404"} 1.0',
        'patella_deliveries_waiting{channel="slack"} 3.0',
        'patella_deliveries_waiting{channel="telegram"} 0.0',
        "patella_turns_under_way 0.0",
    ):
        assert line in told
    assert 'status="200"' not in told
    assert SAID not in told


def exposed(metrics: Metrics) -> str:
    return generate_latest(metrics.exposed).decode()


def test_what_was_not_understood_is_counted() -> None:
    metrics, reply = Metrics(), EndedTurn("web", Reply([{"text": "?"}]), 0.1, {}, understood=False)
    metrics.turn_ended(reply)
    assert 'patella_not_understood_total{channel="web"} 1.0' in exposed(metrics)


@pytest.mark.parametrize(
    ("path", "channel"),
    [("/webhooks/slack/events", "slack"), ("/webhooks/x", "none"), ("/webhooks", "none")],
)
def test_the_channel_of_a_path(path: str, channel: str) -> None:
    assert channel_of(path) == channel
