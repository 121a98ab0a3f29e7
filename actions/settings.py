"""Every setting of the action server, read from the environment in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How the action server is to answer, and where; ``host`` has rasa-sdk's own name outside."""

    emergency_number: str = "112"
    host: str = "127.0.0.1"


def load_settings() -> Settings:
    """Read the settings from the environment of this process."""
    return Settings(
        emergency_number=os.environ.get("PATELLA_EMERGENCY_NUMBER") or Settings.emergency_number,
        host=os.environ.get("SANIC_HOST") or Settings.host,
    )
