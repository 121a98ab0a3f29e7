"""R1: a server is killed at random moments, and nobody's message is lost, doubled or mixed up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from scripts.faults import form
from tests.faults.rigs import PATIENCE, PROCESS, Pair, Rig, Whole, running_whole
from tests.faults.storm import FULL, SHORT, STOCK, storm
from tests.servers import running_servers

BACK_SECONDS = 15.0


@pytest.fixture(scope="module")
def whole() -> Iterator[Whole]:
    """Two servers of each kind, PostgreSQL and the proxy."""
    with running_whole() as running:
        yield running


async def hold(
    rig: Rig, roles: Sequence[str], what: str, full: bool, record: Callable[..., None]
) -> None:
    # In the short form everything is killed once, while the same people talk.
    size = FULL if full else replace(SHORT, kills=len(roles), thinks=0.8 * len(roles))
    done = await storm(rig, roles, size, seed=len(roles[0]))
    named = ", ".join(roles)
    record(
        check=f"R1 {what}: {named}",
        title=f"kill -9 of {named}, {what}",
        wanted="lost, twice, silent, crossed 0; nobody without service for more than"
        f" {BACK_SECONDS:.0f} s",
        measured=done.sentence,
        passed=not done.audit.wrong
        and done.kills >= 1
        and done.outage <= (BACK_SECONDS if full else PATIENCE),
        stock=STOCK,
    )


def some(roles: Sequence[str]) -> list[Sequence[str]]:
    """Each by itself in the full form, all of them together in the short one."""
    return [[role] for role in roles] if form() == "full" else [roles]


# The action server is killed by R2 as well, which is enough for the short form.
@pytest.mark.parametrize(
    "roles",
    some(["actions", "dialogue", PROCESS] if form() == "full" else ["dialogue", PROCESS]),
    ids="-".join,
)
async def test_one_machine(roles, full, record):
    # Two processes also where this machine has one core.
    with running_servers(PATELLA_PROCESSES="2") as servers:
        await hold(Pair(servers), roles, "one machine, SQLite", full, record)


@pytest.mark.parametrize(
    "roles", some(["proxy", "actions-1", "postgres", "dialogue-1"]), ids="-".join
)
async def test_the_whole(whole, roles, full, record):
    await hold(whole, roles, "run-scaled", full, record)
