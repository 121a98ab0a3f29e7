"""What a turn costs as more conversations are stored, and as one of them gets longer."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from scripts.bench.bots import BenchFailed
from scripts.bench.figures import PATELLA, STOCK, Measure, percentile
from scripts.bench.session import BOTH, Session
from scripts.bench.talk import TALKS, Talk, connected
from scripts.bench.turns import held
from scripts.terminal import Progress

TITLE = "Growth"
MEASURES: tuple[Measure, ...] = ()
#: A turn of a long conversation counts where it is so near to one of the lengths.
NEAR = 4
#: What is typed in a long conversation, so that every turn asks for the same.
OPENING = "my left knee aches at the front for 3 weeks, worse on stairs"
AGAIN = "why do you ask?"
#: Passages: of how many the page tells.
FEWEST, MOST = 100, 100_000
_SEEDED = "seed:"


def measure(session: Session) -> dict[str, Any]:
    """Return milliseconds of a turn (p50) by size, a list of rounds for each series and bot.

    Raises:
        BenchFailed: naming what did not run.
    """
    running = session.together()
    urls = {name: running[name].site.url for name in BOTH}
    session.script(running[PATELLA])
    return {"stored": _stored(session, urls), "turns": _turns(session, urls)}


def notes(result: dict[str, Any]) -> list[str]:
    """Return how it was measured, in sentences."""
    rounds = len(result["stored"]["rounds"][PATELLA])
    return [
        f"{rounds} rounds, the bots in turn, one person at a time. Stored: copies of a reference"
        " conversation in Patella's database; the stock bot keeps conversations in memory, has none"
        " of them, and shows what else the machine did. Turns: the same message again and again"
        " in one conversation.",
        "",
        "Passages, from a hundred to a hundred thousand, are measured by `make bench-search`, a"
        " question in Patella's files without the rest of its turn"
        + (f", at a load of {loads} at the start" if (loads := result.get("loads")) else "")
        + "; in PostgreSQL, and up to a million: [search benchmark](search-benchmark.md).",
    ]


def of_passages(searched: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the search benchmark has kept as a series, and the load at each of its sizes.

    Args:
        searched: its results of each size, in any order.

    Returns:
        Nothing where there are not two sizes between the fewest and the most passages.
    """
    sizes = sorted(
        (each for each in searched if FEWEST <= each["size"] <= MOST), key=lambda each: each["size"]
    )
    if len(sizes) < 2:
        return {}
    columns = [
        [
            percentile([asked["all"] for asked in asked_at], 0.5)
            for asked_at in each["files"]["asked"]
        ]
        for each in sizes
    ]
    # Of the larger ones there may be fewer rounds.
    rounds = [list(row) for row in zip(*columns, strict=False)]
    return {
        "passages": {"sizes": [each["size"] for each in sizes], "rounds": {PATELLA: rounds}},
        "loads": ", ".join(f"{each['about']['load']:.1f}" for each in sizes),
    }


def _stored(session: Session, urls: dict[str, str]) -> dict[str, Any]:
    database = session.var / "conversations.db"
    if not database.exists():
        raise BenchFailed(f"{database.name} is not there: conversations are kept elsewhere")
    series: dict[str, list[list[float]]] = {name: [] for name in BOTH}
    pattern = asyncio.run(_pattern(session, urls[PATELLA], database))
    for number in range(1, session.form.rounds + 1):
        with Progress(f"Round {number} of {session.form.rounds}: more conversations stored"):
            row: dict[str, list[float]] = {name: [] for name in BOTH}
            # Of the parts before this one, and the round before: a few are to be a few.
            forget_all_but(database, pattern)
            for wanted in session.form.stored:
                seed(database, pattern, wanted)
                found = asyncio.run(_conversations(session, urls))
                for name in BOTH:
                    row[name].append(found[name])
        for name in BOTH:
            series[name].append(row[name])
    forget_all_but(database, pattern)
    return {"sizes": list(session.form.stored), "rounds": series}


