"""Calling the action server: quickly, with little, and never half-heartedly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.failure import abort
from serving.course import TURN_HEADER, current_course, stage

HEALTH_SECONDS = 3.0

#: An idle connection is kept for less long than the proxy or the action server would keep it.
KEPT_SECONDS = 10.0

#: How it shows that the other end of a connection is gone.
BROKEN = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, aiohttp.ClientPayloadError)


class StrictActionEndpoint(EndpointConfig):
    """Replaces the endpoint that Rasa's remote actions call.

    Anything but a proper answer within ``seconds`` aborts the turn, where Rasa would log the
    conversation and go on as if the action had run. Only a form's rejection, which Rasa's
    policies know how to handle, is passed on. With a ``secret`` it is shown with each call.
    """

    def __init__(self, url: str, seconds: float, secret: str | None = None) -> None:
        super().__init__(url=url)
        self._seconds = seconds
        self._secret = secret
        self._connections = KeptConnections()

    async def request(  # type: ignore[override]
        self, method: str = "post", json: Mapping[str, Any] | None = None, **_: Any
    ) -> Any:
        """Run the action that the request body `json` names and return what it answers."""
        call = json or {}
        action = str(call.get("next_action"))
        with stage("actions"):
            status, answer = await self._call(method, call, action)
        if status == 400 and _is_rejection(answer) and action != ACTION_VALIDATE_SLOT_MAPPINGS:
            raise ClientResponseError(400, "rejected", _rejection(answer["action_name"]))
        if status != 200:
            abort("actions_error", f"{action} {status}")
        if not isinstance(answer, dict):
            abort("actions_error", f"{action} answered with no object")
        return answer

    def beside(self, path: str) -> str:
        """The address of another route of the action server."""
        return f"{str(self.url).rsplit('/', 1)[0]}/{path}"

    async def told(self) -> Mapping[str, bool] | None:
        """The action server's own checks by name; ``None`` where it does not answer properly."""
        ready = self.beside("ready")
        timeout = aiohttp.ClientTimeout(total=HEALTH_SECONDS)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(ready) as r:
                checks = (await r.json())["checks"]
                return {str(name): fine is True for name, fine in checks.items()}
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            return None
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    async def _call(self, method: str, call: Mapping[str, Any], action: str) -> tuple[int, Any]:
        try:
            return await asyncio.wait_for(self._asked(method, call), self._seconds)
        except asyncio.TimeoutError:
            abort("actions_timeout", action)
        except (aiohttp.ClientError, OSError) as error:
            abort("actions_unreachable", f"{action} {type(error).__name__}")
        except ValueError:
            abort("actions_error", f"{action} answered with no JSON")

    async def _asked(self, method: str, call: Mapping[str, Any]) -> tuple[int, Any]:
        try:
            return await self._asked_once(method, call)
        except BROKEN as error:
            if isinstance(error, aiohttp.ClientConnectorError):
                raise
            # The server that held the connection has ended, perhaps to be there again. Actions
            # keep nothing, so that one may be asked for twice.
            return await self._asked_once(method, call)

    async def _asked_once(self, method: str, call: Mapping[str, Any]) -> tuple[int, Any]:
        async with self._connections.session().request(
            method, str(self.url), json=call, headers=headers_for(self._secret)
        ) as response:
            if response.status not in (200, 400):
                return response.status, None
            return response.status, await response.json(content_type=None)


class KeptConnections:
    """Connections that are used again: making one costs as much as all the rest of a call."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def session(self) -> aiohttp.ClientSession:
        """The session of the loop that runs; to be called in it."""
        loop = asyncio.get_running_loop()
        if self._session is None or self._loop is not loop:
            self._loop = loop
            # As many as there are calls: how many turns there are at once is limited elsewhere.
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT_SECONDS)
            # How long a call may take is counted around it, with the second one.
            timeout = aiohttp.ClientTimeout(total=None)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def headers_for(secret: str | None) -> dict[str, str]:
    """What goes along to the action server: the secret, and the id of the turn that runs."""
    course = current_course()
    return {
        **({"Authorization": f"Bearer {secret}"} if secret else {}),
        **({TURN_HEADER: course.turn} if course else {}),
    }


def _is_rejection(answer: Any) -> bool:
    return isinstance(answer, dict) and isinstance(answer.get("action_name"), str)


def _rejection(action: str) -> str:
    return json.dumps({"action_name": action, "error": f"{action} was rejected"})
