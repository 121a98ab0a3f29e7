"""Script that is typed, told, or on a button is text on the page, and nothing else happens.

Twelve ways of it are looked at more closely in tests/browser/test_hostile.py; these are many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.conftest import browser, chat, page, problems
from tests.browser.played import Server, ndjson
from tests.browser.states import ASSESSMENT, PASSAGE
from tests.browser.test_hostile import (
    ADDRESSES,
    FOREIGN_PARTS,
    HOSTILE,
    LISTENERS,
    UNFOLD,
    poisoned,
    question,
)
from tests.faults.attacks.attack_tally import Attempts
from tests.faults.attacks.attack_target import Target
from tests.faults.attacks.fuzz_strings import naughty

__all__ = ["browser", "chat", "page", "problems"]

_SCRIPT = re.compile(r"<\w|javascript:|onerror|alert\(|data:", re.IGNORECASE)


@pytest.fixture(scope="session")
def base_url(target: Target) -> Iterator[str]:
    yield target.url.rstrip("/")


def scripts(full: bool) -> list[str]:
    every = [*HOSTILE.values(), *(text for text in naughty() if _SCRIPT.search(text))]
    every = [text for text in every if text.strip() and len(text) <= 1000]
    return every if full else every[:: max(1, len(every) // 50)]


def shown_everywhere(text: str) -> dict[str, Any]:
    """A turn with this text in everything that a message can hold."""
    return ndjson(
        *(
            poisoned(message, text)
            for message in (
                {"text": "So", "assessment": ASSESSMENT, "report_url": "/webhooks/web/report"},
                {"text": PASSAGE["text"], "passages": [PASSAGE]},
                {"text": "So", "notice": "emergency"},
                {"text": "So", "buttons": [{"title": "So", "payload": "start_check"}]},
                {"text": "So", "question": question("choice")},
            )
        )
    )


def test_script_is_text(
    chat: Chat, page: Page, full: bool, attempts: Callable[[str], Attempts]
) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    every = scripts(full)
    server = Server(page, *map(shown_everywhere, every))
    with attempts("S7") as tried:
        for text in every:
            sent = len(server.sent)
            chat.say(text)
            ran = [page.evaluate("[window.ran, ({}).polluted]"), dialogs]
            tried.add(ran != [[None, None], []], f"{text[:60]!r} ran: {ran}")
            if len(server.sent) == sent:
                # Nothing that could be read, so that nothing was sent.
                continue
            expect(chat.bot_messages.last).to_be_visible()
            assert text.strip()[:40] in str(page.evaluate("document.body.textContent"))
        page.evaluate(UNFOLD)
        parts = page.locator(FOREIGN_PARTS).count()
        tried.add(parts, f"{parts} parts of the page come from words", times=5 * len(every))
        tried.add(page.evaluate(LISTENERS), "an attribute of the page listens")
        tried.add(page.evaluate(ADDRESSES), "an address of the page is a script")
        assert len(every) >= 50
