"""R1: a server is killed at random moments, and nobody's message is lost, doubled or mixed up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.faults.rigs import PATIENCE, Pair, Rig, Whole, running_whole
from tests.faults.storm import FULL, SHORT, STOCK, storm

BACK_SECONDS = 15.0


@pytest.fixture(scope="module")
def whole() -> Iterator[Whole]:
    """Two servers of each kind, PostgreSQL and the proxy."""
    with running_whole() as running:
        yield running


async def hold(rig: Rig, role: str, what: str, full: bool, record: Callable[..., None]) -> None:
    done = await storm(rig, role, FULL if full else SHORT, seed=len(role))
    record(
        check=f"R1 {what}: {role}",
        title=f"kill -9 of {role}, {what}",
        wanted=f"lost, twice, silent, crossed 0; back ≤ {BACK_SECONDS:.0f} s",
        measured=done.sentence,
        passed=not done.audit.wrong
        and done.kills >= 1
        and done.waited <= (BACK_SECONDS if full else PATIENCE),
        stock=STOCK,
    )


@pytest.mark.parametrize("role", ["dialogue", "actions"])
async def test_one_machine(servers, role, full, record):
    await hold(Pair(servers), role, "one machine, SQLite", full, record)


@pytest.mark.parametrize("role", ["dialogue-1", "actions-1", "postgres", "proxy"])
async def test_the_whole(whole, role, full, record):
    await hold(whole, role, "run-scaled", full, record)
