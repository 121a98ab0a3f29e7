from __future__ import annotations

import asyncio
import logging

import pytest

from serving.readiness import Readiness


def readiness(*outcomes: str | None, seconds: float = 1.0) -> tuple[Readiness, list[str | None]]:
    """Readiness whose check brings these outcomes, the last for ever; each look takes a while."""
    left, now = list(outcomes), [0.0]

    async def check() -> str | None:
        now[0] += seconds
        return left.pop(0) if len(left) > 1 else left[0]

    return Readiness({"actions": check}, keep=0, clock=lambda: now[0]), left


async def test_waiting_ends_when_every_check_passes() -> None:
    waiting, left = readiness("no answer", "no answer", None)
    await waiting.wait(60, pause=0)
    assert left == [None]


async def test_waiting_ends_at_some_time() -> None:
    waiting, _ = readiness("no answer")
    await waiting.wait(5, pause=0)
    assert await waiting.report() == {"actions": False}


async def test_what_hangs_has_failed_and_is_not_begun_again_before_it_has_ended() -> None:
    gate, begun = asyncio.Event(), []

    async def hangs() -> str | None:
        begun.append(1)
        await gate.wait()
        return None

    async def fine() -> str | None:
        return None

    asked = Readiness({"store": hangs, "canary": fine}, keep=0, limit=0.01)
    assert await asked.report() == {"store": False, "canary": True}
    assert await asked.report() == {"store": False, "canary": True}
    assert len(begun) == 1
    gate.set()
    assert await asked.report() == {"store": True, "canary": True}
    assert asked.latest() == {"store": True, "canary": True}


async def test_the_checks_run_side_by_side() -> None:
    """Each waits for the other, so that one after the other they would both fail."""
    first, second = asyncio.Event(), asyncio.Event()

    async def one() -> str | None:
        first.set()
        await second.wait()
        return None

    async def other() -> str | None:
        second.set()
        await first.wait()
        return None

    assert all((await Readiness({"a": one, "b": other}, limit=5).report()).values())


class Ended(BaseException):
    """As the end of a turn, no Exception."""


async def test_whatever_a_check_raises_is_a_failure() -> None:
    async def ends() -> str | None:
        raise Ended

    assert await Readiness({"canary": ends}).report() == {"canary": False}


async def test_why_it_is_not_ready_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "patella.readiness")
    gone = ConnectionError("my knee")
    outcomes: list[Exception | str | None] = ["no answer", "no answer", gone, None, None, gone]

    async def check() -> str | None:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def fine() -> str | None:
        return None

    readiness = Readiness({"store": check, "model": fine}, keep=0)
    while outcomes:
        await readiness.report()
    told = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert [level for level, _ in told] == ["WARNING", "INFO", "WARNING"]
    assert told[:2] == [("WARNING", "not ready: store (no answer)"), ("INFO", "ready")]
    assert told[2][1].startswith("not ready: store (ConnectionError at test_readiness.py:")
    assert "knee" not in caplog.text
