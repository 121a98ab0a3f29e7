"""A whole conversation by thumb on the smallest phone, every step of it for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import checks
from tests.browser.chat import OPENING, Chat
from tests.browser.conftest import watched
from tests.browser.problems import Problems

SMALL = {"width": 320, "height": 568}
MOST_QUESTIONS = 12


@pytest.fixture
def page(browser: Browser, base_url: str, problems: Problems) -> Iterator[Page]:
    """A page on a small phone."""
    look = {"viewport": SMALL, "has_touch": True, "is_mobile": True}
    yield from watched(browser, base_url, problems, **look)


def trouble(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    with checks.unrolled(page):
        found = checks.axe(page, contrast=False)
        for check in ("sideways", "smallTargets", "cutOff"):
            found += checks.run(page, check)
    return found


def test_a_whole_conversation_by_thumb(page: Page, shots: Path) -> None:
    chat = Chat(page, touch=True)
    chat.open()
    chat.say(OPENING)
    wrong: dict[str, list[str]] = {}
    while chat.assessment.count() == 0:
        name = chat.asked()
        assert name is not None, chat.bot_messages.last.inner_text()
        wrong[name] = trouble(page)
        page.screenshot(path=shots / f"thumb-{len(wrong)}-{name}.png")
        assert len(wrong) <= MOST_QUESTIONS, list(wrong)
        chat.answer()
    expect(chat.assessment.locator(".banner")).to_be_in_viewport()
    wrong["ending"] = trouble(page)
    page.screenshot(path=shots / "thumb-ending.png")
    page.screenshot(path=shots / "thumb-ending-whole.png", full_page=True)
    assert {name: found for name, found in wrong.items() if found} == {}
