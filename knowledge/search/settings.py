"""Where search keeps what it generates, and which embedding model it uses."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from knowledge.loading import ROOT

DOCUMENTS = ROOT / "knowledge" / "documents"
SOURCES = ROOT / "knowledge" / "sources.yml"

#: The file beside the indexes that names the one which serves.
POINTER = "current"

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"


def build_folder() -> Path:
    """Return the folder of generated things, `PATELLA_BUILD` or .build in the repository."""
    return Path(os.environ.get("PATELLA_BUILD") or ROOT / ".build")


def encoder_folder() -> Path:
    """Return the folder of the exported embedding model."""
    return build_folder() / "encoder"


def index_folder() -> Path:
    """Return the folder of the passage index."""
    return build_folder() / "index"


def embedding_model() -> str:
    """Return the name or path of the SentenceTransformer, `PATELLA_EMBEDDING_MODEL`."""
    return os.environ.get("PATELLA_EMBEDDING_MODEL") or DEFAULT_MODEL


def database_url(env: Mapping[str, str] | None = None) -> str | None:
    """Return the URL of the PostgreSQL server of passages and conversations, None for files.

    `PATELLA_DATABASE_URL` in `env` (default: the environment of this process): unset or sqlite…
    means files, postgresql://… that server.

    Raises:
        ValueError: it names another kind of database; the value is not shown, as it may hold a
            password.
    """
    env = os.environ if env is None else env
    value = env.get("PATELLA_DATABASE_URL") or "sqlite"
    kind, _, rest = value.partition(":")
    # What SQLAlchemy reads names its driver as well.
    kind = kind.partition("+")[0]
    if kind == "sqlite":
        return None
    if kind not in ("postgresql", "postgres") or not rest.startswith("//"):
        raise ValueError("PATELLA_DATABASE_URL must begin with postgresql:// or sqlite")
    return f"postgresql:{rest}"


def reranker_model() -> str | None:
    """Return the name or path of a cross-encoder, `PATELLA_RERANKER_MODEL`; none by default."""
    return os.environ.get("PATELLA_RERANKER_MODEL") or None


def encoder_threads() -> int:
    """Return how many threads one encoding may use, `PATELLA_ENCODER_THREADS`, at least 1.

    By default there are two where two processors are: a question is short, and more would only
    wait for each other.
    """
    value = os.environ.get("PATELLA_ENCODER_THREADS") or str(min(2, _processors()))
    if not value.isdecimal() or int(value) < 1:
        raise ValueError(f"PATELLA_ENCODER_THREADS must be a number from 1 (value {value!r})")
    return int(value)


def _processors() -> int:
    """Return how many processors this process may use, which not every system can say."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def wants_int8() -> bool:
    """Return whether the 8-bit copy of the model is to be made and used, `PATELLA_ENCODER_INT8`."""
    return os.environ.get("PATELLA_ENCODER_INT8", "0") == "1"
