"""Parses messages with one trained model in a process of its own; runs where Rasa is installed.

`python -m scripts.bench.probe MODEL MESSAGES TIMES` prints one JSON object: the seconds of each
parse by the clock and of processor time, how long loading took, the memory afterwards and whether
the process kept to one core.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

#: Before a time counts, so that nothing is measured that only the first message pays.
WARM_UP = 10
#: Memory is looked at after as many parses.
LEAST_PARSES = 200
_SMAPS = Path("/proc/self/smaps_rollup")


def keep_to_one_core() -> bool:
    """Pin this process to the last of its cores; False where the system cannot."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def memory(path: Path = _SMAPS) -> float:
    """Return this process's share of memory in MB: PSS, or its largest RSS where there is none."""
    if path.is_file():
        sizes = dict(line.split(":") for line in path.read_text().splitlines()[1:])
        return int(sizes["Pss"].split()[0]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def silence() -> None:
    """Keep Rasa from writing down every parse, which a server does not do either."""
    import structlog

    logging.disable(logging.CRITICAL)
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)


async def times_of(agent: Any, texts: list[str], times: int) -> list[tuple[float, float]]:
    """Return the seconds of each parse, by the clock and of processor time.

    Args:
        agent: a loaded agent.
        texts: what is parsed.
        times: turns through all texts.
    """
    for text in texts[:: max(1, len(texts) // WARM_UP)]:
        await agent.parse_message(text)
    spent = []
    for _ in range(times):
        for text in texts:
            begun, used = time.perf_counter(), time.process_time()
            await agent.parse_message(text)
            spent.append((time.perf_counter() - begun, time.process_time() - used))
    return spent


def main(arguments: list[str]) -> int:
    """The command line."""
    model, messages, times = arguments
    pinned = keep_to_one_core()
    texts = Path(messages).read_text(encoding="utf-8").splitlines()
    out = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        silence()
        from rasa.core.agent import Agent

        begun = time.perf_counter()
        agent = Agent.load(model_path=model)
        loaded = time.perf_counter() - begun
        turns = max(int(times), -(-LEAST_PARSES // len(texts)))
        seconds, processor = zip(*asyncio.run(times_of(agent, texts, turns)), strict=True)
        told = {
            **{"seconds": seconds, "processor": processor, "loading": loaded},
            **{"memory": memory(), "pinned": pinned},
        }
    out.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
