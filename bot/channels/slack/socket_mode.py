"""Socket Mode: we call Slack, for machines that Slack cannot call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.channels.slack.service import call
from bot.channels.worker import GiveUp, TryAgain
from bot.failure import whereabouts

log = logging.getLogger("patella.slack")

#: Seconds to wait before the next try to connect.
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
#: So many seconds connecting may take, and so many looks find a connection lost before it is.
PATIENCE, GONE = 15.0, 5
#: Seconds between two looks at the connection.
POLL = 1.0

#: Takes what an envelope holds, by its kind: what to send back with the acknowledgement.
TakeIn = Callable[[str, Mapping[str, Any]], Awaitable["Mapping[str, Any] | None"]]


class SocketMode:
    """Keeps one connection to Slack; ``connect`` makes a client for it."""

    def __init__(
        self,
        connect: Callable[[], SocketModeClient],
        take_in: TakeIn,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._connect = connect
        self._take_in = take_in
        self._sleep = sleep

    async def run(self) -> None:
        """Connect, and connect again whenever the connection is lost, until cancelled."""
        failures = 0
        while True:
            client = self._connect()
            try:
                await self._open(client)
                log.info("socket mode: connected")
                failures = 0
                await self._until_lost(client)
                log.warning("socket mode: the connection was lost")
            except (TryAgain, GiveUp) as trouble:
                log.warning("socket mode: no connection: %s", trouble.reason)
            except asyncio.TimeoutError:
                log.warning("socket mode: no connection in time")
            except Exception as error:
                log.error("socket mode: %s", whereabouts(error))
            finally:
                await _close(client)
            await self._sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1

    async def _open(self, client: SocketModeClient) -> None:
        client.socket_mode_request_listeners.append(self._on_request)
        client.wss_uri = await call(client.issue_new_wss_url())
        # The client itself would try one address for ever, and Slack's are good for seconds.
        await asyncio.wait_for(client.connect(), PATIENCE)

    async def _until_lost(self, client: SocketModeClient) -> None:
        # Slack announces that it ends a connection; then the client changes over by itself.
        lost = 0
        while lost < GONE:
            await self._sleep(POLL)
            lost = 0 if await client.is_connected() else lost + 1

    async def _on_request(self, client: Any, request: SocketModeRequest) -> None:
        """Acknowledge an envelope once it is kept; else Slack hands it over again."""
        try:
            reply = await self._take_in(request.type, request.payload)
        except Exception as error:
            log.error("envelope not taken: %s", whereabouts(error), extra={"channel": "slack"})
            return
        response = SocketModeResponse(request.envelope_id, dict(reply) if reply else None)
        await client.send_socket_mode_response(response)


async def _close(client: SocketModeClient) -> None:
    try:
        await client.close()
    except Exception as error:
        log.warning("socket mode: closing failed: %s", whereabouts(error))
