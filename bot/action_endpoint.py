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


class StrictActionEndpoint(EndpointConfig):
    """Replaces the endpoint that Rasa's remote actions call.

    Anything but a proper answer within ``seconds`` aborts the turn, where Rasa would log the
    conversation and go on as if the action had run. Only a form's rejection, which Rasa's
    policies know how to handle, is passed on. With a ``secret`` it is shown with each call.
    """

    def __init__(self, url: str, seconds: float, secret: str | None = None) -> None:
        # Else Rasa makes a dictionary of it for each call, of which nothing is sent (`slimmed`).
        super().__init__(url=url, enable_selective_domain=True)
        self._seconds = seconds
        self._secret = secret

    async def request(  # type: ignore[override]
        self, method: str = "post", json: Mapping[str, Any] | None = None, **_: Any
    ) -> Any:
        """Run the action that the request body `json` names and return what it answers."""
        call = slimmed(json or {})
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
        timeout = aiohttp.ClientTimeout(total=self._seconds)
        try:
            # A connection for each call: one that is kept open breaks when the action server
            # restarts, and with it the first turn after that.
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.request(
                    method, str(self.url), json=call, headers=headers_for(self._secret)
                ) as response,
            ):
                if response.status not in (200, 400):
                    return response.status, None
                return response.status, await response.json(content_type=None)
        except asyncio.TimeoutError:
            abort("actions_timeout", action)
        except (aiohttp.ClientError, OSError) as error:
            abort("actions_unreachable", f"{action} {type(error).__name__}")
        except ValueError:
            abort("actions_error", f"{action} answered with no JSON")


def headers_for(secret: str | None) -> dict[str, str]:
    """What goes along to the action server: the secret, and the id of the turn that runs."""
    course = current_course()
    return {
        **({"Authorization": f"Bearer {secret}"} if secret else {}),
        **({TURN_HEADER: course.turn} if course else {}),
    }


def slimmed(call: Mapping[str, Any]) -> dict[str, Any]:
    """The request without the domain and the events before the last message.

    Actions work on slots, the latest message and what happened since. Sending the whole
    conversation each time would cost more with every turn, and the domain is longer than the rest.
    """
    tracker = call.get("tracker") or {}
    events = list(tracker.get("events") or ())
    started = [place for place, event in enumerate(events) if event.get("event") == "user"]
    recent = events[started[-1] :] if started else events
    # rasa-sdk takes a call without any domain for one that names a domain it should know.
    return {**call, "domain": {}, "tracker": {**tracker, "events": recent}}


def _is_rejection(answer: Any) -> bool:
    return isinstance(answer, dict) and isinstance(answer.get("action_name"), str)


def _rejection(action: str) -> str:
    return json.dumps({"action_name": action, "error": f"{action} was rejected"})
