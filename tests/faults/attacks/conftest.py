"""The attacks share one pair of servers, which all three channels are on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.fakes.slack_api import running_slack
from tests.fakes.telegram_api import running_telegram
from tests.faults.attacks.attack_slowly import Slowly, slowly
from tests.faults.attacks.attack_tally import FEW, WANTED, Attempts, Record, Tally
from tests.faults.attacks.attack_target import Target, running_target


@pytest.fixture(scope="session")
def target() -> Iterator[Target]:
    """Both servers with every channel on and no limit on rates, as one person tries everything."""
    with (
        running_telegram() as telegram,
        running_slack() as slack,
        running_target(telegram, slack) as running,
    ):
        yield running


@pytest.fixture(scope="session", autouse=True)
def slow(target: Target, full: bool) -> Iterator[Slowly]:
    """Slow requests, begun first of all: it takes most of a minute to see what comes of them."""
    with slowly(target.url, 40 if full else 5, 60.0) as running:
        yield running


@pytest.fixture(scope="session")
def tally(full: bool) -> Tally:
    """The attempts of this run."""
    return Tally(WANTED if full else FEW)


@pytest.fixture
def attempts(tally: Tally, record: Record) -> Callable[[str], Attempts]:
    """The attempts of a check, to be counted: ``with attempts("S2") as tried:``."""
    return lambda check: Attempts(check, tally, record)
