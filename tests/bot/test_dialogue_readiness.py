"""What the dialogue server looks at before it calls itself ready."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from bot.failure import TurnAborted
from bot.readiness import RED_FLAG_TEXT, make_readiness
from bot.storage.failure import StoreError
from serving.readiness import Readiness
from tests.bot.standins import Bench

WELL = {"embedding": True, "passages": True}


@dataclass
class Actions:
    checks: Mapping[str, bool] | None
    asked: int = 0

    async def told(self) -> Mapping[str, bool] | None:
        self.asked += 1
        await asyncio.sleep(0)
        return self.checks


@dataclass
class Model:
    good: bool = True

    async def understands(self, text: str) -> bool:
        return self.good


class Finds:
    def look(self, text: str, payload: str | None = None) -> Any:
        return text == RED_FLAG_TEXT


class Misses:
    def look(self, text: str, payload: str | None = None) -> Any:
        return None


def checking(bench: Bench, **given: Any) -> Readiness:
    parts = {
        "check_store": lambda: None,
        "actions": Actions(WELL),
        "guard": Finds(),
        "model": Model(),
        **given,
    }
    return make_readiness(bench.turn, **parts)


def store_is_away() -> None:
    raise StoreError("gone")


async def failed(readiness: Readiness) -> set[str]:
    return {name for name, fine in (await readiness.report()).items() if not fine}


async def test_all_is_well(bench: Bench) -> None:
    assert await failed(checking(bench)) == set()


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"check_store": store_is_away}, {"store"}),
        ({"actions": Actions(None)}, {"actions", "embedding", "passages"}),
        ({"actions": Actions({"embedding": False, "passages": True})}, {"embedding"}),
        ({"actions": Actions({"embedding": True})}, {"passages"}),
        ({"guard": Misses()}, {"red_flags"}),
        ({"model": Model(False)}, {"model"}),
    ],
    ids=lambda value: ",".join(sorted(value)),
)
async def test_each_part_is_told_by_name(bench: Bench, given: dict, names: set[str]) -> None:
    assert await failed(checking(bench, **given)) == names


async def test_the_canary_is_a_turn(bench: Bench) -> None:
    bench.dialogue.reply = TurnAborted("actions_timeout")
    assert await failed(checking(bench)) == {"canary"}


async def test_somebody_who_was_answered_just_now_is_as_good_as_the_canary(bench: Bench) -> None:
    await bench.say("my knee")
    bench.dialogue.heard.clear()
    assert await failed(checking(bench)) == set()
    assert bench.dialogue.heard == []


async def test_the_action_server_is_asked_once_for_all_checks(bench: Bench) -> None:
    actions = Actions(WELL)
    await checking(bench, actions=actions).report()
    assert actions.asked == 1


async def test_what_the_store_says_is_in_the_log(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    await checking(bench, check_store=store_is_away).report()
    assert "not ready: store (gone)" in caplog.text
