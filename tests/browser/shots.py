"""Pictures of a conversation, for the README and for looking at.

python -m tests.browser.shots http://127.0.0.1:5005 <folder> takes every look of the page;
with `--picture docs/images/conversation.png` also the README's, three moments side by side.
"""

from __future__ import annotations

import argparse
import os
from base64 import b64encode
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
    "german": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2},
    "arabic": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2},
}
ADDRESSES = {"german": "?lang=de", "arabic": "?lang=ar"}


def take(browser: Browser, url: str, folder: Path, look: str) -> None:
    """Have the reference conversation and keep a picture of each of its steps."""
    context = browser.new_context(
        base_url=f"{url.rstrip('/')}/", reduced_motion="reduce", **LOOKS[look]
    )
    chat = Chat(context.new_page())

    def shoot(name: str) -> None:
        chat.page.screenshot(path=folder / f"{look}-{name}.png")

    chat.arrive(ADDRESSES.get(look, ""))
    shoot("0-consent")
    chat.agree_button.click()
    chat.settle()
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


def side_by_side(browser: Browser, shots: list[Path], picture: Path) -> None:
    """Put phone pictures into one, on a plain ground."""
    page = browser.new_page(viewport={"width": 1260, "height": 900}, device_scale_factor=1.5)
    page.set_content(
        "<style>body{margin:0;display:flex;gap:24px;padding:24px;background:#dfe6e6}"
        "img{width:388px;border-radius:18px;box-shadow:0 2px 14px #0003}</style>"
        + "".join(
            f"<img src='data:image/png;base64,{b64encode(shot.read_bytes()).decode()}'>"
            for shot in shots
        )
    )
    picture.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=picture, full_page=True)
    page.close()


def main() -> None:
    """Take every look of the page at the given address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--picture", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    executable = os.environ.get("PATELLA_CHROMIUM", CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for look in LOOKS:
            take(browser, arguments.url, arguments.folder, look)
        if arguments.picture:
            moments = ("1-emergency_signs", "3-question-back", "ending")
            shots = [arguments.folder / f"phone-{moment}.png" for moment in moments]
            side_by_side(browser, shots, arguments.picture)
        browser.close()


if __name__ == "__main__":
    main()
