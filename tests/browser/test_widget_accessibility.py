"""The widget on a clinic's page for everybody: closed, open, and open on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import checks
from tests.browser.conftest import watched
from tests.browser.problems import Problems
from tests.browser.widget import OPEN_ROOTS, Widget

LAYOUT = ("sideways", "smallTargets", "cutOff", "moving")


@pytest.fixture
def page(browser: Browser, base_url: str, clinic_url: str, problems: Problems) -> Iterator[Page]:
    """A visitor of the clinic's website."""
    desk = {"viewport": {"width": 1280, "height": 900}}
    for page in watched(browser, base_url, problems, home=clinic_url, **desk):
        page.context.add_init_script(OPEN_ROOTS)
        page.context.grant_permissions(["local-network-access"])
        yield page


@pytest.mark.parametrize("width", [1280, 320])
def test_the_widget_shuts_nobody_out(page: Page, shots: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto("")
    widget = Widget(page)
    expect(widget.launcher).to_be_visible()
    page.screenshot(path=shots / f"widget-closed-{width}.png")
    assert checks.axe(page) == []
    assert checks.run(page, "sideways") == []
    widget.open()
    page.screenshot(path=shots / f"widget-open-{width}.png")
    assert checks.axe(page) == []
    frame = page.frames[-1]
    assert checks.axe(frame) == []
    assert {check: found for check in LAYOUT if (found := checks.run(frame, check))} == {}
