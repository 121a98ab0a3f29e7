"""Carries out the deliveries of a messenger's channel: in order, to the end, once.

A service is told that a delivery arrived as soon as it is in the inbox. What has to be done
about it is taken in steps, each of which is noted when it is done: after a crash, a service that
is away or one that wants us to wait, the work goes on with the step that is missing. Only what a
service did without our hearing of it any more is done twice. Several servers may share an inbox:
what one of them carries out is locked for the others, which take up what it leaves behind.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.failure import TurnAborted, whereabouts
from bot.storage.database import StoreError
from bot.storage.inbox import Delivery, Inbox
from bot.storage.locks import Aside, ConversationLocks

log = logging.getLogger("patella.worker")

#: Seconds to wait before a step is tried again, where the service names none.
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
#: After so long an answer is of no use any more.
LONGEST = 24 * 60 * 60.0
#: Seconds between looks for what a server that died, or could not reach the store, left behind.
LOOK_EVERY = 15.0
#: So long another server may be at a delivery before we look whether it still is.
PATIENCE = 5.0


#: Stands for no sender: the task that takes up what was left over.
_LEFT_OVER = ""


class TryAgain(Exception):
    """The service is away or wants us to wait: ``seconds``, if it says how long."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds


class GiveUp(Exception):
    """The service will never take this: a blocked bot, a chat that is gone, a bad message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Steps:
    """The steps of one delivery; those that were taken before are not taken again."""

    def __init__(self, inbox: Inbox, delivery: Delivery, aside: Aside = asyncio.to_thread) -> None:
        self._inbox = inbox
        self._aside = aside
        self._delivery = delivery
        self._next = 0

    async def once(self, step: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        """What `step` brings (JSON), or has brought when it was taken; in the order of the calls.

        Raises:
            TryAgain: as the step does, or if it was taken and the store cannot note that now.
            GiveUp: as the step does.
        """
        taken = self._delivery.steps
        if self._next == len(taken):
            taken.append(await step(*arguments))
            try:
                await self._aside(self._inbox.keep_steps, self._delivery)
            except StoreError as error:
                raise TryAgain(f"store: {error}") from None
        result = taken[self._next]
        self._next += 1
        return result


#: Does everything that a delivery asks for.
CarryOut = Callable[[Delivery, Steps], Awaitable[None]]


class Worker:
    """Carries out what is in the inbox of one channel; different senders side by side.

    ``most`` is how many senders are served at the same time; ``aside`` runs a call of the inbox,
    which waits for the database, and ``locks`` are those of all servers.
    """

    def __init__(
        self,
        channel: str,
        inbox: Inbox,
        carry_out: CarryOut,
        most: int = 20,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        aside: Aside = asyncio.to_thread,
        locks: ConversationLocks | None = None,
    ) -> None:
        self._channel = channel
        self._inbox = inbox
        self._carry_out = carry_out
        self._room = asyncio.Semaphore(most)
        self._now = now
        self._sleep = sleep
        self._aside = aside
        self._locks = ConversationLocks() if locks is None else locks
        self._tasks: dict[str, asyncio.Task[None]] = {}
        #: Who has handed something over since their task has last looked.
        self._more: set[str] = set()
        self._looking: asyncio.Task[None] | None = None
        self._begun = False
        self._stopping = False

    def begin(self) -> None:
        """Begin to carry out deliveries, with what was left over when a server ended."""
        self._begun = True
        loop = asyncio.get_running_loop()
        self._tasks[_LEFT_OVER] = loop.create_task(self._take_up())
        self._looking = loop.create_task(self._keep_looking())

    async def _take_up(self) -> None:
        failures = 0
        try:
            while not self._stopping:
                try:
                    senders = await self._aside(self._inbox.senders, self._channel)
                except Exception as error:
                    log.error("deliveries wait: %s", whereabouts(error), extra=self._extra)
                    await self._sleep(_pause(failures))
                    failures += 1
                    continue
                for sender_id in senders:
                    self._serve(sender_id)
                return
        finally:
            del self._tasks[_LEFT_OVER]

    async def _keep_looking(self) -> None:
        while not self._stopping:
            await asyncio.sleep(LOOK_EVERY)
            if _LEFT_OVER not in self._tasks:
                self._tasks[_LEFT_OVER] = asyncio.ensure_future(self._take_up())

    async def accept(self, delivery: Delivery, after: float = 0.0) -> bool:
        """Take a delivery in, to be carried out soon; False if it has been here before.

        Before `begin` it only waits in the inbox. ``after`` is how many seconds to wait for one
        that belongs before it.

        Raises:
            StoreError: if it could not be kept; then it must not be acknowledged.
        """
        is_new: bool = await self._aside(self._inbox.accept, delivery)
        if is_new:
            self._serve(delivery.sender_id, after)
        return is_new

    async def stop(self, seconds: float) -> None:
        """Finish the deliveries that are being carried out, within this time; begin no more."""
        self._stopping = True
        if self._looking is not None:
            self._looking.cancel()
        if tasks := list(self._tasks.values()):
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        try:
            await self._aside(self._inbox.close)
        except StoreError as error:
            log.warning("the inbox was not closed: %s", error, extra=self._extra)

    async def idle(self) -> None:
        """Return once nothing is being carried out."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _serve(self, sender_id: str, after: float = 0.0) -> None:
        if not self._begun or self._stopping:
            return
        if sender_id in self._tasks:
            self._more.add(sender_id)
            return
        task = asyncio.get_running_loop().create_task(self._all_of(sender_id, after))
        self._tasks[sender_id] = task

    async def _all_of(self, sender_id: str, after: float) -> None:
        turn = _Try(self._now())
        try:
            if after:
                await self._sleep(after)
            while not self._stopping:
                self._more.discard(sender_id)
                try:
                    was_there, pause = await self._carry_out_next(sender_id, turn)
                except TurnAborted:
                    # Another server is at it, and will have carried it out by then or died.
                    was_there, pause = True, turn.pause()
                except Exception as error:
                    # The store is away: what it holds is not forgotten.
                    log.error("deliveries wait: %s", whereabouts(error), extra=self._extra)
                    was_there, pause = True, turn.pause()
                if pause is not None:
                    await self._sleep(pause)
                elif not was_there and sender_id not in self._more:
                    return
        finally:
            # Nothing is awaited between finding that there is no more and this, so that
            # whatever comes in next starts a new task.
            del self._tasks[sender_id]

    async def _carry_out_next(self, sender_id: str, turn: _Try) -> tuple[bool, float | None]:
        """Whether there was a delivery, and how long to wait if it has to be tried again."""
        # The place of a delivery is asked for under the lock, as another server may have been
        # at it meanwhile.
        async with self._room, self._locks.hold(f"inbox:{sender_id}", PATIENCE):
            delivery = await self._aside(self._inbox.next, self._channel, sender_id)
            if delivery is None:
                return False, None
            delivery = turn.is_about(delivery, self._now())
            try:
                await self._carry_out(delivery, Steps(self._inbox, delivery, self._aside))
            except TryAgain as again:
                if self._now() - turn.begun <= LONGEST:
                    log.warning("delivery waits: %s", again.reason, extra=self._extra)
                    pause = turn.pause()
                    return True, pause if again.seconds is None else again.seconds
                log.error("delivery given up: %s", again.reason, extra=self._extra)
            except GiveUp as final:
                log.warning("delivery given up: %s", final.reason, extra=self._extra)
            except (TurnAborted, Exception) as error:
                # One that always fails must not keep those behind it waiting.
                log.error("delivery failed: %s", whereabouts(error), extra=self._extra)
            await self._aside(self._inbox.done, delivery)
            turn.is_over()
        return True, None

    @property
    def _extra(self) -> dict[str, str]:
        return {"channel": self._channel}


@dataclass
class _Try:
    """How often a sender's next delivery was tried, and since when (seconds)."""

    begun: float
    failures: int = 0
    delivery: Delivery | None = None

    def is_about(self, delivery: Delivery, now: float) -> Delivery:
        """The delivery, with steps that were taken here but could not be noted."""
        before = self.delivery
        if before is None or before.id != delivery.id:
            self.begun = now
        elif len(before.steps) > len(delivery.steps):
            delivery = before
        self.delivery = delivery
        return delivery

    def is_over(self) -> None:
        self.failures = 0

    def pause(self) -> float:
        self.failures += 1
        return _pause(self.failures - 1)


def _pause(failures: int) -> float:
    return PAUSES[min(failures, len(PAUSES) - 1)]
