from __future__ import annotations

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
    monkeypatch.setattr(limits, "MOST_KEYS", 10)
    clock = Clock()
    buckets = TokenBuckets(rate=1, clock=clock)
    for number in range(10):
        buckets.wait(str(number))
    clock.now += 60
    buckets.wait("new")
    assert len(buckets) == 1
    for number in range(100):
        buckets.wait(f"flood {number}")
    assert len(buckets) <= 10
