"""R13, R14: for a long time, and far too much: what it takes, and who is told to come again."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.faults.ledger import Ledger
from tests.faults.load import Sample, crowd, keep_busy, percentile, pour, slope, watch
from tests.faults.rigs import Pair, is_ready, until

#: What may be added to a limit where the machine has other work than the test.
SLACK = 10.0


@pytest.fixture
def pair(servers):
    return Pair(servers)


async def test_for_long(pair, full, record):
    seconds, rate = (600.0, 2.0) if full else (12.0, 2.0)
    both = [*pair.processes("dialogue"), *pair.processes("actions")]
    samples: list[Sample] = []
    async with Ledger(*pair.urls) as ledger:
        people = await crowd(ledger, 40)
        watching = asyncio.create_task(watch(both, seconds / 60, samples))
        done = await pour(people, rate, seconds)
        watching.cancel()
        audit = await ledger.audit(pair.stored())
    late = samples[len(samples) // 3 :]
    growth = slope(late)
    files = max(each.files for each in late) - min(each.files for each in late)
    p99 = percentile(done.answered, 0.99)
    record(
        check="R13",
        title=f"{rate:.0f} messages a second for {seconds / 60:.1f} minutes",
        wanted="memory and open files stay, p99 ≤ 1 s",
        measured=f"{len(done.answered)} answered, p50 {percentile(done.answered, 0.5):.2f} s,"
        f" p99 {p99:.2f} s; memory {late[0].megabytes:.0f} to {late[-1].megabytes:.0f} MB"
        f" ({growth:+.1f} MB a minute), open files within {files}; {audit.sentence}",
        passed=not done.others
        and not done.shed
        and p99 <= (1.0 if full else SLACK)
        and files <= 20
        and (growth <= 1.0 or not full)
        and not audit.wrong,
        stock="not measured",
    )


async def test_far_too_much(pair, full, record):
    seconds = 60.0 if full else 12.0
    dialogue = pair.processes("dialogue")
    async with Ledger(*pair.urls) as ledger:
        measured = await keep_busy(ledger, 6, 10.0 if full else 4.0)
        capacity = measured.rate
        people = await crowd(ledger, 200 if full else 80)
        samples: list[Sample] = []
        watching = asyncio.create_task(watch(dialogue, 1.0, samples))
        done = await pour(people, 5 * capacity, seconds)
        watching.cancel()
        begun = time.monotonic()
        await until(lambda: is_ready(pair.urls[0]), 60)
        (after,) = await crowd(ledger, 1)
        await after.go_on()
        recovered = time.monotonic() - begun
        late = [(c.talk, e) for c in people for e in c.talk.entries if e.reply is None]
        for at in range(0, len(late), 6):
            await asyncio.gather(*(talk.insist(entry) for talk, entry in late[at : at + 6]))
        audit = await ledger.audit(pair.stored())
    quick = percentile(done.shed, 0.99)
    p99 = percentile(done.answered, 0.99)
    grown = max(each.megabytes for each in samples) - samples[0].megabytes
    record(
        check="R14",
        title=f"five times what it can answer ({5 * capacity:.0f} messages a second)"
        f" for {seconds:.0f} s",
        wanted="told to come again < 200 ms, others' p99 ≤ 2 s; recovered ≤ 10 s, memory stays",
        measured=f"{len(done.answered)} answered ({done.rate:.0f} a second; p99 {p99:.2f} s),"
        f" {len(done.shed)} told to come again (p50 {percentile(done.shed, 0.5):.3f} s,"
        f" p99 {quick:.3f} s), {len(done.others)} neither; recovered after {recovered:.1f} s,"
        f" memory {grown:+.0f} MB; {audit.sentence}",
        passed=not done.others
        and len(done.shed) > len(done.answered)
        and quick <= (0.2 if full else SLACK)
        and p99 <= (2.0 if full else SLACK)
        and recovered <= (10.0 if full else 30.0)
        and grown <= 100
        and not audit.wrong,
        stock="everybody waits: the wait grows with how many there are",
    )
