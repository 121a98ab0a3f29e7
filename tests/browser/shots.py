"""Pictures of a conversation, for the README and for looking at.

python -m tests.browser.shots http://127.0.0.1:5005 <folder>
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chat import OPENING, Chat
from tests.browser.conftest import CHROMIUM, FLAGS

EMERGENCY = "my calf is hot and swollen and i can't get my breath"

LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


def take(browser: Browser, url: str, folder: Path, look: str) -> None:
    """Have the reference conversation and keep a picture of each of its steps."""
    context = browser.new_context(
        base_url=f"{url.rstrip('/')}/", reduced_motion="reduce", **LOOKS[look]
    )
    chat = Chat(context.new_page())

    def shoot(name: str) -> None:
        chat.page.screenshot(path=folder / f"{look}-{name}.png")

    chat.open()
    shoot("0-greeting")
    chat.say(OPENING)
    for number in range(1, 15):
        name = chat.asked()
        if name is None:
            break
        shoot(f"{number}-{name}")
        if number == 3:
            chat.say("is it my bum muscles?")
            shoot(f"{number}-question-back")
        chat.answer()
    shoot("ending")
    tall = chat.page.evaluate("document.documentElement.scrollHeight")
    chat.page.set_viewport_size({"width": LOOKS[look]["viewport"]["width"], "height": tall})
    shoot("whole")
    chat.page.set_viewport_size(LOOKS[look]["viewport"])
    chat.say(EMERGENCY)
    shoot("emergency")
    context.close()


def main() -> None:
    """Take every look of the page at the given address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    executable = os.environ.get("PATELLA_CHROMIUM", CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for look in LOOKS:
            take(browser, arguments.url, arguments.folder, look)
        browser.close()


if __name__ == "__main__":
    main()
