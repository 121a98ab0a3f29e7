"""What every action has in common: it never lets an exception out."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection
from rasa_sdk.types import DomainDict

from knowledge.failure import whereabouts

logger = logging.getLogger(__name__)


class PatellaAction(Action, ABC):
    """An action whose failure is reported to the turn instead of raised.

    It works in a thread: while one waits for a database, the others go on.

    The SDK answers an exception with the whole request, health text included, and Rasa then
    writes that into its log. A reply that says ``failed`` lets the turn be taken back whole.
    """

    @abstractmethod
    def name(self) -> str:
        """The name in domain.yml."""

    @abstractmethod
    def act(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """Do the work; the messages go to the dispatcher, the events are returned."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Called by the action server."""
        try:
            return await asyncio.to_thread(self.act, dispatcher, tracker)
        except ActionExecutionRejection:
            raise  # how a form tells that a message was not meant for it
        except Exception as error:
            logger.error("%s failed: %s", self.name(), whereabouts(error))
            dispatcher.messages.clear()
            dispatcher.utter_message(json_message={"failed": True})
            return []
