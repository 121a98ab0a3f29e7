"""Telegram's side of things: fetching updates, and telling it where and what we are."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.channels.telegram.service import why
from bot.channels.telegram.updates import ALLOWED, update_id_of
from bot.channels.worker import PAUSES, TryAgain
from bot.failure import whereabouts

log = logging.getLogger("patella.telegram")

CHANNEL = {"channel": "telegram"}

#: How long Telegram may wait for something to happen before it answers.
POLL_SECONDS = 25
#: Another program fetches the same bot's updates: to try more often would only disturb it.
CONFLICT_SECONDS = 10.0

Sleep = Callable[[float], Awaitable[None]]


async def keep_trying(
    what: str, attempt: Callable[[], Awaitable[Any]], sleep: Sleep = asyncio.sleep
) -> Any:
    """What `attempt` brings once Telegram can be reached; errors are told and waited out."""
    failures = 0
    while True:
        try:
            return await attempt()
        except TelegramError as error:
            trouble = why(error)
            log.warning("%s: %s", what, trouble.reason, extra=CHANNEL)
            seconds = trouble.seconds if isinstance(trouble, TryAgain) else None
            await sleep(seconds or PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1


async def introduce(bot: Bot, commands: Mapping[str, str]) -> str:
    """Tell Telegram the commands; the bot's name.

    Raises:
        TelegramError: if Telegram does not take it.
    """
    me = await bot.get_me()
    await bot.set_my_commands(list(commands.items()))
    return str(me.username)


async def ask_to_be_called(bot: Bot, url: str, secret: str) -> None:
    """Have Telegram hand over updates at an address, one after the other.

    Raises:
        TelegramError: if Telegram does not take it.
    """
    await bot.set_webhook(
        url,
        secret_token=secret,
        allowed_updates=list(ALLOWED),
        # With more of them, what one person sends could overtake itself.
        max_connections=1,
    )


class Poller:
    """Fetches updates and has them taken in one by one.

    ``take`` raises what keeps it from keeping an update; that one then comes again.
    """

    def __init__(
        self,
        bot: Bot,
        request: BaseRequest,
        take: Callable[[Any], Awaitable[None]],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._request = request
        self._take = take
        self._sleep = sleep
        self._offset: int | None = None

    async def run(self) -> None:
        """Fetch updates until cancelled."""
        await keep_trying("fetching cannot begin", self._bot.delete_webhook, self._sleep)
        failures = 0
        while True:
            try:
                await self._fetch()
                failures = 0
            except Exception as error:
                await self._sleep(self._told(error, failures))
                failures += 1

    async def _fetch(self) -> None:
        """Take in what there is. Asking for what comes next confirms what came before."""
        told: dict[str, Any] = {
            "timeout": POLL_SECONDS,
            "allowed_updates": json.dumps([str(k) for k in ALLOWED]),
        }
        if self._offset is not None:
            told["offset"] = self._offset
        # As they come: the library's own method takes none if it does not understand one.
        updates = await self._request.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(told)}", read_timeout=POLL_SECONDS + 10
        )
        for update in updates if isinstance(updates, list) else ():
            await self._take(update)
            number = update_id_of(update)
            if number is not None:
                self._offset = number + 1

    def _told(self, error: Exception, failures: int) -> float:
        """Log an error; how long to wait."""
        pause = PAUSES[min(failures, len(PAUSES) - 1)]
        if not isinstance(error, TelegramError):
            log.error("updates wait: %s", whereabouts(error), extra=CHANNEL)
            return pause
        if isinstance(error, Conflict):
            log.warning("another program fetches this bot's updates", extra=CHANNEL)
            return CONFLICT_SECONDS
        trouble = why(error)
        level = logging.ERROR if isinstance(error, InvalidToken) else logging.WARNING
        log.log(level, "updates cannot be fetched: %s", trouble.reason, extra=CHANNEL)
        return (trouble.seconds if isinstance(trouble, TryAgain) else None) or pause
