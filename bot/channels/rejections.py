"""What a messenger's channel has turned away: requests that do not come from its service."""

from __future__ import annotations

import logging
from collections import Counter

log = logging.getLogger("patella.rejections")


class Rejections:
    """Counts by reason; the log tells the reason and nothing of the request."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.counts: Counter[str] = Counter()

    def add(self, reason: str) -> None:
        """Note one."""
        self.counts[reason] += 1
        log.warning("rejected: %s", reason, extra={"channel": self._channel})
