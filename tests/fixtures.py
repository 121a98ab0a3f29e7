"""Fixtures that several folders of tests share: `from tests.fixtures import servers`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import Servers, running_servers


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """The real servers, once for a whole run; a test that stops one starts it again."""
    with running_servers() as running:
        yield running
