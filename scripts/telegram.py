"""Starts Patella for Telegram with long polling, which needs no public address: `make telegram`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from scripts import run
from scripts.doctor_telegram import ask_telegram, unreachable
from scripts.terminal import say

PAGE = "docs/telegram.md goes through it step by step, from making the bot to the first words."


def main() -> int:
    """The command line."""
    if not os.environ.get("PATELLA_TELEGRAM_TOKEN"):
        say("Patella cannot go to Telegram yet: PATELLA_TELEGRAM_TOKEN is not set.")
        say("On Telegram, write /newbot to @BotFather; it gives you a token. Then:")
        say("  PATELLA_TELEGRAM_TOKEN=… make telegram")
        say(PAGE)
        return 2
    if os.environ.pop("PATELLA_TELEGRAM_URL", None):
        say("PATELLA_TELEGRAM_URL is left out: here, updates are fetched. `make run` uses it.")
    try:
        name = bot_name(os.environ)
    except ValueError:
        say("Telegram does not know this token. Copy it from @BotFather again, the whole of it.")
        say(PAGE)
        return 2
    except OSError as error:
        say(f"{unreachable(os.environ, error)} Going on; it is tried again until it can.")
        name = None
    return run.main(["--no-demo", "--no-open"], lambda _: tell(name))


def bot_name(env: Mapping[str, str]) -> str:
    """The name of the bot whose token it is.

    Raises:
        OSError: if Telegram cannot be reached.
        ValueError: if it does not know the token.
    """
    answer = ask_telegram(env, "getMe")
    if answer.body.get("ok") is True:
        return str(answer.body["result"]["username"])
    if answer.status in (401, 404):
        raise ValueError("unknown token")
    raise ConnectionError(f"status {answer.status}")


def tell(name: str | None) -> None:
    """Say where to talk to the bot."""
    at = f"https://t.me/{name}" if name else "your bot, as soon as Telegram can be reached"
    print(f"On Telegram: {at}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
