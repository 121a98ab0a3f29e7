"""Starts Patella for Slack over Socket Mode, which needs no public address. Run as `make slack`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from scripts import run
from scripts.terminal import say

NEEDED = {
    "PATELLA_SLACK_BOT_TOKEN": ("xoxb-", "OAuth & Permissions, Bot User OAuth Token"),
    "PATELLA_SLACK_APP_TOKEN": ("xapp-", "Basic Information, App-Level Tokens"),
}


def problems(env: Mapping[str, str]) -> list[str]:
    """What is missing or mixed up in the settings; no token is ever shown."""
    found = []
    for name, (begins, place) in NEEDED.items():
        value = env.get(name)
        if not value:
            found.append(f"{name} is not set. On api.slack.com/apps: {place}.")
        elif not value.startswith(begins):
            found.append(f"{name} must begin with {begins} On api.slack.com/apps: {place}.")
    return found


def main() -> int:
    """The command line."""
    found = problems(os.environ)
    if found:
        say("Patella cannot go to Slack yet:")
        for problem in found:
            say(f"  {problem}")
        say("docs/slack.md goes through it step by step, from making the app to the first words.")
        return 2
    say("When Patella is ready, find it in Slack below Apps, and write to it.")
    return run.main(["--no-demo", "--no-open"])


if __name__ == "__main__":
    sys.exit(main())
