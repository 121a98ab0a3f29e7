"""What is kept of people's words: as JSON, encrypted where there is a key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.storage.failure import StoreError

#: Begins what is encrypted; no JSON begins with it.
_MARK = "fernet:"


class Seal:
    """Encrypts with the first of the keys and reads with all of them, also what is not encrypted.

    So a key can be given to a store that is in use, and exchanged: the new one first, the old
    ones behind it until everything they encrypted has been erased with its conversation.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def dumps(self, value: Any) -> str:
        """The text to keep of a JSON value."""
        text = json.dumps(value)
        if self._keys is None:
            return text
        return _MARK + self._keys.encrypt(text.encode()).decode("ascii")

    def loads(self, kept: str) -> Any:
        """The value of which this was kept.

        Raises:
            StoreError: if no key of ours opens it.
        """
        if not kept.startswith(_MARK):
            return json.loads(kept)
        if self._keys is None:
            raise StoreError("what is kept is encrypted and PATELLA_DATA_KEY is not set")
        try:
            return json.loads(self._keys.decrypt(kept[len(_MARK) :].encode("ascii")))
        except InvalidToken:
            raise StoreError("what is kept was encrypted with another PATELLA_DATA_KEY") from None
