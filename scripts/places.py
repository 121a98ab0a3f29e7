"""Where things are: the folders and Python environments that the jobs use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from serving.blas import name_the_processor

ROOT = Path(__file__).resolve().parents[1]

#: What every program of the project is started with, whoever starts it: no telemetry leaves
#: the machine, and the libraries' warnings do not bury our own messages.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "ORT_DISABLE_TELEMETRY": "1",
    "PYTHONWARNINGS": "ignore",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "PYTHONUNBUFFERED": "1",
}


@dataclass(frozen=True)
class Places:
    """The folders that the settings PATELLA_BUILD and PATELLA_VAR may move."""

    root: Path
    build: Path
    var: Path

    @property
    def dialogue_python(self) -> Path:
        """The interpreter that has Rasa (3.10)."""
        return self.build / "dialogue" / "bin" / "python"

    @property
    def actions_python(self) -> Path:
        """The interpreter that has rasa-sdk and the search (3.11)."""
        return self.build / "actions" / "bin" / "python"

    @property
    def logs(self) -> Path:
        """Where the servers and the training write what they have to say."""
        return self.var / "log"

    @property
    def model(self) -> Path:
        """The trained dialogue model, of which only the newest is kept."""
        return self.build / "models" / "patella.tar.gz"


def places(env: Mapping[str, str] | None = None) -> Places:
    """The folders that `env` (default: the environment) asks for."""
    env = os.environ if env is None else env
    return Places(
        root=ROOT,
        build=Path(env.get("PATELLA_BUILD") or ROOT / ".build").resolve(),
        var=Path(env.get("PATELLA_VAR") or ROOT / "var").resolve(),
    )


def child_env(**settings: str | int | Path) -> dict[str, str]:
    """The environment for a program that we start: ours, quiet, with `settings` on top."""
    env = {**os.environ, **QUIET, **{name: str(value) for name, value in settings.items()}}
    name_the_processor(env)
    return env
