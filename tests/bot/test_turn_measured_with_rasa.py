"""What is measured of a turn with Rasa in it, and what goes along to the action server."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.action_endpoint import StrictActionEndpoint
from bot.assembly import load_processor
from bot.dialogue import RasaDialogue
from bot.exchange import EndedTurn, Incoming
from bot.guard import Guard
from bot.one_thread import OneThread
from bot.reports import ActionServerReports, FinishedCheck, NoReport
from bot.storage.database import Database
from bot.storage.tracker_store import StrictTrackerStore
from bot.turn import Turn
from bot.words import Words
from serving.course import TURN_HEADER
from tests.bot.standins import describe, emergency_message, screen
from tests.bot.tiny_bot import FakeActions, serving

SECRET = "what both servers know"


@dataclass
class Rig:
    turn: Turn
    actions: FakeActions
    ended: list[EndedTurn]
    store: StrictTrackerStore
    dialogue: RasaDialogue

    async def say(self, text: str | None, message_id: str, payload: str | None = None) -> Any:
        incoming = Incoming("web:a", "web", message_id, text=text, payload=payload)
        return await self.turn.take(incoming)


@pytest.fixture
async def rig(tiny_model: Path, database: Database) -> AsyncIterator[Rig]:
    store = StrictTrackerStore(database=database)
    async with serving(FakeActions()) as actions:
        endpoint = StrictActionEndpoint(actions.url, 2, SECRET)
        think = OneThread("understanding")
        processor = load_processor(tiny_model, {})
        processor.connect(store, endpoint, think)
        ended: list[EndedTurn] = []
        dialogue = RasaDialogue(processor)
        guard = Guard(screen, emergency_message, "Call 112.")
        turn = Turn(
            dialogue, store, Words({}, {}), guard, describe, 5, think=think, watch=ended.append,
        )  # fmt: skip
        yield Rig(turn, actions, ended, store, dialogue)


async def test_the_secret_and_the_turns_id_go_along(rig: Rig) -> None:
    await rig.say("it hurts", "1")
    await rig.say("left", "2")
    turns = [sent[TURN_HEADER.lower()] for sent in rig.actions.headers]
    assert len(set(turns)) == 2
    assert {sent["authorization"] for sent in rig.actions.headers} == {f"Bearer {SECRET}"}


async def test_a_report_shows_the_secret_too(rig: Rig) -> None:
    for secret, header in ((SECRET, f"Bearer {SECRET}"), (None, None)):
        rig.actions.headers.clear()
        url = rig.actions.url
        reports = ActionServerReports(url, 2, {}, secret)
        rig.actions.fault = "crash"
        with pytest.raises(NoReport):
            await reports.render(FinishedCheck({}, 1.0, None), "html")
        assert rig.actions.headers[0].get("authorization") == header


async def test_where_the_time_went(rig: Rig) -> None:
    rig.actions.fault = "late"
    await rig.say("it hurts", "1")
    (told,) = rig.ended
    assert told.spent["actions"] >= 1.5
    assert told.spent["dialogue"] < 1.5
    assert told.spent["understanding"] > 0
    assert told.understood


async def test_words_are_read_in_the_thread_for_it(rig: Rig) -> None:
    # The tiny bot's own component breaks on this word, wherever it is read.
    assert (await rig.say("kaboom", "1")).messages[0]["notice"] == "not_processed"
    names = {thread.name for thread in threading.enumerate()}
    assert any(name.startswith("understanding") for name in names)
    assert await rig.dialogue.understands("it hurts")


async def test_what_is_not_understood_is_told(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    processor = rig.dialogue._processor
    parse = type(processor).__mro__[1].parse_message

    async def not_understood(self: Any, *arguments: Any) -> dict[str, Any]:
        parsed = await parse(self, *arguments)
        return {**parsed, "intent": {"name": "nlu_fallback", "confidence": 0.2}}

    monkeypatch.setattr(type(processor).__mro__[1], "parse_message", not_understood)
    await rig.say("hello", "1")
    assert rig.ended[-1].understood is False
