"""What Slack does for a messenger, over its Web API."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.heard import Heard
from bot.channels.pieces import Piece
from bot.channels.slack.blocks import escape
from bot.channels.slack.places import Place
from bot.channels.slack.render import Part, answered, render
from bot.channels.worker import GiveUp, TryAgain
from bot.reports import ReportFile
from bot.words import Words

log = logging.getLogger("patella.slack")

#: So many people's direct messages are remembered by their id.
MOST_OPENED = 10_000

#: Slack's errors that pass.
PASSING = frozenset(
    {
        *("ratelimited", "rate_limited", "internal_error", "fatal_error", "request_timeout"),
        *("service_unavailable", "team_added_to_org"),
    }
)
#: The app is not let in, until somebody has put that right: a new token, a scope, a bill.
NOT_LET_IN = frozenset(
    {
        *("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"),
        *("accesslimited", "org_login_required", "ekm_access_denied"),
    }
)
#: So long to wait before it is tried again whether that was done.
NOT_LET_IN_SECONDS = 60.0
#: Slack does not take the form of a message, which is a mistake of ours.
MALFORMED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})

_CODE = re.compile(r"[a-z0-9_]{1,64}")


class SlackService:
    """Sends what is said; ``client`` has the token."""

    name = "slack"
    command_form = "/patella {}"

    def __init__(self, client: AsyncWebClient, words: Words) -> None:
        self._client = client
        self.words = words
        self._opened: OrderedDict[str, str] = OrderedDict()

    def render(self, *pieces: Piece) -> list[Part]:
        """The messages of Slack that pieces shown together become."""
        return render(pieces, self.words)

    async def send(self, place: str, part: Part) -> Any:
        """Send one; with something to tap, what it takes to find and close it."""
        at = Place.read(place)
        if not at.is_private:
            await self._whisper(at, part.text)
            return None
        channel = await self._channel(at)
        ts = await self._post(channel, part)
        if part.closed is None or not ts:
            return None
        # Slack numbers messages by their time. Where they are is not kept: it tells who it is.
        return {"id": ts, "text": part.text, "blocks": part.closed}

    async def close(self, place: str, reference: Any, label: str) -> None:
        """Replace the controls of a message by the answer, where one was tapped."""
        told = self.words.text("utter_messenger_chosen", answer=label) if label else ""
        await call(
            self._client.chat_update(
                channel=await self._channel(Place.read(place)),
                ts=reference["id"],
                text=reference["text"],
                blocks=[*reference["blocks"], *answered(told)],
            )
        )

    async def acknowledge(self, heard: Heard, is_open: bool) -> None:
        """Tell whoever tapped too late; else the message itself will show the choice."""
        if not is_open:
            await self.remark(heard.place, "utter_messenger_answered")

    async def remark(self, place: str, response: str) -> None:
        """Say something that only the person sees and Slack does not keep."""
        at = Place.read(place)
        text = escape(self.words.text(response))
        await self._whisper(Place(await self._channel(at), at.user), text)

    async def send_file(self, place: str, file: ReportFile, caption: str) -> None:
        """Send a file."""
        channel = await self._channel(Place.read(place))
        await call(
            self._client.files_upload_v2(
                channel=channel,
                content=file.body,
                filename=file.name,
                title=file.name,
                initial_comment=escape(caption),
            )
        )

    async def typing(self, place: str) -> None:
        """Slack shows nothing of the kind for apps."""

    async def publish_home(self, user: str, view: Any) -> None:
        """Show the App Home to somebody."""
        await call(self._client.views_publish(user_id=user, view=view))

    async def _post(self, channel: str, part: Part) -> str:
        try:
            return await self._post_as(channel, part.text, part.blocks)
        except GiveUp as refused:
            if refused.reason not in MALFORMED:
                raise
            # Better plain words than none.
            log.error("message sent without its blocks: %s", refused.reason)
            return await self._post_as(channel, part.text, None)

    async def _post_as(self, channel: str, text: str, blocks: Any) -> str:
        sent = await call(
            self._client.chat_postMessage(
                channel=channel, text=text, blocks=blocks, unfurl_links=False, unfurl_media=False
            )
        )
        return str(sent.get("ts") or "")

    async def _whisper(self, at: Place, text: str) -> None:
        await call(self._client.chat_postEphemeral(channel=at.channel, user=at.user, text=text))

    async def _channel(self, at: Place) -> str:
        """The id of a conversation; that of the direct messages is asked for once."""
        if at.channel:
            return at.channel
        if at.user not in self._opened:
            found = await call(self._client.conversations_open(users=at.user))
            self._opened[at.user] = str((found.get("channel") or {}).get("id") or "")
            if len(self._opened) > MOST_OPENED:
                self._opened.popitem(last=False)
        return self._opened[at.user]


async def call(request: Awaitable[Any]) -> Any:
    """What Slack answers.

    Raises:
        TryAgain, GiveUp: with Slack's own code for what is wrong, which holds no content.
    """
    try:
        return await request
    except SlackApiError as error:
        raise _trouble(error.response) from None
    except SlackClientError:
        # The text quotes what was sent.
        raise GiveUp("refused") from None
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
        # aiohttp has only ValueError to say that it cannot use a proxy.
        raise TryAgain(type(error).__name__) from None


def _trouble(response: Any) -> TryAgain | GiveUp:
    # Where the answer is no JSON, this is aiohttp's response instead of Slack's.
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or status >= 500 or code in PASSING or not _CODE.fullmatch(code):
        known = code if _CODE.fullmatch(code) else f"status {status}"
        return TryAgain(known, _wait(response))
    if code in NOT_LET_IN:
        return TryAgain(code, NOT_LET_IN_SECONDS)
    return GiveUp(code)


def _wait(response: Any) -> float | None:
    """The seconds that Slack asks to wait."""
    told = str(response.headers.get("Retry-After") or "")
    return float(told) if told.isdecimal() else None
