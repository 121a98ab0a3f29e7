"""Understanding beside Rasa's default pipeline: parsing, training, memory.

Both bots take turns, so that what else the machine does falls on both. Training may use all cores;
each model is then loaded in a fresh process that keeps to one core and one thread, and parses the
same messages.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.bench.bots import Bot, patella, run_to_end, stock, temporary_folder
from scripts.bench.figures import PATELLA, STOCK, Measure, Target, percentile
from scripts.bench.machine import ONE_THREAD
from scripts.bench.session import Session
from scripts.places import Places

TITLE = "Understanding beside Rasa's default pipeline"
MESSAGES = Path(__file__).with_name("messages.txt")
#: Turns through all messages in a round.
TURNS = 5

MEASURES = (
    Measure("p50", "parse p50", "ms", Target(15)),
    Measure("p95", "parse p95", "ms"),
    Measure("p99", "parse p99", "ms"),
    Measure("processor", "parse p50, processor time", "ms"),
    Measure("loading", "loading the model", "s"),
    Measure("training", "training", "s", Target(20)),
    Measure("effort", "training, processor time", "s"),
    Measure("memory", "memory", "MB", Target()),
)


def measure(session: Session) -> dict[str, Any]:
    """Return the values of all rounds by bot, how many messages, and whether one core was kept to.

    Raises:
        BenchFailed: naming what did not run.
    """
    session.alone()
    at, rounds = session.at, session.form.rounds
    texts = MESSAGES.read_text(encoding="utf-8").splitlines()
    values: dict[str, list[dict[str, float]]] = {PATELLA: [], STOCK: []}
    pinned = True
    with temporary_folder() as folder:
        bots = (patella(at, folder / PATELLA), stock(at, folder / STOCK))
        for number in range(1, rounds + 1):
            for bot in bots:
                training = _timed(bot.train)
                told = probe(at, bot, f"Round {number} of {rounds}: {bot.name} parses")
                pinned = pinned and told["pinned"]
                values[bot.name].append(values_of(told, *training))
    words = [len(text.split()) for text in texts]
    return {
        "rounds": values,
        "messages": len(texts),
        "words": [min(words), max(words)],
        "parses": len(texts) * TURNS,
        "pinned": pinned,
    }


def values_of(told: dict[str, Any], training: float, effort: float) -> dict[str, float]:
    """Return the values of a round, times of a parse in milliseconds."""
    parts = {f"p{share}": 1000 * percentile(told["seconds"], share / 100) for share in (50, 95, 99)}
    seen = {key: told[key] for key in ("loading", "memory")}
    parts["processor"] = 1000 * percentile(told["processor"], 0.5)
    return {**parts, **seen, "training": training, "effort": effort}


def notes(result: dict[str, Any]) -> list[str]:
    """Return how it was measured, in sentences."""
    fewest, most = result["words"]
    where = (
        "one core, one thread" if result["pinned"] else "one thread; this system pins to no core"
    )
    return [
        f"{len(result['rounds'][PATELLA])} rounds, the bots in turn. Parsing: {result['messages']} "
        f"messages of {fewest} to {most} words, {result['parses']} parses a round through "
        f"`Agent.parse_message` in a fresh process ({where}). Training: wall clock, all cores, "
        "without exporting the encoder and indexing the documents. Memory: the parsing process "
        "afterwards, its proportional share (PSS)."
    ]


def _timed(train: Callable[[], None]) -> tuple[float, float]:
    """Return the seconds that training takes, by the clock and of processor time.

    The second tells more than the first on a machine that has other work as well.
    """
    begun, used = time.monotonic(), os.times()
    train()
    now = os.times()
    processor = now.children_user + now.children_system - used.children_user - used.children_system
    return time.monotonic() - begun, processor


def probe(at: Places, bot: Bot, title: str) -> dict[str, Any]:
    """Parse the messages with a bot's model in a process of its own; what the probe tells.

    Raises:
        BenchFailed: if it does not run.
    """
    settings = {**ONE_THREAD, "PYTHONPATH": str(at.root)}
    if bot.name == PATELLA:
        settings["PATELLA_BUILD"] = str(bot.model.parents[1])
    command = [str(at.dialogue_python), "-m", "scripts.bench.probe"]
    told = run_to_end(
        [*command, str(bot.model), str(MESSAGES), str(TURNS)], at.root, settings, title
    )
    found: dict[str, Any] = json.loads(told)
    return found
