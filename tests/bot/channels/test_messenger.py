"""The course of a conversation on any messenger, on a service that only notes what it gets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.heard import COMMANDS, UNREADABLE, Heard
from bot.channels.messenger import Messenger
from bot.channels.pieces import AGREE, REPORT, Piece
from bot.channels.worker import GiveUp, TryAgain
from bot.exchange import Message
from bot.guard import Guard
from bot.reports import FinishedCheck, ReportFile
from bot.storage.contacts import Contacts
from bot.storage.database import Database, StoreError
from bot.storage.inbox import Inbox
from bot.turn import Turn
from bot.words import Words
from tests.bot.standins import (
    Bench,
    FakeDialogue,
    FakeStore,
    describe,
    emergency_message,
    screen,
)

ANN = "telegram:ann"
ASKED = {"text": "Which side?", "custom": {"question_id": "side"}}
FILE = ReportFile(b"%PDF", "application/pdf", "report.pdf")


class FakeService:
    """Notes everything in `done`; messages with something to tap get a number as reference."""

    name = "telegram"
    command_form = "/{}"

    def __init__(self) -> None:
        self.done: list[tuple[Any, ...]] = []
        self.troubles: list[Exception] = []

    def render(self, piece: Piece) -> list[Piece]:
        return [piece]

    async def send(self, place: str, part: Piece) -> Any:
        if self.troubles:
            raise self.troubles.pop(0)
        self.done.append(("send", part.text))
        return len(self.done) if part.control else None

    async def close(self, place: str, reference: Any, label: str) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.done.append(("close", reference, label))

    async def acknowledge(self, heard: Heard, is_open: bool) -> None:
        self.done.append(("acknowledge", is_open))

    async def send_file(self, place: str, file: ReportFile, caption: str) -> None:
        self.done.append(("file", file.name))

    async def typing(self, place: str) -> None:
        return

    @property
    def said(self) -> list[str]:
        return [what[1] for what in self.done if what[0] == "send"]


class Reports:
    async def render(self, check: FinishedCheck, form: str) -> ReportFile:
        assert form == "pdf"
        return FILE


class Chat:
    """One person at a messenger."""

    def __init__(self, bench: Bench, database: Database, rate: int = 0) -> None:
        self.bench = bench
        self.service = FakeService()
        self.contacts = Contacts(database)
        self.messenger = Messenger(self.service, bench.turn, Inbox(database), self.contacts, rate)
        self._number = 0

    async def does(self, sender_id: str = ANN, **what: Any) -> list[str]:
        """Let the person do something; what is said then."""
        self._number += 1
        if not self.messenger.worker._begun:
            self.messenger.worker.begin()
        before = len(self.service.said)
        heard = Heard(place="7", **what)
        assert await self.messenger.take_in(f"d{self._number}", sender_id, self._number, heard)
        await self.messenger.worker.idle()
        return self.service.said[before:]

    async def agrees(self, sender_id: str = ANN) -> None:
        await self.does(sender_id, payload=AGREE, tapped=0, label="I agree")
        self.contacts.keep_controls(sender_id, None)
        self.service.done.clear()

    @property
    def heard(self) -> list[str]:
        return [said.payload or said.text for said in self.bench.dialogue.heard]


@pytest.fixture
def words(house_words: Words) -> Words:
    return house_words


@pytest.fixture
def talk(guard: Guard, words: Words, database: Database) -> Callable[..., Chat]:
    def begin(**more: Any) -> Chat:
        dialogue, store = FakeDialogue(), FakeStore()
        turn = Turn(dialogue, store, words, guard, describe, 0.2, reports=Reports())
        return Chat(Bench(dialogue, store, turn), database, **more)

    return begin


@pytest.fixture
def chat(talk: Callable[..., Chat]) -> Chat:
    return talk()


# -- Before anything is kept


async def test_nothing_is_kept_or_answered_before_the_person_agrees(
    chat: Chat, words: Words
) -> None:
    said = await chat.does(text="my left knee hurts")
    assert chat.heard == [] and chat.bench.store.kept == {}
    assert said[0] == words.text("utter_greet")
    assert words.text("utter_telegram_sees") in said[-1]
    assert words.text("utter_privacy") in said[-1]


async def test_what_was_written_before_is_answered_once_the_person_agrees(chat: Chat) -> None:
    await chat.does(text="my left knee hurts")
    said = await chat.does(payload=AGREE, tapped=3, label="I agree")
    assert chat.heard == ["my left knee hurts"]
    assert said == ["Which side?"]
    assert ("close", 3, "I agree") in chat.service.done


async def test_who_agrees_without_having_written_is_asked_to(chat: Chat, words: Words) -> None:
    await chat.does(command="start")
    said = await chat.does(payload=AGREE, tapped=2, label="I agree")
    assert said == [words.text("utter_messenger_agreed")]
    assert chat.heard == []


async def test_an_emergency_is_told_of_before_consent(chat: Chat) -> None:
    said = await chat.does(text="I can't breathe")
    assert said[0] == "Get help: clot"
    assert chat.bench.store.kept == {}


async def test_everything_written_before_is_answered(chat: Chat) -> None:
    await chat.does(text="my knee hurts")
    await chat.does(text="the left one")
    await chat.does(payload=AGREE, tapped=3, label="I agree")
    assert chat.heard == ["my knee hurts the left one"]


@pytest.mark.parametrize("typed", ["I agree, carry on", "i agree", "yes", "OK", "Yes, I do agree."])
async def test_an_agreement_can_be_typed(chat: Chat, typed: str) -> None:
    await chat.does(text="my knee hurts")
    await chat.does(text=typed)
    assert chat.contacts.has_agreed(ANN)
    assert chat.heard == ["my knee hurts"]


@pytest.mark.parametrize("typed", ["I don't agree", "no", "what do I agree to?"])
async def test_what_is_no_agreement_is_none(chat: Chat, typed: str) -> None:
    await chat.does(text=typed)
    assert not chat.contacts.has_agreed(ANN)


@pytest.mark.parametrize("command", ["erase", "stop"])
async def test_what_is_held_can_be_erased_before_consent(
    chat: Chat, command: str, words: Words
) -> None:
    await chat.does(text="my left knee hurts")
    assert await chat.does(command=command) == [words.text("utter_erased")]
    await chat.does(payload=AGREE, tapped=3)
    assert chat.heard == []


# -- The conversation


async def test_buttons_are_closed_when_the_next_answer_comes(chat: Chat) -> None:
    await chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    await chat.does(text="hello")
    assert chat.contacts.controls(ANN) == [1]
    await chat.does(text="left")
    assert chat.service.done[1:3] == [("close", 1, ""), ("send", "Which side?")]


async def test_the_choice_is_shown_on_what_was_tapped(chat: Chat) -> None:
    await chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    await chat.does(text="hello")
    await chat.does(payload="side=left", tapped=1, label="Left")
    assert chat.heard == ["hello", "side=left"]
    assert chat.service.done[1:3] == [("acknowledge", True), ("close", 1, "Left")]


async def test_a_second_tap_is_no_turn(chat: Chat) -> None:
    await chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    await chat.does(text="hello")
    await chat.does(payload="side=left", tapped=1, label="Left")
    said = await chat.does(payload="side=right", tapped=1, label="Right")
    assert said == []
    assert chat.service.done[-1] == ("acknowledge", False)
    assert chat.heard == ["hello", "side=left"]


async def test_agreeing_twice_is_told_and_loses_nothing(chat: Chat) -> None:
    await chat.agrees()
    assert await chat.does(payload=AGREE, tapped=2) == []
    assert chat.service.done == [("acknowledge", False)]
    assert chat.contacts.has_agreed(ANN)


async def test_erasing_takes_the_consent_along(chat: Chat, words: Words) -> None:
    await chat.agrees()
    await chat.does(text="hello")
    assert await chat.does(payload="erase=yes") == [words.text("utter_erased")]
    assert chat.bench.store.kept == {}


async def test_each_move_is_one_of_the_dialogue(chat: Chat) -> None:
    await chat.agrees()
    for command in ("start", "restart", "stop", "summary", "erase"):
        await chat.does(command=command)
    assert chat.heard == ["greet", "restart", "stop", "show_summary", "erase_my_data"]


async def test_who_talked_for_too_long_can_tap_to_start_over(
    guard: Guard, words: Words, database: Database
) -> None:
    dialogue, store = FakeDialogue(), FakeStore()
    turn = Turn(dialogue, store, words, guard, describe, 0.2, most_turns=1)
    chat = Chat(Bench(dialogue, store, turn), database)
    await chat.agrees()
    dialogue.reply = [ASKED]
    await chat.does(text="hello")
    assert await chat.does(text="go on") == [words.text("utter_too_many_turns")]
    assert chat.contacts.controls(ANN) == [1, 2]
    assert await chat.does(payload="restart=yes", tapped=2, label="Start over")
    assert ("acknowledge", True) in chat.service.done
    assert chat.heard == ["hello", "restart=yes"]


@pytest.mark.parametrize("command", ["help", "privacy", "report"])
async def test_what_is_told_beside_leaves_the_question_open(chat: Chat, command: str) -> None:
    await chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    await chat.does(text="hello")
    (said,) = await chat.does(command=command)
    assert said
    assert chat.contacts.controls(ANN) == [1]
    assert chat.heard == ["hello"]


async def test_help_names_every_command_as_it_is_written_there(chat: Chat) -> None:
    (said,) = await chat.does(command="help")
    for command in COMMANDS:
        assert f"/{command} " in said


async def test_the_report_comes_as_a_file(chat: Chat) -> None:
    await chat.agrees()
    chat.bench.dialogue.finished[ANN] = FinishedCheck({}, 0.0, None)
    assert await chat.does(payload=REPORT, tapped=99) == []
    assert chat.service.done == [("acknowledge", True), ("file", "report.pdf")]


# -- What cannot be read


@pytest.mark.parametrize("kind", UNREADABLE)
async def test_what_cannot_be_read_gets_a_line_and_is_no_turn(
    chat: Chat, kind: str, words: Words
) -> None:
    await chat.agrees()
    assert await chat.does(unreadable=kind) == [words.text(f"utter_messenger_no_{kind}")]
    assert chat.heard == []


async def test_the_words_below_a_picture_are_read(chat: Chat, words: Words) -> None:
    await chat.agrees()
    said = await chat.does(unreadable="picture", text="it looks like this")
    assert said == [words.text("utter_messenger_no_picture"), "Which side?"]
    assert chat.heard == ["it looks like this"]


async def test_an_edited_message_is_no_turn_but_looked_through(chat: Chat, words: Words) -> None:
    await chat.agrees()
    edited = words.text("utter_messenger_edited")
    assert await chat.does(text="my right knee", edited=True) == [edited]
    assert await chat.does(text="I can't breathe", edited=True) == ["Get help: clot", edited]
    assert chat.heard == []


async def test_a_flood_is_asked_for_patience_and_still_looked_through(
    talk: Callable[..., Chat], words: Words
) -> None:
    chat = talk(rate=2)
    await chat.agrees()
    await chat.does(text="one")
    patience = words.text("utter_too_many")
    assert await chat.does(text="two") == [patience]
    assert await chat.does(text="I can't breathe") == ["Get help: clot", patience]
    assert await chat.does("telegram:ben", text="hello") != [patience]
    assert chat.heard == ["one"]


async def test_a_sign_tapped_in_a_flood_or_too_late_is_told_of_all_the_same(
    talk: Callable[..., Chat], words: Words
) -> None:
    sign = "emergency_signs=breathless"
    chat = talk(rate=3)
    await chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    await chat.does(text="hello")
    await chat.does(payload="side=left", tapped=1)
    assert await chat.does(payload=sign) == [
        "Get help: clot", words.text("utter_too_many"),
    ]  # fmt: skip
    late = talk()
    late._number = 100
    await late.agrees("telegram:ben")
    assert await late.does("telegram:ben", payload=sign, tapped=77) == ["Get help: clot"]


async def test_patience_is_asked_for_now_and_then_and_an_emergency_goes_first(
    talk: Callable[..., Chat], words: Words
) -> None:
    chat = talk(rate=1)
    await chat.agrees()
    said = [await chat.does(text=f"no {number}") for number in range(9)]
    assert [each for each in said if each] == [[words.text("utter_too_many")]] * 2
    assert (await chat.does(text="I can't breathe"))[0] == "Get help: clot"


async def test_a_standing_emergency_stays_in_front_of_what_is_said_beside(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.agrees()
    reminder = {"text": "Do not wait.", "notice": "emergency"}
    guard = Guard(screen, emergency_message, "Call 112.", lambda slots: reminder)
    monkeypatch.setattr(chat.bench.turn, "_guard", guard)
    chat.bench.dialogue.known = {"present": ["breathless"]}
    assert "Do not wait." in await chat.does(unreadable="voice")


# -- When something fails


async def test_a_store_that_fails_meanwhile_is_waited_for_and_nothing_said_twice(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    with monkeypatch.context() as patched:

        async def sleep(seconds: float) -> None:
            patched.undo()

        chat.messenger.worker._sleep = sleep
        patched.setattr(chat.contacts, "keep_controls", _disk_is_full)
        assert await chat.does(text="hello") == ["Which side?"]
    assert chat.contacts.controls(ANN) == [1]
    assert chat.heard == ["hello"]


async def test_an_emergency_is_told_though_nothing_can_be_kept(
    chat: Chat, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service hands the delivery over again, and is not answered each time."""
    monkeypatch.setattr(chat.messenger.worker, "accept", _disk_is_full)
    heard = Heard(place="7", text="I can't breathe")
    for _ in range(3):
        with pytest.raises(StoreError):
            await chat.messenger.take_in("d1", ANN, 1, heard)
    await asyncio.sleep(0)
    await asyncio.gather(*chat.messenger._cries)
    assert chat.service.said == ["Get help: clot", words.text("utter_not_processed")]


