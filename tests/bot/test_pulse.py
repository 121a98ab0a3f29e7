"""A thread that hangs is missed, one that has much to do is not."""

from __future__ import annotations

import threading
from collections.abc import Callable

from bot.one_thread import OneThread
from bot.own_loop import OwnLoop
from bot.pulse import PATIENCE, Pulse


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_beat_that_comes_back_is_sent_again() -> None:
    clock, sent = Clock(), list[Callable[[], object]]()
    pulse = Pulse(sent.append, clock)
    for _ in range(3):
        assert pulse.is_there()
        sent[-1]()
        clock.now += 10 * PATIENCE
    assert len(sent) == 3


def test_a_beat_that_does_not_come_back_is_missed_after_a_while() -> None:
    clock, sent = Clock(), list[Callable[[], object]]()
    pulse = Pulse(sent.append, clock)
    assert pulse.is_there()
    clock.now = PATIENCE
    assert pulse.is_there()
    clock.now += 1
    assert not pulse.is_there()
    assert len(sent) == 1
    sent[0]()
    assert pulse.is_there()


def test_both_kinds_of_threads_send_it_back() -> None:
    for thread in (OneThread("test"), OwnLoop("test")):
        back = threading.Event()
        thread.beat(back.set)
        assert back.wait(5)
