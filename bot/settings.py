"""Every setting of the dialogue server, read from the environment in one place."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.search.settings import database_url

ROOT = Path(__file__).resolve().parents[1]


#: 32 bytes in URL-safe base64, as cryptography's Fernet takes them.
_DATA_KEY = re.compile(r"[\w-]{43}=", re.ASCII)
_TELEGRAM_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it, its value and what it takes."""


@dataclass(frozen=True)
class TelegramSettings:
    """How to reach Telegram. Without a ``public_url`` its updates are fetched by long polling.

    ``public_url`` is our address as Telegram sees it (https); ``api`` is where its Bot API is.
    """

    token: str
    public_url: str | None = None
    api: str = "https://api.telegram.org"


@dataclass(frozen=True)
class SlackSettings:
    """How to reach Slack. With an ``app_token`` it is Socket Mode, else the Events API.

    ``signing_secret`` proves that a request comes from Slack, and is needed for the Events API.
    """

    bot_token: str
    signing_secret: str | None = None
    app_token: str | None = None
    api: str = "https://slack.com/api/"


@dataclass(frozen=True)
class Settings:
    """How this server is to run. Times are in seconds, rates in requests a minute (0: no limit).

    ``rate`` is for the messages of one conversation, ``report_rate`` for its files (reports, and
    what is kept of it); ``address_rate`` and ``report_address_rate`` are those of one address.

    ``origins`` are the web pages, beside our own, that may talk to the web channel;
    ``frame_ancestors`` those that may show the chat in a frame; ``proxies`` how many proxies
    stand in front and tell us the sender's address. A conversation is deleted ``keep_days``
    after its last message. ``database_url`` is a PostgreSQL; without it conversations are in a
    SQLite file. What is kept is encrypted with the first of the ``data_keys``, if there are any.

    ``secret`` signs tokens; those signed with one of the ``secrets_before`` are still read.
    ``sender_secret`` hides who writes on a messenger, and is ``secret`` where there is none.
    ``actions_secret`` is shown to the action server, ``metrics_token`` is asked for at
    ``/metrics``, and with ``model_key`` the model must be signed.

    The server has ``processes`` that answer at its address. ``most_at_once`` turns are under way
    in all of them together, and ``most_turns`` belong to
    one conversation until it is started over. When it is told to end, the server goes on for
    ``linger`` seconds, not ready, so that a load balancer sends nobody to it any more; then the
    turns under way have ``drain_timeout``, longer than any takes. What messengers delivered and
    is not answered ``messenger_drain`` seconds later is carried out at the next start.
    """

    host: str = "127.0.0.1"
    port: int = 5005
    actions_url: str = "http://127.0.0.1:5055"
    build: Path = ROOT / ".build"
    var: Path = ROOT / "var"
    database_url: str | None = None
    data_keys: tuple[str, ...] = ()
    secret: str | None = None
    secrets_before: tuple[str, ...] = ()
    sender_secret: str | None = None
    actions_secret: str | None = None
    metrics_token: str | None = None
    model_key: str | None = None
    emergency_number: str = "112"
    debug: bool = False
    telegram: TelegramSettings | None = None
    slack: SlackSettings | None = None
    origins: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()
    proxies: int = 0
    rate: int = 30
    address_rate: int = 120
    report_rate: int = 6
    report_address_rate: int = 30
    processes: int = 1
    most_at_once: int = 24
    most_turns: int = 300
    session_life: int = 24 * 60 * 60
    keep_days: int = 30
    action_timeout: float = 8.0
    turn_timeout: float = 20.0
    report_timeout: float = 20.0
    drain_timeout: float = 22.0
    messenger_drain: float = 3.0
    linger: float = 0.0

    @property
    def most_in_each_process(self) -> int:
        """How many turns are under way at most in one of the processes: its share of them."""
        return -(-self.most_at_once // self.processes)

    @property
    def models(self) -> Path:
        """The folder of the trained dialogue models."""
        return self.build / "models"

    @property
    def database(self) -> Path:
        """The file that keeps the conversations where ``database_url`` names no server."""
        return self.var / "conversations.db"


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `env` (default: the environment of this process).

    Raises:
        SettingsError: if a value is not of the kind that its setting takes.
    """
    env = os.environ if env is None else env
    return Settings(
        host=env.get("PATELLA_HOST") or Settings.host,
        port=_whole(env, "PATELLA_PORT", Settings.port, 1, 65535),
        actions_url=_actions_url(env),
        build=_folder(env, "PATELLA_BUILD", Settings.build),
        var=_folder(env, "PATELLA_VAR", Settings.var),
        database_url=_database_url(env),
        data_keys=_data_keys(env),
        secret=_secret(env, "PATELLA_SECRET"),
        secrets_before=_secrets_before(env),
        sender_secret=_secret(env, "PATELLA_SENDER_SECRET"),
        actions_secret=env.get("PATELLA_ACTIONS_SECRET") or None,
        metrics_token=env.get("PATELLA_METRICS_TOKEN") or None,
        model_key=env.get("PATELLA_MODEL_KEY") or None,
        emergency_number=env.get("PATELLA_EMERGENCY_NUMBER") or Settings.emergency_number,
        debug=_switch(env, "PATELLA_DEBUG"),
        telegram=_telegram(env),
        slack=_slack(env),
        origins=tuple(env.get("PATELLA_ORIGINS", "").split()),
        frame_ancestors=tuple(env.get("PATELLA_FRAME_ANCESTORS", "").split()),
        proxies=_whole(env, "PATELLA_PROXIES", Settings.proxies, 0, 10),
        rate=_whole(env, "PATELLA_RATE", Settings.rate, 0, 100_000),
        address_rate=_whole(env, "PATELLA_ADDRESS_RATE", Settings.address_rate, 0, 100_000),
        report_rate=_whole(env, "PATELLA_REPORT_RATE", Settings.report_rate, 0, 100_000),
        report_address_rate=_whole(
            env, "PATELLA_REPORT_ADDRESS_RATE", Settings.report_address_rate, 0, 100_000
        ),
        processes=_processes(env),
        most_at_once=_whole(env, "PATELLA_MOST_AT_ONCE", Settings.most_at_once, 1, 10_000),
        most_turns=_whole(env, "PATELLA_MOST_TURNS", Settings.most_turns, 1, 1_000_000),
        linger=_whole(env, "PATELLA_DRAIN", int(Settings.linger), 0, 600),
        keep_days=_whole(env, "PATELLA_KEEP_DAYS", Settings.keep_days, 1, 3650),
    )


def _telegram(env: Mapping[str, str]) -> TelegramSettings | None:
    token = (env.get("PATELLA_TELEGRAM_TOKEN") or "").strip()
    if not token:
        return None
    if not _TELEGRAM_TOKEN.fullmatch(token):
        # The value itself must not end up in a log.
        raise SettingsError(
            "PATELLA_TELEGRAM_TOKEN has not the form of a token, which is digits, a colon, and"
            " letters and digits: 123456:ABC-def."
        )
    public_url = env.get("PATELLA_TELEGRAM_URL") or None
    if public_url is not None and not public_url.startswith("https://"):
        raise SettingsError(
            f"PATELLA_TELEGRAM_URL={public_url!r}: Telegram only calls an address that begins"
            " with https://. Leave it out to fetch the updates instead."
        )
    return TelegramSettings(
        token=token,
        public_url=public_url and public_url.rstrip("/"),
        api=(env.get("PATELLA_TELEGRAM_API") or TelegramSettings.api).rstrip("/"),
    )


def _slack(env: Mapping[str, str]) -> SlackSettings | None:
    bot_token = env.get("PATELLA_SLACK_BOT_TOKEN")
    if not bot_token:
        return None
    app_token = env.get("PATELLA_SLACK_APP_TOKEN") or None
    signing_secret = env.get("PATELLA_SLACK_SIGNING_SECRET") or None
    if app_token is None and signing_secret is None:
        raise SettingsError(
            "PATELLA_SLACK_BOT_TOKEN is set, so either PATELLA_SLACK_SIGNING_SECRET is needed"
            " (Slack calls us) or PATELLA_SLACK_APP_TOKEN (Socket Mode: we call Slack)."
        )
    api = env.get("PATELLA_SLACK_API") or SlackSettings.api
    return SlackSettings(bot_token, signing_secret, app_token, api.rstrip("/") + "/")


def _processes(env: Mapping[str, str]) -> int:
    count = _whole(env, "PATELLA_PROCESSES", Settings.processes, 1, 64)
    if count > 1 and not sys.platform.startswith("linux"):
        raise SettingsError(f"PATELLA_PROCESSES={count}: there is more than one only on Linux.")
    if count > 1 and (env.get("PATELLA_TELEGRAM_TOKEN") or env.get("PATELLA_SLACK_BOT_TOKEN")):
        raise SettingsError(
            f"PATELLA_PROCESSES={count}: what a messenger hands over is put into order by one"
            " process. Leave the setting out, or serve the messenger by a server of its own."
        )
    return count


def _actions_url(env: Mapping[str, str]) -> str:
    url = env.get("PATELLA_ACTIONS_URL")
    if not url:
        port = _whole(env, "PATELLA_ACTIONS_PORT", 5055, 1, 65535)
        return f"http://127.0.0.1:{port}"
    if not url.startswith(("http://", "https://")):
        raise SettingsError(f"PATELLA_ACTIONS_URL={url!r}: give an address that begins with http.")
    return url.rstrip("/")


def _database_url(env: Mapping[str, str]) -> str | None:
    """The PostgreSQL; the same setting tells knowledge/search where its passages are."""
    try:
        return database_url(env)
    except ValueError as error:
        raise SettingsError(f"{error}.") from None


def _data_keys(env: Mapping[str, str]) -> tuple[str, ...]:
    keys = tuple(env.get("PATELLA_DATA_KEY", "").split())
    for place, key in enumerate(keys, 1):
        if not _DATA_KEY.fullmatch(key):
            raise SettingsError(
                f"PATELLA_DATA_KEY: key {place} is none. A key is 44 characters of base64:"
                " python3 -c 'import base64, os;"
                " print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
            )
    return keys


def _folder(env: Mapping[str, str], key: str, default: Path) -> Path:
    return Path(env[key]).resolve() if env.get(key) else default


def _whole(env: Mapping[str, str], key: str, default: int, least: int, most: int) -> int:
    value = env.get(key)
    if not value:
        return default
    if not value.isdecimal() or not least <= int(value) <= most:
        raise SettingsError(f"{key}={value!r}: give a whole number from {least} to {most}.")
    return int(value)


def _switch(env: Mapping[str, str], key: str) -> bool:
    value = env.get(key) or "0"
    if value not in ("0", "1"):
        raise SettingsError(f"{key}={value!r}: give 1 (on) or 0 (off).")
    return value == "1"


def _secret(env: Mapping[str, str], key: str) -> str | None:
    value = env.get(key) or None
    if value is not None and len(value) < 32:
        # The value itself must not end up in a log, however short it is.
        raise SettingsError(f"{key} is too short: give at least 32 characters.")
    return value


def _secrets_before(env: Mapping[str, str]) -> tuple[str, ...]:
    key = "PATELLA_SECRETS_BEFORE"
    return tuple(_secret({key: each}, key) or "" for each in env.get(key, "").split())