async def _pattern(session: Session, url: str, database: Path) -> str:
    """Hold one conversation more, and find out under which name it is stored."""
    async with connected(url) as http:
        await held(PATELLA, http, session.script(session.together()[PATELLA]))
    with closing(sqlite3.connect(database, timeout=60)) as connection:
        query = "SELECT sender_id FROM turns ORDER BY created DESC LIMIT 1"
        found: str = connection.execute(query).fetchone()[0]
    return found


async def _conversations(session: Session, urls: dict[str, str]) -> dict[str, float]:
    """Milliseconds of a turn (p50) of reference conversations, the bots in turn."""
    script = session.script(session.together()[PATELLA])
    times: dict[str, list[float]] = {name: [] for name in BOTH}
    async with connected(urls[PATELLA]) as ours, connected(urls[STOCK]) as theirs:
        clients = ((PATELLA, ours), (STOCK, theirs))
        for number in range(1 + max(2, session.form.conversations // 3)):
            for name, http in clients:
                timed = await held(name, http, script)
                # The first one only reads in again what the seeding has pushed out.
                times[name] += [seconds for _, seconds in timed if number]
    return {name: 1000 * percentile(times[name], 0.5) for name in BOTH}


def _turns(session: Session, urls: dict[str, str]) -> dict[str, Any]:
    lengths = session.form.lengths
    series: dict[str, list[list[float]]] = {name: [] for name in BOTH}
    for number in range(1, session.form.rounds + 1):
        with Progress(f"Round {number} of {session.form.rounds}: longer conversations"):
            for name in BOTH:
                times = asyncio.run(_long(name, urls[name], lengths[-1] + NEAR))
                series[name].append(near(times, lengths))
    return {"sizes": list(lengths), "rounds": series}


async def _long(name: str, url: str, turns: int) -> list[float]:
    async with connected(url) as http:
        talk: Talk = TALKS[name](http)
        await talk.begin()
        times = []
        for number in range(turns):
            said = await talk.say(AGAIN if number else OPENING)
            if said.messages is None:
                raise BenchFailed(f"{name} did not answer message {number + 1} of a conversation")
            times.append(said.seconds)
    return times


def near(times: Sequence[float], lengths: Sequence[int]) -> list[float]:
    """Return the p50 in milliseconds of the turns near each length; the first turn is left out."""
    return [
        1000 * percentile(times[max(1, length - NEAR) : length + NEAR], 0.5) for length in lengths
    ]


def seed(database: Path, pattern: str, wanted: int) -> None:
    """Store copies of a conversation past the server until so many conversations are there."""
    with closing(sqlite3.connect(database, timeout=120)) as connection, connection:
        count = "SELECT COUNT(DISTINCT sender_id) FROM turns WHERE sender_id LIKE ?"
        copies, there = (
            connection.execute(count, (like,)).fetchone()[0] for like in (f"{_SEEDED}%", "%")
        )
        last = copies + wanted - there
        for table in ("turns", "events"):
            every = connection.execute(f"SELECT * FROM {table} LIMIT 0").description
            names = ", ".join(name for name, *_ in every if name not in ("id", "sender_id"))
            connection.execute(
                "WITH RECURSIVE many(g) AS"
                " (SELECT ? UNION ALL SELECT g + 1 FROM many WHERE g < ?)"
                f" INSERT INTO {table} (sender_id, {names})"
                f" SELECT '{_SEEDED}' || g, {names} FROM many, {table}"
                " WHERE sender_id = ? AND ? <= ?",
                (copies + 1, last, pattern, copies + 1, last),
            )
    _empty_log(database)


def forget_all_but(database: Path, pattern: str) -> None:
    """Remove every conversation but one: copies, and what was said before; nobody goes on there."""
    with closing(sqlite3.connect(database, timeout=120)) as connection, connection:
        for table in ("turns", "events"):
            connection.execute(f"DELETE FROM {table} WHERE sender_id != ?", (pattern,))
    _empty_log(database)


def _empty_log(database: Path) -> None:
    """So that no turn has to: SQLite leaves that to whoever writes next."""
    with closing(sqlite3.connect(database, timeout=120)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
