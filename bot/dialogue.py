"""Rasa, behind the small interface that a turn needs."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator, TemplatedNaturalLanguageGenerator
from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.engine.runner.interface import GraphRunner
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.constants import (
    ACTION_VALIDATE_SLOT_MAPPINGS,
    DEFAULT_SLOT_NAMES,
    REQUESTED_SLOT,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.exchange import Answer, Said
from bot.failure import abort, whereabouts
from bot.one_thread import at_once
from bot.own_loop import OwnLoop
from bot.reports import FinishedCheck
from bot.storage.draft import Draft, drafting
from bot.storage.locks import Aside
from bot.straight_graph import StraightRunner
from knowledge.address import forms_for
from serving.course import current_course, stage

#: The slot that holds the answers which were assessed; actions/action_assess.py sets it.
ASSESSED = "assessed"


class Collector(OutputChannel):
    """Collects Rasa's responses whole, where Rasa's own collector takes them apart."""

    def __init__(self, channel: str) -> None:
        self.responses: list[Mapping[str, Any]] = []
        self._channel = channel

    def name(self) -> str:  # type: ignore[override]
        """The channel for which responses are chosen."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one response of the bot."""
        self.responses.append(message)


class PlacedResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's responses, in which also values that belong to the place or the person can stand.

    Those of the person, ``{do_they}`` and the like, follow from the slots as they are when the
    response is said: an action that changes whom it is about says nothing of them itself.
    """

    def __init__(
        self, responses: dict[str, list[dict[str, Any]]], place: Mapping[str, str]
    ) -> None:
        super().__init__(responses)
        self._place = place

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response of this name with its values filled in."""
        values = {**self._place, **forms_for(tracker.current_slot_values()), **kwargs}
        return await super().generate(utter_action, tracker, output_channel, **values)

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        """One of the wordings that suit, by chance; Rasa makes an array of them for that."""
        if utter_action not in self.responses:
            return None
        found = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, filled_slots
        )
        return random.choice(found) if found else None


class WatchedAction(Action):
    """An action whose failure aborts the turn, where Rasa would count it as carried out."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def name(self) -> str:
        """The watched action's name."""
        return self._action.name()

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Run the watched action."""
        try:
            return await self._action.run(output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise  # how a form tells that the message was not meant for it
        except Exception as error:
            abort("action_failed", f"{self.name()} {whereabouts(error)}")

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Event:
        """The event that the watched action leaves behind."""
        return self._action.event_for_successful_execution(prediction)


class StrictProcessor(MessageProcessor):
    """Rasa's processor, which ends a turn at the first thing that goes wrong.

    It loads the model alone, and then has to be told what it works with (`connect`).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.graph_runner: GraphRunner = StraightRunner.of(self.graph_runner)
        self._think: Aside = asyncio.to_thread
        self._extracts = _extracts_slots(self.domain)
        self.on_circuit_break = lambda *_: abort("circuit_breaker")

    def connect(
        self, store: TrackerStore, actions: EndpointConfig, think: Aside = asyncio.to_thread
    ) -> None:
        """Work with this store and action server; ``think`` runs what keeps the processor busy."""
        store.domain = self.domain
        self.tracker_store, self.action_endpoint, self._think = store, actions, think

    def understand(self, text: str) -> dict[str, Any]:
        """What is understood of a text, found out here and now."""
        parsed: dict[str, Any] = at_once(super().parse_message(UserMessage(text)))
        return parsed

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Understand a message, where it keeps nobody else waiting."""
        parsing = super().parse_message(message, tracker, only_output_properties)
        with stage("understanding"):
            parsed: dict[str, Any] = await self._think(at_once, parsing)
        course = current_course()
        if course is not None:
            intent = parsed.get("intent") or {}
            course.understood = intent.get("name") != DEFAULT_NLU_FALLBACK_INTENT_NAME
        return parsed

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Fill slots from the message, where the domain has one that is filled in this way."""
        if not self._extracts:
            return tracker
        return await super().run_action_extract_slots(output_channel, tracker)

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Leave out a warning for developers, for which Rasa makes an empty domain each time."""

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Leave out what no log of ours has in it: all slots in words, after each action."""

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        return await super()._run_action(
            WatchedAction(action), tracker, output_channel, nlg, prediction
        )


def _extracts_slots(domain: Domain) -> bool:
    """Whether Rasa itself fills a slot of this domain from a message, or has an action do so.

    Ours are filled by the form's own action alone.
    """
    mappings = [
        mapping
        for slot in domain.slots
        if slot.name not in DEFAULT_SLOT_NAMES
        for mapping in slot.mappings
    ]
    return ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions or any(
        mapping.get("type") != "custom" or mapping.get("action") for mapping in mappings
    )


class RasaDialogue:
    """Answers messages with a trained Rasa model, in a thread of its own.

    Rasa works for some hundredths of a second at a time on each turn. On the server's loop nobody
    else would be let in meanwhile, or be told that there is no room.
    """

    def __init__(self, processor: MessageProcessor, beside: OwnLoop | None = None) -> None:
        self._processor = processor
        self._beside = beside or OwnLoop("dialogue")

    def pending_question(self, draft: Draft) -> str | None:
        """The slot that the form asked for; nothing once Rasa would start a new session."""
        if self._processor._has_session_expired(draft.tracker):
            return None
        asked = draft.tracker.get_slot(REQUESTED_SLOT)
        return str(asked) if asked else None

    async def understands(self, text: str) -> bool:
        """Whether the model finds anything in a text."""
        parsed = await self._beside(self._processor.parse_message(UserMessage(text)))
        return bool(parsed.get("findings"))

    def slots(self, draft: Draft) -> Mapping[str, Any]:
        """The slots as the last turn left them."""
        return draft.tracker.current_slot_values()

    async def answer(self, draft: Draft, said: Said) -> Answer:
        """Answer one message; the tracker that Rasa saves ends up in the draft."""
        return await self._beside(self._answer(draft, said))

    async def _answer(self, draft: Draft, said: Said) -> Answer:
        collector = Collector(said.channel)
        message = UserMessage(
            text=said.text,
            output_channel=collector,
            sender_id=draft.sender_id,
            input_channel=said.channel,
            message_id=said.message_id,
            metadata={
                "asked": said.asked,
                "payload": said.payload,
                "offered": list(said.offered),
                # The action server is sent no more than the latest message.
                "turn": draft.turns,
            },
        )
        with drafting(draft):
            await self._processor.handle_message(message)
        tracker = draft.staged
        if tracker is None:
            abort("dialogue", "nothing was saved")
        heard = tracker.latest_message  # none after a restart
        return Answer(
            responses=collector.responses,
            slots=tracker.current_slot_values(),
            parse=(heard.parse_data if heard else None) or {},
        )

    def finished_check(self, draft: Draft) -> FinishedCheck | None:
        """What is known, and when it was first spoken of and last assessed."""
        if draft.tracker.get_slot(ASSESSED) is None:
            return None
        begun: float | None = None
        at: float | None = None
        for event in draft.tracker.events:
            if isinstance(event, Restarted):
                begun = at = None
            elif isinstance(event, UserUttered) and begun is None:
                begun = event.timestamp
            elif isinstance(event, SlotSet) and event.key == ASSESSED and event.value is not None:
                at = event.timestamp
        return FinishedCheck(draft.tracker.current_slot_values(), at, begun) if at else None
