"""How Slack is reached: directly, or through the proxy that the environment names."""

from __future__ import annotations

import pytest

from bot.channels.slack.client import open_session, proxy_for, web_client
from bot.channels.slack.service import call
from bot.channels.worker import TryAgain
from bot.settings import SlackSettings

PROXY = "http://proxy.example.org:8080"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def test_without_a_proxy_slack_is_called_directly() -> None:
    assert proxy_for("https://slack.com/api/") is None


def test_a_proxy_is_used_but_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    assert proxy_for("https://slack.com/api/") == PROXY
    for here in ("http://127.0.0.1:8790/api/", "http://localhost/api/", "http://[::1]:80/"):
        assert proxy_for(here) is None


def test_what_goes_past_the_proxy_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", "intranet.example.org,slack.com")
    assert proxy_for("https://slack.com/api/") is None
    assert proxy_for("https://example.org/api/") == PROXY


async def test_the_library_takes_no_proxy_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    async with open_session() as session:
        here = SlackSettings("xoxb-1", api="http://127.0.0.1:1/api/")
        assert web_client(here, session).proxy is None
        assert web_client(SlackSettings("xoxb-1"), session).proxy == PROXY


async def test_a_proxy_that_cannot_be_used_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://proxy.example.org:1080")
    async with open_session() as session:
        client = web_client(SlackSettings("xoxb-1"), session)
        assert "another kind than http" in caplog.text
        with pytest.raises(TryAgain):
            await call(client.auth_test())
