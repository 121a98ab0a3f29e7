"""Running Sanic applications in tests, several of them one after the other in one process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sanic.touchup.service import TouchUp


@contextmanager
def sanic_as_imported() -> Iterator[None]:
    """Sanic rewrites its own classes when an application starts, and can do so only once."""
    methods = [(owner, name, getattr(owner, name)) for owner, name in TouchUp._registry]
    try:
        yield
    finally:
        for owner, name, method in methods:
            setattr(owner, name, method)
