"""The faults are made with the real servers; what each check finds is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from scripts.faults import FULL, Result, folder, form, keep, today
from scripts.places import places
from scripts.postgres import Postgres, running_postgres
from tests.faults.rigs import Cluster, idle_cluster
from tests.fixtures import servers

__all__ = ["servers"]

Record = Callable[..., None]

#: What only tells how fast something is, which a machine that has other work cannot say.
collect_ignore = [] if form() == FULL else ["test_growth.py"]


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether the full form is asked for (PATELLA_FAULTS=full): more of everything, and speed."""
    return form() == FULL


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL for all tests; one that stops it starts it again."""
    with running_postgres() as running:
        yield running


@pytest.fixture(scope="module")
def cluster(postgres: Postgres) -> Iterator[Cluster]:
    """Two dialogue servers on one PostgreSQL, ready."""
    with idle_cluster(postgres, "shared", dialogues=2) as running:
        running.start()
        yield running


@pytest.fixture
def record() -> Record:
    """Writes a check's result down, and fails the test where it did not pass."""

    def write(
        *, check: str, title: str, wanted: str, measured: str, passed: bool, stock: str = ""
    ) -> None:
        result = Result(check, title, wanted, measured, passed, stock, form(), today())
        keep(result, folder(places()))
        assert passed, f"{check}, {title}: wanted {wanted}; measured {measured}"

    return write