async def test_a_mistake_of_ours_does_not_hide_an_emergency(
    chat: Chat, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.agrees()
    monkeypatch.setattr(chat.contacts, "controls", lambda _: 1 / 0)
    assert await chat.does(text="help I can't breathe") == [
        "Get help: clot", words.text("utter_not_processed"),
    ]  # fmt: skip


async def test_a_delivery_seen_before_is_counted(chat: Chat) -> None:
    heard = Heard(place="7", text="hello")
    assert [await chat.messenger.take_in("d1", ANN, 1, heard) for _ in range(3)] == [
        True, False, False,
    ]  # fmt: skip
    assert chat.messenger._rejections.counts == {"seen before": 2}


async def test_what_another_version_has_kept_is_read_as_far_as_it_is_known() -> None:
    told = Heard.from_json({"place": "7", "text": "hello", "mood": "fine"})
    assert told == Heard("7", text="hello")
    assert Heard.from_json({}) == Heard("")


async def test_an_answer_goes_on_where_the_service_stopped_taking_it(chat: Chat) -> None:
    await chat.agrees()
    chat.bench.dialogue.reply = [{"text": "One"}, {"text": "Two"}]
    chat.messenger.worker._sleep = _no_sleep
    send = chat.service.send

    async def second_is_refused_once(place: str, part: Piece) -> Any:
        if part.text == "Two" and not chat.service.done.count(("send", "Two")):
            chat.service.send = send  # type: ignore[method-assign]
            raise TryAgain("429", 3)
        return await send(place, part)

    chat.service.send = second_is_refused_once  # type: ignore[method-assign]
    assert await chat.does(text="hello") == ["One", "Two"]
    assert chat.heard == ["hello"]


async def test_a_message_that_is_gone_does_not_keep_the_answer(chat: Chat) -> None:
    await chat.agrees()
    chat.bench.dialogue.reply = [ASKED]
    await chat.does(text="hello")
    chat.service.troubles = [GiveUp("message to edit not found")]
    assert await chat.does(text="left") == ["Which side?"]


async def test_a_mistake_of_ours_is_told_with_the_emergency_line(
    chat: Chat, words: Words, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await chat.agrees()

    async def broken(incoming: Any) -> list[Message]:
        raise KeyError("my left knee")

    monkeypatch.setattr(chat.bench.turn, "take", broken)
    assert await chat.does(text="hello") == [words.text("utter_not_processed")]
    assert "knee" not in caplog.text


async def _no_sleep(seconds: float) -> None:
    return


def _disk_is_full(*_: Any) -> Any:
    raise StoreError("disk is full")
