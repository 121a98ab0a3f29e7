"""The passages that serve, wherever they are kept; who searches needs no more than this.

With `PATELLA_DATABASE_URL=postgresql://…` they are in that database, else in files of .build.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from knowledge.search import settings
from knowledge.search.settings import POINTER
from knowledge.search.stores.base import (
    IndexMissingError,
    KeptStore,
    Match,
    Store,
    StoreUnreachableError,
)
from knowledge.search.stores.files import FileStore

__all__ = (
    "POINTER",
    "IndexMissingError",
    "KeptStore",
    "Match",
    "Store",
    "StoreUnreachableError",
)


def current_folder(folder: Path) -> Path:
    """Return the folder of the index that serves; raise `IndexMissingError` if there is none."""
    try:
        return folder / (folder / POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        raise IndexMissingError(
            f"no passage index in {folder}: run `make train`, which builds it"
        ) from None


def load_store(folder: Path | None = None) -> KeptStore:
    """Return the serving index; a new one is picked up as soon as it has been swapped in.

    Args:
        folder: where indexes of files lie; without one, the settings say which store it is.

    Raises:
        IndexMissingError: no index serves, or its server does not answer.
    """
    url = wanted_database() if folder is None else None
    if url is None:
        return _open(current_folder(folder or settings.index_folder()))
    from knowledge.search.stores import postgres

    return postgres.load(url)


def wanted_database() -> str | None:
    """Return the URL of the database that keeps the passages, None where files do.

    Raises:
        IndexMissingError: the setting names none that could.
    """
    try:
        return settings.database_url()
    except ValueError as error:
        raise IndexMissingError(str(error)) from None


@lru_cache(maxsize=2)
def _open(folder: Path) -> FileStore:
    return FileStore(folder)
