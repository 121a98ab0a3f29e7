"""The chat page for everybody: axe, and what axe cannot see, in every state and look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser import checks
from tests.browser.chat import Chat
from tests.browser.problems import Problems
from tests.browser.states import STATES


@dataclass(frozen=True)
class Look:
    """A way to look at the page."""

    width: int = 1280
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"
    direction: str = ""
    #: Colours are the same at every size, and looking at them is slow.
    contrast: bool = False

    def put_on(self, page: Page) -> None:
        page.emulate_media(color_scheme=self.scheme, forced_colors=self.forced)
        page.set_viewport_size({"width": self.width, "height": self.height})
        if self.direction:
            page.evaluate(f"document.documentElement.dir = '{self.direction}'")


LOOKS = {
    "desktop": Look(contrast=True),
    "dark": Look(scheme="dark", contrast=True),
    "forced-colours": Look(forced="active", contrast=True),
    # A browser that zooms to 200 % has half the room to lay out in.
    "zoomed": Look(640, 450),
    # The smallest phone; and WCAG 1.4.10, which is 1280 px at 400 % zoom.
    "phone": Look(320, 640),
    "rtl": Look(320, 640, direction="rtl"),
}
LAYOUT = ("sideways", "smallTargets", "cutOff", "moving")


@pytest.mark.parametrize("state", STATES)
def test_nobody_is_shut_out(
    chat: Chat, page: Page, problems: Problems, shots: Path, state: str
) -> None:
    STATES[state](chat)
    wrong: dict[str, list[str]] = {}
    for name, look in LOOKS.items():
        look.put_on(page)
        page.screenshot(path=shots / f"{state}-{name}.png")
        with checks.unrolled(page):
            wrong[name] = checks.axe(page, contrast=look.contrast)
            wrong[name] += [trouble for check in LAYOUT for trouble in checks.run(page, check)]
    checks.run(page, "spaceOut")
    wrong["spaced out"] = [*checks.run(page, "sideways"), *checks.run(page, "cutOff")]
    assert {name: found for name, found in wrong.items() if found} == {}
    # Some states are a failure, which the browser reports as it should.
    problems.console.clear()


def test_the_conversation_is_one_log_that_is_read_out(chat: Chat, page: Page) -> None:
    STATES["ending"](chat)
    log = page.get_by_role("log")
    assert log.count() == 1
    assert log.get_attribute("aria-live") == "polite"
    assert page.get_by_role("main").locator("#log").count() == 1
    assert page.get_by_role("heading", level=1).count() == 1


#: What is measured in a colour on a ground, and the least contrast (WCAG 2.2, 1.4.3 and 1.4.11).
COLOURS = {
    ("#input", "::placeholder", "color", "#composer"): 4.5,
    ("#composer", "", "borderTopColor", "#composer"): 3,
    ("#composer", "", "borderTopColor", "body"): 3,
    (".question .button", "", "borderTopColor", ".question .controls"): 3,
    (".number input", "", "borderTopColor", ".question .controls"): 3,
    (".number input", "", "outlineColor", ".question .controls"): 3,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_axe_does_not_look_at_stands_out(
    chat: Chat, page: Page, scheme: Literal["light", "dark"]
) -> None:
    STATES["number_refused"](chat)
    page.emulate_media(color_scheme=scheme)
    found = {colour: checks.contrast(page, *colour) for colour in COLOURS}
    assert {colour: ratio for colour, ratio in found.items() if ratio < COLOURS[colour]} == {}
