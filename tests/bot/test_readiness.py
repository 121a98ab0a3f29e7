from __future__ import annotations

from bot.readiness import Readiness


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
