"""The page of a report in a real browser: no rule of axe is broken, and it fits a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from knowledge.answers import Answers
from knowledge.report import html
from tests.knowledge.report.checks import CASES, report_of

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("width", [1000, 320])
@pytest.mark.parametrize("answers", CASES.values(), ids=CASES)
def test_the_page_breaks_no_rule_and_fits_its_window(
    browser: Browser, answers: Callable[[], Answers], width: int
) -> None:
    asked: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html.render(report_of(answers())))
    found = Axe().run(page, options={"runOnly": RULES})
    scrolls = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()
    assert found.violations_count == 0, found.generate_report()
    assert scrolls <= 0
    assert asked == []
