"""A turn by its kind, over the reference conversation, one person at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import aiohttp

from scripts.bench import stages
from scripts.bench.bots import BenchFailed
from scripts.bench.conversation import KINDS, Turn
from scripts.bench.figures import PATELLA, Measure, percentile
from scripts.bench.session import BOTH, Session
from scripts.bench.talk import TALKS, connected
from scripts.terminal import Progress

TITLE = "A turn, by kind"
SHARES = (50, 95, 99)
MEASURES = (
    *(Measure(f"p{share}", f"a turn, p{share}", "ms") for share in SHARES),
    *(
        Measure(f"{kind}_p{share}", f"{title}, p{share}", "ms")
        for kind, title in KINDS.items()
        for share in SHARES
    ),
)
#: So many before any counts.
WARM_UP = 2

#: The kind of a turn and its seconds.
Timed = tuple[str, float]


def measure(session: Session) -> dict[str, Any]:
    """Return the values of all rounds by bot, what was said, and where Patella's time went.

    Raises:
        BenchFailed: naming what did not run.
    """
    running = session.together()
    script = session.script(running[PATELLA])
    urls = {name: running[name].site.url for name in BOTH}
    values = asyncio.run(_rounds(urls, script, session))
    logged = stages.turns_of(stages.lines(session.var / "log"))
    # What came before was to warm up.
    counted = len(script) * session.form.rounds * session.form.conversations
    return {
        "rounds": values,
        "script": [[turn.kind, turn.text] for turn in script],
        "conversations": session.form.conversations,
        "stages": stages.shares(logged[-counted:]),
        "kinds": stages.by_kind(logged[-counted:], [turn.kind for turn in script]),
    }


async def _rounds(
    urls: dict[str, str], script: Sequence[Turn], session: Session
) -> dict[str, list[dict[str, float]]]:
    rounds = session.form.rounds
    values: dict[str, list[dict[str, float]]] = {name: [] for name in BOTH}
    async with connected(urls[BOTH[0]]) as first, connected(urls[BOTH[1]]) as second:
        clients = dict(zip(BOTH, (first, second), strict=True))
        for name in BOTH:
            for _ in range(WARM_UP):
                await held(name, clients[name], script)
        for number in range(1, rounds + 1):
            timed: dict[str, list[Timed]] = {name: [] for name in BOTH}
            with Progress(f"Round {number} of {rounds}: reference conversations"):
                for turn in range(session.form.conversations):
                    # Neither is always the one that comes after the other.
                    for name in BOTH[:: 1 if turn % 2 else -1]:
                        timed[name] += await held(name, clients[name], script)
            for name in BOTH:
                values[name].append(values_of(timed[name]))
    return values


async def held(name: str, http: aiohttp.ClientSession, script: Sequence[Turn]) -> list[Timed]:
    """Hold one conversation with a bot; its turns.

    Raises:
        BenchFailed: if a message is not answered.
    """
    talk = TALKS[name](http)
    await talk.begin()
    found = []
    for turn in script:
        said = await talk.say(turn.text)
        if said.messages is None:
            raise BenchFailed(f"{name} did not answer {turn.text!r} (status {said.status})")
        found.append((turn.kind, said.seconds))
    return found


def values_of(timed: Sequence[Timed]) -> dict[str, float]:
    """Return the values of a round in milliseconds: of all turns, and of each kind."""
    groups = {"": [seconds for _, seconds in timed]}
    for kind in KINDS:
        groups[f"{kind}_"] = [seconds for each, seconds in timed if each == kind]
    return {
        f"{group}p{share}": 1000 * percentile(seconds, share / 100)
        for group, seconds in groups.items()
        for share in SHARES
    }


def notes(result: dict[str, Any]) -> list[str]:
    """Return how it was measured, and where Patella's time went, in sentences and a table."""
    script = result["script"]
    slowest = "p99 is" if result["conversations"] >= 20 else "p95 and p99 are"
    counts = ", ".join(
        f"{sum(kind == each for kind, _ in script)} × {title}" for each, title in KINDS.items()
    )
    return [
        f"{len(result['rounds'][PATELLA])} rounds of {result['conversations']} reference"
        f" conversations of {len(script)} typed messages ({counts}), the bots in turn, both"
        " running. From sending a message to the whole of its answer over a connection that stays"
        f" open. Of a kind that comes once in a conversation, {slowest} the slowest one of a"
        " round.",
        "",
        *stages.table(
            result["stages"], {KINDS[kind]: found for kind, found in result["kinds"].items()}
        ),
    ]
