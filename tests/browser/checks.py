"""What is checked of a page in whatever state it is; each check returns what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")

# WCAG 2.2 AA, and what axe calls good practice besides.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def unrolled(page: Page) -> Iterator[None]:
    """A window as high as the page: what scrolls by under the message box is not covered by it."""
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    yield
    page.set_viewport_size(size)


def run(page: Page | Frame, check: str, *arguments: Any) -> Any:
    """What the function of this name in checks.js returns."""
    # Evaluated by the debugger, which the page's own policy has no say in.
    return page.evaluate(f"(given) => ({CHECKS}).{check}(...given)", list(arguments))


def axe(page: Page | Frame, contrast: bool = True) -> list[str]:
    """Rules of axe that the page breaks, and where; its contrast takes longest to look at."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {"color-contrast": {"enabled": contrast}},
        "resultTypes": ["violations"],
        # A frame is looked at from inside; from outside axe would have to send it messages.
        "iframes": False,
    }
    broken = page.evaluate(
        "(options) => axe.run(options).then((found) => found.violations)", options
    )
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in broken
        for node in rule["nodes"]
    ]


def contrast(page: Page | Frame, *colour: str) -> float:
    """Of a colour to its ground, 1 to 21 (WCAG 2.2, relative luminance); see checks.js."""
    lighter, darker = sorted(map(_luminance, run(page, "colours", *colour)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(channels: list[float]) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels)
    ]
    return sum(
        weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
