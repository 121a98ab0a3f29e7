"""Fetching updates: what is not kept comes again, and trouble is waited out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.channels.telegram.polling import CONFLICT_SECONDS, Poller, keep_trying
from bot.channels.telegram.service import TOKEN_SECONDS, why
from bot.channels.worker import GiveUp, TryAgain


class FakeRequest:
    """Brings what it is told to, and notes from where on it was asked."""

    def __init__(self, *brings: Any) -> None:
        self.brings = list(brings)
        self.offsets: list[str | None] = []

    async def post(self, url: str, **_: Any) -> Any:
        self.offsets.append(parse_qs(urlsplit(url).query).get("offset", [None])[0])
        if not self.brings:
            raise asyncio.CancelledError
        bring = self.brings.pop(0)
        if isinstance(bring, Exception):
            raise bring
        return bring


class FakeBot:
    base_url = "http://telegram/bot1"

    async def delete_webhook(self) -> bool:
        return True


async def poll(request: FakeRequest, take: Callable[[Any], Any]) -> list[float]:
    """Poll until there is nothing more; how long it slept."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def taken(update: Any) -> None:
        take(update)

    with pytest.raises(asyncio.CancelledError):
        await Poller(FakeBot(), request, taken, sleep).run()  # type: ignore[arg-type]
    return slept


async def test_an_update_is_confirmed_once_it_is_taken() -> None:
    request = FakeRequest([{"update_id": 5}, {"update_id": 6}], [])
    taken: list[Any] = []
    await poll(request, taken.append)
    assert taken == [{"update_id": 5}, {"update_id": 6}]
    assert request.offsets == [None, "7", "7"]


async def test_what_was_not_kept_is_asked_for_again() -> None:
    request = FakeRequest([{"update_id": 5}, {"update_id": 6}], [])

    def take(update: Any) -> None:
        if update["update_id"] == 6:
            raise OSError("disk full")

    assert await poll(request, take) == [0.5]
    assert request.offsets == [None, "6", "6"]


async def test_trouble_is_waited_out() -> None:
    troubles = [RetryAfter(7), Conflict("x"), InvalidToken("x"), NetworkError("x")]
    slept = await poll(FakeRequest(*troubles), print)
    assert slept[:3] == [7.0, CONFLICT_SECONDS, TOKEN_SECONDS]
    assert len(slept) == 4


async def test_set_up_is_tried_until_it_works() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    outcomes = [NetworkError("x"), RetryAfter(3), "done"]

    async def attempt() -> Any:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    assert await keep_trying("not yet", attempt, sleep) == "done"
    assert slept == [0.5, 3.0]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), GiveUp),
        (BadRequest("Bad Request: chat not found"), GiveUp),
        (BadRequest("Bad Request: can't parse entities"), GiveUp),
        (RetryAfter(4), TryAgain),
        (NetworkError("Bad Gateway"), TryAgain),
        (InvalidToken("Unauthorized"), TryAgain),
    ],
)
def test_what_an_error_means(error: Any, kind: type[Exception]) -> None:
    outcome = why(error)
    assert type(outcome) is kind or isinstance(outcome, kind)
    assert "entities" not in outcome.reason
