"""Proof that a request comes from Slack. Pure but for the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from slack_sdk.signature import Clock, SignatureVerifier

#: A request that is older may be one that somebody has recorded.
SECONDS = 5 * 60


class Signed:
    """Checks signatures made with ``secret``; ``now`` is in unix seconds."""

    def __init__(self, secret: str, now: Callable[[], float] = time.time) -> None:
        clock = Clock()
        clock.now = now  # type: ignore[method-assign]
        self._verifier = SignatureVerifier(secret, clock)
        self._now = now

    def problem(self, body: bytes, headers: Mapping[str, str]) -> str | None:
        """Why a request is not to be believed, ``None`` if it is."""
        stamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not stamp or not signature:
            return "no signature"
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 16):
            return "bad timestamp"
        if abs(self._now() - int(stamp)) > SECONDS:
            return "old timestamp"
        try:
            valid = self._verifier.is_valid(body, stamp, signature)
        except (ValueError, TypeError):
            # The library fails at bytes that are no text.
            valid = False
        return None if valid else "bad signature"
