"""The secret that session tokens are signed with, and that hides who writes to us."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.settings import Settings, SettingsError

FILE = "secret"
LEAST_CHARACTERS = 32


def load_secret(settings: Settings) -> str:
    """The secret from the settings, or from the file that is made for it the first time.

    Raises:
        SettingsError: if the file cannot be made or read, or holds no secret.
    """
    if settings.secret:
        return settings.secret
    path = settings.var / FILE
    try:
        return _kept(path) if path.exists() else _made(path)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}. It keeps the session secret.") from None


def load_sender_secret(settings: Settings) -> str:
    """The secret that hides who writes on a messenger.

    It is one of its own where it is set, so that the other can be changed: with another secret,
    everybody would be a stranger.

    Raises:
        SettingsError: as `load_secret` does.
    """
    return settings.sender_secret or load_secret(settings)


def _kept(path: Path) -> str:
    secret = path.read_text(encoding="ascii", errors="replace").strip()
    if len(secret) < LEAST_CHARACTERS:
        raise SettingsError(f"{path} holds no usable secret. Delete it, and a new one is made.")
    return secret


def _made(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Whole before it is there: another server that starts at the same time may read it already.
    handle, fresh = tempfile.mkstemp(prefix=f"{FILE}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        os.unlink(fresh)
    return _kept(path)


def pseudonym(secret: str, channel: str, service_id: str) -> str:
    """The sender id of somebody on a service: the same each time, and no way back without us."""
    told = f"{channel}:{service_id}".encode()
    return f"{channel}:{hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()[:32]}"
