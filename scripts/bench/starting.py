"""Starting: from nothing to the first answer, cold and warm, and the memory of all processes.

Only one bot runs at a time: what two processes share is counted half to each, and libraries would
be shared between the bots.
"""

from __future__ import annotations

import asyncio
from typing import Any

from scripts.bench.conversation import Turn
from scripts.bench.figures import PATELLA, Measure
from scripts.bench.running import Running, forget_cached, start
from scripts.bench.session import BOTH, Session
from scripts.bench.talk import TALKS, connected
from scripts.terminal import Progress

TITLE = "Starting, and memory"
COLD = Measure("cold", "start to first answer, cold", "s")
MEASURES = (
    COLD,
    Measure("warm", "start to first answer, warm", "s"),
    Measure("memory", "memory of all processes", "MB"),
)
#: Memory is looked at after as many reference conversations.
CONVERSATIONS = 3


def measure(session: Session) -> dict[str, Any]:
    """Return the values of all rounds by bot.

    Raises:
        BenchFailed: naming what did not run.
    """
    session.alone()
    form = session.form
    values: dict[str, list[dict[str, float]]] = {name: [] for name in BOTH}
    for number in range(1, form.rounds + 1):
        for name in BOTH:
            with Progress(f"Round {number} of {form.rounds}: {name} starts"):
                if number == 1 and not form.cold:
                    # Else the first start would be as cold as the machine happens to be.
                    start(session.site(name)).stop()
                values[name].append(_of_one(session, name))
    return {"rounds": values}


def _of_one(session: Session, name: str) -> dict[str, float]:
    site, found = session.site(name), {}
    if session.form.cold:
        forget_cached(site.reads)
        running = start(site)
        running.stop()
        found["cold"] = running.first_answer
        site = session.site(name)
    running = start(site)
    try:
        # Patella comes first, and is asked what the conversation is.
        script = session.script(running)
        asyncio.run(_talk(running, script))
        return {**found, "warm": running.first_answer, "memory": running.memory}
    finally:
        running.stop()


async def _talk(running: Running, script: list[Turn]) -> None:
    async with connected(running.site.url) as http:
        for _ in range(CONVERSATIONS):
            talk = TALKS[running.site.name](http)
            await talk.begin()
            for turn in script:
                await talk.say(turn.text)


def notes(result: dict[str, Any]) -> list[str]:
    """Return how it was measured, in sentences."""
    cold = "cold" in result["rounds"][PATELLA][0]
    return [
        f"{len(result['rounds'][PATELLA])} rounds, one bot at a time. From starting the program"
        " (`make run` or `rasa run`, what it serves being made) to the whole answer to a first"
        " message."
        + (
            " Cold: what the system had cached of the environments' and models' files was dropped"
            " before. What other programs had loaded of them stays cached."
            if cold
            else ""
        )
        + f" Memory: the proportional share (PSS) of all processes, after {CONVERSATIONS} reference"
        " conversations."
    ]
