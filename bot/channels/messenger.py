"""The course of a conversation on any messenger: from a delivery to what is sent for it.

A messenger's channel turns what its service hands over into a `Heard` and what is said into
messages of its service; everything between is here, and the same for all of them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any, Generic, Protocol, TypeVar

from bot.channels.heard import COMMANDS, MOVES, UNREADABLE, Heard
from bot.channels.limits import TokenBuckets
from bot.channels.pieces import AGREE, ASKS_BACK, REPORT, Piece, pieces_of
from bot.channels.worker import GiveUp, Steps, TryAgain, Worker
from bot.exchange import Incoming, Message
from bot.failure import TurnAborted, whereabouts
from bot.reports import NoReport, ReportFile
from bot.storage.contacts import Contacts
from bot.storage.inbox import Delivery, Inbox
from bot.turn import Turn

log = logging.getLogger("patella.messenger")

#: What was answered with one of these notices was not taken: an open question stays open.
NOT_TAKEN = ("not_processed", "limit")

#: So many people's first words are remembered until they agree.
MOST_HELD = 1000

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
        self, service: Service[PartT], turn: Turn, inbox: Inbox, contacts: Contacts, rate: int
    ) -> None:
        self.worker = Worker(service.name, inbox, self.carry_out)
        self._service = service
        self._turn = turn
        self._words = turn.words
        self._contacts = contacts
        self._rates = TokenBuckets(rate)
        # What was written before the person agreed: never stored, and gone with the process.
        self._held: dict[str, str] = {}

    def take_in(
        self, delivery_id: str, sender_id: str, place: float, heard: Heard, after: float = 0.0
    ) -> bool:
        """Keep what was handed over, and answer it soon; False if it has been here before.

        ``place`` is the service's order of what one sender does; ``after`` is how many seconds to
        wait where something that belongs before it seems to be still on its way.

        Raises:
            StoreError: if it could not be kept; then the service must hand it over again.
        """
        if self._rates.wait(sender_id):
            heard = replace(heard, too_many=True)
        body = heard.to_json()
        delivery = Delivery(self._service.name, delivery_id, sender_id, place, body)
        return self.worker.accept(delivery, after)

    async def carry_out(self, delivery: Delivery, steps: Steps) -> None:
        """Answer one delivery, whatever it is.

        Raises:
            TryAgain, GiveUp: as the service does.
        """
        heard = Heard(**delivery.body)
        try:
            await self._answer(delivery, heard, steps)
        except (TryAgain, GiveUp):
            raise
        except (TurnAborted, Exception) as error:
            # Nobody is left without an answer, least of all with something urgent.
            log.error(
                "delivery failed: %s", whereabouts(error), extra={"channel": self._service.name}
            )
            await self._send(heard.place, [self._words.say("utter_not_processed")], steps)

    async def _answer(self, delivery: Delivery, heard: Heard, steps: Steps) -> None:
        sender_id = delivery.sender_id
        still_open = self._contacts.controls(sender_id) or []
        if heard.tapped is not None:
            is_open = any(_names(heard.tapped, reference) for reference in still_open)
            is_open = is_open or self._is_always_open(sender_id, heard.payload)
            is_open = await steps.once(self._acknowledged, heard, is_open)
            if not is_open:
                return
        await self._service.typing(heard.place)
        if heard.command == "report" or heard.payload == REPORT:
            await self._report(sender_id, heard.place, steps)
            return
        messages, answers = await steps.once(self._outcome, delivery, heard)
        if not answers:
            await self._send(heard.place, messages, steps)
            return
        for reference in await steps.once(_as_result, still_open):
            label = heard.label if _names(heard.tapped, reference) and _is_answer(heard) else ""
            await steps.once(self._closed, heard.place, reference, label)
        opened = await self._send(heard.place, messages, steps)
        if opened or still_open:
            self._contacts.keep_controls(sender_id, opened or None)

    def _is_always_open(self, sender_id: str, payload: str | None) -> bool:
        """A report can be had again; and what is agreed to was erased with all the rest."""
        return payload == REPORT or (payload == AGREE and not self._contacts.has_agreed(sender_id))

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
                log.warning(
                    "no report sent: %s", refused.reason, extra={"channel": self._service.name}
                )
                return [self._words.say("utter_report_not_available")]
            return []

        await self._send(place, await steps.once(sent), steps)

    async def _outcome(self, delivery: Delivery, heard: Heard) -> tuple[list[Message], bool]:
        """The messages that answer, and whether they take the place of an open question."""
        sender_id = delivery.sender_id
        if heard.too_many:
            return [*self._looked_at(heard), self._words.say("utter_too_many")], False
        if heard.edited:
            return [*self._looked_at(heard), self._words.say("utter_messenger_edited")], False
        if heard.unreadable and not heard.text:
            return [self._cannot_read(heard)], False
        if heard.command in ("help", "privacy"):
            return self._told(heard.command), False
        if heard.payload == AGREE:
            return await self._agreed(delivery), True
        if not self._contacts.has_agreed(sender_id):
            return await self._before_consent(delivery, heard), True
        reply = await self._taken(delivery, heard.text, self._payload(heard))
        beside = [self._cannot_read(heard)] if heard.unreadable else []
        return [*beside, *reply], not any(each.get("notice") in NOT_TAKEN for each in reply)

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
        )
        return (await self._turn.take(incoming)).messages

    def _looked_at(self, heard: Heard) -> list[Message]:
        return self._turn.look(heard.text or "")

    def _cannot_read(self, heard: Heard) -> Message:
        kind = heard.unreadable if heard.unreadable in UNREADABLE else "other"
        return self._words.say(f"utter_messenger_no_{kind}")

    def _told(self, command: str) -> list[Message]:
        if command == "privacy":
            return [self._privacy()]
        lines = (
            f"{self._service.command_form.format(name)} \u2013 {description}"
            for name, description in self.commands().items()
        )
        return [{"text": self._words.text("utter_messenger_help", commands="\n".join(lines))}]

    def commands(self) -> dict[str, str]:
        """What each command does, in words, in the order to show them."""
        return {name: self._words.text(f"utter_command_{name}") for name in COMMANDS}

    def _privacy(self) -> Message:
        """What happens to the words, here and at the service: the notice of the consent."""
        message = self._words.say("utter_privacy")
        sees = self._words.text(f"utter_{self._service.name}_sees")
        return {**message, "text": f"{message['text']}\n\n{sees}"}

    async def _before_consent(self, delivery: Delivery, heard: Heard) -> list[Message]:
        """Look for an emergency, say who is speaking, and ask for consent; keep nothing."""
        urgent = self._looked_at(heard)
        greet = self._words.say("utter_greet")
        agree = {"title": self._words.text("utter_messenger_agree"), "payload": AGREE}
        asked = {**self._privacy(), "buttons": [agree]}
        said: list[Message] = []
        if heard.text:
            self._hold(delivery.sender_id, heard.text)
            said = [self._words.say("utter_messenger_held")]
        return [*urgent, _without_buttons(greet), *said, asked]

    async def _agreed(self, delivery: Delivery) -> list[Message]:
        if self._contacts.has_agreed(delivery.sender_id):
            return await self._taken(delivery, None, MOVES["start"])
        self._contacts.agree(delivery.sender_id)
        held = self._held.pop(delivery.sender_id, None)
        greeting = self._words.text("utter_greet")
        answer = await self._taken(delivery, held) if held else []
        # Whoever said hello was greeted before they agreed.
        if [message["text"] for message in answer] not in ([], [greeting]):
            return answer
        return [self._words.say("utter_messenger_agreed")]

    def _hold(self, sender_id: str, text: str) -> None:
        if len(self._held) >= MOST_HELD:
            self._held.pop(next(iter(self._held)))
        self._held[sender_id] = text


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


def _without_buttons(message: Mapping[str, Any]) -> Message:
    return {name: value for name, value in message.items() if name != "buttons"}
