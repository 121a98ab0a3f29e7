"""Carries out the deliveries of a messenger's channel: in order, to the end, once.

A service is told that a delivery arrived as soon as it is in the inbox. What has to be done
about it is taken in steps, each of which is noted when it is done: after a crash, a service that
is away or one that wants us to wait, the work goes on with the step that is missing. Only what a
service did without our hearing of it any more is done twice.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot.failure import TurnAborted, whereabouts
from bot.storage.database import StoreError
from bot.storage.inbox import Delivery, Inbox

log = logging.getLogger("patella.worker")

#: Seconds to wait before a step is tried again, where the service names none.
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
#: After so long an answer is of no use any more.
LONGEST = 24 * 60 * 60.0


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

    def __init__(self, inbox: Inbox, delivery: Delivery) -> None:
        self._inbox = inbox
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
                self._inbox.keep_steps(self._delivery)
            except StoreError as error:
                raise TryAgain(f"store: {error}") from None
        result = taken[self._next]
        self._next += 1
        return result


#: Does everything that a delivery asks for.
CarryOut = Callable[[Delivery, Steps], Awaitable[None]]


class Worker:
    """Carries out what is in the inbox of one channel; different senders side by side.

    ``most`` is how many senders are served at the same time.
    """

    def __init__(
        self,
        channel: str,
        inbox: Inbox,
        carry_out: CarryOut,
        most: int = 20,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._channel = channel
        self._inbox = inbox
        self._carry_out = carry_out
        self._room = asyncio.Semaphore(most)
        self._now = now
        self._sleep = sleep
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._begun = False
        self._stopping = False

    def begin(self) -> None:
        """Begin to carry out deliveries, with what was left over when the server ended."""
        self._begun = True
        self._tasks[_LEFT_OVER] = asyncio.get_running_loop().create_task(self._take_up())

    async def _take_up(self) -> None:
        failures = 0
        try:
            while not self._stopping:
                try:
                    senders = self._inbox.senders(self._channel)
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

    def accept(self, delivery: Delivery, after: float = 0.0) -> bool:
        """Take a delivery in, to be carried out soon; False if it has been here before.

        Before `begin` it only waits in the inbox. ``after`` is how many seconds to wait for one
        that belongs before it.

        Raises:
            StoreError: if it could not be kept; then it must not be acknowledged.
        """
        is_new = self._inbox.accept(delivery)
        if is_new:
            self._serve(delivery.sender_id, after)
        return is_new

    async def stop(self, seconds: float) -> None:
        """Finish the deliveries that are being carried out, within this time; begin no more."""
        self._stopping = True
        tasks = list(self._tasks.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def idle(self) -> None:
        """Return once nothing is being carried out."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _serve(self, sender_id: str, after: float = 0.0) -> None:
        if not self._begun or self._stopping or sender_id in self._tasks:
            return
        task = asyncio.get_running_loop().create_task(self._all_of(sender_id, after))
        self._tasks[sender_id] = task

    async def _all_of(self, sender_id: str, after: float) -> None:
        failures = 0
        try:
            if after:
                await self._sleep(after)
            while not self._stopping:
                try:
                    delivery = self._inbox.next(self._channel, sender_id)
                    if delivery is None:
                        return
                    await self._to_its_end(delivery)
                    failures = 0
                except Exception as error:
                    # The store is away: what it holds is not forgotten.
                    log.error("deliveries wait: %s", whereabouts(error), extra=self._extra)
                    await self._sleep(_pause(failures))
                    failures += 1
        finally:
            # Nothing is awaited between finding the inbox empty and this, so that whatever
            # comes in next starts a new task.
            del self._tasks[sender_id]

    async def _to_its_end(self, delivery: Delivery) -> None:
        begun, failures = self._now(), 0
        while not self._stopping:
            try:
                async with self._room:
                    await self._carry_out(delivery, Steps(self._inbox, delivery))
                break
            except TryAgain as again:
                pause = _pause(failures)
                failures += 1
                if self._now() - begun > LONGEST:
                    log.error("delivery given up: %s", again.reason, extra=self._extra)
                    break
                log.warning("delivery waits: %s", again.reason, extra=self._extra)
                await self._sleep(pause if again.seconds is None else again.seconds)
            except GiveUp as final:
                log.warning("delivery given up: %s", final.reason, extra=self._extra)
                break
            except (TurnAborted, Exception) as error:
                # One that always fails must not keep those behind it waiting.
                log.error("delivery failed: %s", whereabouts(error), extra=self._extra)
                break
        else:
            return
        self._inbox.done(delivery)

    @property
    def _extra(self) -> dict[str, str]:
        return {"channel": self._channel}


def _pause(failures: int) -> float:
    return PAUSES[min(failures, len(PAUSES) - 1)]
