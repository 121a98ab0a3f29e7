from __future__ import annotations

import os

from bot.channels import limits
from bot.channels.limits import TokenBuckets


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    buckets = TokenBuckets(rate=2, clock=clock)
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 30]
    clock.now += 15
    assert buckets.wait("a") == 15
    clock.now += 15
    assert buckets.wait("a") == 0
    assert buckets.wait("a") == 30


def test_each_key_has_its_own() -> None:
    buckets = TokenBuckets(rate=1, clock=Clock())
    assert [buckets.wait(key) for key in "aab"] == [0, 60, 0]


def test_a_long_pause_does_not_save_up_more_than_a_bucket() -> None:
    clock = Clock()
    buckets = TokenBuckets(rate=2, clock=clock)
    buckets.wait("a")
    clock.now += 3600
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 30]


def test_a_rate_of_zero_is_no_limit() -> None:
    buckets = TokenBuckets(rate=0, clock=Clock())
    assert {buckets.wait("a") for _ in range(1000)} == {0.0}
    assert len(buckets) == 0


def test_many_keys_do_not_fill_the_memory(monkeypatch) -> None:
    monkeypatch.setattr(limits, "ROWS", 1)
    clock = Clock()
    buckets = TokenBuckets(rate=1, clock=clock)
    for number in range(100):
        clock.now += 0.1
        buckets.wait(f"flood {number}")
    assert len(buckets) == limits.WAYS
    # The one that was filled longest ago has gone, not the last.
    assert buckets.wait("flood 99") > 0
    assert buckets.wait("flood 0") == 0


def test_a_full_bucket_goes_before_one_in_use(monkeypatch) -> None:
    monkeypatch.setattr(limits, "ROWS", 1)
    clock = Clock()
    buckets = TokenBuckets(rate=2, clock=clock)
    for _ in range(2):
        buckets.wait("in use")
    clock.now += 5
    for number in range(limits.WAYS - 1):
        buckets.wait(str(number))
    clock.now += 31
    # It was filled longest ago, but the others are full again.
    buckets.wait("new")
    assert buckets.wait("in use") == 0
    assert buckets.wait("in use") > 0


def test_processes_that_are_forked_share_them() -> None:
    buckets = TokenBuckets(rate=3)
    for _ in range(2):
        child = os.fork()
        if child == 0:
            os._exit(int(buckets.wait("a") > 0))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert buckets.wait("a") == 0
    assert buckets.wait("a") > 0
