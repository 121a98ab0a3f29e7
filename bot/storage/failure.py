"""What can go wrong with the store."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot be read or written; the message holds no content."""


class AlreadyThere(StoreError):
    """A row that may be there only once is there."""


class InUse(StoreError):
    """Another server has the store, which is for one alone."""


class OtherVersion(StoreError):
    """The tables are those of another version, which waiting does not change."""
