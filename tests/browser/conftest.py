"""A real Chromium on the chat page of the real servers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.places import places
from tests.browser.chat import Chat
from tests.browser.problems import WATCH_POLICY, Problems

CHROMIUM = "/usr/bin/chromium"

# No sandbox, because CI runs as root in a container; and a browser that by itself asks nobody
# anything, so that every request seen is the page's own.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--metrics-recording-only",
]


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """The address of the servers: PATELLA_TEST_URL, or the project's own, started here."""
    given = os.environ.get("PATELLA_TEST_URL")
    if given:
        yield given.rstrip("/")
        return
    from tests.servers import running_servers

    with running_servers() as servers:
        yield servers.url.rstrip("/")


# Not for the whole session: while Playwright is at work, no asyncio test can run beside it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file."""
    executable = os.environ.get("PATELLA_CHROMIUM", CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def problems() -> Problems:
    """What the page of this test does wrong; a test that provokes errors clears `console`."""
    return Problems()


def watched(browser: Browser, base_url: str, problems: Problems, **look: Any) -> Iterator[Page]:
    """A page in a fresh profile; at the end it must have done nothing that it may not."""
    context = browser.new_context(
        base_url=f"{base_url}/", reduced_motion="reduce", locale="en-GB", **look
    )
    context.add_init_script(WATCH_POLICY)
    context.set_default_timeout(20_000)
    page = context.new_page()
    problems.watch(page, base_url)
    yield page
    violations = page.evaluate("window.policyViolations")
    context.close()
    assert violations == []
    assert problems == Problems()


@pytest.fixture
def page(browser: Browser, base_url: str, problems: Problems) -> Iterator[Page]:
    """A page as on a desk."""
    yield from watched(browser, base_url, problems, viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where the pictures of a run are kept."""
    folder = places().build / "results" / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def chat(page: Page) -> Chat:
    """The chat page with its greeting shown."""
    chat = Chat(page)
    chat.open()
    return chat
