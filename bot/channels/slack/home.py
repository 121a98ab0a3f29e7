"""The App Home: what Patella is, and a button to start. Pure functions."""

from __future__ import annotations

from typing import Any

from bot.channels.pieces import Choice
from bot.channels.slack import blocks
from bot.channels.slack.taps import TAP
from bot.words import Words

START = "start_check"


def home_view(words: Words) -> dict[str, Any]:
    """The view that Slack shows in the home tab."""
    start = Choice(words.text("utter_slack_start"), START)
    return {
        "type": "home",
        "blocks": [
            *blocks.sections(words.text("utter_slack_home")),
            *blocks.rows([blocks.button(start, f"{TAP}:start", "primary")]),
            *blocks.context(words.text("utter_slack_sees")),
        ],
    }
