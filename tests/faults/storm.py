"""Many people talk while a server is killed under them, again and again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.faults import processes
from tests.faults.cast import Course, gather_cast
from tests.faults.ledger import Audit, Ledger
from tests.faults.rigs import PATIENCE, Rig, until

STOCK = "the message is lost without a word; a killed action server means an empty answer"


@dataclass(frozen=True)
class Size:
    """How many people talk, how often each, and how fast; how often a server is killed."""

    people: int
    turns: int
    kills: int
    #: Seconds that somebody thinks before the next message, on average.
    thinks: float


SHORT = Size(people=8, turns=6, kills=1, thinks=0.8)
FULL = Size(people=30, turns=10, kills=3, thinks=5.0)


@dataclass
class Storm:
    """What came of it.

    ``back`` has the seconds after each kill until everything worked again, ``waited`` the longest
    that anyone waited for an answer, from the first time that they sent a message.
    """

    audit: Audit
    kills: int = 0
    back: list[float] = field(default_factory=list)
    waited: float = 0.0
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def outage(self) -> float:
        """The longest time without service.

        Where there is a second server nobody has to wait until the first is there again, and
        where there is none somebody may wait through two kills.
        """
        return min(self.waited, max(self.back, default=0.0))

    @property
    def sentence(self) -> str:
        """For the table."""
        slowest = max(self.back, default=0.0)
        return (
            f"{self.kills} kill{'s' * (self.kills != 1)}, {self.audit.sentence}; nobody waited"
            f" longer than {self.waited:.1f} s, all whole again after {slowest:.1f} s"
        )


async def storm(rig: Rig, roles: Sequence[str], size: Size, seed: int) -> Storm:
    """Hold conversations, kill the servers in these roles in turn at random moments, and count."""
    chance = Random(seed)
    async with Ledger(*rig.urls, verify=False) as ledger:
        cast = await gather_cast(ledger, size.people, size.turns)
        done = Storm(Audit())
        talking = asyncio.gather(*(_live(course, size, Random(seed + n), chance)
                                   for n, course in enumerate(cast)))  # fmt: skip
        try:
            while done.kills < size.kills and not talking.done():
                await asyncio.sleep(chance.uniform(0.2, 1.0) * size.turns * size.thinks / 4)
                done.back.append(await _strike(rig, roles[done.kills % len(roles)]))
                done.kills += 1
            await talking
            await until(rig.is_whole, PATIENCE)
        finally:
            talking.cancel()
        for course in cast:
            course.check_summary()
        done.audit = await ledger.audit(rig.stored())
        for entry in [entry for talk in ledger.talks for entry in talk.entries]:
            first, last = entry.tries[0], next(t for t in entry.tries if t.outcome == "answered")
            done.waited = max(done.waited, last.at - (first.at - first.seconds))
            for each in entry.tries:
                done.outcomes[each.outcome] = done.outcomes.get(each.outcome, 0) + 1
        return done


async def _live(course: Course, size: Size, chance: Random, often: Random) -> None:
    while not course.is_over:
        await asyncio.sleep(chance.expovariate(1 / size.thinks))
        await course.go_on(patience=PATIENCE)
        if often.random() < 0.1:
            # An impatient finger: the same message once more, which must change nothing.
            await course.talk.send(course.talk.entries[-1])


async def _strike(rig: Rig, role: str) -> float:
    struck = rig.processes(role)
    assert struck, f"there is no {role} to kill"
    begun = time.monotonic()
    processes.kill(struck)
    await rig.mend(role)
    await until(rig.is_whole, PATIENCE)
    return time.monotonic() - begun
