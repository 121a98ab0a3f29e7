"""A real Chromium on the chat page of the real servers."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.background import free_ports
from scripts.demo.server import Demo
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
def clinic_port() -> int:
    """The port of the clinic's website, known before the servers, which have to allow it."""
    return free_ports(1)[0]


@pytest.fixture(scope="session")
def base_url(clinic_port: int) -> Iterator[str]:
    """The address of the servers: PATELLA_TEST_URL, or the project's own, started here."""
    given = os.environ.get("PATELLA_TEST_URL")
    if given:
        yield given.rstrip("/")
        return
    from tests.servers import running_servers

    clinic = f"http://127.0.0.1:{clinic_port}"
    with running_servers(PATELLA_FRAME_ANCESTORS=clinic) as servers:
        yield servers.url.rstrip("/")


@contextmanager
def on_the_air(site: Demo) -> Iterator[None]:
    """The site answers as long as this lasts."""
    with site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        try:
            yield
        finally:
            site.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def clinic_url(base_url: str, clinic_port: int) -> Iterator[str]:
    """The demo, which is another origin than ours: PATELLA_TEST_DEMO, or one started here.

    Not another site too: Playwright has Chromium keep nothing for a frame of another site, for
    which browsers themselves keep it apart for each site around it.
    """
    given = os.environ.get("PATELLA_TEST_DEMO")
    if given:
        yield given.rstrip("/")
        return
    assert "PATELLA_TEST_URL" not in os.environ, "name the demo beside it: PATELLA_TEST_DEMO"
    with on_the_air(Demo(clinic_port, base_url)):
        yield f"http://127.0.0.1:{clinic_port}"


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


def watched(
    browser: Browser, base_url: str, problems: Problems, home: str | None = None, **look: Any
) -> Iterator[Page]:
    """A page in a fresh profile; at the end it must have done nothing that it may not.

    `home` is the site it is on, where that is not the one of the chat.
    """
    home = home or base_url
    context = browser.new_context(
        base_url=f"{home}/", reduced_motion="reduce", locale="en-GB", **look
    )
    context.add_init_script(WATCH_POLICY)
    context.set_default_timeout(20_000)
    page = context.new_page()
    problems.watch(page, base_url, home)
    yield page
    found = [frame.evaluate("window.policyViolations") for frame in page.frames]
    violations = [violation for several in found for violation in several or []]
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
