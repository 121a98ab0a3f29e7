"""How much one sender may ask of us."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

MOST_KEYS = 10_000


@dataclass
class _Bucket:
    tokens: float
    filled: float


class TokenBuckets:
    """Lets `rate` requests a minute through for each key, all at once if need be.

    A rate of 0 lets everything through. Keys whose bucket is full again are forgotten.
    """

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def wait(self, key: str) -> float:
        """Take one request off the key's bucket: 0, or the seconds until there is one."""
        if self._rate == 0:
            return 0.0
        if len(self._buckets) >= MOST_KEYS and key not in self._buckets:
            self._forget_full()
        bucket = self._buckets.setdefault(key, _Bucket(float(self._rate), self._clock()))
        bucket.tokens, bucket.filled = self._level(bucket), self._clock()
        if bucket.tokens < 1:
            return (1 - bucket.tokens) * 60 / self._rate
        bucket.tokens -= 1
        return 0.0

    def _level(self, bucket: _Bucket) -> float:
        gained = (self._clock() - bucket.filled) * self._rate / 60
        return min(float(self._rate), bucket.tokens + gained)

    def _forget_full(self) -> None:
        full = [k for k, bucket in self._buckets.items() if self._level(bucket) >= self._rate]
        # When nobody's is full, somebody floods us; the oldest then have to go.
        for key in full or list(self._buckets)[: MOST_KEYS // 10]:
            del self._buckets[key]
