"""Clients of Slack's library that go to Slack the way this machine goes out."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import SlackSettings

log = logging.getLogger("patella.slack")

#: So long one call may take, in seconds.
PATIENCE = 20

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def open_session() -> aiohttp.ClientSession:
    """The connections to Slack, for as long as the server runs."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))


def web_client(settings: SlackSettings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """The client of the Web API. It never tries again: the worker does, and remembers it."""
    client = AsyncWebClient(
        token=settings.bot_token,
        base_url=settings.api,
        session=session,
        retry_handlers=[],
        logger=_quiet(),
    )
    client.proxy = proxy_for(settings.api)
    if client.proxy and urlsplit(client.proxy).scheme not in ("http", "https"):
        log.warning("Slack is out of reach: the proxy is of another kind than http")
    return client


def socket_client(settings: SlackSettings, web: AsyncWebClient) -> SocketModeClient:
    """A client of Socket Mode for one connection; it is not used again once that is lost."""
    client = SocketModeClient(
        app_token=settings.app_token or "",
        web_client=web,
        auto_reconnect_enabled=False,
        logger=_quiet(),
    )
    client.proxy = web.proxy
    return client


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for an address; slack_sdk does not know NO_PROXY."""
    host = urlsplit(url).hostname or ""
    if host in _LOOPBACK or proxy_bypass(host):
        return None
    proxies = getproxies()
    return proxies.get("https") or proxies.get("http")


def _quiet() -> logging.Logger:
    """The library tells of every lost connection with a trace; what matters we tell ourselves."""
    logger = logging.getLogger("slack_sdk")
    logger.setLevel(logging.CRITICAL)
    return logger
