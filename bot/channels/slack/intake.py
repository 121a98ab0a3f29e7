"""Takes in whatever Slack hands over, by whichever way it comes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine, Mapping
from typing import Any

from bot.channels.messenger import Messenger
from bot.channels.slack.events import EVENTS, command_of, event_of, home_opened_by
from bot.channels.slack.handed import Handed, at
from bot.channels.slack.home import home_view
from bot.channels.slack.render import Part
from bot.channels.slack.service import SlackService
from bot.channels.slack.taps import TAPPED, NothingMarked, tap_of
from bot.channels.worker import GiveUp, TryAgain
from bot.failure import whereabouts
from bot.secret import pseudonym

log = logging.getLogger("patella.slack")

_EXTRA = {"channel": SlackService.name}


class Intake:
    """Puts what somebody did into the inbox; does at once what may be lost with the server.

    ``overtaken`` is how many seconds an event waits for one that it may have overtaken. All
    that take something in raise `StoreError` if it could not be kept.
    """

    def __init__(
        self, messenger: Messenger[Part], service: SlackService, secret: str, overtaken: float
    ) -> None:
        self._messenger = messenger
        self._service = service
        self._secret = secret
        self._overtaken = overtaken
        self._tasks: set[asyncio.Task[None]] = set()

    async def take_event(self, body: Any) -> None:
        """An event: something that was written, or a look at the App Home."""
        user = home_opened_by(body)
        if user is not None:
            view = home_view(self._service.words)
            self.do(self._service.publish_home(user, view))
            return
        handed = event_of(body)
        if handed is not None:
            await self._take_in(handed, self._overtaken)
        elif at(body, "event", "type") not in EVENTS:
            log.info("ignored: an unknown kind of event", extra=_EXTRA)

    async def take_tap(self, body: Any) -> None:
        """An interaction: something that was tapped or marked."""
        told = tap_of(body)
        if isinstance(told, NothingMarked):
            self.do(self._service.remark(told.place, "utter_messenger_nothing_chosen"))
        elif told is not None:
            await self._take_in(told)
        elif at(body, "type") != TAPPED:
            log.info("ignored: an unknown kind of interaction", extra=_EXTRA)

    async def take_command(self, fields: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """A slash command; what to say at once to the person alone."""
        handed = command_of(fields, time.time())
        if handed is None:
            return None
        await self._take_in(handed)
        told = self._service.words.text("utter_slack_started")
        return {"response_type": "ephemeral", "text": told}

    async def take_envelope(
        self, kind: str, payload: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """What comes over Socket Mode; what to send back with the acknowledgement."""
        if kind == "events_api":
            await self.take_event(payload)
        elif kind == "interactive":
            await self.take_tap(payload)
        elif kind == "slash_commands":
            return await self.take_command(payload)
        else:
            log.info("ignored: an unknown kind of envelope", extra=_EXTRA)
        return None

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside everything else, until it is done or the server ends."""
        task = asyncio.get_running_loop().create_task(_without_error(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Return once nothing is being done any more."""
        await self._messenger.worker.idle()
        await asyncio.gather(*self._tasks)

    async def end(self, seconds: float) -> None:
        """Finish what is being carried out, within this time; the rest is for the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._messenger.stop(seconds)

    async def _take_in(self, handed: Handed, after: float = 0.0) -> None:
        sender_id = pseudonym(self._secret, SlackService.name, handed.person)
        await self._messenger.take_in(handed.id, sender_id, handed.order, handed.heard, after)


async def _without_error(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (TryAgain, GiveUp) as trouble:
        log.warning("not done: %s", trouble.reason, extra=_EXTRA)
    except Exception as error:
        log.error("not done: %s", whereabouts(error), extra=_EXTRA)
