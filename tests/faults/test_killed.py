"""R1: a server is killed at random moments, and nobody's message is lost, doubled or mixed up."""

from __future__ import annotations

import pytest

from tests.faults.rigs import PATIENCE, Pair
from tests.faults.storm import FULL, SHORT, STOCK, storm

BACK_SECONDS = 15.0


@pytest.mark.parametrize("role", ["dialogue", "actions"])
async def test_killed_on_one_machine(servers, role, full, record):
    done = await storm(Pair(servers), role, FULL if full else SHORT, seed=len(role))
    record(
        check=f"R1 {role}, SQLite",
        title=f"kill -9 of the {'dialogue' if role == 'dialogue' else 'action'} server",
        wanted=f"lost, twice, silent, crossed 0; back ≤ {BACK_SECONDS:.0f} s",
        measured=done.sentence,
        passed=not done.audit.wrong
        and done.kills >= 1
        and max(done.back) <= (BACK_SECONDS if full else PATIENCE),
        stock=STOCK,
    )
    assert done.audit.retries, "the kill has met nobody"
