"""The course of a conversation on any messenger: from a delivery to what is sent for it.

A messenger's channel turns what its service hands over into a `Heard` and what is said into
messages of its service; everything between is here, and the same for all of them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any, Generic, Protocol, TypeVar

from bot.channels.consent import Held, agrees, asking
from bot.channels.heard import MOVES, Heard
from bot.channels.limits import TokenBuckets
from bot.channels.pieces import AGREE, ASKS_BACK, REPORT, Piece, pieces_of
from bot.channels.rejections import Rejections
from bot.channels.sayings import Sayings
from bot.channels.worker import GiveUp, Steps, TryAgain, Worker
from bot.exchange import Incoming, Message
from bot.failure import TurnAborted, whereabouts
from bot.reports import NoReport, ReportFile
from bot.storage.contacts import Contacts
from bot.storage.database import StoreError
from bot.storage.inbox import Delivery, Inbox
from bot.turn import Turn

log = logging.getLogger("patella.messenger")

#: What was answered with one of these notices was not taken: an open question stays open.
NOT_TAKEN = ("not_processed", "limit")

#: Whoever sends too much is asked for patience once in so many seconds.
PATIENCE = 30.0
#: An emergency goes before whatever else of the same sender waits.
FIRST = -1.0
#: So many deliveries are remembered that an emergency was told of without them being kept.
MOST_CRIED = 1000

PartT = TypeVar("PartT")


class Service(Protocol[PartT]):
    """What the channel of a service does for a messenger.

    All but ``render`` and ``typing`` raise `TryAgain` or `GiveUp` if the service does not take
    it. References are JSON and the service's own: what `Heard.tapped` names a message by, or an
    object with that as ``id`` and whatever else it takes to close the message. ``command_form``
    is how a command is written there: "/{}".
    """

    name: str
    command_form: str

    def render(self, *pieces: Piece) -> list[PartT]:
        """The messages of the service that a piece becomes, the control on the last.

        Several are asides that follow one another, to be shown together if they fit.
        """

    async def send(self, place: str, part: PartT) -> Any:
        """Send one; a reference to it if it has something to tap, else ``None``."""

    async def close(self, place: str, reference: Any, label: str) -> None:
        """Let nothing of a message be tapped any more; show the choice, if there was one."""

    async def acknowledge(self, heard: Heard, is_open: bool) -> None:
        """Tell at once that a tap has arrived, or that it came too late."""

    async def send_file(self, place: str, file: ReportFile, caption: str) -> None:
        """Send a file."""

    async def typing(self, place: str) -> None:
        """Show that an answer is on its way, if the service can; never raises."""


class Messenger(Generic[PartT]):
    """Carries deliveries of one channel out."""

    def __init__(
        self,
        service: Service[PartT],
        turn: Turn,
        inbox: Inbox,
        contacts: Contacts,
        rate: int,
        rejections: Rejections | None = None,
    ) -> None:
        self.worker = Worker(
            service.name, inbox, self.carry_out, aside=turn.aside, locks=turn.locks
        )
        self._service = service
        self._turn = turn
        self._words = turn.words
        self._contacts = contacts
        self._aside = turn.aside
        self._rates = TokenBuckets(rate)
        self._patience = TokenBuckets(round(60 / PATIENCE) if rate else 0)
        self._rejections = rejections or Rejections(service.name)
        self._held = Held()
        self._sayings = Sayings(turn.words, service.name, service.command_form)
        self._cries: set[asyncio.Task[None]] = set()
        self._cried: set[str] = set()

    async def take_in(
        self, delivery_id: str, sender_id: str, place: float, heard: Heard, after: float = 0.0
    ) -> bool:
        """Keep what was handed over, and answer it soon; False if it has been here before.

        ``place`` is the service's order of what one sender does; ``after`` is how many seconds to
        wait where something that belongs before it seems to be still on its way. What is over
        the rate is passed over once the person was asked for patience, unless it cannot wait.

        Raises:
            StoreError: if it could not be kept; then the service must hand it over again.
        """
        urgent = await self._looked_at(heard)
        # A group has one line a day, and is no flood.
        if heard.unreadable != "group" and self._rates.wait(sender_id):
            if self._patience.wait(sender_id) and not urgent:
                log.info("over the rate: passed over", extra=self._extra)
                return True
            heard = replace(heard, too_many=True)
        if heard.too_many and urgent:
            place = FIRST
        body = heard.to_json()
        delivery = Delivery(self._service.name, delivery_id, sender_id, place, body)
        try:
            is_new = await self.worker.accept(delivery, after)
        except StoreError:
            self._cry_out(delivery_id, heard, urgent)
            raise
        if not is_new and heard.unreadable != "group":
            self._rejections.add("seen before")
        return is_new

    async def carry_out(self, delivery: Delivery, steps: Steps) -> None:
        """Answer one delivery, whatever it is.

        Raises:
            TryAgain: as the service does, or if the store is away.
            GiveUp: as the service does.
        """
        heard = Heard.from_json(delivery.body)
        try:
            await self._answer(delivery, heard, steps)
        except (TryAgain, GiveUp):
            raise
        except StoreError as error:
            # What was sent is not sent again, and nothing is said to have gone wrong meanwhile.
            raise TryAgain(f"store: {error}") from None
        except (TurnAborted, Exception) as error:
            log.error("delivery failed: %s", whereabouts(error), extra=self._extra)
            # Nobody is left without an answer, least of all with something urgent. It is no step:
            # those are of the answer that failed.
            failed = self._words.say("utter_not_processed")
            urgent = await self._looked_at(heard)
            await self._send_now(heard.place, [*urgent, failed])

    async def stop(self, seconds: float) -> None:
        """Finish what is being answered, within this time; the rest is for the next process."""
        await self.worker.stop(seconds)
        for task in self._cries:
            task.cancel()

    def _cry_out(self, delivery_id: str, heard: Heard, urgent: list[Message]) -> None:
        """Tell of an emergency although nothing can be kept: the delivery comes again."""
        if not urgent or delivery_id in self._cried:
            return
        if len(self._cried) > MOST_CRIED:
            self._cried.clear()
        self._cried.add(delivery_id)
        failed = self._words.say("utter_not_processed")
        task = asyncio.ensure_future(self._cried_out(heard.place, [*urgent, failed]))
        self._cries.add(task)
        task.add_done_callback(self._cries.discard)

    async def _cried_out(self, place: str, messages: list[Message]) -> None:
        try:
            await self._send_now(place, messages)
        except Exception as error:
            log.error("emergency not told: %s", whereabouts(error), extra=self._extra)

    async def _send_now(self, place: str, messages: list[Message]) -> None:
        for pieces in _together(pieces_of(messages, self._words)):
            for part in self._service.render(*pieces):
                await self._service.send(place, part)

    @property
    def _extra(self) -> dict[str, str]:
        return {"channel": self._service.name}

    async def _answer(self, delivery: Delivery, heard: Heard, steps: Steps) -> None:
        sender_id = delivery.sender_id
        still_open = await self._aside(self._contacts.controls, sender_id) or []
        if heard.tapped is not None:
            is_open = any(_names(heard.tapped, reference) for reference in still_open)
            is_open = is_open or await self._is_always_open(sender_id, heard.payload)
            is_open = await steps.once(self._acknowledged, heard, is_open)
            if not is_open:
                # Too late to count, but never too late to be heard.
                await self._send(heard.place, await self._looked_at(heard), steps)
                return
        await self._service.typing(heard.place)
        wants_report = heard.command == "report" or heard.payload == REPORT
        if wants_report and not heard.too_many:
            await self._report(sender_id, heard.place, steps)
            return
        messages, answers = await steps.once(self._outcome, delivery, heard)
        if not answers:
            offered = await self._send(heard.place, messages, steps)
            if offered:
                # Such as to start over, beside the question that stays open.
                both = [*(each for each in still_open if each not in offered), *offered]
                await self._aside(self._contacts.keep_controls, sender_id, both)
            return
        for reference in await steps.once(_as_result, still_open):
            label = heard.label if _names(heard.tapped, reference) and _is_answer(heard) else ""
            await steps.once(self._closed, heard.place, reference, label)
        opened = await self._send(heard.place, messages, steps)
        if opened or still_open:
            await self._aside(self._contacts.keep_controls, sender_id, opened or None)

    async def _is_always_open(self, sender_id: str, payload: str | None) -> bool:
        """A report can be had again; and what is agreed to was erased with all the rest."""
        return payload == REPORT or (payload == AGREE and not await self._has_agreed(sender_id))

    async def _has_agreed(self, sender_id: str) -> bool:
        return bool(await self._aside(self._contacts.has_agreed, sender_id))

    async def _acknowledged(self, heard: Heard, is_open: bool) -> bool:
        await self._service.acknowledge(heard, is_open)
        return is_open

    async def _closed(self, place: str, reference: Any, label: str) -> None:
        try:
            await self._service.close(place, reference, label)
        except GiveUp:
            # A message that is gone cannot be tapped either.
            return

    async def _send(self, place: str, messages: list[Message], steps: Steps) -> list[Any]:
        """Send everything; the references to what can be tapped now."""
        opened = []
        for pieces in _together(pieces_of(messages, self._words)):
            for part in self._service.render(*pieces):
                reference = await steps.once(self._service.send, place, part)
                if reference is not None:
                    opened.append(reference)
        return opened

    async def _report(self, sender_id: str, place: str, steps: Steps) -> None:
        async def sent() -> list[Message]:
            try:
                file = await self._turn.report(sender_id, "pdf")
            except NoReport as problem:
                return [self._words.say(problem.response)]
            caption = self._words.text("utter_messenger_report_caption")
            try:
                await self._service.send_file(place, file, caption)
            except GiveUp as refused:
                log.warning("no report sent: %s", refused.reason, extra=self._extra)
                return [self._words.say("utter_report_not_available")]
            return []

        await self._send(place, await steps.once(sent), steps)

    async def _outcome(self, delivery: Delivery, heard: Heard) -> tuple[list[Message], bool]:
        """The messages that answer, and whether they take the place of an open question."""
        sender_id = delivery.sender_id
        beside = self._sayings.beside(heard)
        if beside:
            known = sender_id if await self._has_agreed(sender_id) else None
            told = await self._turn.beside(known, beside, heard.text or "", heard.payload)
            return told, False
        label = self._words.text("utter_messenger_agree")
        has_agreed = await self._has_agreed(sender_id)
        if heard.payload == AGREE or (not has_agreed and agrees(heard.text or "", label)):
            return await self._agreed(delivery), True
        if not has_agreed:
            return await self._before_consent(sender_id, heard), True
        reply = await self._taken(delivery, heard.text, self._payload(heard))
        if any((message.get("state") or {}).get("erased") for message in reply):
            self._held.take(sender_id)
        unread = [self._sayings.cannot_read(heard)] if heard.unreadable else []
        return [*unread, *reply], not any(each.get("notice") in NOT_TAKEN for each in reply)

    def _payload(self, heard: Heard) -> str | None:
        return MOVES.get(heard.command) if heard.command else heard.payload

    async def _taken(
        self, delivery: Delivery, text: str | None, payload: str | None = None
    ) -> list[Message]:
        incoming = Incoming(
            sender_id=delivery.sender_id,
            channel=self._service.name,
            message_id=delivery.id,
            text=text,
            payload=payload,
            patient=True,
        )
        return (await self._turn.take(incoming)).messages

    async def _looked_at(self, heard: Heard) -> list[Message]:
        """What to do about an emergency in what was written or tapped, without any store."""
        try:
            return await self._turn.look(heard.text or "", self._payload(heard))
        except (TurnAborted, Exception) as error:
            log.error("not looked through: %s", whereabouts(error), extra=self._extra)
            return []

    def commands(self) -> dict[str, str]:
        """What each command does, in words, in the order to show them."""
        return self._sayings.commands()

    async def _before_consent(self, sender_id: str, heard: Heard) -> list[Message]:
        """Look for an emergency, say who is speaking, and ask for consent; keep nothing."""
        if heard.command in ("erase", "stop"):
            self._held.take(sender_id)
            return [self._words.say("utter_erased")]
        if heard.text:
            self._held.add(sender_id, heard.text)
        asked = asking(self._words, self._sayings.privacy(), bool(heard.text))
        return [*await self._looked_at(heard), *asked]

    async def _agreed(self, delivery: Delivery) -> list[Message]:
        if await self._has_agreed(delivery.sender_id):
            return await self._taken(delivery, None, MOVES["start"])
        await self._aside(self._contacts.agree, delivery.sender_id)
        held = self._held.take(delivery.sender_id)
        greeting = self._words.text("utter_greet")
        answer = await self._taken(delivery, held) if held else []
        # Whoever said hello was greeted before they agreed.
        if [message["text"] for message in answer] not in ([], [greeting]):
            return answer
        return [self._words.say("utter_messenger_agreed")]


async def _as_result(value: Any) -> Any:
    return value


def _is_answer(heard: Heard) -> bool:
    """Whether what was tapped answers what it stood below, and does not ask back or go back."""
    return heard.payload not in ASKS_BACK


def _names(tapped: Any, reference: Any) -> bool:
    """Whether what was tapped is the message of this reference."""
    known_by = reference["id"] if isinstance(reference, Mapping) else reference
    return tapped is not None and tapped == known_by


def _together(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces, with asides that follow one another side by side."""
    groups = groupby(enumerate(pieces), key=lambda at: None if at[1].aside else at[0])
    return [[piece for _, piece in group] for _, group in groups]
