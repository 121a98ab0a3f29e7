"""What the checks add to pytest: the sum of all runs, no silent skips, where Chromium is.

Runs in both environments (`-p scripts.pytest_plugin`), so it needs nothing but pytest.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

COUNTS = "PATELLA_TEST_COUNTS"
NO_SKIP = "PATELLA_NO_SKIP"
CHROMIUM = "PATELLA_CHROMIUM"

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium(env: Mapping[str, str]) -> str | None:
    """The browser that a setting names, or the first one that is installed."""
    if env.get(CHROMIUM):
        return shutil.which(env[CHROMIUM])
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pytest_configure(config: pytest.Config) -> None:
    """Tells the browser tests which browser to start."""
    if found := find_chromium(os.environ):
        os.environ[CHROMIUM] = found


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Skips the browser tests where there is no browser."""
    if find_chromium(os.environ):
        return
    reason = f"no Chromium found: install one (apt install chromium) or set {CHROMIUM}"
    for item in items:
        if "browser" in Path(item.path).parent.parts:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, None]:
    """Makes a skipped test a failed one where that is asked for."""
    outcome = yield
    refuse_skip(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, None]:
    """The same for a file that is skipped as a whole."""
    outcome = yield
    refuse_skip(outcome.get_result())


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turns a skip into a failure, unless it is an expected failure that pytest reports so."""
    if os.environ.get(NO_SKIP) != "1" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"A skipped test counts as a failure here ({NO_SKIP}=1). {reason}"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Adds this run's counts to the file that the checks sum up."""
    if path := os.environ.get(COUNTS):
        stats = terminalreporter.stats
        passed, failed, skipped = (
            sum(len(stats.get(kind, ())) for kind in kinds)
            for kinds in (("passed", "xfailed"), ("failed", "error"), ("skipped",))
        )
        with Path(path).open("a", encoding="utf-8") as counts:
            counts.write(f"{passed} {failed} {skipped}\n")
