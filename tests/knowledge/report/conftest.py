from __future__ import annotations

import pytest

from knowledge.report.content import Report
from tests.knowledge.report.checks import CASES, report_of


@pytest.fixture(params=list(CASES))
def report(request: pytest.FixtureRequest) -> Report:
    """The report of each of three checks."""
    return report_of(CASES[request.param]())
