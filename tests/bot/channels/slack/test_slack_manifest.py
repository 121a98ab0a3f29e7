"""The manifest that Slack is given names the addresses that the channel answers at."""

from __future__ import annotations

import re

from bot.channels.slack.channel import SlackInput
from bot.settings import ROOT, Settings


def test_the_manifest_names_the_routes_of_the_channel() -> None:
    text = (ROOT / "deploy" / "slack" / "manifest.yml").read_text(encoding="utf-8")
    named = re.findall(r"/webhooks/slack/(\w+)", text)
    blueprint = SlackInput(Settings(), "").blueprint(None)
    answered = {
        route.uri.strip("/") for route in blueprint._future_routes if "POST" in route.methods
    }
    assert sorted(named) == sorted(answered)
