"""More people at once than anyone would wish for: how much is answered, how soon, at what cost."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psutil

from tests.faults import processes
from tests.faults.cast import Course, gather_cast
from tests.faults.ledger import Entry, Ledger, Try

#: A check takes about this many messages; then the same people begin again as others would.
TURNS = 12


@dataclass
class Load:
    """What became of every message, and for how long they came (seconds)."""

    tries: list[Try] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def answered(self) -> list[Try]:
        """Those that were answered."""
        return [each for each in self.tries if each.outcome == "answered"]

    @property
    def shed(self) -> list[Try]:
        """Those that were told to come again later."""
        return [each for each in self.tries if each.outcome == "refused"]

    @property
    def others(self) -> list[Try]:
        """All that ended in any other way."""
        return [each for each in self.tries if each.outcome not in ("answered", "refused")]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answered) / self.seconds


def percentile(tries: Iterable[Try], share: float) -> float:
    """The seconds that this share of the attempts did not exceed; 0 where there are none."""
    seconds = sorted(each.seconds for each in tries)
    return seconds[max(0, math.ceil(share * len(seconds)) - 1)] if seconds else 0.0


async def crowd(ledger: Ledger, people: int) -> list[Course]:
    """So many people with a conversation begun."""
    return await gather_cast(ledger, people, TURNS)


async def keep_busy(ledger: Ledger, people: int, seconds: float) -> Load:
    """So many people, each of whom sends the next message once the one before is answered."""
    done = Load()
    begun = time.monotonic()

    async def one() -> None:
        while time.monotonic() - begun < seconds:
            (course,) = await crowd(ledger, 1)
            while not course.is_over and time.monotonic() - begun < seconds:
                entry = course.talk.note(**course.next_message())
                while entry.reply is None and time.monotonic() - begun < seconds:
                    done.tries.append(await course.talk.send(entry))
                    if done.tries[-1].outcome != "answered":
                        await asyncio.sleep(0.2)

    await asyncio.gather(*(one() for _ in range(people)))
    done.seconds = time.monotonic() - begun
    return done


async def pour(people: Sequence[Course], rate: float, seconds: float) -> Load:
    """Messages that come at this rate a second, whatever becomes of those before.

    Who was told to come again comes again with the same message, when it is their turn.
    """
    done = Load()
    idle: deque[tuple[Course, Entry | None]] = deque((course, None) for course in people)
    under_way: set[asyncio.Task[Any]] = set()

    async def one(course: Course, before: Entry | None) -> None:
        if before is None and course.is_over:
            course.said = 1  # what was open in the check is gone on with
        entry = before or course.talk.note(**course.next_message())
        tried = await course.talk.send(entry)
        done.tries.append(tried)
        idle.append((course, None if tried.outcome == "answered" else entry))

    begun = time.monotonic()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
        if idle:
            task = asyncio.create_task(one(*idle.popleft()))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
    done.seconds = time.monotonic() - begun
    if under_way:
        await asyncio.wait(under_way)
    return done


@dataclass(frozen=True)
class Sample:
    """What a server held at a moment: seconds, MB, open files."""

    at: float
    megabytes: float
    files: int


async def watch(servers: Sequence[psutil.Process], every: float, samples: list[Sample]) -> None:
    """Weigh servers again and again, until cancelled."""
    begun = time.monotonic()
    while True:
        samples.append(
            Sample(
                time.monotonic() - begun,
                processes.megabytes(servers),
                processes.open_files(servers),
            )
        )
        await asyncio.sleep(every)


def slope(samples: Sequence[Sample]) -> float:
    """By how many MB a minute the memory grew, by the line that fits the samples best."""
    n = len(samples)
    at = sum(each.at for each in samples) / n
    level = sum(each.megabytes for each in samples) / n
    spread = sum((each.at - at) ** 2 for each in samples)
    rise = sum((each.at - at) * (each.megabytes - level) for each in samples)
    return 60 * rise / spread if spread else 0.0
