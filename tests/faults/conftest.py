"""The faults are made with the real servers; what each check finds is written down."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scripts.faults import FULL, Result, folder, form, keep, today
from scripts.places import places
from tests.fixtures import servers

__all__ = ["servers"]

Record = Callable[..., None]


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether the full form is asked for (PATELLA_FAULTS=full): more of everything, and speed."""
    return form() == FULL


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
