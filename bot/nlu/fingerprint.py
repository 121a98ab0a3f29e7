"""What Rasa's training cache must know of our components besides their own source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from knowledge.loading import ROOT

#: What a trained dialogue model is made of beside that.
_TRAINED_ON = ("domain.yml", "config.yml", "data/**/*.yml")
_WATCHED = ("bot/nlu/**/*.py", "knowledge/*.py", "knowledge/*.yml")


@lru_cache(maxsize=1)
def sources_fingerprint() -> str:
    """Return a digest of the modules and content files that understanding is made of.

    Rasa looks only at the source of a component's class, so a change in a helper or in the
    vocabulary would otherwise leave an old model in use.
    """
    return digest(path for pattern in _WATCHED for path in ROOT.glob(pattern))


@lru_cache(maxsize=1)
def model_fingerprint() -> str:
    """Return a digest of everything that the dialogue model is trained from."""
    return digest(path for pattern in (*_WATCHED, *_TRAINED_ON) for path in ROOT.glob(pattern))


def digest(paths: Iterable[Path]) -> str:
    """Return one digest of the names and contents of files, whatever their order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
