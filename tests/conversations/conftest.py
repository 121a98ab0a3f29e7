"""The conversations are held with the real servers, started once for all of them."""

from tests.fixtures import servers

__all__ = ["servers"]
