"""Stand-ins for what a turn works with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.exchange import Answer, Incoming, Message, Said, StoredTurn
from bot.reports import FinishedCheck
from bot.storage.draft import Draft
from bot.turn import Turn

QUESTION = {
    "id": "side",
    "kind": "choice",
    "options": [
        {"value": "left", "label": "Left"},
        {"value": "right", "label": "Right"},
        {"value": "not_sure", "label": "I'm not sure"},
    ],
    "why": "Both sides at once point elsewhere.",
    "progress": {"answered": 1, "expected": 9},
}


@dataclass(frozen=True)
class Hit:
    id: str
    level: str
    words: str = ""
    suspected: bool = False


def screen(text: str, payload: str | None = None) -> Hit | None:
    """Knows two red flags and one sign that can wait."""
    if payload is not None:
        return Hit("clot", "emergency") if payload == "emergency_signs=breathless" else None
    if "can't breathe" in text.lower():
        return Hit("clot", "emergency")
    if "hot and red" in text.lower():
        return Hit("infection", "same_day")
    return Hit("lump", "within_days") if "lump" in text.lower() else None


def emergency_message(hit: Hit) -> Message:
    assessment = {"urgency": hit.level, "red_flags": [hit.id]}
    return {"text": f"Get help: {hit.id}", "assessment": assessment, "notice": "emergency"}


def describe(question_id: str, slots: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return dict(QUESTION) if question_id == "side" else None


@dataclass
class FakeDialogue:
    """Answers with what it is told to, or fails with it; remembers what it was asked."""

    reply: Any = field(default_factory=lambda: [{"text": "Which side?"}])
    asked: str | None = None
    heard: list[Said] = field(default_factory=list)
    gate: asyncio.Event | None = None
    parse: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    finished: dict[str, FinishedCheck] = field(default_factory=dict)

    def pending_question(self, draft: Draft) -> str | None:
        return self.asked

    def slots(self, draft: Draft) -> Mapping[str, Any]:
        return self.known

    async def answer(self, draft: Draft, said: Said) -> Answer:
        self.heard.append(said)
        if self.gate is not None:
            await self.gate.wait()
        if isinstance(self.reply, BaseException):
            raise self.reply
        draft.staged = "tracker"
        return Answer(self.reply, self.known, self.parse)

    def finished_check(self, draft: Draft) -> FinishedCheck | None:
        return self.finished.get(draft.sender_id)


@dataclass
class FakeStore:
    """Keeps turns in a list, or fails when ``broken``."""

    kept: dict[str, list[StoredTurn]] = field(default_factory=dict)
    broken: BaseException | None = None
    breaks_on: str = "commit"

    def _fail(self, step: str) -> None:
        if self.broken is not None and step == self.breaks_on:
            raise self.broken

    def open_for(self, sender_id: str, message_id: str) -> tuple[StoredTurn | None, Draft]:
        turns = self.kept.get(sender_id, [])
        found = next((turn for turn in turns if turn.message_id == message_id), None)
        return found, self.open(sender_id)

    def open(self, sender_id: str) -> Draft:
        self._fail("open")
        turns = self.kept.get(sender_id, [])
        offered = turns[-1].reply if turns else []
        return Draft(sender_id, tracker=None, turns=len(turns), offered=offered)

    def open_whole(self, sender_id: str) -> Draft:
        return self.open(sender_id)

    def commit(self, draft: Draft, turn: StoredTurn) -> None:
        self._fail("commit")
        self.kept.setdefault(draft.sender_id, []).append(turn)

    def delete(self, sender_id: str) -> None:
        self._fail("delete")
        self.kept.pop(sender_id, None)

    def idle_since(self, moment: float) -> list[str]:
        return [sender_id for sender_id in self.kept if self.is_idle_since(sender_id, moment)]

    def is_idle_since(self, sender_id: str, moment: float) -> bool:
        return self.kept[sender_id][-1].created < moment

    def turns_since_restart(self, sender_id: str) -> int:
        return len(self.kept.get(sender_id, []))

    def history(self, sender_id: str) -> list[StoredTurn]:
        return list(self.kept.get(sender_id, []))

    def export(self, sender_id: str) -> dict[str, Any]:
        return {"sender_id": sender_id, "conversation": [], "events": []}


async def at_once(call: Any, *arguments: Any) -> Any:
    """Calls the store where a turn would have a thread do it."""
    return call(*arguments)


@dataclass
class Bench:
    """A turn and the stand-ins around it; ``app`` is the application that serves it, if any."""

    dialogue: FakeDialogue
    store: FakeStore
    turn: Turn
    app: Any = None

    async def say(
        self, text: str, message_id: str = "1", sender_id: str = "web:a"
    ) -> list[Message]:
        incoming = Incoming(sender_id, "web", message_id, text=text)
        return (await self.turn.take(incoming)).messages

    async def tap(
        self, payload: str, message_id: str = "1", sender_id: str = "web:a"
    ) -> list[Message]:
        incoming = Incoming(sender_id, "web", message_id, payload=payload)
        return (await self.turn.take(incoming)).messages
