"""How soon the widget answers: from the click on the launcher, and from a message that was typed.

python -m tests.browser.speed <address> prints both figures, in milliseconds, as seen by a person:
until the first bubble of the answer stands on the page. The address is the demo's (make run).
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chat import OPENING, Chat
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.widget import OPEN_ROOTS, Widget

TIMES = 12
CONVERSATIONS = 5
TARGETS_MS = {"opening": 300, "answering": 400}

#: Tells when the `event` happened and when the log had one more message of the bot, both by the
#: clock that all frames of a page share.
WATCH = """
window.told = {};
addEventListener("click", () => (told.click ??= performance.timeOrigin + performance.now()), true);
addEventListener("keydown", (event) => {
  if (event.key === "Enter") told = { enter: performance.timeOrigin + performance.now() };
}, true);
addEventListener("DOMContentLoaded", () => {
  const log = document.getElementById("log");
  if (!log) return;
  new MutationObserver((changes) => {
    const nodes = changes.flatMap((change) => [...change.addedNodes]);
    if (!nodes.some((node) => node.dataset?.from === "bot")) return;
    requestAnimationFrame(() => (told.bubble ??= performance.timeOrigin + performance.now()));
  }).observe(log, { childList: true });
});
"""


def opening(page: Page) -> float:
    """From the click on the launcher to the greeting, on a page that was just loaded."""
    widget = Widget(page)
    widget.launcher.click()
    widget.greeted()
    clicked = page.evaluate("told.click")
    return float(widget.frame.locator(":root").evaluate("() => told.bubble") - clicked)


def answering(page: Page) -> list[float]:
    """From Enter to the first bubble of the answer, message for message."""
    chat = Widget(page).chat
    if chat.agree_button.count():
        chat.agree_button.click()
        chat.settle()
    messages = [OPENING, "yes", "no", "what is bursitis?", "not sure", "no", "about 3 weeks", "4"]
    return [answer(chat, message) for message in messages]


def answer(chat: Chat, message: str) -> float:
    """The time of one answer."""
    chat.say(message)
    told = chat.page.locator(":root").evaluate("() => told")
    return float(told["bubble"] - told["enter"])


def measured(browser: Browser, url: str, work: Callable[[Page], Any]) -> Any:
    """The work done on the demo's page in a fresh profile."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    context.add_init_script(OPEN_ROOTS)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    result = work(page)
    context.close()
    return result


def p95(times: list[float]) -> float:
    """The time that 19 of 20 stay under."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="the demo's, such as http://127.0.0.1:5080")
    url = parser.parse_args().address
    executable = os.environ.get("PATELLA_CHROMIUM", CHROMIUM)
    # A slow answer is to be a figure, not a failure.
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        opened = [measured(browser, url, opening) for _ in range(TIMES)]
        talks = [
            measured(browser, url, lambda page: (opening(page), answering(page))[1])
            for _ in range(CONVERSATIONS)
        ]
        answered = [time for talk in talks for time in talk]
        browser.close()
    for name, times in (("opening", opened), ("answering", answered)):
        figures = f"median {statistics.median(times):.0f} ms, p95 {p95(times):.0f} ms"
        print(f"{name}: {figures} of {len(times)} (target {TARGETS_MS[name]} ms)")


if __name__ == "__main__":
    main()
