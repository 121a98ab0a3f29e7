"""How much one sender may ask of us."""

from __future__ import annotations

import hashlib
import mmap
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from struct import Struct

try:
    import fcntl
except ImportError:  # pragma: no cover
    # Not where a server has several processes.
    fcntl = None  # type: ignore[assignment]

#: A key is looked for in one row, which has room for so many; where all of them are in use, the
#: one that was filled longest ago has to go: somebody floods us then.
WAYS = 8
ROWS = 1250

#: What stands for the key (0: nothing does), the requests left, and when that was.
_ENTRY = Struct("=Qdd")


@dataclass
class _Bucket:
    place: int
    key: int
    tokens: float
    filled: float


class TokenBuckets:
    """Lets `rate` requests a minute through for each key, all at once if need be.

    A rate of 0 lets everything through. Keys whose bucket is full again are forgotten when there
    is need for their place. The buckets are the same for all processes that are forked after they
    were made, and for those alone: what stands for a key is of no use elsewhere.
    """

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._salt = secrets.token_bytes(16)
        self._table = mmap.mmap(-1, ROWS * WAYS * _ENTRY.size)
        self._guard = tempfile.TemporaryFile()  # noqa: SIM115

    def __len__(self) -> int:
        places = range(0, len(self._table), _ENTRY.size)
        return sum(self._at(place).key != 0 for place in places)

    def wait(self, key: str) -> float:
        """Take one request off the key's bucket: 0, or the seconds until there is one."""
        if self._rate == 0:
            return 0.0
        with self._alone():
            bucket = self._bucket_of(key)
            bucket.tokens, bucket.filled = self._level(bucket), self._clock()
            seconds = max(0.0, (1 - bucket.tokens) * 60 / self._rate)
            if seconds == 0:
                bucket.tokens -= 1
            _ENTRY.pack_into(self._table, bucket.place, bucket.key, bucket.tokens, bucket.filled)
        return seconds

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait for the other processes, which are done at once; the system ends a dead one's."""
        if fcntl is None:
            yield
            return
        fcntl.lockf(self._guard, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._guard, fcntl.LOCK_UN)

    def _bucket_of(self, key: str) -> _Bucket:
        """The key's bucket, or a full one in the place that is needed least."""
        digest = hashlib.blake2b(key.encode(), digest_size=8, key=self._salt).digest()
        number = int.from_bytes(digest, "big") or 1
        row = number % ROWS * WAYS
        ways = [self._at((row + way) * _ENTRY.size) for way in range(WAYS)]
        for bucket in ways:
            if bucket.key == number:
                return bucket
        place = min(ways, key=self._need).place
        return _Bucket(place, number, float(self._rate), self._clock())

    def _at(self, place: int) -> _Bucket:
        return _Bucket(place, *_ENTRY.unpack_from(self._table, place))

    def _need(self, bucket: _Bucket) -> tuple[bool, float]:
        is_free = bucket.key == 0 or self._level(bucket) >= self._rate
        return not is_free, bucket.filled

    def _level(self, bucket: _Bucket) -> float:
        gained = (self._clock() - bucket.filled) * self._rate / 60
        return min(float(self._rate), bucket.tokens + gained)
