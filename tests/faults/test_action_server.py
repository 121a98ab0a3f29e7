"""R2, R3: without the action server people are told so, and no check ends before its end."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.faults import processes
from tests.faults.cast import Course, gather_cast, pending
from tests.faults.ledger import Entry, Ledger, Message
from tests.faults.rigs import Pair

FALLBACK_SECONDS = 10.0
RED_FLAG = "my calf is hot and swollen and i can't get my breath"
RESULT = "summary_confirmed"


@pytest.fixture
def pair(servers):
    yield Pair(servers)
    servers.start_actions()


def is_told(reply: list[Message]) -> bool:
    """Whether an answer says that the message was not taken, whom to call, and no result."""
    told = "\n".join(message["text"] for message in reply)
    return (
        any(message.get("notice") == "not_processed" for message in reply)
        and "112" in told
        and not any("assessment" in message for message in reply)
    )


async def reach(course: Course, question: str) -> None:
    """Go on until this question is put."""
    while pending(course.talk.last) != question:
        assert not course.is_over
        await course.go_on()


async def test_killed_at_any_point(pair, full, record):
    told, went_on, points = [], [], ("start", "onset", RESULT)
    async with Ledger(*pair.urls) as ledger:
        for _ in range(3 if full else 1):
            cast = await gather_cast(ledger, len(points), 40)
            for course, point in zip(cast, points, strict=True):
                if point != "start":
                    await reach(course, point)
            processes.kill(pair.processes("actions"))
            entries = [course.talk.note(**course.next_message()) for course in cast]
            tries = [
                await course.talk.send(entry) for course, entry in zip(cast, entries, strict=True)
            ]
            told += [each.outcome == "not_taken" and is_told(each.reply) for each in tries]
            await pair.mend("actions")
            replies = [
                await course.talk.insist(entry) for course, entry in zip(cast, entries, strict=True)
            ]
            opened, goes_on, result = replies
            went_on += [
                pending(opened) == "emergency_signs",
                pending(goes_on) == "age",
                any("assessment" in message for message in result),
            ]
        audit = await ledger.audit(pair.stored())
    record(
        check="R2",
        title="action server killed at the first message, within the form, before the result",
        wanted="told each time, with the emergency number; never a result; then it goes on",
        measured=f"told {sum(told)} of {len(told)}, went on {sum(went_on)} of {len(went_on)};"
        f" lost {len(audit.lost)}",
        passed=all(told) and all(went_on) and not audit.wrong,
        stock="skips every question and says that it is done",
    )


async def test_frozen(pair, full, record):
    seconds = 30.0 if full else 9.0
    async with Ledger(*pair.urls) as ledger:
        cast = await gather_cast(ledger, 6, 10)
        for course in cast:
            await course.go_on()
        with processes.frozen(pair.processes("actions")):
            begun = time.monotonic()
            entries = [course.talk.note(**course.next_message()) for course in cast]
            other = await ledger.begin("somebody in need")
            *tries, sign = await asyncio.gather(
                *(course.talk.send(entry) for course, entry in zip(cast, entries, strict=True)),
                other.send(Entry("sign", {"text": RED_FLAG})),
            )
            asked = time.monotonic()
            history = await cast[0].talk.fetch("history")
            history_seconds = time.monotonic() - asked
            await asyncio.sleep(max(0.0, seconds - (time.monotonic() - begun)))
        if full:
            # What is silent for so long is ended, and started again by whoever looks after it.
            await pair.mend("actions")
        slowest = max(each.seconds for each in [*tries, sign])
        for course, entry in zip(cast, entries, strict=True):
            await course.talk.insist(entry)
        audit = await ledger.audit(pair.stored())
    emergency = [m["assessment"]["urgency"] for m in sign.reply if "assessment" in m]
    record(
        check="R3",
        title=f"action server frozen for {seconds:.0f} s, {len(cast)} people at once",
        wanted=f"told within {FALLBACK_SECONDS:.0f} s, all of them; an emergency all the same",
        measured=f"slowest answer {slowest:.1f} s, the conversation so far in"
        f" {history_seconds:.2f} s, emergency told: {'yes' if emergency else 'no'};"
        f" lost {len(audit.lost)}",
        passed=all(each.outcome == "not_taken" and is_told(each.reply) for each in tries)
        and slowest <= FALLBACK_SECONDS + (0 if full else 5)
        and emergency == ["emergency"]
        and bool(history["messages"])
        and not audit.wrong,
        stock="waits up to 300 s",
    )
