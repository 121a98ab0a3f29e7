"""One fail-closed turn, used by every channel: it happens whole, or the person is told."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

from bot.exchange import Answer, EndedTurn, Incoming, Message, Reply, Said, StoredTurn
from bot.failure import TurnAborted, abort, whereabouts
from bot.feedback import THANKS
from bot.guard import Guard, RedFlagHit
from bot.messages import from_responses
from bot.payloads import (
    ERASE,
    RESTART,
    clean_text,
    meant_button,
    offered_values,
    shown_text,
)
from bot.replies import how_it_came_about, question_answered, refusal_of, with_state, without
from bot.reports import NoReport, ReportFile
from bot.room import Room
from bot.storage.draft import Draft
from bot.storage.failure import StoreError
from bot.storage.locks import Aside, ConversationLocks
from bot.turn_parts import DescribeQuestion, Dialogue, OnlyEnglish, Reports, Store
from bot.words import Words
from serving.course import beginning, stage, turn_id
from serving.logs import conversation_hash

log = logging.getLogger("patella.turn")

CANARY = "canary"

#: Seconds after which the thread that understands is taken to hang. A look takes some hundredths.
LONGEST_LOOK = 10.0


class Turn:
    """Takes messages in and answers them, one at a time in each conversation.

    ``seconds`` is how long one turn may take, and how long the next may wait for it; ``aside``
    runs a call that may take a while, ``think`` one that keeps the processor busy, and ``locks``
    are the conversations'. No more than ``most_at_once`` turns are under way; others wait, or
    are not begun where `has_no_more_in_line` is looked at. ``most_turns`` belong to one
    conversation until it is started over. ``watch`` is told of each turn that has ended.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        store: Store,
        words: Words,
        guard: Guard,
        describe: DescribeQuestion,
        seconds: float = 20.0,
        now: Callable[[], float] = time.time,
        reports: Reports | None = None,
        only_english: OnlyEnglish = lambda text: None,
        aside: Aside = asyncio.to_thread,
        locks: ConversationLocks | None = None,
        think: Aside = asyncio.to_thread,
        most_at_once: int = 24,
        most_turns: int = 300,
        watch: Callable[[EndedTurn], None] = lambda ended: None,
    ) -> None:
        self.words = words
        self._dialogue = dialogue
        self._store = store
        self._guard = guard
        self._describe = describe
        self._seconds = seconds
        self._now = now
        self._reports = reports
        self._only_english = only_english
        self.aside = aside
        self.locks = ConversationLocks() if locks is None else locks
        self._think = think
        self._room = Room(most_at_once)
        self._most_turns = most_turns
        self._watch = watch
        self._answered = float("-inf")
        self._running: set[asyncio.Task[Any]] = set()

    @property
    def has_no_more_in_line(self) -> bool:
        """Whether a turn that came now would have to wait for too many others to end."""
        return self._room.has_no_more_in_line

    @property
    def under_way(self) -> int:
        """How many turns have begun or wait, and have not ended."""
        return len(self._running)

    async def take(self, incoming: Incoming) -> Reply:
        """Answer one message.

        The turn goes on when the caller is cancelled, because somebody who closed the page
        will find its outcome when they come back.
        """
        reply: Reply = await self._unbroken(self._watched(incoming))
        return reply

    async def look(self, text: str, payload: str | None = None) -> list[Message]:
        """What to do about an emergency in what is not answered otherwise; nothing is kept."""
        return self._guard.ensure([], await self._look(clean_text(text), payload))

    async def beside(
        self, sender_id: str | None, messages: list[Message], text: str, payload: str | None
    ) -> list[Message]:
        """The messages to something that is no turn, with whatever cannot wait in front.

        That is an emergency in it, and one that stands in the conversation, if there is one.
        """
        hit = await self._look(clean_text(text), payload)
        slots = None
        if sender_id:
            slots = self._dialogue.slots(await self.aside(self._store.open, sender_id))
        return self._guard.ensure(messages, hit, slots)

    async def erase(self, sender_id: str) -> list[Message]:
        """Delete a conversation and say so, or say that it did not work."""
        return await self._unbroken(self._erase(sender_id))

    async def history(self, sender_id: str) -> list[Message]:
        """The conversation so far: message objects, each with ``from``: person or bot.

        A person's message has the ``question_id`` that it answered, unless all was begun again.
        """
        said: list[Message] = []
        for turn in await self.aside(self._store.history, sender_id):
            if turn.person.get("payload") == RESTART:
                said = [without(message, "question_id") for message in said]
            said.append({"from": "person", **without(turn.person, "payload")})
            said.extend({"from": "bot", **message} for message in turn.reply)
        return said

    async def export(self, sender_id: str) -> dict[str, Any]:
        """Everything that is kept of a conversation."""
        exported: dict[str, Any] = await self.aside(self._store.export, sender_id)
        return exported

    async def report(self, sender_id: str, form: str) -> ReportFile:
        """The report of a conversation's finished check, for any channel to hand over.

        Raises:
            NoReport: if there is none; its ``response`` names the words for that.
        """
        check = self._dialogue.finished_check(await self.aside(self._store.open_whole, sender_id))
        if check is None:
            raise NoReport("not_finished")
        if self._reports is None:
            raise NoReport("not_available")
        return await self._reports.render(check, form)

    async def forget(self, days: float) -> None:
        """Erase the conversations that nobody has gone on with for so many days, whole."""
        moment = self._now() - days * 24 * 60 * 60
        forgotten = 0
        for sender_id in await self.aside(self._store.idle_since, moment):
            try:
                async with self.locks.hold(sender_id, self._seconds):
                    if await self.aside(self._store.is_idle_since, sender_id, moment):
                        await self.aside(self._store.delete, sender_id)
                        forgotten += 1
            except TurnAborted as busy:
                # The next time; those behind it must not wait for somebody's frozen server.
                log.warning("an old conversation is kept for now: %s", busy.reason)
        if forgotten:
            log.info("old conversations erased: %s", forgotten)

    def answered_within(self, seconds: float) -> bool:
        """Whether somebody was answered in the last seconds, by a turn that happened whole."""
        return time.monotonic() - self._answered < seconds

    async def canary(self, text: str) -> str | None:
        """Try a whole turn of which nothing is kept; the reason if it fails."""
        try:
            draft = await self.aside(self._store.open, CANARY)
            incoming = Incoming(CANARY, CANARY, CANARY, text=text)
            await self._compose(draft, incoming, text)
        except TurnAborted as aborted:
            return f"{aborted.reason} {aborted.detail}".strip()
        except Exception as error:
            return whereabouts(error)
        return None

    async def drain(self, seconds: float) -> None:
        """Wait for the turns that are running, up to this long."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    async def _look(self, text: str, payload: str | None) -> RedFlagHit | None:
        looking: Awaitable[RedFlagHit | None] = self._think(self._guard.look, text, payload)
        try:
            return await asyncio.wait_for(looking, LONGEST_LOOK)
        except asyncio.TimeoutError:
            abort("timeout", "look")

    async def _unbroken(self, work: Any) -> Any:
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _watched(self, incoming: Incoming) -> Reply:
        """Take a message once there is room, and tell how that went: by codes and numbers."""
        begun = time.perf_counter()
        with beginning(turn_id()) as course:
            with stage("waiting"):
                await self._room.enter(incoming.patient)
            waited = course.spent.get("waiting", 0.0)
            # Who is patient lets others go first, and says nothing of how long those stand in line.
            since = time.perf_counter() if incoming.patient else begun
            try:
                reply = await self._take(incoming)
            finally:
                # To wait for somebody's own turn before is no sign of too many others.
                waited = course.spent.get("waiting", 0.0) - waited
                self._room.leave(time.perf_counter() - since - waited)
            if reply.outcome == "answered":
                self._answered = time.monotonic()
            seconds, spent = time.perf_counter() - begun, dict(course.spent)
            milliseconds = {name: round(each * 1000) for name, each in spent.items()}
            log.info(
                "turn",
                extra={
                    "conversation": conversation_hash(incoming.sender_id),
                    "channel": incoming.channel,
                    "outcome": reply.outcome,
                    "reason": reply.reason,
                    "milliseconds": round(seconds * 1000),
                    "stages": milliseconds,
                },
            )
        self._watch(EndedTurn(incoming.channel, reply, seconds, spent, course.understood))
        return reply

    async def _take(self, incoming: Incoming) -> Reply:
        hit: RedFlagHit | None = None
        try:
            text = clean_text(incoming.text or "")
            with stage("understanding"):
                hit = await self._look(text, incoming.payload)
            foreign = self._only_english(text) if incoming.payload is None else None
            first = [foreign] if foreign else []
            refusal = refusal_of(incoming, text)
            if refusal:
                told = self._guard.ensure([*first, self.words.say(refusal)], hit)
                return Reply(told, outcome="refused", reason=refusal.removeprefix("utter_"))
            if foreign and hit is None:
                # No answer to what was asked, which stays open.
                told = [{**foreign, "notice": "limit"}]
                return Reply(told, outcome="refused", reason="only_english")
            return await self._locked_turn(incoming, text, hit, first)
        except TurnAborted as aborted:
            reason = aborted.reason
            log.warning(
                "turn aborted: %s %s", aborted.reason, aborted.detail,
                extra={"channel": incoming.channel},
            )  # fmt: skip
        except Exception as error:
            reason = "store" if isinstance(error, StoreError) else "error"
            log.error("turn failed: %s", whereabouts(error), extra={"channel": incoming.channel})
        told = self._guard.ensure([self.words.say("utter_not_processed")], hit)
        return Reply(told, outcome="not_processed", reason=reason)

    async def _locked_turn(
        self, incoming: Incoming, text: str, hit: RedFlagHit | None, first: list[Message]
    ) -> Reply:
        async with AsyncExitStack() as held:
            with stage("waiting"):
                lock = self.locks.hold(incoming.sender_id, self._seconds)
                await held.enter_async_context(lock)
            with stage("store_read"):
                sender_id, message_id = incoming.sender_id, incoming.message_id
                before, draft = await self.aside(self._store.open_for, sender_id, message_id)
                is_too_long = await self._is_too_long(draft)
            if before is not None:
                return Reply(before.reply, outcome="seen_before")
            slots = self._dialogue.slots(draft)
            start_over = self.words.say("utter_too_many_turns")
            if incoming.payload is None:
                offered = [start_over] if is_too_long else draft.offered
                incoming = replace(incoming, payload=meant_button(text, offered))
            if incoming.payload == ERASE:
                await self.aside(self._store.delete, incoming.sender_id)
                erased = with_state([self.words.say("utter_erased")], {"erased": True})
                return Reply(erased, outcome="erased")
            if is_too_long and incoming.payload != RESTART:
                refused = self._guard.ensure([*first, start_over], hit, slots)
                return Reply(refused, outcome="refused", reason="too_many_turns")
            if incoming.payload is not None:
                text = shown_text(
                    incoming.payload, draft.offered, lambda name: self._describe(name, slots)
                )
            asked = self._dialogue.pending_question(draft)
            if incoming.payload in THANKS:
                messages, answer = self._thank(draft, incoming), Answer([], slots)
            else:
                messages, answer = await self._compose(draft, incoming, text)
            answered = question_answered(answer, slots)
            is_emergency = self._guard.is_emergency(answer.slots)
            reply = with_state(
                self._guard.ensure(
                    [*first, *messages], hit, answer.slots if is_emergency else None
                ),
                {
                    "answered": answered,
                    "emergency": is_emergency,
                    "restarted": incoming.payload == RESTART,
                },
            )
            told = {"text": text, "payload": incoming.payload, "question_id": answered}
            person = {name: value for name, value in told.items() if value is not None}
            stored = StoredTurn(incoming.message_id, person, reply, self._now())
            with stage("store_write"):
                await self.aside(self._store.commit, draft, stored)
        return Reply(reply, how_it_came_about(answer, reply, asked) if incoming.debug else None)

    async def _is_too_long(self, draft: Draft) -> bool:
        """Whether a conversation has come to the end of its turns."""
        if draft.turns < self._most_turns:
            return False
        turns = await self.aside(self._store.turns_since_restart, draft.sender_id)
        return bool(turns >= self._most_turns)

    def _thank(self, draft: Draft, incoming: Incoming) -> list[Message]:
        """Thank for saying whether it helped, and count it; the dialogue stays where it is."""
        payload = str(incoming.payload)
        log.info("feedback: %s", payload, extra={"channel": incoming.channel})
        draft.staged = draft.tracker
        return [self.words.say(THANKS[payload])]

    async def _compose(
        self, draft: Draft, incoming: Incoming, text: str
    ) -> tuple[list[Message], Answer]:
        asked = self._dialogue.pending_question(draft)
        said = Said(
            text=text,
            channel=incoming.channel,
            message_id=incoming.message_id,
            asked=asked,
            payload=incoming.payload,
            offered=offered_values(draft.offered, asked),
        )
        try:
            with stage("dialogue"):
                answer = await asyncio.wait_for(self._dialogue.answer(draft, said), self._seconds)
        except asyncio.TimeoutError:
            abort("timeout")
        messages = from_responses(answer.responses, lambda name: self._describe(name, answer.slots))
        if not messages:
            abort("no_reply")
        return messages, answer

    async def _erase(self, sender_id: str) -> list[Message]:
        try:
            async with self.locks.hold(sender_id, self._seconds):
                await self.aside(self._store.delete, sender_id)
        except (TurnAborted, Exception) as error:
            log.error("erasing failed: %s", whereabouts(error))
            return [self.words.say("utter_not_processed")]
        return [self.words.say("utter_erased")]
