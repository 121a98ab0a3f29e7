"""Many people at once: how much is answered, and how soon.

Each holds the reference conversation again and again, and sends the next message as soon as the
last is answered. Who is told to come again later does so, and has waited all that time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from scripts.bench.conversation import Turn
from scripts.bench.figures import PATELLA, Measure, percentile
from scripts.bench.session import BOTH, FULL, Session
from scripts.bench.talk import TALKS, UNANSWERED, Said, connected
from scripts.bench.turns import WARM_UP, held
from scripts.terminal import Progress

TITLE = "Many people at once"
MEASURES = tuple(
    measure
    for people in FULL.people
    for measure in (
        Measure(f"rate_{people}", f"{people} at once, turns", "/s", more_is_better=True),
        *(Measure(f"p{p}_{people}", f"{people} at once, p{p}", "ms") for p in (50, 95, 99)),
    )
)

#: Before a conversation that could not be begun is tried again.
_PAUSE = 0.5


@dataclass
class Load:
    """What became of all messages.

    Attributes:
        said: one for each message, and for each conversation that could not be begun.
        within: how many were answered within the time, which the rate counts.
        effort: processor seconds that the clients used, which the servers lacked.
    """

    said: list[Said] = field(default_factory=list)
    within: int = 0
    effort: float = 0.0


def measure(session: Session) -> dict[str, Any]:
    """Return the values of all rounds by bot, and what of it was refused or not answered.

    Raises:
        BenchFailed: naming what did not run.
    """
    form, running = session.form, session.together()
    script = session.script(running[PATELLA])
    values: dict[str, list[dict[str, float]]] = {name: [] for name in BOTH}
    with Progress("Warming up both"):
        for name in BOTH:
            asyncio.run(_warm_up(name, running[name].site.url, script))
    for number in range(1, form.rounds + 1):
        found: dict[str, dict[str, float]] = {name: {} for name in BOTH}
        for people, seconds in form.people.items():
            with Progress(f"Round {number} of {form.rounds}: {people} at once"):
                for name in BOTH:
                    load = asyncio.run(busy(name, running[name].site.url, script, people, seconds))
                    found[name] |= values_of(load, people, seconds)
        for name in BOTH:
            values[name].append(found[name])
    return {"rounds": values, "people": list(form.people)}


async def _warm_up(name: str, url: str, script: Sequence[Turn]) -> None:
    async with connected(url) as http:
        for _ in range(WARM_UP):
            await held(name, http, script)


async def busy(name: str, url: str, script: Sequence[Turn], people: int, seconds: float) -> Load:
    """So many people for so many seconds, and then until each has had their answer."""
    load = Load()
    async with connected(url, people) as http:
        end, used = time.perf_counter() + seconds, time.process_time()
        await asyncio.gather(*(_one(name, http, script, end, load) for _ in range(people)))
        load.effort = time.process_time() - used
    return load


async def _one(
    name: str, http: aiohttp.ClientSession, script: Sequence[Turn], end: float, load: Load
) -> None:
    while time.perf_counter() < end:
        talk, begun = TALKS[name](http), time.perf_counter()
        try:
            await talk.begin()
        except UNANSWERED:
            load.said.append(Said(time.perf_counter() - begun, None))
            await asyncio.sleep(_PAUSE)
            continue
        for turn in script:
            if time.perf_counter() >= end:
                return
            begun = time.perf_counter()
            try:
                said = await talk.say(turn.text)
            except UNANSWERED:
                said = Said(time.perf_counter() - begun, None)
            load.said.append(said)
            load.within += said.messages is not None and time.perf_counter() < end


def values_of(load: Load, people: int, seconds: float) -> dict[str, float]:
    """Return the values of so many people: turns a second, and milliseconds of a turn."""
    waits = [said.seconds for said in load.said]
    return {
        f"rate_{people}": load.within / seconds,
        **{f"p{p}_{people}": 1000 * percentile(waits, p / 100) for p in (50, 95, 99)},
        f"refused_{people}": sum(said.refusals for said in load.said),
        f"lost_{people}": sum(said.messages is None for said in load.said),
        f"sent_{people}": len(load.said),
        f"clients_{people}": load.effort / seconds,
    }


def notes(result: dict[str, Any]) -> list[str]:
    """Return how it was measured, and what was refused, in sentences."""
    rounds = result["rounds"]
    told = []
    for people in result["people"]:
        sums = {
            (name, what): int(sum(each[f"{what}_{people}"] for each in rounds[name]))
            for name in BOTH
            for what in ("sent", "refused", "lost")
        }
        used = {name: max(each[f"clients_{people}"] for each in rounds[name]) for name in BOTH}
        told.append(
            f"- {people} at once: "
            + "; ".join(
                f"{name} had {sums[name, 'sent']:,} messages, told {sums[name, 'refused']:,} times"
                f" to come again later, left {sums[name, 'lost']:,} without an answer, and its"
                f" clients took {used[name]:.0%} of a core at most"
                for name in BOTH
            )
        )
    return [
        f"{len(rounds[PATELLA])} rounds, the bots in turn, both running. Each person sends the"
        " next message of the reference conversation as soon as the last is answered; coming again"
        " when told to counts as waiting. All people begin at once.",
        "",
        *told,
    ]
