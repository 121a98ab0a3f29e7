"""Where ingested passages are kept, and how much of a folder is taken."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from knowledge.loading import ROOT

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The largest file that is read, the most passages kept, how long a file may take."""

    file_bytes: int
    passages: int
    seconds: int


def library_folder() -> Path:
    """Return the folder of ingested passages, below `PATELLA_VAR` or var in the repository.

    It lies with the conversations and not with what can be made again: the folder that the
    passages came from may be gone.
    """
    return Path(os.environ.get("PATELLA_VAR") or ROOT / "var") / "library"


def limits() -> Limits:
    """Return the limits that `PATELLA_INGEST_MAX_MB`, `_MAX_PASSAGES` and `_MAX_SECONDS` set.

    Raises:
        ValueError: a setting is no whole number from 1.
    """
    return Limits(
        _number("PATELLA_INGEST_MAX_MB", 50) * MEGABYTE,
        _number("PATELLA_INGEST_MAX_PASSAGES", 20_000),
        _number("PATELLA_INGEST_MAX_SECONDS", 120),
    )


def _number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise ValueError(f"{name} must be a whole number from 1 (value {value!r})")
    return int(value)
