"""Taps that only change a keyboard: they are dealt with at once, and no turn hears of them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any
from weakref import WeakValueDictionary

from bot.channels.heard import Heard
from bot.channels.telegram import callbacks
from bot.channels.telegram.keyboards import Answer, NothingTicked, Rows, Shown, tapped
from bot.channels.telegram.service import TelegramService
from bot.channels.telegram.updates import Tapped
from bot.channels.worker import GiveUp, TryAgain
from bot.failure import whereabouts
from bot.words import Words
from knowledge.areas import BOTH, SIDES
from knowledge.vocabulary import load_vocabulary

log = logging.getLogger("patella.telegram")

#: So many keyboards and taps are remembered.
MOST = 1000
#: Ticking goes on below a message that was answered only after so many seconds.
REST_SECONDS = 10.0
#: A keyboard is not waited for longer; a tap more brings it up to date.
PATIENCE = 30.0


class Taps:
    """Ticks options, and says which taps are answers.

    What is ticked stands in the keyboard itself. Only the last moments are remembered, because
    somebody who taps fast is ahead of what Telegram shows. ``html_of`` has the text of a message
    that is still open.
    """

    def __init__(
        self,
        service: TelegramService,
        words: Words,
        html_of: Callable[[Tapped], Awaitable[str | None]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._words = words
        self._html_of = html_of
        self._now = now
        self._rows: OrderedDict[Hashable, Rows] = OrderedDict()
        self._answered: OrderedDict[Hashable, float] = OrderedDict()
        self._taken: OrderedDict[Hashable, bool] = OrderedDict()
        # Held by those who use them.
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, tap: Tapped) -> Answer | None:
        """The answer that was given by a tap; ``None`` if there is no more to do about it."""
        key = (tap.chat_id, tap.message_id)
        rows = self._rows.get(key, tap.rows)
        outcome = tapped(rows, tap.data, _side_words())
        if isinstance(outcome, Answer):
            # A tap on its way shall not bring the keyboard back.
            self._rows.pop(key, None)
            _keep(self._answered, key, self._now())
            return outcome
        if tap.update_id in self._taken:
            return None
        _keep(self._taken, tap.update_id, True)
        if isinstance(outcome, NothingTicked):
            self._tell(
                tap, "utter_messenger_nothing_chosen" if rows else "utter_messenger_answered"
            )
        elif not rows or self._now() - self._answered.get(key, -REST_SECONDS) < REST_SECONDS:
            self._tell(tap, "utter_messenger_answered")
        else:
            _keep(self._rows, key, outcome.rows)
            self._begin(self._service.answer_tap(tap.query_id, None))
            self._begin(self._show(tap, outcome))
        return None

    def too_late(self, tap: Tapped) -> None:
        """Tell that what was tapped is not known any more."""
        self._tell(tap, "utter_messenger_answered")

    async def stop(self) -> None:
        """Leave what is not shown yet."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Return once everything is shown."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _tell(self, tap: Tapped, response: str) -> None:
        self._begin(self._service.answer_tap(tap.query_id, self._words.text(response), alert=True))

    async def _show(self, tap: Tapped, shown: Shown) -> None:
        """Bring the message up to what is ticked by now; the last of several taps wins."""
        key = (tap.chat_id, tap.message_id)
        lock = self._locks.get(key) or self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            try:
                await self._put(tap, shown)
            except TryAgain as again:
                await asyncio.sleep(min(again.seconds or 1.0, PATIENCE))
                await self._put(tap, shown)

    async def _put(self, tap: Tapped, shown: Shown) -> None:
        rows = self._rows.get((tap.chat_id, tap.message_id))
        if rows is None:
            return
        html = await self._html_of(tap) if shown.asks_side else None
        if html is None:
            await self._service.show_rows(tap.chat_id, tap.message_id, rows)
            return
        await self._service.ask_side(tap.chat_id, tap.message_id, html, rows)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    """A tick that is lost is only a tap to repeat."""
    try:
        await work
    except (TryAgain, GiveUp) as trouble:
        log.info("a tap is not shown: %s", trouble.reason, extra={"channel": "telegram"})
    except Exception as error:
        log.error("a tap is not shown: %s", whereabouts(error), extra={"channel": "telegram"})


def heard_of(tap: Tapped, answer: Answer) -> Heard:
    """A tap that is an answer, free of Telegram's form."""
    return Heard(
        place=str(tap.chat_id),
        payload=answer.payload,
        tapped=tap.message_id,
        label=answer.label,
        receipt=tap.query_id,
    )


def is_short_for_more(tap: Tapped) -> str | None:
    """The digest of a long payload, if that is what a button sends."""
    meaning = callbacks.read(tap.data)
    return meaning.value if meaning.kind == callbacks.DIGEST else None


def _side_words() -> dict[str, str]:
    vocabulary = load_vocabulary()
    return {side: vocabulary.label(side) for side in (*SIDES, BOTH)}


def _keep(kept: OrderedDict[Hashable, Any], key: Hashable, value: Any) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > MOST:
        kept.popitem(last=False)
