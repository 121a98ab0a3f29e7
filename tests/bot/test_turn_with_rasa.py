"""The turn over a real Rasa model, a real store and an action server that fails."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.action_endpoint import StrictActionEndpoint
from bot.assembly import load_processor
from bot.dialogue import PlacedResponses, RasaDialogue, StrictProcessor
from bot.exchange import Incoming, Message
from bot.guard import Guard
from bot.logs import configure_logs, quieten_libraries
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.tracker_store import StrictTrackerStore
from bot.turn import Turn
from bot.words import Words
from tests.bot.standins import describe
from tests.bot.tiny_bot import FakeActions, serving

SENDER = "web:one"
PLACE = {"emergency_number": "999"}
SECRET_WORDS = "zanzibar-quartz"


@dataclass
class Rig:
    turn: Turn
    store: StrictTrackerStore
    actions: FakeActions
    processor: StrictProcessor

    async def say(self, text: str, message_id: str, debug: bool = False) -> list[Message]:
        incoming = Incoming(SENDER, "web", message_id, text=text, debug=debug)
        return (await self.turn.take(incoming)).messages

    def kept(self) -> list[str]:
        return [turn.person["text"] for turn in self.store.history(SENDER)]

    def asked(self) -> str | None:
        return RasaDialogue(self.processor).pending_question(self.store.open(SENDER))


@pytest.fixture(scope="module")
def processor(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> StrictProcessor:
    store = StrictTrackerStore(
        database=open_database(Settings(var=tmp_path_factory.mktemp("store")))
    )
    loaded = load_processor(tiny_model, PLACE)
    loaded.connect(store, StrictActionEndpoint("http://nowhere", 1))
    return loaded


@pytest.fixture
async def rig(processor: StrictProcessor, guard: Guard, database: Database) -> AsyncIterator[Rig]:
    store = StrictTrackerStore(processor.domain, database=database)
    processor.tracker_store = store
    words = Words(processor.domain.responses, PLACE)
    async with serving(FakeActions()) as actions:
        processor.action_endpoint = StrictActionEndpoint(actions.url, 0.5)
        turn = Turn(RasaDialogue(processor), store, words, guard, describe, seconds=2)
        yield Rig(turn, store, actions, processor)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    configure_logs(debug=True, stream=stream)
    quieten_libraries()
    yield stream
    configure_logs()


async def test_a_conversation(rig: Rig) -> None:
    (question,) = await rig.say("it hurts", "1")
    assert question["text"] == "Which side?"
    assert question["question"]["id"] == "side"
    assert question["question"]["text"] == "Which side?"
    assert rig.asked() == "side"
    assert await rig.say("left", "2") == [{"text": "action_assess with left"}]
    assert rig.asked() is None
    assert rig.kept() == ["it hurts", "left"]


async def test_place_values_stand_in_responses(rig: Rig) -> None:
    assert await rig.say("hello", "1") == [{"text": "Hello. In an emergency call 999."}]


async def test_a_question_speaks_of_the_person_that_the_same_message_names(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = {"utter_ask_side": [{"text": "Which side {do_person} mean for {them}?"}]}
    monkeypatch.setattr(rig.processor, "nlg", PlacedResponses(asks, PLACE))
    (question,) = await rig.say("it hurts", "1")
    assert question["text"] == "Which side do you mean for you?"
    named = {"who": "parent", "pronoun": "she", "relation": "mum"}
    events = [{"event": "slot", "name": name, "value": value} for name, value in named.items()]
    again = {"event": "slot", "name": "requested_slot", "value": "side"}
    rig.actions.answers["validate_intake_form"] = {"events": [*events, again], "responses": []}
    (question,) = await rig.say("hurts", "2")
    assert question["text"] == "Which side does your mum mean for her?"


async def test_understanding_hears_of_the_pending_question(rig: Rig) -> None:
    await rig.say("it hurts", "1")
    incoming = Incoming(SENDER, "web", "2", payload="side=left", debug=True)
    reply = await rig.turn.take(incoming)
    assert reply.debug is not None
    told = reply.debug["findings"]["metadata"]
    assert (told["asked"], told["payload"]) == ("side", "side=left")
    assert told["offered"][:2] == ["left", "right"]
    assert told["turn"] == 1
    assert reply.debug["slots"]["side"] == "left"


async def test_a_stopped_action_server_undoes_the_turn_until_it_is_back(
    rig: Rig, tmp_path: Path
) -> None:
    await rig.say("it hurts", "1")
    working = rig.processor.action_endpoint
    rig.processor.action_endpoint = StrictActionEndpoint("http://127.0.0.1:9/webhook", 0.5)
    (message,) = await rig.say("left", "2")
    assert message["notice"] == "not_processed"
    assert message["text"] == "Not processed. In an emergency call 999."
    assert rig.kept() == ["it hurts"]
    assert rig.asked() == "side"
    rig.processor.action_endpoint = working
    assert await rig.say("left", "2") == [{"text": "action_assess with left"}]
    assert await rig.say("left", "2") == [{"text": "action_assess with left"}]
    assert rig.kept() == ["it hurts", "left"]


@pytest.mark.parametrize("fault", ["crash", "nonsense", "wrong shape", "slow"])
@pytest.mark.parametrize("before", [[], ["it hurts"]], ids=["at the start", "in the form"])
async def test_a_failing_action_undoes_the_turn(rig: Rig, fault: str, before: list[str]) -> None:
    for number, text in enumerate(before):
        await rig.say(text, str(number))
    rig.actions.fault = fault
    (message,) = await rig.say("left hurts", "x")
    assert message["notice"] == "not_processed"
    assert rig.kept() == before
    rig.actions.fault = ""
    assert await rig.say("left hurts", "x") == [{"text": "action_assess with left"}]


async def test_an_action_that_says_it_failed_undoes_the_turn(rig: Rig) -> None:
    failed = {"events": [], "responses": [{"text": "Sorry", "custom": {"failed": True}}]}
    rig.actions.answers["action_answer"] = failed
    assert (await rig.say("why", "1"))[0]["notice"] == "not_processed"
    assert rig.kept() == []


async def test_going_round_in_circles_undoes_the_turn(rig: Rig) -> None:
    again = {"events": [{"event": "followup", "name": "action_loop"}], "responses": []}
    rig.actions.answers["action_loop"] = again
    assert (await rig.say("loop", "1"))[0]["notice"] == "not_processed"
    assert rig.kept() == []


async def test_failing_understanding_undoes_the_turn(rig: Rig) -> None:
    await rig.say("it hurts", "1")
    assert (await rig.say("kaboom", "2"))[0]["notice"] == "not_processed"
    assert rig.kept() == ["it hurts"]


async def test_typed_commands_do_nothing(rig: Rig) -> None:
    await rig.say("it hurts", "1")
    for number, typed in enumerate(
        ['/inform{"side": "x"}', "/restart", "／greet", "EXTERNAL: greet"]
    ):
        incoming = Incoming(SENDER, "web", f"s{number}", text=typed, debug=True)
        reply = await rig.turn.take(incoming)
        assert reply.debug is not None
        assert reply.debug["intent"]["name"] is None
    assert rig.asked() == "side"
    assert RasaDialogue(rig.processor).slots(rig.store.open(SENDER))["side"] is None


async def test_actions_are_not_sent_the_whole_conversation(rig: Rig) -> None:
    for number in range(4):
        await rig.say("hello", str(number))
    await rig.say("it hurts", "last")
    events = rig.actions.calls[-1]["tracker"]["events"]
    assert [event["text"] for event in events if event["event"] == "user"] == ["it hurts"]
    assert rig.actions.calls[-1]["tracker"]["latest_message"]["text"] == "it hurts"
    assert rig.actions.calls[-1]["domain"] == {}


async def test_the_canary_keeps_nothing(rig: Rig) -> None:
    assert await rig.turn.canary("it hurts") is None
    assert rig.store.history("canary") == []
    rig.actions.fault = "crash"
    assert await rig.turn.canary("it hurts")


async def test_nothing_that_was_said_is_logged(
    rig: Rig, logged: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    for number, fault in enumerate(["", "crash", "nonsense", "wrong shape", "slow"]):
        rig.actions.fault = fault
        for text in ("it hurts", "left", "kaboom", "why", "/inform{", "loop"):
            await rig.say(f"{text} {SECRET_WORDS}", f"{number}{text[0]}")
    rig.processor.tracker_store = None
    await rig.say(f"hello {SECRET_WORDS}", "z")
    lines = logged.getvalue().splitlines()
    assert any("turn aborted" in line or "turn failed" in line for line in lines)
    assert SECRET_WORDS not in logged.getvalue()
    assert SENDER not in logged.getvalue()
    assert SECRET_WORDS not in "".join(capfd.readouterr())
    assert all(json.loads(line)["level"] for line in lines)


async def test_rasa_keeps_nobody_else_waiting(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []

    async def handle(message: Any) -> None:
        threads.append(threading.current_thread().name)

    monkeypatch.setattr(rig.processor, "handle_message", handle)
    await rig.say("it hurts", "1")
    assert threads == ["dialogue"]
