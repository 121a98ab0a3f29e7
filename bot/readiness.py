"""What is looked at before the dialogue server calls itself ready."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

from bot.guard import Guard
from bot.storage.failure import StoreError
from bot.storage.locks import Aside
from bot.turn import Turn
from serving.readiness import Check, Readiness

#: A first message that leads into the interview, and one with a red flag that must be found.
CANARY_TEXT = "my left knee aches when I go down the stairs"
RED_FLAG_TEXT = "my calf is hot and swollen and i can't get my breath"

#: For so many seconds a person's answered turn shows as much as the canary's.
RECENTLY = 3.0


class Model(Protocol):
    """What understands messages."""

    async def understands(self, text: str) -> bool:
        """Whether it finds anything in a text."""


class ActionServer(Protocol):
    """What the actions run in."""

    async def told(self) -> Mapping[str, bool] | None:
        """Its own checks, ``None`` where it does not answer."""


def make_readiness(
    turn: Turn,
    check_store: Callable[[], None],
    actions: ActionServer,
    guard: Guard,
    model: Model,
    think: Aside = asyncio.to_thread,
) -> Readiness:
    """The checks behind ``/ready``, by the names under which it tells them."""
    asked = _OneAnswer(actions)

    async def store_answers() -> str | None:
        try:
            await asyncio.to_thread(check_store)
        except StoreError as error:
            # Its own words: whether to wait for the database or to change something.
            return str(error)
        return None

    async def actions_answer() -> str | None:
        return "no answer" if await asked() is None else None

    def passes(name: str) -> Check:
        async def passes_there() -> str | None:
            return None if (await asked() or {}).get(name) else "not there"

        return passes_there

    async def red_flags_found() -> str | None:
        return None if await think(guard.look, RED_FLAG_TEXT) else "not found"

    async def model_understands() -> str | None:
        return None if await model.understands(CANARY_TEXT) else "nothing understood"

    async def canary() -> str | None:
        # Where many people write, one more turn would only be another one to wait for.
        return None if turn.answered_within(RECENTLY) else await turn.canary(CANARY_TEXT)

    return Readiness(
        {
            "store": store_answers,
            "actions": actions_answer,
            "embedding": passes("embedding"),
            "passages": passes("passages"),
            "red_flags": red_flags_found,
            "model": model_understands,
            "canary": canary,
        }
    )


class _OneAnswer:
    """Asks the action server once for all checks that want to know at the same time."""

    def __init__(self, actions: ActionServer) -> None:
        self._actions = actions
        self._asking: asyncio.Future[Mapping[str, bool] | None] | None = None

    async def __call__(self) -> Mapping[str, bool] | None:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._actions.told())
        return await asyncio.shield(self._asking)
