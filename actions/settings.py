"""Every setting of the action server, read from the environment in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How the action server is to answer, and where; ``host`` has rasa-sdk's own name outside.

    With a ``secret`` it works only for who shows it: the dialogue server. ``metrics_token`` is
    for who reads ``/metrics``.
    """

    emergency_number: str = "112"
    host: str = "127.0.0.1"
    secret: str | None = None
    metrics_token: str | None = None
    debug: bool = False


def load_settings() -> Settings:
    """Read the settings from the environment of this process."""
    return Settings(
        emergency_number=os.environ.get("PATELLA_EMERGENCY_NUMBER") or Settings.emergency_number,
        host=os.environ.get("SANIC_HOST") or Settings.host,
        secret=os.environ.get("PATELLA_ACTIONS_SECRET") or None,
        metrics_token=os.environ.get("PATELLA_METRICS_TOKEN") or None,
        debug=os.environ.get("PATELLA_DEBUG") == "1",
    )
