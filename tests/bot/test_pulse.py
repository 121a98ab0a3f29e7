"""A thread that hangs is missed, one that has much to do is not."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial

from bot.one_thread import OneThread
from bot.own_loop import OwnLoop
from bot.pulse import PATIENCE, Pulse, keep_beating


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


async def test_a_process_says_that_it_is_well_until_a_thread_hangs() -> None:
    clock, lost, said = Clock(), list[Callable[[], object]](), list[str]()
    pulses = [Pulse(lambda come_back: come_back(), clock), Pulse(lost.append, clock)]
    well, hangs = partial(said.append, "well"), partial(said.append, "hangs")
    beating = asyncio.ensure_future(keep_beating(pulses, well, hangs, seconds=0))
    while len(said) < 2:
        await asyncio.sleep(0)
    assert set(said) == {"well"}
    clock.now = PATIENCE + 1
    while "hangs" not in said:
        await asyncio.sleep(0)
    # Only the thread that has not come back is missed.
    assert pulses[0].is_there()
    beating.cancel()
