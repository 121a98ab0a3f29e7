"""What `make doctor` tells of Telegram: whether it knows us, and how its updates reach us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.settings import TelegramSettings
from scripts.findings import FINE, OFF, WRONG, Answered, Finding, call, reason_of
from scripts.places import Places

#: Where the channel takes updates, below the public address.
PATH = "/webhooks/telegram/webhook"
PAGE = "See docs/telegram.md."
#: More updates that wait than this, and nobody fetches them.
MOST_PENDING = 20
#: So long ago (seconds), an error is told but no trouble any more.
OLD = 60 * 60


def look_at_telegram(at: Places, env: Mapping[str, str]) -> list[Finding]:
    """The token, then the webhook or that there is none."""
    if not env.get("PATELLA_TELEGRAM_TOKEN"):
        return [Finding(OFF, "Telegram", f"not set up (PATELLA_TELEGRAM_TOKEN). {PAGE}")]
    try:
        me = ask_telegram(env, "getMe")
        if me.body.get("ok") is not True:
            return [Finding(WRONG, "Telegram token", f"Telegram says {_said(me)}. {PAGE}")]
        known = f"it is that of @{me.body['result'].get('username')}"
        found = [Finding(FINE, "Telegram token", known)]
        told = ask_telegram(env, "getWebhookInfo").body.get("result") or {}
    except OSError as error:
        return [Finding(WRONG, "Telegram", unreachable(env, error))]
    url = (env.get("PATELLA_TELEGRAM_URL") or "").rstrip("/")
    return [*found, _of_webhook(told, url), *_of_updates(told), *(_of_address(url) if url else ())]


def ask_telegram(env: Mapping[str, str], method: str) -> Answered:
    """Ask the Bot API; the token stands in the address, which therefore is never shown.

    Raises:
        OSError: if it cannot be reached.
    """
    return call(f"{_api(env)}/bot{env['PATELLA_TELEGRAM_TOKEN']}/{method}", {})


def unreachable(env: Mapping[str, str], error: OSError) -> str:
    """That Telegram cannot be reached, and why."""
    return f"{_api(env)} cannot be reached ({reason_of(error)})."


def _api(env: Mapping[str, str]) -> str:
    return (env.get("PATELLA_TELEGRAM_API") or TelegramSettings.api).rstrip("/")


def _of_webhook(told: Mapping[str, Any], url: str) -> Finding:
    is_set = str(told.get("url") or "")
    if not url:
        said = "a webhook is set. `make telegram` removes it and fetches the updates."
        if is_set:
            return Finding(FINE, "Telegram webhook", said)
        return Finding(FINE, "Telegram webhook", "none, updates are fetched (long polling)")
    if is_set != url + PATH:
        said = f"not set to {url}{PATH} yet. `make run` sets it."
        return Finding(WRONG, "Telegram webhook", said)
    return Finding(FINE, "Telegram webhook", f"set to {is_set}")


def _of_updates(told: Mapping[str, Any]) -> list[Finding]:
    found = []
    pending = int(told.get("pending_update_count") or 0)
    if pending:
        mark = WRONG if pending > MOST_PENDING else FINE
        found.append(Finding(mark, "Telegram updates", f"{pending} wait to be taken"))
    if told.get("last_error_message"):
        at = datetime.fromtimestamp(int(told.get("last_error_date") or 0))
        is_old = (datetime.now() - at).total_seconds() > OLD
        said = f"the last error was at {at:%Y-%m-%d %H:%M}: {told['last_error_message']}"
        found.append(Finding(FINE if is_old else WRONG, "Telegram deliveries", said))
    return found


def _of_address(url: str) -> list[Finding]:
    """Whether our public address leads to a Patella."""
    try:
        alive = call(f"{url}/live", {}).body.get("live") is True
        said = "leads here" if alive else f"{url}/live is not answered by Patella. {PAGE}"
    except OSError as error:
        alive, said = False, f"{url} cannot be reached from here ({reason_of(error)}). {PAGE}"
    return [Finding(FINE if alive else WRONG, "Telegram address", said)]


def _said(answer: Answered) -> str:
    return str(answer.body.get("description") or f"status {answer.status}")
